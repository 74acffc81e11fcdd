// A panic while two clients have a great many calls of all kinds in flight: each learns of it or gets its answer, what it says
// of its own outcome is true and holds nothing of the request, and the next calls work.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { inspect } from "node:util";
import { Blend, EngineError, isBlendError, panicIn } from "../../pkg-test-panic/dist/panic.mjs";
import { json, LOGIN, MemoryStore, ORDER } from "../support/server.mjs";
import { leaks, STEM } from "../privacy/markers.mjs";

const crashes = [];
for (const event of ["unhandledRejection", "uncaughtException"]) process.on(event, (error) => crashes.push(error));

const turn = () => new Promise(setImmediate);

/** A server in this process. The id of an order tells what becomes of its requests; it counts what it carried out. */
function server() {
  const seen = new Map();
  const done = new Map();
  const count = (counts, id) => counts.set(id, (counts.get(id) ?? 0) + 1);
  const silent = (signal) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
  const fetch = async (url, { method, body, signal }) => {
    const { pathname, searchParams } = new URL(url);
    if (pathname.endsWith("/login")) return (await turn(), json({ access_token: "a", refresh_token: "r" }));
    const id = body?.includes("external_id") ? JSON.parse(body).external_id : pathname.split("/")[4];
    if (method === "GET" && !searchParams.size && id?.startsWith("visit")) return json({}, 404);
    if (id && method !== "GET") count(seen, id);
    for (let turns = id?.length % 5; turns > 0; turns--) await turn();
    const [kind] = id?.split("-") ?? [];
    const good = () => (id && method !== "GET" && count(done, id), json({ id, status: "received" }, 200));
    switch (kind) {
      case "reset":
        throw Object.assign(new TypeError("fetch failed"), { code: "ECONNRESET" });
      case "silent":
        return silent(signal);
      case "refused":
        return json({}, 422);
      case "broken":
        return json({}, 503);
      case "empty":
        return (count(done, id), new Response(null, { status: 204 }));
      case "page":
        return (count(done, id), new Response("<html>"));
      case "late":
        return seen.get(id) === 1 ? json({}, 429, { "retry-after": "0" }) : good();
      case undefined:
        return json(searchParams.get("page") > 1 ? [] : [{ id: "1" }, { id: "2" }]);
      default:
        return good();
    }
  };
  return { fetch, seen, done };
}

/** The kinds of calls, each with the id that tells its fate. Together they make the engine do all that it can. */
const KINDS = {
  good: (blend, id) => blend.orders.pause(id),
  refused: (blend, id) => blend.orders.pause(id),
  broken: (blend, id) => blend.orders.pause(id),
  late: (blend, id) => blend.orders.pause(id),
  reset: (blend, id) => blend.orders.pause(id),
  "silent-timeout": (blend, id) => blend.orders.pause(id, { timeout: 15 }),
  "silent-total": (blend, id) => blend.orders.pause(id, { totalTimeout: 15 }),
  "silent-abort": (blend, id, signal) => blend.orders.pause(id, { signal }),
  read: (blend, id) => blend.orders.get(id),
  large: (blend, id) => blend.orders.pause(id, { maxResponseBytes: 1 }),
  unread: (blend, id) => blend.orders.pause(id).asResponse(),
  create: (blend, id) => blend.orders.create({ ...ORDER, external_id: id }),
  visit: (blend, id) => blend.orders.createOnce({ ...ORDER, external_id: id }, { lookFor: 0 }),
  list: (blend) => blend.orders.list().toArray({ limit: 100 }),
  arrival: (blend, id) => blend.orders.waitFor(id, { status: "received" }),
  audited: async (blend, id) => blend.withOptions({ onAudit() {} }).orders.pause(id),
  preflight: (blend, id) => blend.orders.pause(id, { preflight: true }),
  check: async (blend, id) => blend.orders.check.pause(id),
  empty: (blend, id) => blend.orders.pause(id),
  page: (blend, id) => blend.orders.pause(id),
  can: async (blend) => blend.orders.can("pause", { status: "received" }),
  derived: async (blend, id) => blend.withOptions({ maxRetries: 1 }).orders.pause(id),
  nowhere: async (blend, id, signal, world) =>
    new Blend({ ...world.options, accessToken: "given", fetch: undefined }).orders.pause(id),
  login: (blend) => blend.auth.login(),
  logout: async (blend) => blend.auth.logout(),
  fresh: async (blend, id, signal, world) =>
    new Blend({ ...world.options, ...LOGIN, tokenStore: new MemoryStore() }).orders.pause(id),
  asks: async (blend, id, signal, world) =>
    new Blend({ ...world.options, token: async () => (await turn(), "t") }).orders.pause(id),
};

