// Creating once: whatever happens to the answer, Blend gets one order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Blend, UnknownOutcomeError } from "../../pkg/dist/index.mjs";
import { PARAMS, PATIENT, Pharmacy } from "../support/pharmacy.mjs";
import { failure, json } from "../support/server.mjs";

test("it looks the order up, and sends it once", async () => {
  const pharmacy = new Pharmacy();
  const order = await pharmacy.client().orders.createOnce(PARAMS);
  assert.deepEqual([order.external_id, pharmacy.creates, pharmacy.lookUps], ["visit-2041", 1, 1]);
});

test("an order that is there is returned, and nothing is sent", async () => {
  const pharmacy = new Pharmacy();
  const first = await pharmacy.client().orders.createOnce(PARAMS);
  const second = await pharmacy.client().orders.createOnce(PARAMS);
  assert.deepEqual([second, pharmacy.creates, pharmacy.lookUps], [first, 1, 2]);
});

test("an order that was cancelled since is returned as it is, and not sent again", async () => {
  const pharmacy = new Pharmacy();
  await pharmacy.client().orders.createOnce(PARAMS);
  pharmacy.orders[0].status = "cancelled";
  const found = await pharmacy.client().orders.createOnce(PARAMS);
  assert.deepEqual([found.status, pharmacy.creates], ["cancelled", 1]);
});

test("an empty answer to the look-up counts as a failed look-up, and sends nothing", async () => {
  for (const nothing of ["", "null"]) {
    const pharmacy = new Pharmacy();
    const honest = pharmacy.fetch;
    pharmacy.fetch = async (url, init) =>
      init.method === "GET" && pharmacy.lookUps++ < 1 ? new Response(nothing) : honest(url, init);
    const error = await failure(pharmacy.client().orders.createOnce(PARAMS));
    assert.deepEqual([error.name, error.outcome, pharmacy.creates], ["APIError", "not_sent", 0], nothing);
    // After a create it is looked up again.
    const other = new Pharmacy();
    other.loseAnswers();
    const seen = other.fetch;
    other.fetch = async (url, init) =>
      init.method === "GET" && other.lookUps === 1 && other.creates
        ? (other.lookUps++, new Response(nothing))
        : seen(url, init);
    const order = await other.client().orders.createOnce(PARAMS);
    assert.deepEqual([order, other.creates, other.lookUps], [other.orders[0], 1, 3]);
  }
});

test("after a lost answer it is found", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.loseAnswers();
  const order = await pharmacy.client().orders.createOnce(PARAMS);
  assert.deepEqual([order, pharmacy.creates, pharmacy.lookUps], [pharmacy.orders[0], 1, 2]);
});

test("after an empty answer it is found", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.onCreate = (order) => (pharmacy.orders.push(order), new Response("", { status: 201 }));
  assert.deepEqual([await pharmacy.client().orders.createOnce(PARAMS), pharmacy.creates], [pharmacy.orders[0], 1]);
});

test("after a 503 it is looked up until it can be seen", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.onCreate = (order) => (pharmacy.orders.push(order), new Response("", { status: 503 }));
  pharmacy.visible = () => pharmacy.lookUps >= 3;
  const order = await pharmacy.client().orders.createOnce(PARAMS);
  assert.deepEqual([order, pharmacy.creates, pharmacy.lookUps], [pharmacy.orders[0], 1, 3]);
});

test("an order that cannot be found is never sent again, not even by another call", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.loseAnswers();
  pharmacy.visible = () => false;
  const blend = pharmacy.client();
  const error = await failure(blend.orders.createOnce(PARAMS, { lookFor: 20 }));
  assert.ok(error instanceof UnknownOutcomeError);
  assert.deepEqual(
    [error.code, error.outcome, error.operation, error.attempts, error.path],
    ["unknown_outcome", "unknown", "orders.createOnce", 1, "/orders"],
  );
  assert.match(error.hint, /patients\.orders/);
  assert.deepEqual(error.unsafe().params, PARAMS);
  for (const said of [error.message, error.stack, inspect(error, { depth: 9 }), JSON.stringify(error)])
    assert.doesNotMatch(said, /visit-2041|S-1|0227d1e5/);
  const again = await failure(blend.orders.createOnce(PARAMS, { lookFor: 20 }));
  assert.deepEqual([again.code, again.attempts, pharmacy.creates], ["unknown_outcome", 0, 1]);
  pharmacy.visible = () => true;
  assert.equal((await blend.orders.createOnce(PARAMS)).id, pharmacy.orders[0].id);
});

test("a middleware that throws another call's error causes no second order", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.visible = () => false;
  const missing = new Blend({ accessToken: "given", fetch: async () => json({}, 404), logLevel: "off" });
  const middleware = [
    async (request, next) => (
      await next(request),
      request.method === "POST" && (await missing.patients.get("1")),
      json({}, 404)
    ),
  ];
  const blend = pharmacy.client({ middleware });
  for (const attempts of [1, 0]) {
    const error = await failure(blend.orders.createOnce(PARAMS, { lookFor: 5 }));
    assert.deepEqual([error.code, error.attempts], ["unknown_outcome", attempts]);
  }
  assert.equal(pharmacy.creates, 1);
});

