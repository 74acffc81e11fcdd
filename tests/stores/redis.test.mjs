// The store in Redis, against a real one, with clients of both packages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encryptedStore, redisStore } from "../../pkg/dist/stores.mjs";
import { client, failure, LOGIN, serveBlend } from "../support/server.mjs";
import { assertFirstWriterWins } from "./laws.mjs";
import { evals, keys, pharmacy, withBoth } from "./redis.mjs";

const KEY = "blend-sdk:0";
const LOCK = `${KEY}:lock`;
const MINUTE = 60_000;

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

withBoth("a writer that comes late does not overwrite", ({ store }) => assertFirstWriterWins(store, KEY));

withBoth("one holder at a time has the lock", async ({ store, look }) => {
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

withBoth("a lock lapses by itself, and its holder does not release the next one's", async ({ store, look }) => {
  const late = await store.lock(KEY, 30);
  const unlock = await store.lock(KEY, MINUTE);
  await late();
  assert.equal(await look.exists(LOCK), 1);
  await unlock();
  assert.equal(await look.exists(LOCK), 0);
});

withBoth("the wait for a lock that never comes free has an end", async ({ store, look }) => {
  await look.set(LOCK, "somebody");
  await assert.rejects(store.lock(KEY, 30), /lock/);
  assert.equal(await look.get(LOCK), "somebody");
});

/** Timers that keep this process alive. */
const timers = () => process.getActiveResourcesInfo().filter((what) => what === "Timeout").length;

withBoth("a lock that comes when nobody waits for it is released", async ({ store, look }) => {
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

withBoth("a living holder keeps the lock, but no longer than it asked for", async ({ t, store, look }) => {
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

/** Makes waits for an answer of Redis end as soon as they begin. */
function withoutPatience(t) {
  const { setTimeout } = globalThis;
  t.mock.method(globalThis, "setTimeout", (work, ms, ...more) => setTimeout(work, ms === 5000 ? 0 : ms, ...more));
}

const VISIT = {
  external_id: "visit-2041",
  patient_id: "0227d1e5-ba9a-42b5-8fe2-38882aa65708",
  products: { prescription: [{ sku: "S-1", quantity: 1 }] },
  force_new: true,
};

for (const encrypts of [false, true]) {
  const what = encrypts ? "an encrypted note" : "a note";
  withBoth(`${what} that Redis writes too late is taken back, so the key is free`, async ({ t, store, look }) => {
    const server = await pharmacy(t);
    const below = encrypts ? encryptedStore(store, keys) : store;
    // Redis stops at the very note, and goes on when the call has failed.
    const set = async (...note) => {
      withoutPatience(t);
      await look.sendCommand(["CLIENT", "PAUSE", "60000", "WRITE"]);
      return below.set(...note);
    };
    const call = (tokenStore) => client(server, { tokenStore }).orders.createOnce(VISIT, { lookFor: 5 });
    const error = await failure(call({ ...below, set }));
    assert.deepEqual([error.code, error.outcome, server.orders.length], ["store", "not_sent", 0]);
    t.mock.restoreAll();
    const before = await evals(look);
    await look.sendCommand(["CLIENT", "UNPAUSE"]);
    // The note, its removal, and the release of the lock.
    while ((await evals(look)) < before + 3);
    await call(below);
    assert.equal(server.orders.length, 1);
  });
}

withBoth("a write that fails takes back its own value alone", async ({ t, store, look }) => {
  await look.set(KEY, "somebody else's");
  withoutPatience(t);
  await look.sendCommand(["CLIENT", "PAUSE", "60000", "WRITE"]);
  await assert.rejects(store.set(KEY, "own", { ifVersion: undefined, ttlMs: MINUTE }), /did not answer in time/);
  await look.sendCommand(["CLIENT", "UNPAUSE"]);
  while ((await evals(look)) < 2);
  assert.equal(await look.get(KEY), "somebody else's");
});

test("a Redis that does not answer costs a sign-in, never a call", async (t) => {
  const server = await serveBlend(t);
  const lines = [];
  withoutPatience(t);
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

test("a caller that has left asks for the lock no more, whether Redis has answered or not", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (const answer of [async () => null, () => new Promise(() => {})]) {
    let asked = 0;
    const store = redisStore({ eval: () => (asked++, answer()) });
    const stop = new AbortController();
    const lock = store.lock(KEY, MINUTE, stop.signal);
    // It has got a no and pauses, or it has no answer yet.
    await new Promise(setImmediate);
    stop.abort();
    await assert.rejects(lock, /nobody waits/);
    t.mock.timers.tick(MINUTE);
    await new Promise(setImmediate);
    assert.equal(asked, 1);
  }
});

test("a wrong client is refused at once", () => {
  for (const none of [undefined, null, {}, "redis://localhost"])
    assert.throws(() => redisStore(none), { name: "TypeError", message: /redis or ioredis/ });
});
