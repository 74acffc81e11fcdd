// Tokens that the user's token() gives.
import assert from "node:assert/strict";
import { test } from "node:test";
import { client, failure, LockingStore, serveBlend } from "../support/server.mjs";
import { authorizations } from "../support/session.mjs";

test("token() is called once for many calls, and again when Blend refuses its token", async (t) => {
  const server = await serveBlend(t, ({ headers }) => (headers.authorization === "Bearer t-1" ? 401 : { json: {} }));
  let asked = 0;
  const blend = client(server, { token: async () => `t-${++asked}` });
  await Promise.all([1, 2, 3].map((id) => blend.orders.get(`${id}`)));
  assert.equal(asked, 2);
  assert.deepEqual([...new Set(authorizations(server.calls))], ["Bearer t-1", "Bearer t-2"]);
  assert.equal(server.signIns.length, 0);
});

test("a token() that fails or returns nothing is reported, without its words", async (t) => {
  const server = await serveBlend(t);
  for (const token of [
    () => "",
    () => undefined,
    async () => Promise.reject(new Error("hunter2")),
    () => {
      throw "hunter2";
    },
  ]) {
    const error = await failure(client(server, { token }).orders.get("1"));
    assert.deepEqual([error.code, error.outcome], ["authentication", "not_sent"]);
    assert.match(error.message, /token\(\)/);
    assert.doesNotMatch(error.message + error.stack, /hunter2/);
  }
  assert.equal(server.requests.length, 0);
});

test("a token that no header can carry is not kept", async (t) => {
  const server = await serveBlend(t);
  let asked = 0;
  const blend = client(server, { token: () => (asked++ ? "good" : "one\nline") });
  assert.equal((await failure(blend.orders.get("1"))).outcome, "not_sent");
  assert.deepEqual(await blend.orders.get("1"), {});
  assert.deepEqual([asked, server.calls[0].headers.authorization], [2, "Bearer good"]);
});

test("where token() gives the tokens, no store is used", async (t) => {
  const store = new LockingStore();
  const server = await serveBlend(t, ({ headers }) => (headers.authorization === "Bearer t-1" ? 401 : { json: {} }));
  let asked = 0;
  const blend = client(server, { token: () => `t-${++asked}`, tokenStore: store });
  await blend.orders.get("1");
  await blend.auth.logout();
  assert.deepEqual([asked, store.done], [2, []]);
});