test("a create that was aborted before it was carried out may be sent later", async () => {
  const pharmacy = new Pharmacy();
  const stop = new AbortController();
  let asked = 0;
  let refusals = 0;
  // Blend refuses the token of the create; the caller leaves while another one is awaited.
  const fetch = (url, init) =>
    init.method === "POST" && !refusals++ ? Promise.resolve(json({}, 401)) : pharmacy.fetch(url, init);
  const token = () => (++asked === 2 ? new Promise(() => stop.abort()) : `token ${asked}`);
  const blend = pharmacy.client({ accessToken: undefined, token, fetch });
  const error = await failure(blend.orders.createOnce(PARAMS, { signal: stop.signal }));
  assert.deepEqual([error.code, error.outcome], ["abort", "rejected"]);
  assert.equal((await blend.orders.createOnce(PARAMS)).external_id, "visit-2041");
  assert.deepEqual([pharmacy.creates, pharmacy.orders.length], [1, 1]);
});

test("a look-up that Blend refuses is reported as failed, not as an order that is missing", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.loseAnswers();
  const plain = pharmacy.fetch;
  pharmacy.fetch = (url, init) =>
    init.method === "GET" && pharmacy.creates ? Promise.resolve(json({}, 403)) : plain(url, init);
  const error = await failure(pharmacy.client().orders.createOnce(PARAMS, { lookFor: 5 }));
  assert.deepEqual([error.code, error.status], ["unknown_outcome", 403]);
  assert.match(error.message, /looking for it failed/);
});

test("an order that was made a moment ago is not made again, though it cannot be seen yet", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.visible = () => false;
  const blend = pharmacy.client();
  await blend.orders.createOnce(PARAMS);
  assert.equal((await failure(blend.orders.createOnce(PARAMS, { lookFor: 5 }))).code, "unknown_outcome");
  assert.equal(pharmacy.creates, 1);
});

test("only the option resend sends again", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.onCreate = (order, count) => {
    if (count < 3) throw new Error("lost before it arrived");
    pharmacy.orders.push(order);
    return json(order, 201);
  };
  const order = await pharmacy.client().orders.createOnce(PARAMS, { lookFor: 5, resend: "assume-unique" });
  assert.deepEqual([order.id, pharmacy.creates], [pharmacy.orders[0].id, 3]);
});

test("another order with the key keeps it from being sent", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.orders.push({
    id: "1",
    external_id: "visit-2041",
    patient: { id: PATIENT },
    products: { prescription: [{ sku: "S-1", quantity: 1 }] },
  });
  const error = await failure(pharmacy.client().orders.createOnce(PARAMS));
  assert.deepEqual(
    [error.code, error.outcome, error.issues[0].code, pharmacy.creates],
    ["validation", "not_sent", "taken", 0],
  );
});

test("a look-up that fails sends nothing", async () => {
  const pharmacy = new Pharmacy();
  const fetch = async () => new Response("", { status: 500 });
  const error = await failure(pharmacy.client({ fetch, maxRetries: 0 }).orders.createOnce(PARAMS));
  assert.deepEqual([error.status, error.outcome], [500, "not_sent"]);
});

test("an order that Blend refused may be sent again once it is corrected", async () => {
  const pharmacy = new Pharmacy();
  const create = pharmacy.onCreate;
  pharmacy.onCreate = () => json({ message: "no" }, 422);
  const blend = pharmacy.client();
  assert.deepEqual((await failure(blend.orders.createOnce(PARAMS))).outcome, "rejected");
  pharmacy.onCreate = create;
  await blend.orders.createOnce(PARAMS);
  assert.equal(pharmacy.orders.length, 1);
});

test("an abort ends the wait for a lost order at once", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.loseAnswers();
  pharmacy.visible = () => false;
  const stop = new AbortController();
  const looking = pharmacy.client().orders.createOnce(PARAMS, { signal: stop.signal });
  while (pharmacy.lookUps < 2) await new Promise(setImmediate);
  stop.abort("enough");
  const error = await failure(looking);
  assert.deepEqual([error.code, error.outcome, pharmacy.creates], ["abort", "unknown", 1]);
});

test("totalTimeout ends the look-ups too", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.loseAnswers();
  pharmacy.visible = () => false;
  const error = await failure(pharmacy.client().orders.createOnce(PARAMS, { totalTimeout: 100 }));
  assert.deepEqual([error.code, pharmacy.creates], ["unknown_outcome", 1]);
});

test("fields of the option omit are compared all the same", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.loseAnswers();
  const order = await pharmacy.client({ omit: ["external_id", "patient"] }).orders.createOnce(PARAMS);
  assert.deepEqual(Object.keys(order), ["id", "patient_id", "products"]);
});

test("a patient is recognised by key, date of birth and name", async () => {
  const params = { external_id: "p-1", date_of_birth: "1990-01-01", last_name: "Example", first_name: "Ada" };
  const results = [
    { ...params, last_name: "Other", id: "1" },
    { ...params, external_id: "p-2", id: "2" },
  ];
  let creates = 0;
  const asked = [];
  const fetch = async (url, { method, body }) => {
    if (url.endsWith("/patients/3")) return json(results[2]);
    if (method === "GET") return (asked.push(new URL(url).search), json({ results }));
    creates++;
    results.push({ ...JSON.parse(body), id: "3" });
    throw new Error("lost");
  };
  const blend = new Blend({ accessToken: "given", fetch, logLevel: "off" });
  const patient = await blend.patients.createOnce(params, { validate: "off" });
  assert.deepEqual([patient.id, creates, asked], ["3", 1, ["?q=1990-01-01&limit=100", "?q=1990-01-01&limit=100"]]);
  assert.equal((await blend.patients.createOnce(params, { validate: "off" })).id, "3");
  assert.equal(creates, 1);
  const { issues } = await failure(blend.patients.createOnce({ external_id: "p-9" }));
  assert.deepEqual(
    issues.map(({ path }) => path),
    ["date_of_birth", "last_name"],
  );
});
