// Tokens that the user's token() gives.
import assert from "node:assert/strict";
import { AsyncResource } from "node:async_hooks";
import { test } from "node:test";
import { client, failure, LockingStore, LOGIN, ORDER, serveBlend } from "../support/server.mjs";
import { authorizations, hanging, instantBlend, linesOf, own } from "../support/session.mjs";

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
    () => " \n",
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

test("a token has no blanks around it, as one that was read from a file", async (t) => {
  const server = await serveBlend(t);
  await client(server, { token: () => "from-file\n" }).orders.get("1");
  assert.deepEqual(authorizations(server.calls), ["Bearer from-file"]);
});

test("a token() that never settles ends the call after timeout, and is called again by the next one", async () => {
  const server = instantBlend();
  const { hangs } = hanging(() => "second");
  const blend = client(server, { token: hangs, timeout: 30, fetch: server.fetch });
  const error = await failure(blend.orders.get("1"));
  assert.deepEqual([error.code, error.outcome, error.operation], ["timeout", "not_sent", "orders.get"]);
  assert.match(error.message, /token\(\) did not settle within 30 ms \(timeout\)/);
  await blend.orders.get("2");
  assert.deepEqual(authorizations(server.calls), ["Bearer second"]);
});

/** Ways to make a call inside token(). */
const INSIDE = {
  "at once": (blend) => blend.orders.get("inside"),
  "after a wait": async (blend) => (await new Promise(setImmediate), blend.orders.get("inside")),
  "by a list": (blend) => blend.orders.list().toArray({ limit: 1 }),
};

for (const [how, call] of Object.entries(INSIDE)) {
  test(`a call inside the client's own token() is refused: ${how}`, { timeout: 5000 }, async (t) => {
    const server = await serveBlend(t);
    const blend = client(server, { token: async () => (await call(blend), "never") });
    const error = await failure(blend.orders.get("outside"));
    assert.deepEqual([error.code, error.outcome, error.operation], ["authentication", "not_sent", "orders.get"]);
    assert.match(error.message, /would wait for itself.* token\(\).*Hint: make it with another client/);
    assert.equal(server.requests.length, 0);
  });
}

test("a call inside the client's own store or sign-in middleware is refused too", { timeout: 5000 }, async (t) => {
  // While the store writes, there is a token already.
  for (const what of ["lock", "get"]) {
    const server = await serveBlend(t);
    const { lines, logger } = linesOf();
    const tokenStore = new LockingStore();
    const asks = async () => (await new Promise(setImmediate), blend.orders.get("inside"));
    const blend = client(server, { ...LOGIN, tokenStore: own(tokenStore, what, asks), logger, logLevel: "error" });
    await blend.orders.get("outside");
    assert.equal(lines.length, 1);
    assert.match(lines[0], new RegExp(`^blend-sdk: tokenStore\\.${what} failed: .*would wait for itself`));
    assert.equal(server.calls.length, 1);
  }
  const server = await serveBlend(t);
  const middleware = [async (request, next) => (await blend.orders.get("inside"), next(request))];
  const blend = client(server, { ...LOGIN, middleware });
  const error = await failure(blend.orders.get("outside"));
  assert.equal(error.outcome, "not_sent");
  assert.match(error.unsafe().thrown.message, /would wait for itself/);
});

test("code that token() left behind may call the client later", { timeout: 5000 }, async (t) => {
  const server = await serveBlend(t, ({ headers }) => (headers.authorization === "Bearer t-1" ? 401 : { json: {} }));
  let later;
  let asked = 0;
  const token = () => {
    later ??= AsyncResource.bind(() => blend.orders.get("later"));
    return `t-${++asked}`;
  };
  const blend = client(server, { token });
  await blend.auth.logout();
  await blend.orders.get("1");
  await blend.auth.logout();
  await later();
  assert.equal(asked, 3);
});

test("token() may call another client, and calls outside of it wait for it", { timeout: 5000 }, async (t) => {
  const server = await serveBlend(t);
  const other = client(server, LOGIN);
  const blend = client(server, { token: async () => (await other.orders.get("0"), "t") });
  await Promise.all([blend.orders.get("1"), blend.orders.get("2")]);
  assert.deepEqual(authorizations(server.calls).sort(), ["Bearer access-1", "Bearer t", "Bearer t"]);
});

test("a runtime that cannot follow a call into token() ends it after timeout", async (t) => {
  t.mock.method(process, "getBuiltinModule", () => undefined);
  const server = instantBlend();
  const blend = client(server, {
    token: async () => (await blend.orders.get("inside"), "never"),
    timeout: 30,
    fetch: server.fetch,
  });
  const error = await failure(blend.orders.get("outside"));
  assert.deepEqual([error.code, error.outcome], ["timeout", "not_sent"]);
  assert.match(error.message, /token\(\) did not settle.*if it calls this client, it waits for itself/);
});

test("token() belongs to the client: two users of one client share the first one's token", async (t) => {
  const server = await serveBlend(t);
  let user = "ada";
  const blend = client(server, { token: () => `token-of-${user}` });
  await blend.orders.get("1");
  user = "bob";
  await blend.orders.get("2");
  assert.deepEqual(authorizations(server.calls), ["Bearer token-of-ada", "Bearer token-of-ada"]);
});

test("with withOptions({ accessToken }) each user has a session, creates and keys of their own", async (t) => {
  const orders = new Map();
  const server = await serveBlend(t, ({ method, url, headers, body }) => {
    const { authorization } = headers;
    if (url.endsWith("/later")) return { json: {} };
    if (method === "GET") return orders.has(authorization) ? { json: orders.get(authorization) } : 404;
    orders.set(authorization, { ...JSON.parse(body), id: `order of ${authorization}`, merged_into_existing: false });
    return { status: 201, json: orders.get(authorization) };
  });
  const blend = client(server, { token: () => "token-of-the-server" });
  const users = ["ada", "bob"].map((user) => blend.withOptions({ accessToken: `token-of-${user}` }));
  const params = { ...ORDER, external_id: "visit-1", force_new: true };
  const made = await Promise.all(users.map((each) => each.orders.createOnce(params)));
  assert.deepEqual(
    made.map(({ id }) => id),
    ["order of Bearer token-of-ada", "order of Bearer token-of-bob"],
  );
  const posts = server.calls.filter(({ method }) => method === "POST");
  assert.deepEqual(authorizations(posts).sort(), ["Bearer token-of-ada", "Bearer token-of-bob"]);
  // Signing one out leaves the others as they are.
  await users[0].auth.logout();
  await users[1].orders.get("later");
  await blend.orders.get("later");
  assert.deepEqual(authorizations(server.calls.slice(-2)), ["Bearer token-of-bob", "Bearer token-of-the-server"]);
});
