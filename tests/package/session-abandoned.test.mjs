// A sign-in that its callers leave.
import assert from "node:assert/strict";
import { test } from "node:test";
import { client, failure, LOGIN, MemoryStore, serveBlend, tokens } from "../support/server.mjs";
import { authorizations, hanging, leaveBehind, paths, storeThatHangs } from "../support/session.mjs";

test("a sign-in without callers is abandoned, and the next call starts again", async (t) => {
  let closed;
  const gone = new Promise((resolve) => (closed = resolve));
  const server = await serveBlend(t, undefined, (request, number) => {
    if (number > 1) return tokens(request, number);
    request.socket.on("close", closed);
    return undefined;
  });
  const blend = client(server, LOGIN);
  const stop = new AbortController();
  const calls = [
    blend.orders.get("1", { signal: stop.signal }),
    blend.orders.get("2", { totalTimeout: 5000, signal: stop.signal }),
  ];
  await server.signInArrived(1);
  stop.abort();
  const [first, second] = await Promise.all(calls.map(failure));
  assert.deepEqual([first.code, first.outcome, second.code], ["abort", "not_sent", "abort"]);
  // Right away, while the old one is still being given up.
  await blend.orders.get("3");
  assert.equal(server.signIns.length, 2);
  await gone;
});

test("a sign-in goes on for the callers that still wait for it", async (t) => {
  let answer;
  const server = await serveBlend(
    t,
    undefined,
    (request) => new Promise((resolve) => (answer = () => resolve(tokens(request, 1)))),
  );
  const blend = client(server, LOGIN);
  const stop = new AbortController();
  const calls = [blend.orders.get("1", { signal: stop.signal }), blend.orders.get("2")];
  while (!answer) await new Promise(setImmediate);
  stop.abort();
  assert.equal((await failure(calls[0])).code, "abort");
  answer();
  await calls[1];
  assert.equal(server.signIns.length, 1);
});

test("a token() that hangs is abandoned with its last caller, and called again for the next one", async (t) => {
  let asked = 0;
  const { hangs, begun, settle } = hanging(() => `t-${++asked}`);
  const server = await serveBlend(t, ({ headers }) => (headers.authorization === "Bearer t-1" ? { json: {} } : 401));
  const blend = client(server, { token: hangs });
  await leaveBehind(blend, begun);
  await blend.orders.get("3");
  settle();
  await new Promise(setImmediate);
  await blend.orders.get("4");
  assert.equal(asked, 2, "the one that was given up came late");
  assert.deepEqual(authorizations(server.calls), ["Bearer t-1", "Bearer t-1"]);
});

for (const what of ["lock", "get", "set"]) {
  test(`a store whose ${what} hangs is abandoned with its last caller, and a late answer does no harm`, async (t) => {
    const { store, tokenStore, begun, settle } = storeThatHangs(what);
    // So that the next call needs a token, whatever the one before has got.
    const server = await serveBlend(t, ({ headers }) =>
      headers.authorization === "Bearer access-1" ? 401 : { json: {} },
    );
    const blend = client(server, { ...LOGIN, tokenStore });
    await leaveBehind(blend, begun);
    await blend.orders.get("3");
    settle();
    await blend.orders.get("4");
    // Whose lock came late has given it back.
    await client(server, { ...LOGIN, tokenStore: store }).orders.get("5");
    assert.deepEqual(paths(server.signIns), ["/auth/login", "/auth/refresh"]);
    assert.deepEqual(authorizations(server.calls), ["Bearer access-1", ...Array(3).fill("Bearer access-2")]);
  });
}

test("a store learns when nobody waits for its lock any more", async (t) => {
  const server = await serveBlend(t);
  const stop = new AbortController();
  let asked;
  const lines = [];
  const logger = Object.fromEntries(
    ["debug", "info", "warn", "error"].map((level) => [level, (line) => lines.push(line)]),
  );
  const lock = (key, ttlMs, signal) =>
    new Promise((_, reject) => {
      asked = signal;
      signal.addEventListener("abort", () => reject(new Error("left")));
      stop.abort();
    });
  const tokenStore = Object.assign(new MemoryStore(), { lock });
  const error = await failure(
    client(server, { ...LOGIN, tokenStore, logger }).orders.get("1", { signal: stop.signal }),
  );
  assert.deepEqual([error.code, asked.aborted], ["abort", true]);
  await new Promise(setImmediate);
  assert.deepEqual(lines, [], "no failure of the store's");
});
