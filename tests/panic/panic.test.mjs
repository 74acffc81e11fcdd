// A panic of the engine: every call in flight learns of it and of its own outcome, and the next call works.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend, EngineError, isBlendError, panicIn } from "../../pkg-test-panic/dist/panic.mjs";
import { failure, LockingStore, LOGIN, ORDER, serveBlend } from "../support/server.mjs";

const crashes = [];
for (const event of ["unhandledRejection", "uncaughtException"]) process.on(event, (error) => crashes.push(error));

/** Fails where something would have ended a user's process. The runtime reports rejections when a turn of the event loop ends. */
async function calm() {
  await new Promise(setImmediate);
  assert.deepEqual(crashes, []);
}

const open = (server, options = {}) => new Blend({ ...LOGIN, baseURL: server.base, logLevel: "off", ...options });

/** A server that keeps the requests for the order `held` waiting. */
async function holding(t) {
  const held = [];
  const server = await serveBlend(t, (request) =>
    request.url.includes("/held") ? void held.push(request) : { json: { id: "1" } },
  );
  return { ...server, held };
}

/** Two clients that are signed in, each with a write in flight. */
async function busy(t) {
  const server = await holding(t);
  const clients = [open(server), open(server, { email: "other@example.com" })];
  await Promise.all(clients.map((blend) => blend.orders.get("1")));
  assert.equal(server.signIns.length, 2);
  const inFlight = clients.map((blend) => failure(blend.orders.pause("held")));
  await server.filled(server.held, 2);
  return { server, clients, inFlight };
}

async function outcomes(calls) {
  const errors = await Promise.all(calls);
  for (const error of errors) {
    assert.ok(error instanceof EngineError && isBlendError(error), `${error}`);
    assert.equal(error.code, "engine");
  }
  return errors.map(({ outcome }) => outcome);
}

/** The next calls of all clients work, and nobody signs in anew. */
async function goesOn({ server, clients }) {
  for (const blend of clients) assert.deepEqual(await blend.orders.get("1"), { id: "1" });
  assert.equal(server.signIns.length, 2);
  await calm();
}

test("in startCall: the call itself was not sent, those in flight may have been carried out", async (t) => {
  const world = await busy(t);
  panicIn("startCall");
  assert.deepEqual(await outcomes([failure(world.clients[0].orders.create(ORDER))]), ["not_sent"]);
  assert.deepEqual(await outcomes(world.inFlight), ["unknown", "unknown"]);
  assert.equal(world.server.calls.length, 4);
  await goesOn(world);
});

for (const [status, outcome] of [
  [201, "done"],
  [200, "done"],
  [503, "unknown"],
  [422, "unknown"],
]) {
  test(`in headersReceived, of an answer with ${status}: the call itself was ${outcome}`, async (t) => {
    const world = await busy(t);
    panicIn("headersReceived");
    const [{ response }] = world.server.held;
    response.writeHead(status, { "content-type": "application/json" });
    response.end("{}");
    assert.deepEqual((await outcomes(world.inFlight)).sort(), [outcome, "unknown"].sort());
    await goesOn(world);
  });
}

test("in bodyReceived: the call itself was done", async (t) => {
  const world = await busy(t);
  panicIn("bodyReceived");
  world.server.held[0].response.end("{}");
  assert.deepEqual((await outcomes(world.inFlight)).sort(), ["done", "unknown"]);
  await goesOn(world);
});

test("in sessionSettled: what waited for the sign-in was not sent", async (t) => {
  let signIn;
  let first = true;
  const server = await serveBlend(
    t,
    () => ({ json: { id: "1" } }),
    (request, number) => {
      if (!first) return { json: { access_token: `access-${number}`, refresh_token: "r" } };
      first = false;
      signIn = request;
    },
  );
  const clients = [open(server), open(server, { email: "other@example.com" })];
  const waiting = [1, 2, 3].map(() => failure(clients[0].orders.create(ORDER)));
  await server.signInArrived();
  panicIn("sessionSettled");
  signIn.response.end('{"access_token":"a","refresh_token":"r"}');
  assert.deepEqual(await outcomes(waiting), ["not_sent", "not_sent", "not_sent"]);
  assert.equal(server.calls.length, 0);
  // The sign-in itself went well, and is remembered: the other client's is the second one.
  await goesOn({ server, clients });
});

