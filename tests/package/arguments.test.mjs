// Arguments and options that cannot be used: refused before anything is sent, by name, with the fix.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Blend, ValidationError } from "../../pkg/dist/index.mjs";
import { client, failure, ORDER, SECRET, serveBlend } from "../support/server.mjs";

/** The issues that a call rejects with; nothing was sent. */
async function refused(server, call) {
  const error = await failure(call);
  assert.ok(error instanceof ValidationError, inspect(error));
  assert.deepEqual([error.outcome, server.requests.length], ["not_sent", 0]);
  assert.match(error.message, /nothing was sent/);
  return error.issues;
}

const cycle = { patient: {} };
cycle.patient.address = cycle.patient;

for (const [what, value, path, word] of [
  ["a Date", { patient: { date_of_birth: new Date(0) } }, "patient.date_of_birth", /YYYY-MM-DD/],
  ["a BigInt", { products: { prescription: [{ quantity: 1n }] } }, "products.prescription[0].quantity", /BigInt/],
  ["NaN", { products: { prescription: [{ quantity: NaN }] } }, "products.prescription[0].quantity", /NaN/],
  [
    "Infinity",
    { products: { prescription: [{ quantity: -Infinity }] } },
    "products.prescription[0].quantity",
    /Infinity/,
  ],
  ["a cycle", cycle, "patient.address", /contains itself/],
  ["a function", { external_id: () => SECRET }, "external_id", /function/],
  ["a symbol", { external_id: Symbol(SECRET) }, "external_id", /symbol/],
  ["a Map", { patient: new Map([["ssn", SECRET]]) }, "patient", /plain objects/],
  ["a Set", { electronic_prescription_ids: new Set([SECRET]) }, "electronic_prescription_ids", /plain objects/],
  ["bytes", { external_id: new Uint8Array(3) }, "external_id", /plain objects/],
  [
    "a URL",
    { custom_shipping: { label_url: new URL("https://example.com/1") } },
    "custom_shipping.label_url",
    /toJSON/,
  ],
  ["a hole in a list", { electronic_prescription_ids: [undefined] }, "electronic_prescription_ids[0]", /undefined/],
]) {
  test(`${what} in the params is refused by its path`, async (t) => {
    const server = await serveBlend(t);
    const issues = await refused(server, client(server).orders.create({ ...ORDER, ...value }));
    assert.deepEqual(
      issues.map((issue) => [issue.path, issue.code]),
      [[path, "unsendable"]],
    );
    assert.match(issues[0].message, word);
    assert.ok(!JSON.stringify(issues).includes(SECRET));
  });
}

test("the params themselves can be wrong", async (t) => {
  const server = await serveBlend(t);
  const { orders } = client(server);
  for (const params of [undefined, null, "text", 7, [], true])
    assert.equal((await refused(server, orders.create(params))).length, 1, `${params}`);
  for (const params of [new Date(), () => {}, 1n])
    assert.equal((await refused(server, orders.create(params)))[0].code, "unsendable");
});

test("an id can be wrong", async (t) => {
  const server = await serveBlend(t);
  const { orders, patients } = client(server);
  for (const id of [undefined, null, "", ".", "..", "statuses", 7, {}, ["x"]]) {
    assert.deepEqual(
      (await refused(server, orders.get(id))).map(({ path }) => path),
      ["order_id"],
      `${id}`,
    );
  }
  for (const id of [new Date(), 1n, NaN]) assert.equal((await refused(server, orders.get(id)))[0].path, "arguments[0]");
  assert.deepEqual(
    (await refused(server, patients.deactivateRiskFactor("not-a-uuid"))).map(({ path }) => path),
    ["patient_id", "risk_factor_id"],
  );
});

test("a misspelt field is refused with a suggestion, and without its value", async (t) => {
  const server = await serveBlend(t);
  const issues = await refused(
    server,
    client(server).orders.create({ ...ORDER, patientid: SECRET, [`${SECRET} key`]: 1 }),
  );
  assert.deepEqual(
    issues.map(({ code }) => code),
    ["unknown_field", "unknown_field"],
  );
  assert.match(issues[0].message, /patient_id/);
  assert.ok(!JSON.stringify(issues).includes(SECRET));
});

