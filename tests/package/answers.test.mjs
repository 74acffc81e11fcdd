// What comes back: unchanged, but for what the user asked to leave out; checked, where asked for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Blend, isKnownSearchResult } from "../../pkg/dist/index.mjs";
import { client, example, failure, json, ORDER, SECRET, serveBlend } from "../support/server.mjs";

const ID = ORDER.patient_id;

for (const [name, call, wanted] of [
  ["orders-create", (blend) => blend.orders.create(ORDER), "POST /orders"],
  ["orders-update", (blend) => blend.orders.update(ID, { external_id: "x" }), `PUT /orders/${ID}`],
  ["orders-unpause", (blend) => blend.orders.unpause(ID), `PUT /orders/${ID}/unpause`],
  ["orders-list", async (blend) => (await blend.orders.list()).data, "GET /orders"],
]) {
  test(`the vendor's ${name} comes back as it is, and passes the checks`, async (t) => {
    const answer = example(name);
    const server = await serveBlend(t, () => ({ json: answer }));
    assert.deepEqual(await call(client(server)), answer);
    assert.deepEqual(await call(client(server, { checkResponses: "throw" })), answer);
    const [{ method, url }] = server.calls;
    assert.equal(`${method} ${url}`.replace("/api/v1", ""), wanted);
  });
}

test("unknown fields, nulls and strange values stay", async (t) => {
  const text =
    '{"id":"1","future":{"a":[null,1.50,-0.0,1e30,"\\u2028","\\ud83d"]},"status":"levitating","__proto__":{"x":1},"constructor":2}';
  const server = await serveBlend(t, () => ({ text, headers: { "content-type": "application/json" } }));
  const order = await client(server, { checkResponses: "report", onDrift() {} }).orders.get("1");
  assert.deepEqual(order, JSON.parse(text));
  assert.equal(Object.getPrototypeOf(order), Object.prototype);
  assert.equal({}.x, undefined);
});

test("a type of content or an encoding that says little does no harm", async (t) => {
  const text = '\ufeff{"id":"Zoë 日本"}';
  const server = await serveBlend(t, () => ({ text, headers: { "content-type": "text/plain" } }));
  assert.deepEqual(await client(server).orders.get("1"), { id: "Zoë 日本" });
});

test("omit drops fields by name, at any depth", async (t) => {
  const answer = { id: "1", patient: { ssn: SECRET, first_name: "A", deep: [{ ssn: SECRET }, "ssn"] }, ssn: [1] };
  const server = await serveBlend(t, ({ url }) => ({
    json: url.includes("?") || url.endsWith("orders") ? [answer] : answer,
  }));
  const left = { id: "1", patient: { first_name: "A", deep: [{}, "ssn"] } };
  assert.deepEqual(await client(server, { omit: ["ssn"] }).orders.get("1"), left);
  assert.deepEqual(await client(server).orders.get("1", { omit: ["ssn", "patient"] }), { id: "1" });
  assert.deepEqual((await client(server, { omit: ["ssn"] }).orders.list()).data, [left]);
  assert.deepEqual(await client(server).orders.get("1"), answer);
});

test("omit reaches as deep as an answer goes", async (t) => {
  const text = `${'{"ssn":1,"x":'.repeat(20_000)}1${"}".repeat(20_000)}`;
  const server = await serveBlend(t, () => ({ text }));
  let left = await client(server).orders.get("1", { omit: ["ssn"] });
  while (left.x !== 1) {
    assert.deepEqual(Object.keys(left), ["x"]);
    left = left.x;
  }
});

test("omit does no harm to the sign-in", async (t) => {
  const server = await serveBlend(t);
  await client(server, { email: "a@example.com", password: "p", omit: ["access_token", "refresh_token"] }).orders.get(
    "1",
  );
  assert.equal(server.calls[0].headers.authorization, "Bearer access-1");
});

const DRIFTED = { id: SECRET, patient: { first_name: 7, [`${SECRET} x`]: 1 }, products: SECRET };

test("onDrift gets the places where an answer differs, and never a value", async (t) => {
  const server = await serveBlend(t, () => ({ json: DRIFTED }));
  const reports = [];
  const answer = await client(server, { checkResponses: "report", onDrift: (drift) => reports.push(drift) }).orders.get(
    "1",
  );
  assert.deepEqual(answer, DRIFTED);
  assert.deepEqual(
    reports.filter(({ code }) => code === "wrong_kind").map(({ operation, path }) => [operation, path]),
    [
      ["orders.get", "patient.first_name"],
      ["orders.get", "products"],
    ],
  );
  for (const drift of reports) assert.deepEqual(Object.keys(drift), ["operation", "path", "code", "message"]);
  assert.ok(!inspect(reports).includes(SECRET), inspect(reports));
});

