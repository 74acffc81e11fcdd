// The store in Redis: against a real one, with both packages, and with eight processes at once.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { redisStore } from "../../pkg/dist/stores.mjs";
import { client, failure, LOGIN, serveBlend, tokens } from "../support/server.mjs";
import { CLIENTS, redisServer, worker } from "./redis.mjs";

const PROCESSES = 8;
const KEY = "blend-sdk:0";
const LOCK = `${KEY}:lock`;
const MINUTE = 60_000;
const keys = [{ name: "1", key: randomBytes(32).toString("base64") }];

const KINDS = Object.keys(CLIENTS);

/** A test for both packages; it gets a store, and a client to look into its Redis. */
function withBoth(name, work) {
  for (const kind of KINDS) {
    test(`${kind}: ${name}`, async (t) => {
      const { path, look, stop } = await redisServer();
      const { client, close } = await CLIENTS[kind](path);
      try {
        await work({ t, look, store: redisStore(client) });
      } finally {
        await close();
        await stop();
      }
    });
  }
}

/** A test with processes of either package that share a Redis; it gets what starts them, and a client to look into it. */
function withProcesses(name, work) {
  test(name, async (t) => {
    const { path, look, stop } = await redisServer();
    const workers = [];
    const start = async (server, count, more = {}) => {
      const settings = (place) => ({ base: server.base, kind: KINDS[place % KINDS.length], path, keys, ...more });
      const started = await Promise.all(Array.from({ length: count }, (_, place) => worker(settings(place))));
      workers.push(...started);
      return started;
    };
    try {
      await work({ t, look, start });
    } finally {
      for (const { kill } of workers) await kill();
      await stop();
    }
  });
}

withBoth("what is set is got, with its time to live, and cleared", async ({ store, look }) => {
  assert.equal(await store.get(KEY), undefined);
  assert.equal(await store.set(KEY, "tökens", { ifVersion: undefined, ttlMs: MINUTE }), true);
  assert.equal((await store.get(KEY)).value, "tökens");
  const left = await look.pTTL(KEY);
  assert.ok(left > 0 && left <= MINUTE, `${left}`);
  await store.clear(KEY);
  assert.equal(await store.get(KEY), undefined);
  assert.equal(await look.dbSize(), 0);
});

withBoth("who comes late does not overwrite", async ({ store }) => {
  const write = (value, ifVersion) => store.set(KEY, value, { ifVersion, ttlMs: MINUTE });
  assert.equal(await write("one", undefined), true);
  const { version } = await store.get(KEY);
  assert.equal(await write("two", undefined), false, "somebody was first");
  assert.equal(await write("two", version), true);
  assert.equal(await write("three", version), false, "somebody was quicker");
  assert.equal((await store.get(KEY)).value, "two");
  await store.clear(KEY);
  assert.equal(await write("four", version), false, "somebody signed out");
  assert.equal(await store.get(KEY), undefined);
});

withBoth("one at a time has the lock", async ({ store, look }) => {
  let holders = 0;
  const most = [];
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const unlock = await store.lock(KEY, MINUTE);
      most.push(++holders);
      // Somebody else's turn, were there no lock.
      await store.get(KEY);
      holders--;
      await unlock();
    }),
  );
  assert.deepEqual(most, Array(20).fill(1));
  assert.equal(await look.exists(LOCK), 0);
});

withBoth("a lock lapses by itself, and who held it does not release the next one's", async ({ store, look }) => {
  const late = await store.lock(KEY, 30);
  const unlock = await store.lock(KEY, MINUTE);
  await late();
  assert.equal(await look.exists(LOCK), 1);
  await unlock();
  assert.equal(await look.exists(LOCK), 0);
});

withBoth("a lock that is not to be had is not waited for for ever", async ({ store, look }) => {
  await look.set(LOCK, "somebody");
  await assert.rejects(store.lock(KEY, 30), /lock/);
  assert.equal(await look.get(LOCK), "somebody");
});

/** Timers that keep this process alive. */
const timers = () => process.getActiveResourcesInfo().filter((what) => what === "Timeout").length;

