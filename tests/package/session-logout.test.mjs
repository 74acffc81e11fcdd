// Signing out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { client, failure, LOGIN, MemoryStore, serveBlend } from "../support/server.mjs";
import { authorizations, instantBlend, leaveBehind, own, paths, storeThatHangs } from "../support/session.mjs";

test("after logout the next call signs in", async (t) => {
  const store = new MemoryStore();
  const server = await serveBlend(t);
  const blend = client(server, { ...LOGIN, tokenStore: store });
  await blend.orders.get("1");
  await blend.auth.logout();
  assert.equal(store.held.size, 0);
  await blend.orders.get("2");
  assert.deepEqual(paths(server.signIns), ["/auth/login", "/auth/login"]);
});

for (const slow of ["set", "clear"]) {
  test(`a logout does not bring the old session back, though the store's ${slow} is slow`, async (t) => {
    const store = new MemoryStore();
    let arrived, release;
    const writing = new Promise((resolve) => (arrived = resolve));
    const held = new Promise((resolve) => (release = resolve));
    const work = Object.fromEntries(["get", "set", "clear"].map((name) => [name, (...args) => store[name](...args)]));
    const tokenStore = { ...work, [slow]: async (...args) => (arrived(), await held, store[slow](...args)) };
    const server = await serveBlend(t);
    const blend = client(server, { ...LOGIN, tokenStore });
    const first = blend.orders.get("1");
    if (slow === "clear") await first;
    else await writing;
    const out = blend.auth.logout();
    const second = blend.orders.get("2");
    await writing;
    release();
    await Promise.all([first, out, second]);
    assert.equal(server.calls.find(({ url }) => url.endsWith("2")).headers.authorization, "Bearer access-2");
    for (const { value } of store.held.values()) assert.ok(!value.includes("access-1"), value);
  });
}

test("a logout before the first call finds the session in the store", async (t) => {
  const store = new MemoryStore();
  const server = await serveBlend(t);
  const options = { refreshToken: "kept", tokenStore: store };
  await client(server, options).orders.get("1");
  assert.equal(store.held.size, 1);
  await client(server, options).auth.logout();
  assert.equal(store.held.size, 0);
});

test("a write that was abandoned does not bring the session back after a logout", async (t) => {
  const { store, tokenStore, begun, settle } = storeThatHangs("set");
  const server = await serveBlend(t);
  const blend = client(server, { ...LOGIN, tokenStore });
  await leaveBehind(blend, begun);
  const out = blend.auth.logout();
  settle();
  await out;
  assert.deepEqual(store.done.slice(-2), ["set", "clear"]);
  assert.equal(store.held.size, 0);
});

for (const [slow, what, limits] of [
  ["clear", "totalTimeout", { totalTimeout: 30, timeout: 60_000 }],
  ["clear", "timeout", { timeout: 30 }],
  ["set", "timeout", { timeout: 30 }],
]) {
  test(`a logout ends after ${what} where the store's ${slow} never settles`, { timeout: 5000 }, async () => {
    const server = instantBlend();
    const tokenStore = own(new MemoryStore(), slow, () => new Promise(() => {}));
    const blend = client(server, { ...LOGIN, fetch: server.fetch, tokenStore, ...limits });
    await blend.orders.get("1");
    const error = await failure(blend.auth.logout());
    assert.deepEqual([error.code, error.outcome, error.operation], ["store", "unknown", "auth.logout"]);
    assert.match(error.message, /tokenStore\.clear did not settle within 30 ms/);
    await blend.orders.get("2");
    assert.deepEqual(authorizations(server.calls), ["Bearer access-1", "Bearer access-2"]);
  });
}

test("a logout whose store fails rejects, and the client does not take the session back from the store", async (t) => {
  const store = new MemoryStore();
  const server = await serveBlend(t);
  const fails = async () => Promise.reject(new Error("hunter2"));
  const blend = client(server, { ...LOGIN, tokenStore: own(store, "clear", fails) });
  await blend.orders.get("1");
  const error = await failure(blend.auth.logout());
  assert.deepEqual([error.code, error.outcome], ["store", "unknown"]);
  assert.match(error.message, /tokenStore\.clear failed, so the store may still hold the session/);
  assert.doesNotMatch(error.message + error.stack, /hunter2/);
  await blend.orders.get("2");
  assert.deepEqual(authorizations(server.calls), ["Bearer access-1", "Bearer access-2"]);
});
