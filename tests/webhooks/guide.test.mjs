// docs/webhooks.md: each block runs, and does what the guide says.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Blend } from "../../pkg/dist/index.mjs";
import { serveBlendOverHttp } from "../fleet/blend-server.mjs";
import { promised, writeGuide } from "../support/guide.mjs";
import { startPostgres } from "../support/services.mjs";

const SECRET = "guide-secret";
const guide = writeGuide("webhooks", ["pg", "express"]);
let server;
let postgres;
let env;

before(async () => {
  [server, postgres] = await Promise.all([serveBlendOverHttp({}), startPostgres()]);
  const { host, user, database } = postgres.connection;
  env = { PATH: process.env.PATH, ...server.env, BLEND_WEBHOOK_SECRET: SECRET };
  Object.assign(env, { PGHOST: host, PGUSER: user, PGDATABASE: database });
  await run("create-table.mjs");
});
after(async () => {
  server.stop();
  await postgres.stop();
  guide.remove();
});

const run = async (file) => (await promisify(execFile)(process.execPath, [file], { cwd: guide.folder, env })).stdout;

/** Starts a program that goes on; gives its first line and all that it says. */
async function start(t, ...words) {
  const child = spawn(process.execPath, words, { cwd: guide.folder, env });
  t.after(() => child.kill());
  const said = { text: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.text += text));
  const gone = once(child, "exit").then(([code]) => assert.fail(`${words[0]} ended with ${code}`));
  gone.catch(() => {});
  const says = async (text) => {
    while (!said.text.includes(text)) await Promise.race([once(child.stdout, "data"), gone]);
  };
  return { said, says };
}

test("every block was found, and every link leads somewhere", () => {
  assert.deepEqual(guide.files, [
    "subscribe.mjs",
    "create-table.mjs",
    "blend-handler.mjs",
    "worker.mjs",
    "app/blend/route.js",
    "express-server.mjs",
    "inline.mjs",
  ]);
  for (const link of guide.links) assert.ok(existsSync(link), link);
});

test("subscribe: prints a secret", async () => {
  assert.match(await run("subscribe.mjs"), /^BLEND_WEBHOOK_SECRET=\S+\n$/);
});

test("inline: prints what it says", async () => {
  const [status] = promised(join(guide.folder, "inline.mjs"));
  assert.equal(await run("inline.mjs"), `stuck: 0227d1e5-ba9a-42b5-8fe2-38882aa65708\n${status}\n`);
});

test("Express receives, the route of Next receives, and the worker handles both", async (t) => {
  const { email, password, fetch: inSandbox } = server.sandbox;
  const blend = new Blend({ email, password, fetch: inSandbox });
  const order = await blend.orders.create({ patient_id: "40000000-0000-4000-8000-000000000001", force_new: true });
  const headers = { authorization: `Bearer ${SECRET}`, "content-type": "application/json" };
  const body = (event_code) => JSON.stringify({ event_code, data: { id: order.id } });

  const express = await start(t, "express-server.mjs");
  await express.says("\n");
  const url = `http://127.0.0.1:${Number(express.said.text)}/blend`;
  assert.equal((await fetch(url, { method: "POST", headers, body: body("order.created") })).status, 200);
  assert.equal((await fetch(url, { method: "POST", body: body("order.created") })).status, 401);

  const call = `import { POST } from "./app/blend/route.js";
    const init = { method: "POST", headers: ${JSON.stringify(headers)}, body: ${JSON.stringify(body("order.stuck"))} };
    console.log((await POST(new Request("http://localhost/blend", init))).status, "answered");`;
  const route = await start(t, "--input-type=module", "-e", call);
  await route.says("200 answered");

  const worker = await start(t, "worker.mjs");
  await worker.says("2 handled, 0 failed");
  for (const code of ["order.created", "order.stuck"])
    assert.ok(worker.said.text.includes(`${code} ${order.order_number} received`), worker.said.text);
});

test("Postgres is killed and comes back: the receiver answers 503 meanwhile, and both go on", async (t) => {
  const { email, password, fetch: inSandbox } = server.sandbox;
  const blend = new Blend({ email, password, fetch: inSandbox });
  const headers = { authorization: `Bearer ${SECRET}`, "content-type": "application/json" };
  const express = await start(t, "express-server.mjs");
  await express.says("\n");
  const deliver = async ({ id }) => {
    const body = JSON.stringify({ event_code: "order.stuck", data: { id } });
    return (await fetch(`http://127.0.0.1:${Number(express.said.text)}/blend`, { method: "POST", headers, body }))
      .status;
  };
  const orders = [];
  for (let count = 0; count < 2; count++)
    orders.push(await blend.orders.create({ patient_id: "40000000-0000-4000-8000-000000000001", force_new: true }));
  const worker = await start(t, "worker.mjs");
  assert.equal(await deliver(orders[0]), 200);
  await worker.says(orders[0].order_number);

  await postgres.kill();
  assert.equal(await deliver(orders[1]), 503);
  await postgres.start();
  while ((await deliver(orders[1])) !== 200);
  await worker.says(orders[1].order_number);
});
