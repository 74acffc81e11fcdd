// A route handler in Next.js, built and started: `make webhooks-next`.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { CREATED, SECRET, SHIPPED } from "../webhooks/deliveries.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const env = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  BLEND_WEBHOOK_SECRET: SECRET,
  NEXT_TELEMETRY_DISABLED: "1",
};

test("a route handler receives: each event once, and every wrong delivery with its status", async (t) => {
  // A copy, as an installation makes it: Next treats links to other folders in a way of its own.
  rmSync(here("node_modules/blend-sdk"), { recursive: true, force: true });
  cpSync(here("../../pkg"), here("node_modules/blend-sdk"), { recursive: true });
  const next = here("node_modules/next/dist/bin/next");
  execFileSync(process.execPath, [next, "build"], { cwd: here("."), env, stdio: ["ignore", "ignore", "inherit"] });
  const child = spawn(process.execPath, [next, "start", "--port", "0", "--hostname", "127.0.0.1"], {
    cwd: here("."),
    env,
  });
  t.after(() => child.kill());
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  while (!/Ready/.test(said)) await once(child.stdout, "data");
  const url = `${/http:\/\/127\.0\.0\.1:\d+/.exec(said)[0]}/blend`;

  const post = async (body, secret = SECRET) =>
    (await fetch(url, { method: "POST", headers: { authorization: `Bearer ${secret}` }, body })).status;
  for (const event of [CREATED, CREATED, SHIPPED]) assert.equal(await post(JSON.stringify(event)), 200);
  assert.equal(await post("{"), 400);
  assert.equal(await post(JSON.stringify(CREATED), "other"), 401);
  assert.equal(await post("x".repeat(1024 * 1024 + 1)), 413);
  assert.equal((await fetch(url, { method: "PUT" })).status, 405);
  assert.deepEqual(await (await fetch(url)).json(), ["order.created", "order.shipped"]);
});
