// Schemathesis over all 77 operations, with ids that exist and with made-up ones: no 5xx, and no answer outside of the contract.
// It comes from PyPI, into a virtual environment below target/.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { contract, operations } from "../contract.mjs";
import { serve } from "../desk.mjs";
import { BROCHURE, CREAM, NOTREAL, OIL, PLACEBO, TESTINA } from "../story.mjs";

const VERSION = "4.32.5";
const target = (name) => fileURLToPath(new URL(`../../../target/${name}`, import.meta.url));
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
];

function tool() {
  const st = target("schemathesis/bin/st");
  if (!existsSync(st)) {
    execFileSync("python3", ["-m", "venv", target("schemathesis")]);
    execFileSync(target("schemathesis/bin/pip"), ["install", "-q", `schemathesis==${VERSION}`]);
  }
  return st;
}

/** The contract, with an error for the operations of which it says none: it says of no operation which errors there are. */
function withErrors() {
  const copy = structuredClone(contract);
  const error = {
    description: "Any failure.",
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  };
  for (const { path, verb } of Object.values(operations))
    copy.paths[path]?.[verb] && (copy.paths[path][verb].responses.default ??= error);
  return copy;
}

/** Ids that exist, for each parameter of a path; by operation where the same name means other things. */
async function existing({ call, signIn }) {
  const token = await signIn();
  const post = async (path, body) => (await call("POST", path, body, token)).body;
  const order = await post("/orders?force_new=true", {
    patient_id: TESTINA,
    external_id: "schemathesis",
    products: { prescription: [{ id: CREAM }] },
  });
  const medication = { prescription_product_id: CREAM, refills: 2 };
  const prescription = await post("/prescriptions/electronic_prescriptions", { medication, patient: { id: TESTINA } });
  const webhook = await post("/notifications/webhooks", { event_codes: ["all"], url: "https://example.com/hook" });
  const sms = await post("/notifications", { type: "sms", event_codes: ["all"] });
  const reason = await post("/reasons", { name: "Own" });
  const { allergies } = (await call("GET", `/patients/${TESTINA}/risk_factors`, undefined, token)).body;
  return {
    parameters: {
      order_id: order.order_number,
      patient_id: TESTINA,
      prescriber_id: NOTREAL,
      supervisor_id: PLACEBO,
      qualification_id: "MA",
      risk_factor_id: allergies[0].id,
      electronic_prescription_id: prescription.id,
      webhook_id: webhook.id,
      subscription_id: sms.id,
      reason_id: reason.id,
      event_code: "order.shipped",
      product_type: "prescription",
      id: CREAM,
    },
    products: { prescription: CREAM, non_prescription: OIL, order_material: BROCHURE },
  };
}

/** The configuration: ids, and the refresh token where it is wanted. */
function configuration(ids, refresh) {
  const lines = ids
    ? ["[parameters]", ...Object.entries(ids.parameters).map(([name, id]) => `"path.${name}" = "${id}"`)]
    : [];
  for (const [kind, id] of Object.entries(ids?.products ?? {})) {
    lines.push(
      "[[operations]]",
      `include-name = "PUT /api/v1/products/${kind}/{product_id}"`,
      `parameters = { "path.product_id" = "${id}" }`,
    );
  }
  lines.push(
    "[[operations]]",
    'include-name = "POST /api/v1/auth/refresh"',
    `headers = { Authorization = "Bearer ${refresh}" }`,
  );
  return `${lines.join("\n")}\n`;
}

async function run(t, name, makeIds) {
  const st = tool();
  mkdirSync(target("schemathesis-runs"), { recursive: true });
  const file = (ending) => target(`schemathesis-runs/${name}.${ending}`);
  const server = await serve(t, "--quiet", "--orders", "40", "--patients", "15");
  const tokens = (await server.call("POST", "/auth/login", server.login)).body;
  const ids = makeIds ? await existing(server) : undefined;
  writeFileSync(file("json"), JSON.stringify(withErrors()));
  writeFileSync(file("toml"), configuration(ids, tokens.refresh_token));
  const words = ["--config-file", file("toml"), "run", file("json"), "--url", server.origin];
  words.push("-H", `Authorization: Bearer ${tokens.access_token}`, "--checks", CHECKS.join(","));
  words.push("--phases", "examples,coverage,fuzzing", "-n", "40", "--seed", "1", "--no-color", "--warnings", "off");
  const child = spawn(st, words, { cwd: target("schemathesis-runs") });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (out += text));
  const [code] = await once(child, "close");
  const tested = /Tested: (\d+)/.exec(out)?.[1];
  const cases = /(\d+) generated/.exec(out)?.[1];
  assert.equal(code, 0, out.slice(-6000));
  assert.equal(tested, "77");
  const { body: calls } = await server.control("calls");
  assert.ok(calls.every(({ status }) => status < 500));
  t.diagnostic(`${name}: ${cases} cases over ${tested} operations, none answered with 5xx or outside of the contract`);
}

test("with ids that exist", { timeout: 600_000 }, (t) => run(t, "existing", true));
test("with ids that are made up", { timeout: 600_000 }, (t) => run(t, "made-up", false));
