// Creating once: several calls with one key at the same time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PARAMS, PATIENT, Pharmacy } from "../support/pharmacy.mjs";
import { failure, json } from "../support/server.mjs";
import { hanging, linesOf } from "../support/session.mjs";

test("two calls at once are one, and one of the callers may abort", async () => {
  const pharmacy = new Pharmacy();
  const { lines, logger } = linesOf();
  const blend = pharmacy.client({ logger, logLevel: "warn" });
  const stop = new AbortController();
  const [first, second, third] = [
    blend.orders.createOnce(PARAMS, { signal: stop.signal }),
    blend.orders.createOnce(PARAMS),
    blend.orders.createOnce(PARAMS),
  ];
  stop.abort();
  const aborted = await failure(first);
  assert.deepEqual([aborted.code, aborted.outcome, aborted.operation], ["abort", "unknown", "orders.createOnce"]);
  const [one, other] = await Promise.all([second, third]);
  assert.deepEqual(one, other);
  one.patient.id = "changed";
  assert.equal(other.patient.id, PATIENT);
  assert.equal(pharmacy.creates, 1);
  assert.equal(lines.filter((line) => line.includes("the same call is in flight already")).length, 2);
});

test("each caller reports to the audit hook, and the option omit holds for each", async () => {
  const pharmacy = new Pharmacy();
  const events = [];
  const onAudit = ({ operation, outcome, path }) => void events.push([operation, outcome, path]);
  const blend = pharmacy.client({ onAudit, omit: ["patient"] });
  const [one, other] = await Promise.all([blend.orders.createOnce(PARAMS), blend.orders.createOnce(PARAMS)]);
  assert.deepEqual(one, other);
  assert.deepEqual(Object.keys(one), ["id", "external_id", "patient_id", "products"]);
  assert.deepEqual(events, [
    ["orders.get", "rejected", "/orders/{order_id}"],
    ["orders.create", "done", "/orders"],
    ["orders.create", "done", ""],
  ]);
});

test("two calls that differ in a header are two calls: the second one waits, and finds what the first one made", async () => {
  const pharmacy = new Pharmacy();
  const seen = [];
  const fetch = (url, init) => (seen.push([init.method, init.headers["x-clinic"]]), pharmacy.fetch(url, init));
  const { lines, logger } = linesOf();
  const blend = pharmacy.client({ fetch, logger, logLevel: "warn" });
  const of = (clinic) => blend.orders.createOnce(PARAMS, { headers: { "x-clinic": clinic } });
  const [one, other] = await Promise.all([of("A"), of("B")]);
  assert.deepEqual(one, other);
  assert.deepEqual(seen, [
    ["GET", "A"],
    ["POST", "A"],
    ["GET", "B"],
  ]);
  assert.deepEqual(lines, []);
});

for (const [what, differ] of [
  ["another client", (blend) => blend.withOptions({}).orders.createOnce(PARAMS)],
  ["another context", (blend) => blend.orders.createOnce(PARAMS, { context: { clinic: "B" } })],
  ["another fetch", (blend, fetch) => blend.orders.createOnce(PARAMS, { fetch: (...all) => fetch(...all) })],
  ["another lookFor", (blend) => blend.orders.createOnce(PARAMS, { lookFor: 5 })],
]) {
  test(`a call with ${what} waits for the first one, and nothing is made twice`, async () => {
    for (const lost of [false, true]) {
      const pharmacy = new Pharmacy();
      if (lost) pharmacy.loseAnswers();
      const blend = pharmacy.client();
      const [one, other] = await Promise.all([blend.orders.createOnce(PARAMS), differ(blend, pharmacy.fetch)]);
      assert.deepEqual(one, other);
      assert.equal(pharmacy.creates, 1);
    }
  });
}