withBoth("a lock that is got when nobody waits for it is given back", async ({ store, look }) => {
  const stop = new AbortController();
  const refused = assert.rejects(store.lock(KEY, MINUTE, stop.signal));
  stop.abort();
  await refused;
  // The lock, and its release.
  while ((await evals(look)) < 2);
  assert.equal(await look.exists(LOCK), 0);
});

withBoth("a call that was aborted while others hold the lock leaves nothing behind", async ({ t, store, look }) => {
  const server = await serveBlend(t);
  const stop = new AbortController();
  const locked = new Promise((resolve) => (store.asked = resolve));
  const tokenStore = {
    ...store,
    lock: async (key, ...more) => (await look.set(`${key}:lock`, "somebody"), store.asked(), store.lock(key, ...more)),
  };
  const call = failure(client(server, { ...LOGIN, tokenStore }).orders.get("1", { signal: stop.signal }));
  await locked;
  while ((await evals(look)) < 2);
  stop.abort();
  assert.equal((await call).code, "abort");
  const asked = await evals(look);
  while (timers()) await new Promise(setImmediate);
  assert.ok((await evals(look)) <= asked + 1);
  assert.equal(server.requests.length, 0);
});

withBoth("who lives keeps the lock, at the most for as long as was asked for", async ({ t, store, look }) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const unlock = await store.lock(KEY, MINUTE);
  const lease = await look.pTTL(LOCK);
  assert.ok(lease > 0 && lease <= 3000, "a dead holder's lock lapses within seconds");
  await look.pExpire(LOCK, 1000);
  t.mock.timers.tick(2000);
  while ((await look.pTTL(LOCK)) <= 1000);
  const { now } = performance;
  t.mock.method(performance, "now", () => now.call(performance) + MINUTE);
  const before = await evals(look);
  t.mock.timers.tick(20_000);
  await unlock();
  assert.equal(await evals(look), before + 1, "only the release");
});

/** How many scripts Redis has run. */
async function evals(look) {
  return Number(/cmdstat_eval:calls=(\d+)/.exec(await look.info("commandstats"))?.[1] ?? 0);
}

withProcesses(
  "eight processes: one login, one refresh whenever the token ends, and nothing left after signing out",
  async ({ t, look, start }) => {
    let good = "access-1";
    const server = await serveBlend(t, ({ headers }) =>
      headers.authorization === `Bearer ${good}` ? { json: {} } : 401,
    );
    const workers = await start(server, PROCESSES);
    const all = async (what) =>
      assert.deepEqual(await Promise.all(workers.map(({ ask }) => ask(what))), Array(PROCESSES).fill("done"));
    const signIns = () => server.signIns.map(({ url }) => url.split("/").at(-1));

    await all("call");
    assert.deepEqual(signIns(), ["login"]);
    assert.equal(new Set(server.calls.map(({ headers }) => headers["x-process"])).size, PROCESSES);

    good = "access-2";
    await all("call");
    assert.deepEqual(signIns(), ["login", "refresh"], "refused by Blend");

    await all("age");
    good = "access-3";
    await all("call");
    assert.deepEqual(signIns(), ["login", "refresh", "refresh"], "about to lapse");
    assert.equal(server.calls.filter(({ headers }) => headers.authorization === "Bearer access-3").length, PROCESSES);

    const [key] = await look.keys("*");
    assert.match(key, /^blend-sdk:[0-9a-f]{32}$/);
    assert.doesNotMatch(await look.get(key), /access|refresh/);
    assert.ok((await look.pTTL(key)) > 6 * 24 * 60 * MINUTE);
    await workers[0].ask("logout");
    assert.deepEqual(await look.keys("*"), []);
  },
);

withProcesses("eight processes, one killed while it holds the lock: one login", async ({ t, look, start }) => {
  const server = await serveBlend(t);
  const [holder] = await start(server, 1, { stuck: true });
  assert.equal(await holder.ask("call"), "locked");
  const others = await start(server, PROCESSES - 1);
  const calls = others.map(({ ask }) => ask("call"));
  // All of them have come to the lock: nothing else is done by a script before.
  while ((await look.sendCommand(["CLIENT", "LIST"])).match(/cmd=eval /g)?.length < PROCESSES);
  assert.equal(server.signIns.length, 0);
  await holder.kill();
  assert.deepEqual(await Promise.all(calls), Array(PROCESSES - 1).fill("done"));
  assert.equal(server.signIns.length, 1);
  assert.equal(server.calls.length, PROCESSES - 1);
});