test("an onDrift that throws does not break the call", async (t) => {
  const server = await serveBlend(t, () => ({ json: DRIFTED }));
  for (const onDrift of [
    () => {
      throw new Error(SECRET);
    },
    async () => {
      throw new Error(SECRET);
    },
  ]) {
    assert.deepEqual(await client(server, { checkResponses: "report", onDrift }).orders.create(ORDER), DRIFTED);
  }
  // A rejection that nobody catches would end the process.
  await new Promise(setImmediate);
});

test("without onDrift it is logged, once", async (t) => {
  const server = await serveBlend(t, () => ({ json: { products: SECRET } }));
  const lines = [];
  const logger = { debug() {}, info() {}, warn: (line) => lines.push(line), error() {} };
  const blend = client(server, { checkResponses: "report", logger, logLevel: "warn" });
  await blend.orders.get("1");
  await blend.orders.get("2");
  assert.equal(lines.filter((line) => /orders\.get.*products/.test(line)).length, 1, inspect(lines));
  // So is what every example has and this answer lacks.
  assert.equal(lines.filter((line) => /orders\.get.*order_number/.test(line)).length, 1, inspect(lines));
  assert.ok(!lines.join().includes(SECRET));
});

test("a logged warning is not remembered for ever", async () => {
  const lines = [];
  const logger = { debug() {}, info() {}, warn: (line) => lines.push(line), error() {} };
  const [documented] = example("orders-list");
  let answer;
  const blend = new Blend({ accessToken: "given", fetch: async () => json(answer), checkResponses: "report", logger });
  const linesOf = async (...fields) => {
    lines.length = 0;
    for (const field of fields) {
      answer = { ...documented, [field]: 1 };
      await blend.orders.get("1");
    }
    return lines.filter((line) => fields.some((field) => line.includes(`at ${field}:`))).length;
  };
  const others = Array.from({ length: 499 }, (_, index) => `other_${index}`);
  assert.equal(await linesOf("first", ...others), 500);
  assert.equal(await linesOf("first", ...others), 0);
  assert.equal(await linesOf("one_more"), 1);
  // It takes the place of the oldest.
  assert.equal(await linesOf("first"), 1);
  assert.equal(await linesOf("one_more", others.at(-1)), 0);
});

test("checkResponses throw fails the call, which was done", async (t) => {
  const server = await serveBlend(t, () => ({ status: 201, json: DRIFTED }));
  const error = await failure(client(server, { checkResponses: "throw" }).orders.create(ORDER));
  assert.deepEqual(
    [error.name, error.code, error.outcome, error.status, server.calls.length],
    ["ValidationError", "validation", "done", 201, 1],
  );
  assert.ok(error.issues.some(({ path }) => path === "products"));
  assert.ok(!inspect(error, { depth: 9 }).includes(SECRET));
  assert.deepEqual(await client(server).orders.create(ORDER), DRIFTED);
});

test("a search result of an unknown kind is recognised as unknown", () => {
  assert.equal(isKnownSearchResult({ result_type: "order" }), true);
  for (const result of [{ result_type: "spell" }, {}, { result_type: null }, null, undefined, "order"])
    assert.equal(isKnownSearchResult(result), false);
});

test("request reaches what the methods lack", async (t) => {
  const server = await serveBlend(t, () => ({ json: [1] }));
  const answer = await client(server).request("PATCH", "/things/{id}/x", {
    path: { id: "a/b ?" },
    query: { q: "ü&", list: [1, 2] },
    body: { a: 1 },
  });
  assert.deepEqual(answer, [1]);
  const [{ method, url, body }] = server.calls;
  assert.deepEqual([method, url, body], ["PATCH", "/api/v1/things/a%2Fb%20%3F/x?q=%C3%BC%26&list=1,2", '{"a":1}']);
});

test("endpoints override verb, path, and place and name of a parameter", async (t) => {
  const server = await serveBlend(t);
  const blend = client(server, {
    endpoints: {
      "orders.pause": { verb: "POST", path: "/orders/{order_id}/hold" },
      "orders.list": { params: { page_size: { name: "per_page" } } },
    },
  });
  await blend.orders.pause("1");
  await failure(blend.orders.list({ page_size: 2 }));
  assert.deepEqual(
    server.calls.map(({ method, url }) => `${method} ${url}`),
    ["POST /api/v1/orders/1/hold", "GET /api/v1/orders?per_page=2"],
  );
});
