// Several servers of one portal: one order for one submission, and one count of submissions.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { redisRateLimit } from "../../pkg/dist/stores.mjs";
import { serveBlendOverHttp } from "../fleet/blend-server.mjs";
import { start } from "../support/processes.mjs";
import { startRedis } from "../support/services.mjs";
import { portal, requestOf } from "./portal.mjs";

const program = new URL("server.mjs", import.meta.url).pathname;
let redis;
before(async () => (redis = await startRedis()));
after(() => redis.stop());

/** Two servers in front of one Blend. */
async function twoServers(t, { fate, limit = 1000, options = {} } = {}) {
  const blend = await serveBlendOverHttp({ fate });
  t.after(blend.stop);
  const words = [program, JSON.stringify({ path: redis.path, limit, options })];
  const env = { ...process.env, ...blend.env };
  const servers = await Promise.all([0, 1].map(() => start(process.execPath, words, { env })));
  for (const { child } of servers) t.after(() => child.kill());
  const submit = async (place, given) => {
    const { method, headers, body } = requestOf(given);
    const url = `http://127.0.0.1:${servers[place % 2].first}/intake`;
    const response = await fetch(url, { method, headers, body, duplex: "half" });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const orders = () => Object.values(blend.sandbox.state.orders).reduce((sum, count) => sum + count, 0);
  return { blend, submit, orders };
}

async function empty() {
  const client = new Redis(redis.path);
  await client.flushall();
  client.disconnect();
}

test("one submission to two servers at once makes one order, and both answer the same", async (t) => {
  await empty();
  const { submit, orders } = await twoServers(t);
  const answers = await Promise.all(Array.from({ length: 10 }, (_, place) => submit(place)));
  assert.deepEqual([...new Set(answers.map(({ status, text }) => `${status} ${text}`))].length, 1);
  assert.equal(answers[0].status, 200, answers[0].text);
  assert.equal(orders(), 1);
});

test("where the answer is lost and the order cannot be seen yet, the other server sends nothing again", async (t) => {
  await empty();
  const options = { totalTimeout: 1500 };
  const { blend, submit, orders } = await twoServers(t, { fate: (number) => (number === 0 ? "lost" : ""), options });
  blend.sandbox.assume({ lookupLag: "1h" });
  assert.equal((await submit(0)).status, 202);
  assert.equal((await submit(1)).status, 202);
  blend.sandbox.clock.advance("2h");
  assert.equal((await submit(1)).status, 200);
  assert.equal(orders(), 1);
  assert.equal(blend.counted.creates, 1);
});

test("of fifty submissions at once to two servers, exactly twenty pass", async (t) => {
  await empty();
  const { submit, orders } = await twoServers(t, { limit: 20 });
  const id = (place) => String(place).padStart(32, "0");
  const answers = await Promise.all(Array.from({ length: 50 }, (_, place) => submit(place, { id: id(place) })));
  const passed = answers.filter(({ status }) => status === 200).length;
  const refused = answers.filter(({ status }) => status === 429);
  assert.deepEqual([passed, refused.length], [20, 30]);
  for (const { headers } of refused) {
    const seconds = Number(headers.get("retry-after"));
    assert.ok(seconds > 590 && seconds <= 600, `${seconds}`);
  }
  assert.equal(orders(), 20);
});

test("in one process exactly the limit passes, for each key of its own, until the window is over", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-28T12:00:00Z") });
  const key = (request) => request.headers.get("x-address");
  const { submit } = portal({ products: () => null, rateLimit: { limit: 7, windowMs: 60_000, key } });
  const fifty = async (address) => {
    const headers = { "x-address": address };
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit({ headers })));
    return answers.filter(({ status }) => status === 200).length;
  };
  assert.deepEqual([await fifty("192.0.2.1"), await fifty("192.0.2.2")], [7, 7]);
  t.mock.timers.tick(59_999);
  const headers = { "x-address": "192.0.2.1" };
  const late = await submit({ headers });
  assert.deepEqual([late.status, late.headers.get("retry-after")], [429, "1"]);
  t.mock.timers.tick(1);
  assert.equal((await submit({ headers })).status, 200);
});

test("counts in Redis end with their window, and name nobody", async (t) => {
  await empty();
  const look = new Redis(redis.path);
  const other = createClient({ socket: { path: redis.path } });
  await other.connect();
  t.after(() => (look.disconnect(), other.destroy()));
  const stores = [look, other].map((client) => redisRateLimit(client));
  const counts = await Promise.all(Array.from({ length: 40 }, (_, place) => stores[place % 2].hit("k", 60_000)));
  assert.deepEqual(
    counts.map(({ count }) => count).sort((one, another) => one - another),
    Array.from({ length: 40 }, (_, place) => place + 1),
  );
  for (const { remainingMs } of counts) assert.ok(remainingMs > 50_000 && remainingMs <= 60_000);
  const { count } = await stores[0].hit("short", 1);
  assert.equal(count, 1);
  while (await look.exists("blend-sdk:rate:short"));
  assert.equal((await stores[1].hit("short", 1)).count, 1);

  await look.flushall();
  const { submit } = portal({ rateLimit: { store: stores[0] } });
  assert.equal((await submit()).status, 200);
  const [name, ...more] = await look.keys("*");
  assert.deepEqual(more, []);
  assert.match(name, /^blend-sdk:rate:[\w+/=]{44}$/);
});

test("a Redis that does not answer lets nobody pass, and nobody wait for ever", async () => {
  const never = { eval: () => new Promise(() => {}) };
  const { submit, errors, sandbox } = portal({ rateLimit: { store: redisRateLimit(never) } });
  const { status, text } = await submit();
  assert.deepEqual([status, text], [503, '{"code":"not_sent"}']);
  assert.match(errors[0].message, /Redis did not answer/);
  assert.deepEqual(sandbox.calls, []);
  assert.throws(() => redisRateLimit({}), /client: expected a client/);
});
