// Creating once: several calls with one key at the same time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PARAMS, PATIENT, Pharmacy } from "../support/pharmacy.mjs";
import { failure, json } from "../support/server.mjs";

test("who joins is checked by his own options, and told to his own hook", async () => {
  const pharmacy = new Pharmacy();
  const events = [];
  const blend = pharmacy.client();
  const watched = blend.withOptions({
    onAudit: ({ operation, outcome, resourceIds }) => void events.push([operation, outcome, resourceIds.length]),
  });
  const first = blend.orders.createOnce(PARAMS);
  for (const options of [{ lokFor: 1 }, { totalTimeout: -1 }, { totalTimeout: "5" }]) {
    assert.equal(
      (await failure(blend.orders.createOnce(PARAMS, options))).issues[0].path,
      `options.${Object.keys(options)[0]}`,
    );
  }
  const joined = await watched.orders.createOnce(PARAMS);
  assert.deepEqual(joined, await first);
  assert.deepEqual([events, pharmacy.creates], [[["orders.create", "done", 2]], 1]);
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

test("each of two at once gets what his own options want", async () => {
  const pharmacy = new Pharmacy();
  const blend = pharmacy.client();
  const [whole, left] = await Promise.all([
    blend.orders.createOnce(PARAMS),
    blend.orders.createOnce(PARAMS, { omit: ["patient"] }),
  ]);
  assert.deepEqual([whole.patient.id, left.patient, left.id, pharmacy.creates], [PATIENT, undefined, whole.id, 1]);
});

test("who comes when all have left begins anew", async () => {
  const pharmacy = new Pharmacy();
  const blend = pharmacy.client();
  const stop = new AbortController();
  const first = failure(blend.orders.createOnce(PARAMS, { signal: stop.signal }));
  stop.abort();
  const second = blend.orders.createOnce(PARAMS);
  assert.deepEqual([(await first).code, (await first).outcome], ["abort", "not_sent"]);
  assert.deepEqual([(await second).external_id, pharmacy.creates], ["visit-2041", 1]);
});

test("who waits behind another order of the same key may leave, and was not sent", async () => {
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
  // Of the same order, nobody knows.
  const joined = await failure(blend.orders.createOnce(PARAMS, { totalTimeout: 5 }));
  assert.deepEqual([joined.code, joined.outcome], ["timeout", "unknown"]);
  release();
  await first;
  assert.equal(pharmacy.creates, 1);
});

test("two calls at once are one, and one of the callers may abort", async () => {
  const pharmacy = new Pharmacy();
  const lines = [];
  const logger = { debug() {}, info() {}, warn: (line) => lines.push(line), error() {} };
  const blend = pharmacy.client({ logger, logLevel: "warn" });
  const stop = new AbortController();
  const [first, second, third] = [
    blend.orders.createOnce(PARAMS, { signal: stop.signal }),
    blend.orders.createOnce(PARAMS),
    blend.orders.createOnce(PARAMS),
  ];
  stop.abort();
  assert.equal((await failure(first)).code, "abort");
  const [one, other] = await Promise.all([second, third]);
  assert.deepEqual(one, other);
  assert.notEqual(one, other);
  assert.equal(pharmacy.creates, 1);
  assert.equal(lines.filter((line) => line.includes("in flight already")).length, 2);
});