withProcesses("eight processes, one killed while Blend answers it: one login more", async ({ t, start }) => {
  // The first is not answered.
  const server = await serveBlend(t, undefined, (request, number) =>
    number === 1 ? undefined : tokens(request, number),
  );
  const [first, ...others] = await start(server, PROCESSES);
  first.ask("call");
  await server.signInArrived(1);
  const calls = others.map(({ ask }) => ask("call"));
  await first.kill();
  assert.deepEqual(await Promise.all(calls), Array(PROCESSES - 1).fill("done"));
  assert.equal(server.signIns.length, 2);
});

/** A Blend that keeps orders. `onCreate(request, order, count)` may answer in its own way. */
async function pharmacy(t, onCreate = (_, order) => ({ status: 201, json: order })) {
  const orders = [];
  let creates = 0;
  const server = await serveBlend(t, (request) => {
    if (request.method === "POST") {
      const { patient_id, ...wanted } = JSON.parse(request.body);
      const order = { id: "1", patient: { id: patient_id }, ...wanted };
      orders.push(order);
      return onCreate(request, order, ++creates);
    }
    const found = orders.find(({ external_id }) => request.url.endsWith(`/${external_id}`));
    return found ? { json: found } : 404;
  });
  return { ...server, orders };
}

withProcesses("eight processes create the same order once: one is made", async ({ t, look, start }) => {
  const server = await pharmacy(t);
  const workers = await start(server, PROCESSES);
  assert.deepEqual(await Promise.all(workers.map(({ ask }) => ask("once"))), Array(PROCESSES).fill("done"));
  assert.equal(server.orders.length, 1);
  for (const key of await look.keys("*")) assert.match(key, /^blend-sdk:[0-9a-f]{32}$/);
});

withProcesses(
  "eight processes, one killed while Blend answers its create: one order, which the others find",
  async ({ t, start }) => {
    let arrived;
    const created = new Promise((resolve) => (arrived = resolve));
    // The first is carried out, and not answered.
    const server = await pharmacy(t, (_, order, count) =>
      count === 1 ? void arrived() : { status: 201, json: order },
    );
    const [first, ...others] = await start(server, PROCESSES);
    first.ask("once");
    await created;
    const calls = others.map(({ ask }) => ask("once"));
    await first.kill();
    assert.deepEqual(await Promise.all(calls), Array(PROCESSES - 1).fill("done"));
    assert.equal(server.orders.length, 1);
  },
);

test("a Redis that does not answer costs a sign-in, never a call", async (t) => {
  const server = await serveBlend(t);
  const lines = [];
  // Each wait for an answer ends as soon as it began.
  const { setTimeout } = globalThis;
  t.mock.method(globalThis, "setTimeout", (work, ms, ...more) => setTimeout(work, ms === 5000 ? 0 : ms, ...more));
  const silent = { eval: () => new Promise(() => {}) };
  const logger = Object.fromEntries(
    ["debug", "info", "warn", "error"].map((level) => [level, (line) => lines.push(line)]),
  );
  const blend = client(server, { ...LOGIN, tokenStore: redisStore(silent), logger, logLevel: "error" });
  assert.deepEqual(await blend.orders.get("1"), {});
  assert.deepEqual(
    lines,
    ["lock", "get", "set"].map((what) => `blend-sdk: tokenStore.${what} failed`),
  );
});

test("who waits for a lock no longer asks for it no more, whether Redis has answered or not", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (const answer of [async () => null, () => new Promise(() => {})]) {
    let asked = 0;
    const store = redisStore({ eval: () => (asked++, answer()) });
    const stop = new AbortController();
    const lock = store.lock(KEY, MINUTE, stop.signal);
    // It has been told no, and pauses; or it is not told.
    await new Promise(setImmediate);
    stop.abort();
    await assert.rejects(lock, /nobody waits/);
    t.mock.timers.tick(MINUTE);
    await new Promise(setImmediate);
    assert.equal(asked, 1);
  }
});

test("what is no client is refused at once", () => {
  for (const none of [undefined, null, {}, "redis://localhost"])
    assert.throws(() => redisStore(none), { name: "TypeError", message: /redis or ioredis/ });
});
