// The class: what tests do with a sandbox in their own process.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend, ConnectionError, InternalServerError } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { desk, NOON } from "./desk.mjs";
import { TESTINA } from "./story.mjs";

function client(options, more) {
  const sandbox = new Sandbox(options);
  const blend = new Blend({
    email: sandbox.email,
    password: sandbox.password,
    fetch: sandbox.fetch,
    logLevel: "off",
    ...more,
  });
  return { sandbox, blend };
}

test("the pharmacy's part of a story", async () => {
  const { sandbox, blend } = client();
  const order = await blend.orders.create({ patient_id: TESTINA, external_id: "visit-1" });
  assert.equal(sandbox.advance(order.id), "picked");
  await blend.orders.requestCancellation(order.id);
  assert.equal(sandbox.answerCancellation(order.id, "declined"), "picked");
  assert.equal(sandbox.ship("visit-1"), "shipped");
  assert.equal(sandbox.advance(order.order_number, "delivered"), "delivered");
  await blend.orders.replace(order.id, { reason: "Product arrived damaged" });
  const [replacement] = sandbox.answerReplacement(order.id, "fulfilled");
  assert.equal((await blend.orders.get(replacement)).original_order_id, order.id);
  assert.equal(sandbox.set(replacement, "exception"), "exception");
  assert.deepEqual(
    sandbox.stuck.map(({ id }) => id),
    [replacement],
  );
  for (const wrong of [null, undefined, "", 7]) assert.throws(() => sandbox.ship(wrong), /order: expected its id/);
  assert.throws(() => sandbox.ship("nothing"), { name: "TypeError", message: /There is no order/ });
});

test("a client meets faults as it would meet Blend's", async () => {
  const { sandbox, blend } = client({}, { maxRetries: 0 });
  await blend.orders.list();
  sandbox.fail({ operation: "orders.list", status: 503 });
  await assert.rejects(blend.orders.list(), InternalServerError);
  sandbox.fail({ operation: "orders.list", lost: true });
  await assert.rejects(blend.orders.list(), ConnectionError);
  sandbox.fail({ operation: "orders.create", lost: true, when: "after" });
  await assert.rejects(blend.orders.create({ patient_id: TESTINA }), (error) => error.outcome === "unknown");
  assert.equal((await blend.orders.list()).data.length, 1, "it was made");
  sandbox.fail({ operation: "orders.get", revoked: true });
  assert.equal(
    (await blend.orders.get((await blend.orders.list()).data[0].id)).status,
    "received",
    "it signed in anew",
  );
  sandbox.fail({ operation: "orders.list", truncated: true });
  await assert.rejects(blend.orders.list());
  sandbox.fail({ operation: "orders.list", stalled: true, when: "after" });
  await assert.rejects(blend.orders.list({}, { timeout: 200 }), { name: "TimeoutError" });
  const id = sandbox.fail({ probability: 1, html: true });
  await assert.rejects(blend.orders.list());
  assert.equal(sandbox.faults.at(-1).hits, 1);
  sandbox.heal(id);
  assert.throws(() => sandbox.fail({ status: 1 }), { name: "TypeError", message: /status: expected a status/ });
});

test("latency delays the answer, never the effect", async () => {
  const { sandbox, call, signIn } = desk();
  const token = signIn();
  sandbox.fail({ operation: "orders.*", latency: "1h", times: "always" });
  const controller = new AbortController();
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({ patient_id: TESTINA, external_id: "late" });
  const { signal } = controller;
  const late = sandbox.fetch("http://x/orders", { method: "POST", headers, body, signal });
  await new Promise(setImmediate);
  assert.equal(sandbox.state.orders.received, 1, "the order is there");
  assert.equal(sandbox.calls.at(-1).status, 201);
  sandbox.ship("late");
  controller.abort();
  await assert.rejects(late, { name: "AbortError" }, "the answer was still on its way");
  sandbox.heal();
  assert.equal(call("GET", "/orders/late", undefined, token).body.status, "shipped");
});

test("a list that moves while it is read loses nothing and repeats nothing", async () => {
  const { sandbox, blend } = client({ orders: 60, patients: 5 });
  sandbox.fail({ operation: "orders.list", moved: true, times: "always" });
  const ids = [];
  for await (const order of blend.orders.list({ page_size: 20 })) ids.push(order.id);
  assert.equal(new Set(ids).size, ids.length);
});

