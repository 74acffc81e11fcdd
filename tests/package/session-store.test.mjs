// A session in a token store, shared by several clients.
import assert from "node:assert/strict";
import { test } from "node:test";
import { client, LockingStore, LOGIN, MemoryStore, serveBlend, tokens } from "../support/server.mjs";
import { authorizations, instantBlend, linesOf, paths } from "../support/session.mjs";

test("two clients that share a store sign in once", async (t) => {
  const store = new MemoryStore();
  const server = await serveBlend(t);
  await client(server, { ...LOGIN, tokenStore: store }).orders.get("1");
  await client(server, { ...LOGIN, tokenStore: store }).orders.get("2");
  assert.equal(server.signIns.length, 1);
  assert.deepEqual(authorizations(server.calls), ["Bearer access-1", "Bearer access-1"]);
  // One key, and it tells nobody whose session it is.
  assert.match([...store.keys].join(), /^blend-sdk:[0-9a-f]{32}$/);
});

test("clients that share a store with a lock sign in once, even at the same time", async (t) => {
  const store = new LockingStore();
  const server = await serveBlend(t);
  await Promise.all([1, 2, 3].map((id) => client(server, { ...LOGIN, tokenStore: store }).orders.get(`${id}`)));
  assert.equal(server.signIns.length, 1);
  assert.deepEqual(
    store.done.filter((what) => what !== "lock"),
    ["get", "set", "unlock", "get", "unlock", "get", "unlock"],
  );
});

test("accounts and origins have keys of their own in a store", async (t) => {
  const store = new MemoryStore();
  const [server, other] = [await serveBlend(t), await serveBlend(t)];
  await client(server, { ...LOGIN, tokenStore: store }).orders.get("1");
  await client(server, { ...LOGIN, email: "other@example.com", tokenStore: store }).orders.get("1");
  await client(other, { ...LOGIN, tokenStore: store }).orders.get("1");
  assert.equal(store.keys.size, 3);
});

test("where there is no crypto, as in React Native, accounts have keys of their own too, which show nobody", async (t) => {
  t.mock.getter(globalThis, "crypto", () => undefined);
  const store = new MemoryStore();
  const server = await serveBlend(t);
  const accounts = Array.from({ length: 500 }, (_, number) => `person-${number}@example.com`);
  for (const email of accounts) await client(server, { ...LOGIN, email, tokenStore: store }).orders.get("1");
  assert.equal(store.keys.size, accounts.length);
  for (const key of store.keys) assert.match(key, /^blend-sdk:[0-9a-f]{1,16}$/);
  // The session is found again.
  await client(server, { ...LOGIN, email: accounts[7], tokenStore: store }).orders.get("1");
  assert.equal(server.signIns.length, accounts.length);
});

test("a client that is overtaken at the store takes over what is in it", async (t) => {
  const store = new MemoryStore();
  const newer = JSON.stringify({
    access: "theirs",
    refresh: "r",
    expires: Date.now() + 7_200_000,
    refreshExpires: Date.now() + 9_000_000,
  });
  const server = await serveBlend(t, undefined, (request, number) => {
    store.overwrite(newer);
    return tokens(request, number);
  });
  await client(server, { ...LOGIN, tokenStore: store }).orders.get("1");
  assert.deepEqual(store.done, ["get", "set", "get"]);
  assert.equal(server.signIns.length, 1);
  assert.deepEqual(authorizations(server.calls), ["Bearer theirs"]);
});

test("a login by hand goes to the store, after an earlier one too", async (t) => {
  const store = new MemoryStore();
  const server = await serveBlend(t);
  const blend = client(server, { ...LOGIN, tokenStore: store });
  await blend.orders.get("1");
  await blend.auth.login();
  // What writes to the store is not waited for by the login.
  while (store.done.filter((what) => what === "set").length < 2) await new Promise(setImmediate);
  await client(server, { ...LOGIN, tokenStore: store }).orders.get("2");
  assert.equal(server.signIns.length, 2);
  assert.equal(server.calls[1].headers.authorization, "Bearer access-2");
});

test("a store that fails or returns rubbish costs a sign-in and no call", async (t) => {
  const server = await serveBlend(t);
  const fails = () => {
    throw new Error("hunter2");
  };
  const lines = [];
  const logger = Object.fromEntries(
    ["debug", "info", "warn", "error"].map((level) => [level, (line) => lines.push(line)]),
  );
  for (const store of [
    { get: fails, set: fails, clear: fails, lock: fails },
    { get: async () => fails(), set: async () => fails(), clear: async () => fails() },
    { get: () => ({ value: "{not JSON", version: 1 }), set: () => true, clear: () => {} },
    { get: () => ({ value: 7 }), set: () => undefined, clear: () => {} },
  ]) {
    assert.deepEqual(
      await client(server, { ...LOGIN, tokenStore: store, logger, logLevel: "error" }).orders.get("1"),
      {},
    );
  }
  assert.equal(server.signIns.length, 4);
  assert.ok(lines.some((line) => line.includes("tokenStore.get failed")));
  assert.doesNotMatch(lines.join(), /hunter2/);
});

test("a stored token that no header can carry costs one sign-in", async (t) => {
  for (const broken of [{ access: "one\nline" }, { access: "Токен" }, { access: "", refresh: "Токен" }]) {
    const store = new MemoryStore();
    const server = await serveBlend(t);
    await client(server, { ...LOGIN, tokenStore: store }).orders.get("1");
    const [{ value }] = store.held.values();
    store.overwrite(JSON.stringify({ ...JSON.parse(value), refresh: "", ...broken }));
    for (const id of ["2", "3", "4"]) await client(server, { ...LOGIN, tokenStore: store }).orders.get(id);
    assert.deepEqual(paths(server.signIns), ["/auth/login", "/auth/login"], JSON.stringify(broken));
    assert.equal(authorizations(server.calls).at(-1), "Bearer access-2");
  }
});

for (const [what, ms] of [
  ["get", 50],
  ["set", 50],
  ["lock", 60_000],
  ["unlock", 5000],
]) {
  test(`a store whose ${what} never settles costs no call`, { timeout: 20_000 }, async (t) => {
    const never = () => new Promise(() => {});
    const { setTimeout } = globalThis;
    t.mock.method(globalThis, "setTimeout", (work, time, ...more) =>
      setTimeout(work, time >= 5000 && time === ms ? 0 : time, ...more),
    );
    const tokenStore = new LockingStore();
    if (what === "unlock") tokenStore.lock = () => never;
    else tokenStore[what] = never;
    const server = instantBlend();
    const { lines, logger } = linesOf();
    const options = {
      ...LOGIN,
      fetch: server.fetch,
      tokenStore,
      logger,
      logLevel: "error",
      timeout: ms < 1000 ? ms : 70_000,
    };
    assert.deepEqual(await client(server, options).orders.get("1"), {});
    assert.deepEqual(lines, [`blend-sdk: tokenStore.${what} did not settle within ${ms} ms`]);
  });
}
