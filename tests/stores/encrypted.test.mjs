// A store that encrypts: what it gives to the store below, and what it takes back.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { encryptedStore } from "../../pkg/dist/stores.mjs";
import { client, LockingStore, LOGIN, MemoryStore, serveBlend } from "../support/server.mjs";

const key = () => randomBytes(32).toString("base64");
const K1 = { name: "2026-05", key: key() };
const K2 = { name: "2026-11", key: key() };
const PLACE = "blend-sdk:0";

const fresh = { ifVersion: undefined, ttlMs: 1000 };
const only = (store) => [...store.held.values()][0].value;

/** A client of the server with an encrypted store, which signed in, and its log. */
async function signedIn(server, store, keys, options = {}) {
  const lines = [];
  const logger = Object.fromEntries(
    ["debug", "info", "warn", "error"].map((level) => [level, (line) => lines.push(`${level} ${line}`)]),
  );
  const blend = client(server, {
    ...LOGIN,
    tokenStore: encryptedStore(store, keys),
    logger,
    logLevel: "warn",
    ...options,
  });
  await blend.orders.get("1");
  return { blend, lines };
}

test("a session is shared, and no token stands in the store", async (t) => {
  const server = await serveBlend(t);
  const store = new LockingStore();
  await signedIn(server, store, [K1]);
  const { lines } = await signedIn(server, store, [K1]);
  assert.equal(server.signIns.length, 1);
  assert.deepEqual(
    server.calls.map(({ headers }) => headers.authorization),
    ["Bearer access-1", "Bearer access-1"],
  );
  assert.match(only(store), /^2026-05:[\w+/]+=*$/);
  const raw = Buffer.from(only(store).split(":")[1], "base64").toString("latin1");
  for (const text of [only(store), raw]) assert.doesNotMatch(text, /access|refresh|version/);
  assert.ok(store.done.includes("unlock"), "the lock of the store below is used");
  assert.deepEqual(lines, []);
});

test("the same is never encrypted to the same", async () => {
  const [one, other] = [new MemoryStore(), new MemoryStore()];
  for (const store of [one, other]) await encryptedStore(store, [K1]).set(PLACE, "text", fresh);
  assert.notEqual(only(one), only(other));
});

test("keys change without a sign-in: the first encrypts, all decrypt", async (t) => {
  const server = await serveBlend(t);
  const store = new MemoryStore();
  await signedIn(server, store, [K1]);
  const { blend } = await signedIn(server, store, [K2, K1]);
  assert.equal(server.signIns.length, 1);
  await blend.auth.refresh();
  // What writes to the store is not waited for by the refresh.
  while (!only(store).startsWith(`${K2.name}:`)) await new Promise(setImmediate);
  await signedIn(server, store, [K2]);
  assert.deepEqual(
    server.signIns.map(({ url }) => url),
    ["/api/v1/auth/login", "/api/v1/auth/refresh"],
  );
});

for (const [what, other] of [
  ["an unknown key", K2],
  ["another key of the same name", { ...K1, key: key() }],
]) {
  test(`${what} costs one sign-in, which takes the place of what cannot be read`, async (t) => {
    const server = await serveBlend(t);
    const store = new MemoryStore();
    await signedIn(server, store, [K1]);
    const { lines } = await signedIn(server, store, [other]);
    await signedIn(server, store, [other]);
    assert.equal(server.signIns.length, 2);
    assert.deepEqual(lines, ["warn blend-sdk: tokenStore.get gave nothing readable: a new session takes its place"]);
  });
}

test("a session moved to another account's place is not taken", async (t) => {
  const server = await serveBlend(t);
  const store = new MemoryStore();
  await signedIn(server, store, [K1]);
  await signedIn(server, store, [K1], { email: "other@example.com" });
  const [one, other] = store.held.keys();
  store.held.set(other, store.held.get(one));
  await signedIn(server, store, [K1], { email: "other@example.com" });
  assert.equal(server.signIns.length, 3);
  assert.equal(server.calls.at(-1).headers.authorization, "Bearer access-3");
});

test("a value is bound to the name of its key", async () => {
  const below = new MemoryStore();
  const twins = [
    { name: "a", key: K1.key },
    { name: "b", key: K1.key },
  ];
  const store = encryptedStore(below, twins);
  await store.set(PLACE, "text", fresh);
  assert.equal((await store.get(PLACE)).value, "text");
  below.overwrite(only(below).replace(/^a:/, "b:"));
  assert.equal((await store.get(PLACE)).value, "");
});

test("a value that was changed anywhere, cut, or never encrypted is none", async () => {
  const below = new MemoryStore();
  const store = encryptedStore(below, [K1]);
  await store.set(PLACE, "some text", fresh);
  const good = only(below);
  const changed = Array.from(
    good,
    (char, place) => good.slice(0, place) + (char === "A" ? "B" : "A") + good.slice(place + 1),
  );
  // The last character before the padding holds bits that count for nothing.
  const bits = /.=+$/.exec(good)?.index;
  const cut = [
    good.slice(0, -4),
    good.slice(0, 20),
    `${K1.name}:`,
    ":",
    "",
    "plain text",
    '{"access":"a"}',
    7,
    undefined,
  ];
  for (const value of [...changed.filter((_, place) => place !== bits && good[place] !== "="), ...cut]) {
    below.overwrite(value);
    const held = await store.get(PLACE);
    assert.deepEqual(held, { value: "", version: below.held.get(PLACE).version }, String(value));
  }
  below.overwrite(good);
  assert.equal((await store.get(PLACE)).value, "some text");
});

test("what is not held is not held", async () => {
  const below = new MemoryStore();
  const store = encryptedStore(below, [K1]);
  assert.equal(await store.get(PLACE), undefined);
  await store.set(PLACE, "text", fresh);
  assert.equal(await store.set(PLACE, "late", fresh), false);
  await store.clear(PLACE);
  assert.equal(await store.get(PLACE), undefined);
  assert.equal("lock" in store, false, "there is none below");
});

test("keys that are none are refused at once, and never printed", () => {
  const short = randomBytes(31).toString("base64");
  for (const [keys, message] of [
    [[], /at least one/],
    [[K1, { ...K2, name: K1.name }], /a name of its own/],
    [[{ ...K1, name: "" }], /a name of its own/],
    [[K1, { name: "b", key: short }], /^keys\[1\]\.key: expected 32 bytes as base64/],
    [[{ name: "a", key: "correct horse battery staple" }], /^keys\[0\]\.key: expected 32 bytes as base64/],
    [[{ name: "a", key: "" }], /^keys\[0\]\.key: expected 32 bytes as base64/],
    [[{ name: "a", key: undefined }], /^keys\[0\]\.key/],
  ]) {
    assert.throws(
      () => encryptedStore(new MemoryStore(), keys),
      (error) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, message);
        for (const { key } of keys) assert.ok(!key || !error.message.includes(key));
        return true;
      },
    );
  }
});

test("the lock of the store below learns when nobody waits for it any more", async () => {
  const below = new LockingStore();
  let given;
  below.lock = (...args) => ((given = args), () => {});
  const { signal } = new AbortController();
  await encryptedStore(below, [K1]).lock(PLACE, 1000, signal);
  assert.deepEqual(given, [PLACE, 1000, signal]);
});