for (const phase of ["waitEnded", "networkFailed", "attemptTimedOut", "callAborted"]) {
  test(`in ${phase}: the call rejects, and the next one works`, async (t) => {
    const server = await serveBlend(t, ({ url, socket }) => {
      if (url.includes("/good")) return { json: { id: "1" } };
      if (url.includes("/late")) return { status: 429, headers: { "retry-after": "0" } };
      return url.includes("/reset") ? void socket.resetAndDestroy() : undefined;
    });
    const blend = open(server);
    await blend.orders.get("good");
    panicIn(phase);
    const controller = new AbortController();
    const [id, options] = {
      waitEnded: ["late"],
      networkFailed: ["reset"],
      attemptTimedOut: ["silent", { timeout: 100 }],
      callAborted: ["silent", { signal: controller.signal }],
    }[phase];
    const call = failure(blend.orders.pause(id, options));
    if (phase === "callAborted") {
      await server.arrived(2);
      controller.abort();
    }
    assert.deepEqual(await outcomes([call]), ["unknown"]);
    assert.deepEqual(await blend.orders.get("good"), { id: "1" });
    assert.equal(server.signIns.length, 1);
    await calm();
  });
}

for (const phase of ["beginSignIn", "startSignInCall", "signInCallEnded"]) {
  test(`in ${phase}, at the sign-in: the call was not sent, and the next one works`, async (t) => {
    const server = await serveBlend(t, () => ({ json: { id: "1" } }));
    const blend = open(server);
    panicIn(phase);
    assert.deepEqual(await outcomes([failure(blend.orders.create(ORDER))]), ["not_sent"]);
    assert.equal(server.calls.length, 0);
    assert.deepEqual(await blend.orders.get("1"), { id: "1" });
    await calm();
  });
}

for (const phase of ["openPager", "turnPage"]) {
  test(`in ${phase}: the list rejects, and a new one works`, async (t) => {
    const server = await serveBlend(t, ({ url }) => ({ json: url.includes("page=2") ? [] : [{ id: "1" }] }));
    const blend = open(server);
    await blend.auth.verify();
    panicIn(phase);
    assert.deepEqual(await outcomes([failure(blend.orders.list())]), ["done"]);
    assert.equal((await blend.orders.list().toArray({ limit: 9 })).length, 1);
    assert.equal(server.signIns.length, 1);
    await calm();
  });
}

test("in openClient: the client can be used all the same", async (t) => {
  const server = await serveBlend(t);
  panicIn("openClient");
  const blend = open(server);
  assert.deepEqual(await blend.orders.get("1"), {});
  await calm();
});

test("in forgetCall: who took the response keeps it", async (t) => {
  const server = await serveBlend(t);
  const blend = open(server);
  panicIn("forgetCall");
  assert.deepEqual(await (await blend.orders.get("1").asResponse()).json(), {});
  await calm();
});

test("again and again", async (t) => {
  const server = await serveBlend(t);
  const blend = open(server);
  for (let round = 0; round < 20; round++) {
    await blend.orders.get("1");
    panicIn(["startCall", "headersReceived", "bodyReceived"][round % 3]);
    await outcomes([failure(blend.orders.get("2"))]);
  }
  assert.equal(server.signIns.length, 1);
  await calm();
});

test("a list that is being read ends with an error, and a new one works", async (t) => {
  const server = await serveBlend(t, ({ url }) => ({ json: url.includes("page=3") ? [] : [{ id: url }] }));
  const blend = open(server);
  const page = await blend.orders.list();
  panicIn("startCall");
  await outcomes([failure(blend.orders.get("1"))]);
  await outcomes([failure(page.getNextPage())]);
  assert.equal((await blend.orders.list().toArray({ limit: 9 })).length, 2);
  await calm();
});

test("during a sign-in that holds a store's lock: the lock is given back", async (t) => {
  const store = new LockingStore();
  let hold;
  const server = await serveBlend(
    t,
    () => ({ json: { id: "1" } }),
    (request, number) => {
      if (number > 1) return { json: { access_token: "a", refresh_token: "r" } };
      hold = request;
    },
  );
  const blend = open(server, { tokenStore: store });
  const call = failure(blend.orders.get("1"));
  await server.signInArrived();
  panicIn("headersReceived");
  hold.response.end('{"access_token":"a","refresh_token":"r"}');
  await outcomes([call]);
  assert.deepEqual(await blend.orders.get("1"), { id: "1" });
  assert.deepEqual(
    store.done.filter((what) => what.includes("lock")),
    ["lock", "unlock", "lock", "unlock"],
  );
  await calm();
});

test("between two calls that are about to be sent: the later one is not sent, least of all in another's name", async () => {
  const sent = [];
  const fetch = async (url) => {
    sent.push(url);
    if (sent.length === 1) return new Response('{"access_token":"a","refresh_token":"r"}');
    if (sent.length === 2) {
      panicIn("checkCall");
      assert.throws(() => blend.orders.check.create(ORDER), EngineError);
    }
    return new Response("{}");
  };
  const blend = open({ base: "https://blend.invalid/api/v1" }, { fetch });
  const calls = ["1", "2", "3"].map((id) => failure(blend.orders.pause(id)));
  assert.deepEqual(await outcomes(calls), ["unknown", "not_sent", "not_sent"]);
  assert.deepEqual(sent, ["https://blend.invalid/api/v1/auth/login", "https://blend.invalid/api/v1/orders/1/pause"]);
  await calm();
});
