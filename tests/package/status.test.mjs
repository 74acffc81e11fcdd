// What an order's status allows, and waiting for one.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { Blend, InvalidTransitionError } from "../../pkg/dist/index.mjs";
import { failure, json } from "../support/server.mjs";

const ID = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";

/** A client that answers with each of these in turn, the last one for ever. */
function desk(...answers) {
  const requests = [];
  const fetch = async (url, { method }) => {
    requests.push(`${method} ${new URL(url).pathname.replace("/api/v1", "")}`);
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    const [status, body] = typeof answer === "number" ? [answer, {}] : [200, answer];
    return json(body, status);
  };
  return { blend: new Blend({ accessToken: "given", fetch, logLevel: "off" }), requests };
}

const at = (...statuses) => statuses.map((status) => ({ id: ID, status }));

test("can is false only where a documented rule forbids it", () => {
  const { orders } = desk({}).blend;
  for (const [action, status, allowed] of [
    ["pause", "received", true],
    ["pause", "paused", false],
    ["pause", "shipped", false],
    ["unpause", "paused", true],
    ["unpause", "received", false],
    ["cancel", "exception", true],
    ["cancel", "verified", false],
    ["addProducts", "received", true],
    ["removeProduct", "picked", false],
    // Only inferred, not stated, or of a status that nobody knows: Blend may take it.
    ["update", "shipped", true],
    ["prioritize", "delivered", true],
    ["requestCancellation", "received", true],
    ["replace", "received", true],
    ["pause", "on_hold", true],
  ])
    assert.equal(orders.can(action, { status }), allowed, `${action} ${status}`);
  assert.equal(orders.can("requestCancellation", { status: "picked", cancellation_requested: true }), false);
  assert.equal(orders.can("pause", {}), true);
  assert.throws(() => orders.can("stop", { status: "received" }), {
    name: "ValidationError",
    message: /expected one of update, cancel/,
  });
});

test("actions lists each with its verdict and what that rests on", () => {
  const listed = desk({}).blend.orders.actions({ status: "paused" });
  const of = (name) => listed.find(({ action }) => action === name);
  assert.deepEqual(listed.map(({ action }) => action).sort(), [
    "addProducts",
    "cancel",
    "pause",
    "prioritize",
    "removeProduct",
    "replace",
    "requestCancellation",
    "unpause",
    "update",
    "updateProductQuantity",
  ]);
  assert.deepEqual(of("unpause"), { action: "unpause", verdict: "allowed", basis: "documented" });
  assert.deepEqual(of("pause"), { action: "pause", verdict: "refused", basis: "documented" });
  assert.deepEqual(of("replace"), { action: "replace", verdict: "unknown", basis: "no rule is documented" });
  assert.equal(of("prioritize").verdict, "unknown");
});

test("waitFor ends where the status is reached", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { blend, requests } = desk(...at("received", "received", "picked", "shipped"));
  const order = blend.orders.waitFor(ID, { status: "shipped" });
  for (let count = 1; count <= 3; count++) {
    while (requests.length < count) await new Promise(setImmediate);
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    t.mock.timers.tick(60_000);
  }
  assert.equal((await order).status, "shipped");
  assert.equal(requests.length, 4);
});

test("waitFor ends where the status was passed, or is one of several", async () => {
  assert.equal((await desk(...at("delivered")).blend.orders.waitFor(ID, { status: "picked" })).status, "delivered");
  assert.equal(
    (await desk(...at("paused")).blend.orders.waitFor(ID, { status: ["shipped", "paused"] })).status,
    "paused",
  );
});

test("waitFor fails on an order that will not get there, unless that was asked for", async () => {
  for (const status of ["cancelled", "exception"]) {
    const error = await failure(desk(...at(status)).blend.orders.waitFor(ID, { status: "shipped" }));
    assert.ok(error instanceof InvalidTransitionError);
    assert.match(error.message, new RegExp(`the order is ${status}`));
    assert.equal((await desk(...at(status)).blend.orders.waitFor(ID, { status: ["shipped", status] })).status, status);
  }
});

test("waitFor gives up when its time is up, and at once when it is aborted", async () => {
  const late = await failure(desk(...at("received")).blend.orders.waitFor(ID, { status: "shipped", timeout: 20 }));
  assert.equal(late.code, "timeout");
  const stop = new AbortController();
  const { blend, requests } = desk(...at("received"));
  const waiting = blend.orders.waitFor(ID, { status: "shipped", signal: stop.signal });
  while (!getEventListeners(stop.signal, "abort").length || requests.length < 1) await new Promise(setImmediate);
  stop.abort("text");
  assert.equal((await failure(waiting)).code, "abort");
  assert.equal(getEventListeners(stop.signal, "abort").length, 0);
  assert.equal(
    (await failure(blend.orders.waitFor(ID, { status: "shipped", signal: AbortSignal.abort() }))).code,
    "abort",
  );
  assert.equal((await failure(blend.orders.waitFor(ID, {}))).code, "validation");
  assert.equal((await failure(desk(404).blend.orders.waitFor(ID, { status: "shipped" }))).code, "not_found");
});