test("wrong options are refused at once, whatever is in flight", async () => {
  const pharmacy = new Pharmacy();
  let release;
  const gate = new Promise((resolve) => (release = resolve));
  const blend = pharmacy.client({ fetch: async (...request) => (await gate, pharmacy.fetch(...request)) });
  const first = blend.orders.createOnce(PARAMS);
  for (const options of [{ lokFor: 1 }, { lookFor: -1 }, { totalTimeout: "5" }, { timeout: 0 }]) {
    const { issues, operation } = await failure(blend.orders.createOnce(PARAMS, options));
    assert.deepEqual([issues[0].path, operation], [`options.${Object.keys(options)[0]}`, "orders.createOnce"]);
  }
  release();
  await first;
  assert.equal(pharmacy.creates, 1);
});

test("a client whose sign-in is refused gets nothing that another client made", async () => {
  const pharmacy = new Pharmacy();
  const fetch = (url, init) =>
    url.endsWith("/auth/login") && JSON.parse(init.body).password === "wrong"
      ? Promise.resolve(json({}, 401))
      : pharmacy.fetch(url, init);
  const own = (password) =>
    pharmacy.client({ email: "two-callers@example.com", password, accessToken: undefined, fetch });
  const first = own("right").orders.createOnce(PARAMS);
  const error = await failure(own("wrong").orders.createOnce(PARAMS));
  assert.deepEqual([error.code, error.outcome], ["authentication", "not_sent"]);
  await first;
  assert.deepEqual(await own("right").orders.createOnce(PARAMS), await first);
  assert.equal(pharmacy.creates, 1);
});

test("a call after all callers have left starts again", async () => {
  const pharmacy = new Pharmacy();
  const blend = pharmacy.client();
  const stop = new AbortController();
  const first = failure(blend.orders.createOnce(PARAMS, { signal: stop.signal }));
  stop.abort();
  assert.deepEqual([(await first).code, (await first).outcome], ["abort", "not_sent"]);
  const second = blend.orders.createOnce(PARAMS);
  assert.deepEqual([(await second).external_id, pharmacy.creates], ["visit-2041", 1]);
});

test("a call at any moment after all callers have left gets its order", async () => {
  // A few dozen jobs lie between the abort and the end of the call.
  for (let moment = 0; moment < 40; moment++) {
    const pharmacy = new Pharmacy();
    const { hangs, begun, settle } = hanging(pharmacy.fetch);
    const blend = pharmacy.client({ fetch: hangs });
    const stop = new AbortController();
    const first = failure(blend.orders.createOnce(PARAMS, { signal: stop.signal }));
    await begun;
    stop.abort();
    for (let job = 0; job < moment; job++) await undefined;
    const second = blend.orders.createOnce(PARAMS);
    assert.equal((await first).code, "abort");
    // At the first moments it has joined the call that hangs.
    settle();
    assert.equal((await second).external_id, "visit-2041");
    assert.equal(pharmacy.creates, 1);
  }
});

test("a component that is mounted twice makes one order", async () => {
  const pharmacy = new Pharmacy();
  const blend = pharmacy.client();
  const stop = new AbortController();
  const first = failure(blend.orders.createOnce(PARAMS, { signal: stop.signal }));
  stop.abort();
  const second = blend.orders.createOnce(PARAMS);
  assert.equal((await first).code, "abort");
  assert.deepEqual([(await second).external_id, pharmacy.creates], ["visit-2041", 1]);
});

test("a call that waits for another one with its key may end, and was not sent", async () => {
  const pharmacy = new Pharmacy();
  let release;
  pharmacy.visible = () => false;
  const gate = new Promise((resolve) => (release = resolve));
  const blend = pharmacy.client({ fetch: async (...request) => (await gate, pharmacy.fetch(...request)) });
  const first = blend.orders.createOnce(PARAMS);
  const stop = new AbortController();
  const second = failure(blend.orders.createOnce({ ...PARAMS, force_new: false }, { signal: stop.signal }));
  stop.abort();
  assert.deepEqual([(await second).code, (await second).outcome], ["abort", "not_sent"]);
  const late = await failure(blend.orders.createOnce({ ...PARAMS, force_new: false }, { totalTimeout: 5 }));
  assert.deepEqual([late.code, late.outcome], ["timeout", "not_sent"]);
  release();
  await first;
  assert.equal(pharmacy.creates, 1);
});
