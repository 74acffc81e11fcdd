// Pages and lists in the state of frameworks, which put proxies around them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend } from "../../pkg/dist/index.mjs";
import { WRAPPERS } from "../support/proxies.mjs";
import { json } from "../support/server.mjs";

const IDS = ["1", "2", "3", "4", "5"];

/** A list of five in pages of two. */
function listOfFive() {
  const fetch = async (url) => {
    const page = Number(new URL(url).searchParams.get("page") ?? 1);
    const items = IDS.slice((page - 1) * 2, page * 2).map((id) => ({ id }));
    return json(items, 200, { "x-total-count": "5" });
  };
  return new Blend({ accessToken: "given", fetch }).orders.list({ page_size: 2 });
}

const idsIn = (items) => items.map(({ id }) => id);

for (const [name, wrap] of Object.entries(WRAPPERS)) {
  test(`${name}: a page in it can be read, turned and iterated`, async () => {
    const page = wrap(await listOfFive());
    assert.deepEqual([page.page, page.total, page.hasNextPage(), idsIn(page.data)], [1, 5, true, ["1", "2"]]);
    assert.equal(page.headers.get("x-total-count"), "5");
    assert.deepEqual(idsIn((await page.getNextPage()).data), ["3", "4"]);
    const pages = [];
    for await (const { data } of page.pages()) pages.push(idsIn(data));
    assert.deepEqual(pages, [["1", "2"], ["3", "4"], ["5"]]);
    const items = [];
    for await (const item of page) items.push(item);
    assert.deepEqual(idsIn(items), IDS);
  });

  test(`${name}: a list in it can be awaited and iterated`, async () => {
    const list = wrap(listOfFive());
    assert.deepEqual(idsIn((await list).data), ["1", "2"]);
    assert.equal((await list.withResponse()).data.total, 5);
    assert.deepEqual(idsIn(await list.toArray({ limit: 3 })), ["1", "2", "3"]);
    const items = [];
    for await (const item of list) items.push(item);
    assert.deepEqual(idsIn(items), IDS);
    assert.equal(await list.catch(() => {}), await list.finally(() => {}));
  });
}
