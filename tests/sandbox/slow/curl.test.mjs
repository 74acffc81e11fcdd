// The payloads of the vendor's documentation go in by curl as they stand, given what their ids name.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { faultsOf } from "../contract.mjs";
import { serve } from "../desk.mjs";

const example = (name) => fileURLToPath(new URL(`../../contract/examples/${name}`, import.meta.url));
/** The guide has a fixture with everything that the examples name. */
function fixtureOfTheGuide() {
  const guide = readFileSync(new URL("../../../docs/sandbox.md", import.meta.url), "utf8");
  return /```json\n([^]*?)```/.exec(guide)[1];
}

/** The id that all the examples have. */
const OWN = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";

test("the vendor's new order and its update go in by curl as they stand", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "blend-curl-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "fixture.json"), fixtureOfTheGuide());
  const { first, signIn } = await serve(t, "--fixture", join(folder, "fixture.json"));
  const token = await signIn();
  const curl = (method, path, file) => {
    const headers = ["-H", `authorization: Bearer ${token}`, "-H", "content-type: application/json"];
    const out = execFileSync("curl", [
      "-sS",
      "-X",
      method,
      first.url + path,
      ...headers,
      "-d",
      `@${example(file)}`,
      "-w",
      "\n%{http_code}",
    ]);
    const [body, status] = String(out).split(/\n(?=\d{3}$)/);
    return { status: Number(status), body: JSON.parse(body) };
  };
  const made = curl("POST", "/orders", "orders-create.request.json");
  assert.deepEqual([made.status, made.body.external_id, made.body.patient.id], [201, "my-system-128318AA2", OWN]);
  assert.deepEqual(faultsOf("orders.create", 201, made.body), []);
  const changed = curl("PUT", "/orders/my-system-128318AA2", "orders-update.request.json");
  assert.equal(changed.status, 200);
  assert.deepEqual(faultsOf("orders.update", 200, changed.body), []);
});