test("preflight looks first, and refuses what a documented rule forbids", async () => {
  const { blend, requests } = desk(...at("shipped"));
  const error = await failure(blend.orders.pause(ID, { preflight: true }));
  assert.ok(error instanceof InvalidTransitionError);
  assert.deepEqual([error.code, error.outcome, error.operation], ["invalid_transition", "not_sent", "orders.pause"]);
  assert.match(error.message, /the order is shipped, which does not allow it/);
  assert.deepEqual(requests, [`GET /orders/${ID}`]);
});

test("preflight lets through what is allowed, what is only inferred, and what is no action", async () => {
  const allowed = desk(...at("received"));
  await allowed.blend.withOptions({ preflight: true }).orders.pause("visit-2041");
  assert.deepEqual(allowed.requests, ["GET /orders/visit-2041", "PUT /orders/visit-2041/pause"]);
  const inferred = desk(...at("shipped"));
  await inferred.blend.orders.update(ID, { external_id: "x" }, { preflight: true });
  assert.equal(inferred.requests.length, 2);
  const plain = desk(...at("shipped"));
  await plain.blend.orders.get(ID, { preflight: true });
  await plain.blend.orders.create({ patient_id: ID }, { preflight: true });
  assert.equal(plain.requests.length, 2);
});

test("where the look itself fails, the action was not sent, however the look ended", async () => {
  for (const answer of [503, 404, 422]) {
    const { blend, requests } = desk(answer);
    const error = await failure(blend.orders.pause(ID, { preflight: true, maxRetries: 0 }));
    assert.deepEqual([error.status, error.outcome, requests], [answer, "not_sent", [`GET /orders/${ID}`]]);
  }
  // A body that is too large is read no further, though the look was done.
  const { blend } = desk(...at("received"));
  assert.equal((await failure(blend.orders.pause(ID, { preflight: true, maxResponseBytes: 1 }))).outcome, "not_sent");
});

test("a 409 of Blend's own is a ConflictError", async () => {
  const error = await failure(desk(409).blend.orders.pause(ID));
  assert.deepEqual(
    [error.name, error.outcome, error.hint],
    ["ConflictError", "rejected", "allowed while received, exception"],
  );
});

test("waitFor refuses what it cannot wait for, and tells of a status that nobody knows", async () => {
  const { blend, requests } = desk(...at("received"));
  const path = async (...args) => (await failure(blend.orders.waitFor(ID, ...args))).issues[0].path;
  for (const status of ["", " , ", []]) assert.equal(await path({ status }), "status");
  for (const timeout of ["1500", 0, -1, NaN, Infinity, null])
    assert.equal(await path({ status: "shipped", timeout }), "timeout");
  assert.equal(await path({ status: "shipped", totalTimeout: 1 }), "totalTimeout");
  for (const status of [5, {}, ["shipped", null], [], undefined]) assert.match(await path({ status }), /^status/);
  assert.equal(await path({ status: "shipped" }, { timeout: 1 }), "arguments");
  assert.equal(requests.length, 0);
  const lines = [];
  const logger = { debug() {}, info() {}, warn: (line) => lines.push(line), error() {} };
  const logging = blend.withOptions({ logger, logLevel: "warn" });
  await failure(logging.orders.waitFor(ID, { status: "teleported", timeout: 1 }));
  assert.match(lines[0], /waitFor: status\[0\]: not a known value/);
  // A near miss is refused: it would wait for the whole time.
  const error = await failure(logging.orders.waitFor(ID, { status: ["received", "shiped"] }));
  assert.deepEqual([error.code, error.outcome, error.issues[0].path], ["validation", "not_sent", "status[1]"]);
  assert.match(error.message, /did you mean "shipped"/);
  assert.equal(error.issues[0].code, "misspelt_value");
  assert.equal((await blend.orders.waitFor(ID, { status: "shipped, received" })).status, "received");
});

test("what is left out of answers is looked at all the same", async () => {
  const { blend, requests } = desk(...at("shipped"));
  const client = blend.withOptions({ omit: ["status"] });
  assert.deepEqual(await client.orders.waitFor(ID, { status: "shipped" }), { id: ID });
  assert.equal((await failure(client.orders.pause(ID, { preflight: true }))).code, "invalid_transition");
  assert.equal(requests.length, 2);
});

test("a promise is no order", () => {
  const { orders } = desk(...at("received")).blend;
  for (const none of [undefined, null, 7, Promise.resolve({ status: "received" })]) {
    assert.throws(() => orders.can("pause", none), { name: "ValidationError", message: /await/ });
    assert.throws(() => orders.actions(none), { name: "ValidationError" });
  }
});

test("waitFor that ends within a look speaks of the option that it takes", async () => {
  const hang = (_, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const blend = new Blend({ accessToken: "given", fetch: hang, logLevel: "off" });
  const error = await failure(blend.orders.waitFor(ID, { status: "shipped", timeout: 20 }));
  assert.deepEqual([error.code, error.outcome, error.operation], ["timeout", "unknown", "orders.waitFor"]);
  assert.match(error.message, /did not get there within 20 ms \(timeout\)/);
  assert.doesNotMatch(error.message, /totalTimeout/);
});
