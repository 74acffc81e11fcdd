// What comes back: unchanged, but for what the user asked to leave out; checked, where asked for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Page, PagingError, isKnownSearchResult } from "../../pkg/dist/index.mjs";
import { client, example, failure, ORDER, SECRET, serveBlend } from "./server.mjs";

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

test("onDrift is told where an answer differs, and never a value", async (t) => {
  const server = await serveBlend(t, () => ({ json: DRIFTED }));
  const told = [];
  const answer = await client(server, { checkResponses: "report", onDrift: (drift) => told.push(drift) }).orders.get(
    "1",
  );
  assert.deepEqual(answer, DRIFTED);
  assert.deepEqual(
    told.filter(({ code }) => code === "wrong_kind").map(({ operation, path }) => [operation, path]),
    [
      ["orders.get", "patient.first_name"],
      ["orders.get", "products"],
    ],
  );
  for (const drift of told) assert.deepEqual(Object.keys(drift), ["operation", "path", "code", "message"]);
  assert.ok(!inspect(told).includes(SECRET), inspect(told));
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

/** Orders 1 to `count` in pages. */
const pages =
  (count, headers = {}) =>
  ({ url }) => {
    const query = new URL(url, "http://x").searchParams;
    const [page, size] = [Number(query.get("page") ?? 1), Number(query.get("page_size") ?? 25)];
    const all = Array.from({ length: count }, (_, place) => ({ id: `${place + 1}` }));
    return { json: all.slice((page - 1) * size, page * size), headers };
  };

test("a total that is less than what there was already cuts no list", async (t) => {
  for (const total of ["0", "2"]) {
    const server = await serveBlend(t, pages(5, { "x-total-count": total }));
    const items = await client(server).orders.list({ page_size: 3 }).toArray({ limit: 10 });
    assert.equal(items.length, 5);
  }
});

test("items are told apart by what is left out of them too", async (t) => {
  const server = await serveBlend(t, pages(5));
  assert.deepEqual(
    await client(server, { omit: ["id"] })
      .orders.list({ page_size: 2 })
      .toArray({ limit: 10 }),
    [{}, {}, {}, {}, {}],
  );
  const first = await client(server).orders.list({ page_size: 2 }, { omit: ["id"] });
  for (let time = 0; time < 2; time++) assert.deepEqual((await first.getNextPage()).data, [{}, {}]);
  const moved = await serveBlend(t, ({ url }) => ({
    json: url.includes("page=2") ? [{ id: 2 }, { id: 3 }] : [{ id: 1 }, { id: 2 }],
  }));
  const page = await client(moved, { omit: ["id"] }).orders.list({ page_size: 2 });
  for (let time = 0; time < 2; time++) assert.equal((await page.getNextPage()).repeated, 1);
});

test("a list is read to its empty page", async (t) => {
  const server = await serveBlend(t, pages(5));
  const ids = [];
  for await (const { id } of client(server).orders.list({ page_size: 2 })) ids.push(id);
  assert.deepEqual(ids, ["1", "2", "3", "4", "5"]);
  assert.equal(server.calls.length, 4);
});

test("a list is read to the total that a header gives", async (t) => {
  const server = await serveBlend(t, pages(4, { "x-total-count": "4" }));
  const first = await client(server).orders.list({ page_size: 2 });
  assert.ok(first instanceof Page);
  assert.deepEqual(
    [first.page, first.pageSize, first.data.length, first.hasNextPage(), first.headers.get("x-total-count")],
    [1, 2, 2, true, "4"],
  );
  const second = await first.getNextPage();
  assert.deepEqual([second.page, second.hasNextPage()], [2, false]);
  assert.equal((await failure(second.getNextPage())).code, "paging");
  assert.equal(server.calls.length, 2);
});

test("a list begins at the page that was asked for, and fetches ahead as far as told", async (t) => {
  const server = await serveBlend(t, pages(9));
  const items = await client(server, { prefetch: 2 }).orders.list({ page: 2, page_size: 2 }).toArray({ limit: 3 });
  assert.deepEqual(
    items.map(({ id }) => id),
    ["3", "4", "5"],
  );
  await server.arrived(4);
  assert.deepEqual(server.calls.map(({ url }) => new URL(url, "http://x").searchParams.get("page")).sort(), [
    "2",
    "3",
    "4",
    "5",
  ]);
});

test("a list that nobody awaits is not asked for, and one that is awaited twice is asked for once", async (t) => {
  const server = await serveBlend(t, pages(1));
  const blend = client(server);
  void blend.orders.list();
  const list = blend.orders.list();
  const [one, two] = await Promise.all([list, list]);
  assert.equal(one, two);
  assert.equal(server.calls.length, 1);
});

test("a server that does not turn pages is found out", async (t) => {
  const server = await serveBlend(t, () => ({ json: [{ id: "1" }, { id: "2" }] }));
  const error = await failure(client(server).orders.list().toArray({ limit: 100 }));
  assert.ok(error instanceof PagingError);
  assert.equal(server.calls.length, 2);
});

test("an item that comes twice, because the list moved, is handed out once", async (t) => {
  const lists = [["1", "2"], ["2", "3"], []];
  const server = await serveBlend(t, (_, number) => ({ json: lists[number - 1].map((id) => ({ id })) }));
  const list = client(server).orders.list({ page_size: 2 });
  assert.deepEqual(
    (await list.toArray({ limit: 9 })).map(({ id }) => id),
    ["1", "2", "3"],
  );
  const pages = [];
  lists.push(...lists);
  for await (const page of client(server).orders.list({ page_size: 2 }).pages())
    pages.push([page.data.length, page.repeated]);
  assert.deepEqual(pages, [
    [2, 0],
    [2, 1],
  ]);
});

test("a list that is no array is told", async (t) => {
  const server = await serveBlend(t, () => ({ json: { items: [{ id: SECRET }] } }));
  const error = await failure(client(server).orders.list());
  assert.equal(error.code, "paging");
  assert.ok(!inspect(error).includes(SECRET));
});

test("a page that fails ends the list with its error, and a signal ends it between pages", async (t) => {
  const server = await serveBlend(t, (request) => (request.url.includes("page=2") ? 404 : pages(9)(request)));
  const seen = [];
  const error = await failure(
    (async () => {
      for await (const { id } of client(server).orders.list()) seen.push(id);
    })(),
  );
  assert.deepEqual([error.code, seen.length], ["not_found", 9]);
  const controller = new AbortController();
  const aborted = await failure(
    (async () => {
      for await (const _ of client(server).orders.list({ page_size: 3 }, { signal: controller.signal }))
        controller.abort();
    })(),
  );
  assert.equal(aborted.code, "abort");
});

test("a kind of search result that nobody knows is told apart", () => {
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