test("an unknown option is refused with a suggestion", async (t) => {
  assert.throws(() => new Blend({ timeOut: 5 }), {
    name: "ValidationError",
    code: "validation",
    outcome: "not_sent",
    message: /options\.timeOut.*timeout/,
  });
  assert.throws(() => new Blend({ baseUrl: "https://x.example" }), { message: /baseURL/ });
  assert.throws(
    () => new Blend({ apiKey: SECRET }),
    (error) => /apiKey/.test(error.message) && !inspect(error).includes(SECRET),
  );
  const server = await serveBlend(t);
  const error = await failure(client(server).orders.get("1", { maxRetrys: 1 }));
  assert.match(error.message, /options\.maxRetrys.*maxRetries/);
  assert.throws(
    () => new Blend({ retries: 1 }),
    (error) => !error.message.includes("allowUnknownFields"),
  );
  assert.equal(server.requests.length, 0);
});

test("an option of a wrong kind or size is refused", async (t) => {
  for (const options of [
    { timeout: "5" },
    { timeout: 0 },
    { timeout: NaN },
    { maxRetries: -1 },
    { maxRetries: 1.5 },
    { omit: "ssn" },
    { checkResponses: "warn" },
    { validate: true },
    { logger: {} },
    { logger: null },
    { tokenStore: { get() {} } },
  ]) {
    assert.throws(
      () => new Blend(options),
      { name: "ValidationError", message: new RegExp(Object.keys(options)[0]) },
      inspect(options),
    );
  }
  const server = await serveBlend(t);
  for (const options of [{ timeout: "5" }, { maxRetries: 99 }, { email: "x" }]) {
    const error = await failure(client(server).orders.get("1", options));
    assert.deepEqual(
      [error.name, error.outcome, server.requests.length],
      ["ValidationError", "not_sent", 0],
      inspect(options),
    );
  }
});

test("options that are no object reject, and never throw in place", async (t) => {
  const server = await serveBlend(t);
  const blend = client(server);
  for (const options of [null, 7, "text", true]) {
    for (const call of [
      () => blend.orders.get("1", options),
      () => blend.orders.list({}, options),
      () => blend.request("GET", "/x", {}, options),
    ]) {
      const error = await failure(call());
      assert.deepEqual([error.name, error.outcome], ["ValidationError", "not_sent"], `${options}`);
    }
  }
  assert.equal(server.requests.length, 0);
});

test("half of a credential is refused", () => {
  assert.throws(() => new Blend({ email: "x@example.com" }), { message: /options\.password/ });
  assert.throws(
    () => new Blend({ password: SECRET }),
    (error) => /options\.email/.test(error.message) && !inspect(error).includes(SECRET),
  );
});

for (const baseURL of [
  "http://api.byblend.com/api/v1",
  "ftp://x",
  "https://user:pass@x.example",
  "api.byblend.com",
  "https://x.example/?a=1",
  "",
]) {
  test(`the base URL "${baseURL}" is refused`, () => {
    assert.throws(() => new Blend({ accessToken: "t", baseURL }), {
      name: "ValidationError",
      message: /options\.baseURL/,
    });
  });
}

