// What the tests of sessions and token stores share.
import assert from "node:assert/strict";
import { failure, json, LockingStore, tokens } from "./server.mjs";

export const paths = (requests) => requests.map(({ url }) => url.replace("/api/v1", ""));
export const authorizations = (requests) => requests.map(({ headers }) => headers.authorization);

/** A Blend that answers without waiting, so that no timeout of a test's client ends a request. */
export function instantBlend() {
  const signIns = [];
  const calls = [];
  const fetch = async (url, { headers }) => {
    const request = { url: new URL(url).pathname, headers };
    if (!request.url.includes("/auth/")) return (calls.push(request), json({}));
    return json(tokens(request, signIns.push(request)).json);
  };
  return { fetch, signIns, calls, base: "https://blend.invalid/api/v1" };
}

/** A logger that keeps its lines. */
export function linesOf() {
  const lines = [];
  const logger = Object.fromEntries(
    ["debug", "info", "warn", "error"].map((level) => [level, (line) => lines.push(line)]),
  );
  return { lines, logger };
}

/** Work whose first run waits for `settle`. `begun` resolves when that run has begun. */
export function hanging(work) {
  const [begun, held] = [deferred(), deferred()];
  let count = 0;
  const hangs = async (...args) => {
    if (!count++) {
      begun.resolve();
      await held.promise;
    }
    return work(...args);
  };
  return { hangs, begun: begun.promise, settle: held.resolve };
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

/** A store as `tokenStore`, whose `what` hangs in its first run; `store` is the one below it. */
export function storeThatHangs(what) {
  const store = new LockingStore();
  const work = Object.fromEntries(
    ["get", "set", "clear", "lock"].map((name) => [name, (...args) => store[name](...args)]),
  );
  const { hangs, ...rest } = hanging(work[what]);
  return { store, tokenStore: { ...work, [what]: hangs }, ...rest };
}

/** Two calls wait for what hangs: one until its time is up, the other one until it is aborted. */
export async function leaveBehind(blend, begun) {
  const stop = new AbortController();
  const calls = [blend.orders.get("1", { totalTimeout: 20 }), blend.orders.get("2", { signal: stop.signal })].map(
    failure,
  );
  await begun;
  const late = await calls[0];
  stop.abort();
  const aborted = await calls[1];
  assert.deepEqual(
    [late.code, late.outcome, aborted.code, aborted.outcome],
    ["timeout", "not_sent", "abort", "not_sent"],
  );
}

/** A store whose `what` does something else. */
export const own = (store, what, work) =>
  Object.fromEntries(
    ["lock", "get", "set", "clear"]
      .filter((name) => name === what || name in store)
      .map((name) => [name, name === what ? work : (...args) => store[name](...args)]),
  );