/** What the engine is asked, but for what only a collection brings about. */
const PHASES = [
  "openClient",
  "startCall",
  "checkCall",
  "orderSeen",
  "emptyBodyReceived",
  "invalidBodyReceived",
  "startSignInCall",
  "closeClient",
  "beginSignIn",
  "signInCallEnded",
  "tokensLoaded",
  "tokenProvided",
  "tokensSaved",
  "snapshotSession",
  "describeAccount",
  "signOut",
  "sessionSettled",
  "waitEnded",
  "headersReceived",
  "bodyReceived",
  "forgetCall",
  "openCreation",
  "lookedUp",
  "forgetCreation",
  "listOrderActions",
  "orderProgress",
  "areBlendIds",
  "openPager",
  "turnPage",
  "attemptTimedOut",
  "totalTimeoutReached",
  "callAborted",
  "bodyTooLarge",
  "fetchMissing",
  "networkFailed",
];
const ROUNDS = 4;

/** What fails also without a panic. */
const FAILING = ["refused", "broken", "reset", "silent", "large", "nowhere", "page"];

for (const phase of [undefined, ...PHASES]) {
  test(phase ? `in ${phase}` : "without a panic", async (t) => {
    const { fetch: real } = globalThis;
    globalThis.fetch = undefined;
    t.after(() => (globalThis.fetch = real));
    const world = server();
    world.options = { baseURL: "https://blend.invalid/api/v1", fetch: world.fetch, logLevel: "off", maxRetries: 1 };
    t.mock.method(Math, "random", () => 0);
    const clients = [LOGIN, { ...LOGIN, email: "other@example.com" }].map(
      (credentials) => new Blend({ ...world.options, ...credentials }),
    );
    const controller = new AbortController();
    const calls = [];
    for (let round = 0; round < ROUNDS; round++) {
      // Half of them are in flight by then, and half are still to come.
      if (phase && round === ROUNDS / 2) panicIn(phase);
      for (const blend of clients)
        for (const [kind, make] of Object.entries(KINDS)) {
          const id = `${kind}-${calls.length}-${STEM}`;
          calls.push(ended(id, () => make(blend, id, controller.signal, world)));
        }
      await turn();
    }
    await turn();
    controller.abort();
    const ends = await Promise.all(calls);

    const struck = ends.filter(({ error }) => error instanceof EngineError);
    for (const { id, error } of ends) if (error) expectTruth(id, error, world);
    for (const [id, times] of world.seen)
      assert.ok(times === 1 || id.startsWith("late"), `${id} was sent ${times} times`);
    t.diagnostic(`${struck.length} of ${ends.length} calls were struck`);
    if (phase) assert.ok(struck.length > 0, "the panic did not come");
    else
      for (const { id, error } of ends)
        assert.equal(FAILING.includes(id.split("-")[0]), Boolean(error), `${id}: ${error}`);
    // Nobody is left behind: both go on, and so does a new one.
    for (const blend of [...clients, new Blend({ ...world.options, ...LOGIN })])
      assert.equal((await blend.orders.get("good-again")).id, "good-again");
    await turn();
    assert.deepEqual(crashes, []);
    assert.equal(getEventListeners(controller.signal, "abort").length, 0);
    assert.deepEqual(
      process.getActiveResourcesInfo().filter((name) => name === "Timeout"),
      [],
    );
  });
}

async function ended(id, work) {
  try {
    await work();
    return { id };
  } catch (error) {
    return { id, error };
  }
}

/** What an error says of a write must be what became of it at the server. */
function expectTruth(id, error, { seen, done }) {
  assert.ok(isBlendError(error), `${id}: ${error.stack}`);
  assert.deepEqual(leaks(inspect(error, { showHidden: true, depth: 9 })), []);
  if (/^(read|list|arrival|check|can|login|logout)/.test(id)) return;
  const [sent, carried] = [seen.get(id) ?? 0, done.get(id) ?? 0];
  const said = `${id}: ${error.outcome}, and it was sent ${sent} and carried out ${carried} times: ${error.message}`;
  if (error.outcome === "not_sent") assert.equal(sent, 0, said);
  if (error.outcome === "rejected") assert.equal(carried, 0, said);
  if (error.outcome === "done") assert.equal(carried, 1, said);
}