test("an argument too many is refused, not taken for options", async (t) => {
  const server = await serveBlend(t);
  const issues = await refused(server, client(server).orders.get("1", {}, {}));
  assert.match(issues[0].message, /expected 1 and the call's options, got 3/);
});

test("options in the place of params are refused", async (t) => {
  const server = await serveBlend(t);
  const { signal } = new AbortController();
  const issues = await refused(server, client(server).orders.create({ signal }));
  assert.match(issues[0].message, /argument behind this one/);
  const [issue] = await refused(server, client(server).orders.update("visit-1", { timeout: 5000 }));
  assert.deepEqual([issue.path, issue.code], ["timeout", "unknown_field"]);
  assert.match(issue.message, /argument behind this one/);
});

test("undefined is left out, and null refused where it is not allowed", async (t) => {
  const server = await serveBlend(t);
  const blend = client(server);
  await blend.orders.create({ ...ORDER, external_id: undefined });
  assert.deepEqual(JSON.parse(server.calls[0].body), ORDER);
  const error = await failure(blend.orders.create({ ...ORDER, external_id: null }));
  assert.deepEqual(
    error.issues.map(({ path, code }) => [path, code]),
    [["external_id", "null"]],
  );
});

test("what is sent is what the params were at the call", async (t) => {
  const server = await serveBlend(t);
  const params = structuredClone(ORDER);
  const call = client(server).orders.create(params);
  params.patient_id = "changed";
  await call;
  assert.deepEqual(JSON.parse(server.calls[0].body), ORDER);
});

test("every page of a list is asked for with what the params were at the call", async (t) => {
  const server = await serveBlend(t, (_, number) => ({ json: number === 1 ? [{ id: "1" }] : [] }));
  const params = { status: "received" };
  const list = client(server).orders.list(params);
  params.status = "paused";
  assert.equal((await list.toArray({ limit: 10 })).length, 1);
  assert.deepEqual(
    server.calls.map(({ url }) => url),
    ["/api/v1/orders?status=received", "/api/v1/orders?status=received&page=2"],
  );
});

test("check tells the same and sends nothing", async (t) => {
  const server = await serveBlend(t);
  const { orders } = client(server);
  assert.deepEqual(orders.check.create(ORDER), { issues: [], warnings: [] });
  assert.equal(orders.check.create({ ...ORDER, patientid: 1 }).issues[0].code, "unknown_field");
  assert.equal(orders.check.create({ ...ORDER, external_id: 1n }).issues[0].code, "unsendable");
  assert.equal(orders.check.get("..").issues[0].path, "order_id");
  assert.equal(server.requests.length, 0);
});

test("toArray wants a limit", async (t) => {
  const server = await serveBlend(t);
  for (const options of [undefined, {}, { limit: 0 }, { limit: "5" }]) {
    const error = await failure(client(server).orders.list().toArray(options));
    assert.deepEqual([error.name, error.issues[0].path], ["ValidationError", "limit"]);
  }
  assert.equal(server.requests.length, 0);
});

test("half of a character, an empty list and an order in place of its id are reported", async () => {
  const blend = new Blend({ accessToken: "given", fetch: async () => new Response("{}"), logLevel: "off" });
  const issue = async (call) => (await failure(call)).issues[0];
  const half = await issue(blend.patients.create({ first_name: "Ada \ud83d" }));
  assert.deepEqual([half.path, half.code], ["first_name", "unsendable"]);
  const none = await issue(blend.orders.list({ status: [] }).then());
  assert.deepEqual([none.path, none.message], ["status", "an empty list; leave it out, or name values"]);
  const { warnings } = blend.orders.check.create({
    patient_id: "0227d1e5-ba9a-42b5-8fe2-38882aa65708",
    products: { prescription: [{ sku: "S-1", quantity: 0 }] },
  });
  assert.deepEqual(
    warnings.map(({ path, code }) => [path, code]),
    [["products.prescription[0].quantity", "out_of_range"]],
  );
  const { Sandbox } = await import("../../pkg/dist/sandbox.mjs");
  for (const order of [{ id: "1" }, 5, true, ""])
    assert.throws(() => new Sandbox().advance(order), { name: "TypeError", message: /order: expected its id/ });
});

test("a header may have the name of an option", async (t) => {
  const server = await serveBlend(t);
  const headers = { context: "c", signal: "s", logger: "l", tokenstore: "t", fetch: "f" };
  await client(server, { headers: { tokenStore: "t" } }).orders.get("1", {
    context: { a: 1 },
    headers: { context: "c", signal: "s", logger: "l", fetch: "f" },
  });
  const sent = server.calls[0].headers;
  assert.deepEqual(Object.fromEntries(Object.keys(headers).map((name) => [name, sent[name]])), headers);
});