test("the same seed makes the same world, whatever was signed in meanwhile", () => {
  const world = (logins) => {
    const { call, signIn } = desk({ seed: 3, patients: 10, orders: 40 });
    const token = signIn();
    for (let login = 0; login < logins; login++) signIn();
    const order = call("POST", "/orders?force_new=true", { patient_id: TESTINA }, token).body;
    return [
      call("GET", "/patients", undefined, token).body,
      call("GET", "/orders?page_size=200", undefined, token).body,
      order.id,
    ];
  };
  assert.deepEqual(world(0), world(5));
  const { sandbox } = desk({ orders: 30, patients: 3 });
  assert.ok(
    Object.values(sandbox.state.orders).every((count) => count > 0),
    "orders in every status",
  );
});

test("snapshot, restore and reset", () => {
  const { sandbox, call, signIn } = desk();
  const token = signIn();
  const create = () => call("POST", "/orders?force_new=true", { patient_id: TESTINA }, token).body.id;
  const before = sandbox.snapshot();
  const first = create();
  sandbox.restore(before);
  assert.equal(create(), first, "the same happens again");
  sandbox.reset();
  assert.equal(call("GET", "/orders", undefined, token).status, 401);
  assert.equal(call("GET", "/orders", undefined, signIn()).body.length, 0);
  const other = new Sandbox({ seed: 9 });
  other.restore(before);
  assert.equal(other.password, sandbox.password, "a snapshot brings its password");
  assert.throws(() => sandbox.restore("{}"), { name: "TypeError", message: /no snapshot/ });
});

test("a snapshot survives a program that reads it as JSON and writes it again", () => {
  const { sandbox } = desk({ patients: 3, orders: 20 });
  const snapshot = sandbox.snapshot();
  sandbox.restore(JSON.stringify(JSON.parse(snapshot)));
  assert.equal(sandbox.snapshot(), snapshot);
});

test("inputs that are repeated lead to the same state", () => {
  const inputs = [];
  const { sandbox, call, signIn } = desk({ onInput: (input) => inputs.push(JSON.parse(JSON.stringify(input))) });
  const token = signIn();
  const order = call("POST", "/orders", { patient_id: TESTINA }, token).body;
  call("GET", "/orders", undefined, token);
  sandbox.ship(order.id);
  sandbox.clock.advance("2d");
  sandbox.populate({ orders: 5 });
  assert.equal(inputs.length, 5, "reads are no inputs");
  const other = new Sandbox({ now: NOON });
  for (const input of inputs) other.replay(input);
  assert.equal(other.snapshot(), sandbox.snapshot());
});

test("calls are there for assertions", async () => {
  const { sandbox, blend } = client();
  await blend.orders.create({ patient_id: TESTINA, external_id: "visit-1" });
  const { method, path, status, body } = sandbox.calls.find(({ operation }) => operation === "orders.create");
  assert.deepEqual([method, path, status, JSON.parse(body).external_id], ["POST", "/orders", 201, "visit-1"]);
  sandbox.forgetCalls();
  assert.deepEqual(sandbox.calls, []);
});

test("assumptions are listed and set", () => {
  const { sandbox } = desk({ assumptions: { totals: "header" } });
  const of = (name) => sandbox.assumptions.find((one) => one.name === name);
  assert.equal(of("totals").value, "header");
  sandbox.assume({ shortPages: true, lookupLag: "2s" });
  assert.deepEqual([of("shortPages").value, of("lookupLag").value], ["yes", "2s"]);
  assert.ok(sandbox.assumptions.every(({ doc }) => doc.endsWith(".")));
  assert.throws(() => sandbox.assume({ nulls: "maybe" }), /nulls: expected one of/);
});

test("fetch takes what fetch takes", async () => {
  const { sandbox, login } = desk();
  const url = "https://anywhere.example/api/v1/auth/login";
  const json = { "content-type": "application/json" };
  const body = JSON.stringify(login);
  const signIns = [
    sandbox.fetch(url, { method: "post", headers: json, body }),
    sandbox.fetch(new URL(url), { method: "POST", headers: new Headers(json), body: new Blob([body]) }),
    sandbox.fetch(new Request(url, { method: "POST", headers: json, body })),
    sandbox.fetch("/api/v1/auth/login", {
      method: "POST",
      headers: Object.entries(json),
      body: new TextEncoder().encode(body),
    }),
  ];
  for (const response of await Promise.all(signIns)) assert.equal(response.status, 200);
  assert.equal((await sandbox.fetch(url, { method: "POST", body })).status, 415);
  await assert.rejects(sandbox.fetch(url, { body }), TypeError);
  await assert.rejects(sandbox.fetch(url, { signal: AbortSignal.abort() }), { name: "AbortError" });
});
