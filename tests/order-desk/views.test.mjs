// The list: views, filters, pages, stuck orders first, the chart; all by the address, which the browser's buttons know.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDesk } from "./desk.mjs";

let desk;
before(async () => (desk = await openDesk()));
after(() => desk?.close());

const search = (page) => decodeURIComponent(new URL(page.url()).search);
/** A view is there: its heading, and then its rows. */
const shown = async (page, name) => {
  await page.getByRole("heading", { name, exact: true, level: 2 }).waitFor();
  await page.locator("#content:not([aria-busy])").waitFor();
};

test("stuck orders come first, with their reason, and have a view of their own", async (t) => {
  const { page } = await desk.open("rita", { t });
  await page.locator("tbody tr").first().waitFor();
  const rows = await page.locator("tbody tr").allTextContents();
  const stuck = rows.map((text) => /Stuck: \w+/.test(text));
  assert.ok(stuck[0] && stuck.lastIndexOf(true) < stuck.length - 1);
  assert.ok(stuck.slice(0, stuck.lastIndexOf(true) + 1).every(Boolean));
  await page.getByRole("link", { name: /^Stuck/ }).click();
  await shown(page, "Stuck");
  assert.equal(search(page), "?stuck=yes");
  const numbers = await page.locator("tbody th a").allTextContents();
  for (const { order } of desk.sandbox.stuck) assert.ok(numbers.includes(order), order);
});

test("filters stand in the address, and the back button knows them", async (t) => {
  const { page } = await desk.open("rita", { t });
  await page.getByRole("link", { name: /^Paused/ }).click();
  await shown(page, "Paused");
  await page.getByRole("button", { name: "Exception", exact: true }).click();
  await shown(page, "Orders");
  assert.equal(search(page), "?status=paused,exception");
  await page.locator("tbody .status-exception").first().waitFor();
  const statuses = new Set(await page.locator("tbody .status").allTextContents());
  assert.deepEqual([...statuses].sort(), ["Exception", "Paused"]);
  await page.goBack();
  await shown(page, "Paused");
  assert.deepEqual([...new Set(await page.locator("tbody .status").allTextContents())], ["Paused"]);
});

test("all orders go over pages", async (t) => {
  const { page } = await desk.open("rita", { t, path: "/?status=all" });
  const firstRow = () => page.locator("tbody th a").first().textContent();
  await page.getByRole("link", { name: "Older" }).waitFor();
  const first = await firstRow();
  await page.getByRole("link", { name: "Older" }).click();
  await page.getByText("Page 2").waitFor();
  assert.equal(search(page), "?status=all&page=2");
  assert.notEqual(await firstRow(), first);
  await page.getByRole("link", { name: "Newer" }).click();
  await page.getByText("Page 1").waitFor();
  assert.equal(await firstRow(), first);
});

test("a view is saved for the person, on the server, and removed", async (t) => {
  const { page } = await desk.open("rita", { t, path: "/?status=paused,exception" });
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByLabel("Name of the view").fill("My morning");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await shown(page, "My morning");
  // The title goes into the browser's history.
  assert.equal(await page.title(), "Saved view · Order desk");
  const elsewhere = await desk.open("rita", { t });
  await elsewhere.page.getByRole("link", { name: /^My morning/ }).click();
  assert.equal(search(elsewhere.page), "?status=paused,exception");
  const other = await desk.open("luis", { t });
  await other.page.locator("tbody tr").first().waitFor();
  assert.equal(await other.page.getByRole("link", { name: /^My morning/ }).count(), 0);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  await page.getByRole("button", { name: "Remove the view My morning" }).click();
  await page.getByRole("link", { name: /^My morning/ }).waitFor({ state: "detached" });
});

test("the chart's numbers are the sandbox's, and its bars are as long", async (t) => {
  const { page } = await desk.open("rita", { t, path: "/?show=days" });
  await page.locator(".days tbody tr").first().waitFor();
  const rows = await page.locator(".days tbody tr").evaluateAll((all) =>
    all.map((row) => ({
      date: row.querySelector("time").dateTime,
      numbers: [...row.querySelectorAll(".number")].map(({ textContent }) => Number(textContent)),
      bar: [...row.querySelectorAll("rect")].reduce((sum, rect) => sum + rect.width.baseVal.value, 0),
    })),
  );
  assert.equal(rows.length, 14);
  const most = Math.max(...rows.map(({ numbers }) => numbers[0]));
  for (const { date, numbers, bar } of rows) {
    const { total_orders } = await desk.blend.reports.orders({ start_date: date, end_date: date });
    const [total, ...parts] = numbers;
    assert.deepEqual([total, parts.reduce((sum, one) => sum + one, 0)], [total_orders, total_orders], date);
    assert.equal(Math.round(bar), Math.round((total / most) * 1000), date);
  }
});

test("where Blend does not answer, the page says so and offers what it has", async (t) => {
  const { page } = await desk.open("rita", { t });
  await page.locator("tbody tr").first().waitFor();
  desk.sandbox.fail({ operation: "orders.list", status: 500, times: "always" });
  t.after(() => desk.sandbox.heal());
  await page.getByRole("link", { name: /^Delivered/ }).click();
  await page.getByRole("alert").getByText("Blend did not answer.").waitFor();
  desk.sandbox.heal();
  await page.getByRole("link", { name: /^Paused/ }).click();
  await page.locator("tbody .status-paused").first().waitFor();
  await page.getByRole("alert").waitFor({ state: "hidden" });
});
