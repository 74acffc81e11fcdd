// Lists that come in pages: nothing is lost, nothing comes twice, and the caller gets every failure.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Page, PagingError } from "../../pkg/dist/index.mjs";
import { client, failure, SECRET, serveBlend, withoutJitter } from "../support/server.mjs";

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

test("items differ also by the fields that omit removes", async (t) => {
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

test("a list is read to the total that a header gives, if the page is short", async (t) => {
  const server = await serveBlend(t, pages(5, { "x-total-count": "5" }));
  const first = await client(server).orders.list({ page_size: 2 });
  assert.ok(first instanceof Page);
  assert.deepEqual(
    [first.page, first.pageSize, first.total, first.data.length, first.hasNextPage()],
    [1, 2, 5, 2, true],
  );
  assert.equal(first.headers.get("x-total-count"), "5");
  const third = await (await first.getNextPage()).getNextPage();
  assert.deepEqual([third.page, third.data.length, third.hasNextPage()], [3, 1, false]);
  const error = await failure(third.getNextPage());
  assert.deepEqual([error.code, error.outcome], ["paging", "not_sent"]);
  assert.equal(server.calls.length, 3);
});

for (const [what, header] of Object.entries({
  "the items of a page": "25",
  "what came so far": "50",
  "what is there": "100",
  "more than there is": "1000",
})) {
  test(`a header that counts ${what} cuts no list of full pages`, async (t) => {
    const server = await serveBlend(t, pages(100, { "x-total-count": header }));
    const items = await client(server).orders.list().toArray({ limit: 1000 });
    assert.deepEqual([items.length, new Set(items.map(({ id }) => id)).size], [100, 100]);
    assert.equal((await client(server).orders.list()).total, Number(header));
  });
}

test("a page knows no total where no header tells", async (t) => {
  const server = await serveBlend(t, pages(5));
  assert.equal((await client(server).orders.list()).total, undefined);
});

/** A client of a list whose pages are these texts. */
async function listOf(t, ...texts) {
  const server = await serveBlend(t, ({ url }) => ({
    text: texts[Number(new URL(url, "http://x").searchParams.get("page") ?? 1) - 1] ?? "[]",
    headers: { "content-type": "application/json" },
  }));
  return client(server);
}

const DEEP = `${'{"x":'.repeat(200)}1${"}".repeat(200)}`;

for (const [what, ...texts] of [
  ["equal items without an id", '[{"name":"A"},{"name":"A"}]', '[{"name":"A"}]', '[{"name":"B"},{"name":"A"}]'],
  ["ids beyond 2^53", '[{"id":9007199254740992},{"id":9007199254740993}]', '[{"id":9007199254740993,"n":1}]'],
  ["ids that no number can hold", '[{"id":1e400},{"id":2e400}]', '[{"id":-1e400}]'],
  ["ids that are empty, null or no text", '[{"id":""},{"id":""},{"id":null}]', '[{"id":null},{"id":{}},{"id":[1]}]'],
  ["items that are no objects", '["1","1",1]', '[1,null,"1"]', "[[1],[1],true]"],
  ["items that are nested deep", `[${DEEP},${DEEP}]`, `[${DEEP},{"id":"1"}]`],
  ["a number and its text as ids", '[{"id":1},{"id":"1"}]', '[{"id":"[1]"},{"id":1.5},{"id":1.5}]'],
])
  test(`${what} are not taken for the same`, async (t) => {
    const items = texts.flatMap((text) => JSON.parse(text));
    const blend = await listOf(t, ...texts);
    assert.deepEqual(await blend.orders.list().toArray({ limit: 100 }), items);
    let page = await blend.orders.list();
    while (page.hasNextPage()) page = await page.getNextPage();
    assert.deepEqual([page.page, page.repeated], [texts.length + 1, 0]);
  });

test("a page without ids that comes again is a server that does not turn pages", async (t) => {
  const text = '[{"name":"A"},{"name":"A"}]';
  const error = await failure((await listOf(t, text, text)).orders.list().toArray({ limit: 100 }));
  assert.deepEqual([error.code, error.outcome, error.operation], ["paging", "done", "orders.list"]);
});

test("an id that is no text ends the list with an error, and not early", async (t) => {
  const blend = await listOf(t, '[{"id":"\\ud83d"},{"id":"1"}]');
  const error = await failure(blend.orders.list().toArray({ limit: 100 }));
  assert.equal(error.code, "paging");
  assert.match(error.message, /ids of this page cannot be read/);
});

test("withResponse gives the first page with what came along", async (t) => {
  const headers = { "x-request-id": "r-7" };
  const server = await serveBlend(t, (request, number) => (number === 1 ? 503 : pages(3, headers)(request)));
  withoutJitter(t);
  const list = client(server).orders.list({ status: "levitating", page_size: 2 });
  const { data, response, attempts, warnings, requestId } = await list.withResponse();
  assert.ok(data instanceof Page);
  assert.equal(data, await list);
  assert.deepEqual([response.status, attempts, requestId, data.data.length], [200, 2, "r-7", 2]);
  assert.deepEqual(
    warnings.map(({ path }) => path),
    ["status"],
  );
  assert.deepEqual(
    (await list.toArray({ limit: 9 })).map(({ id }) => id),
    ["1", "2", "3"],
  );
});

test("a page that was fetched ahead and fails once nobody wants it harms nobody", async (t) => {
  const unhandled = [];
  const listener = (error) => unhandled.push(error);
  process.on("unhandledRejection", listener);
  t.after(() => process.off("unhandledRejection", listener));
  let release;
  const broken = new Promise((resolve) => (release = resolve));
  const ends = [];
  const onAudit = ({ status }) => ends.push(status);
  const server = await serveBlend(t, async (request) => {
    if (!request.url.includes("page=3")) return pages(50)(request);
    await broken;
    return 404;
  });
  const blend = client(server, { prefetch: 1, onAudit });
  for await (const { id } of blend.orders.list()) if (id === "26") break;
  release();
  while (ends.length < 3) await new Promise(setImmediate);
  await new Promise(setImmediate);
  assert.deepEqual([ends, unhandled], [[200, 200, 404], []]);
});

test("a list without pages can be iterated too", async (t) => {
  const server = await serveBlend(t, ({ url }) =>
    url.endsWith("/orders") ? { json: [{ id: "1" }, { id: "2" }] } : 404,
  );
  const blend = client(server);
  const ids = [];
  for await (const { id } of blend.patients.orders("40000000-0000-4000-8000-000000000001")) ids.push(id);
  assert.deepEqual(ids, ["1", "2"]);
  const iterate = async (promise) => {
    for await (const item of promise) assert.fail(`an item: ${item}`);
  };
  const failed = await failure(iterate(blend.prescribers.list()));
  assert.deepEqual([failed.code, failed.operation], ["not_found", "prescribers.list"]);
  const object = await serveBlend(t, () => ({ json: { id: SECRET } }));
  const error = await failure(iterate(client(object).orders.get("1")));
  assert.deepEqual([error.code, error.outcome, error.operation], ["paging", "done", "orders.get"]);
  assert.ok(!inspect(error).includes(SECRET));
});

test("a page shows nothing of how it was read", async (t) => {
  const server = await serveBlend(t, pages(3));
  const list = client(server).orders.list({ page_size: 2 });
  const page = await list;
  assert.deepEqual(Object.keys(page), ["data", "page", "pageSize", "total", "headers", "repeated"]);
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(page))), ["data", "page", "pageSize", "headers", "repeated"]);
  for (const thing of [page, list]) {
    const text = inspect(thing, { depth: 9, showHidden: true });
    assert.doesNotMatch(text, /fresh|keys|prefetch|operation|orders\.list/, text);
    assert.doesNotMatch(inspect(thing), /Symbol|Function/);
  }
});

test("a list begins at the page that was asked for, and fetches ahead as far as `prefetch` says", async (t) => {
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

test("a list that is no array is an error", async (t) => {
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
