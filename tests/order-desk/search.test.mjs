// Search as you type, and where a patient's data must not be: address, title, storage, console, the server's log.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDesk, sitAtOrder } from "./desk.mjs";

let desk;
before(async () => (desk = await openDesk()));
after(() => desk?.close());

const names = (page) => page.locator("tbody .patient").allTextContents();
const foundBy = (page) => page.locator("#spoken", { hasText: /\d+ orders? found/ }).waitFor();

test("an answer that comes late never replaces a newer one", async (t) => {
  const { page } = await desk.open("rita", { t });
  let release;
  const late = new Promise((resolve) => (release = resolve));
  let arrived;
  const lateArrived = new Promise((resolve) => (arrived = resolve));
  // The server answers the first question only after the second.
  await page.route("**/desk/search", async (route) => {
    if (route.request().postDataJSON().q !== "sampleton") return route.continue();
    const response = await route.fetch();
    await late;
    // The page may have given the question up.
    await route.fulfill({ response }).catch(() => {});
    arrived();
  });
  const asked = page.waitForRequest((request) => request.postDataJSON()?.q === "sampleton");
  await page.getByRole("searchbox").fill("sampleton");
  await asked;
  await page.getByRole("searchbox").fill("loremipsum");
  await foundBy(page);
  release();
  await lateArrived;
  // A round trip through the page: what the late answer would have done is done.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  const shown = await names(page);
  assert.ok(shown.length > 0 && shown.every((name) => /Loremipsum/.test(name)), String(shown));
});

test("what somebody typed before the page was ready is searched, too", async (t) => {
  const before = (page) =>
    page.route("**/desk/session", async (route) => {
      await page.getByRole("searchbox").fill("loremipsum");
      return route.continue();
    });
  const { page } = await desk.open("rita", { t, before });
  await foundBy(page);
});

test("typing asks once for a pause, not for each letter", async (t) => {
  const { page, requested } = await desk.open("rita", { t });
  await page.getByRole("searchbox").pressSequentially("loremipsum");
  await foundBy(page);
  assert.equal(requested.filter(({ url }) => url.endsWith("/desk/search")).length, 1);
});

test("Escape and Close search lead back to the view", async (t) => {
  const { page } = await desk.open("rita", { t });
  for (const leave of [
    () => page.keyboard.press("Escape"),
    () => page.getByRole("button", { name: "Close search" }).click(),
  ]) {
    await page.getByRole("searchbox").fill("loremipsum");
    await page.getByRole("heading", { name: "Search results" }).waitFor();
    await leave();
    await page.getByRole("heading", { name: "Open", exact: true }).waitFor();
    assert.equal(await page.getByRole("searchbox").inputValue(), "");
  }
  await page.getByRole("searchbox").fill("nobody has this name");
  await page.getByText("No order has this in its number").waitFor();
});

test("a search that fails says so, and the next one works", async (t) => {
  const { page } = await desk.open("rita", { t });
  desk.sandbox.fail({ operation: "search.orders", status: 500, times: 3 });
  await page.getByRole("searchbox").fill("loremipsum");
  await page.getByRole("alert").getByText("Blend did not answer.").waitFor();
  desk.sandbox.heal();
  await page.getByRole("searchbox").fill("sampleton");
  await foundBy(page);
  await page.getByRole("alert").waitFor({ state: "hidden" });
});

test("nothing of a patient is in the address, the title, the storage, the console or the server's log", async (t) => {
  const said = [];
  for (const level of ["log", "warn", "error", "info"])
    t.mock.method(console, level, (...words) => said.push(...words));
  const order = (await desk.blend.orders.list({ status: "received", page_size: 1 })).data[0];
  const { patient } = order;
  const { page, requested, written, context, button } = await sitAtOrder(desk, { t, name: "luis", order });
  await page.getByText(patient.email).waitFor();
  await page.getByRole("searchbox").fill(`${patient.first_name} ${patient.last_name}`);
  await foundBy(page);
  await page.getByRole("searchbox").fill(patient.phone);
  await foundBy(page);
  desk.sandbox.fail({ operation: "orders.pause", status: 422, body: { message: patient.email } });
  await button("Pause").click();
  await page.locator("#details-warning").getByText(/\w/).first().waitFor();
  desk.sandbox.fail({ operation: "search.orders", status: 500, times: 3, body: { message: patient.email } });
  await page.getByRole("searchbox").fill(patient.last_name);
  await page.getByRole("alert").getByText("Blend did not answer.").waitFor();
  desk.sandbox.heal();
  const kept = await page.evaluate(async () =>
    JSON.stringify([
      ...[{ ...localStorage }, { ...sessionStorage }, document.cookie, document.title, history.state, location.href],
      ...[await globalThis.caches.keys(), (await globalThis.indexedDB.databases()).map(({ name }) => name)],
    ]),
  );
  const { origins } = await context.storageState();
  const places = { kept, origins, requested: requested.map(({ url }) => url), written, said };
  for (const [place, content] of Object.entries(places))
    for (const value of [patient.first_name, patient.last_name, patient.phone, patient.email, patient.date_of_birth])
      assert.ok(!decodeURIComponent(JSON.stringify(content)).includes(value), `${place} has a value`);
  assert.equal(new URL(page.url()).search, `?order=${order.id}`);
  // What is checked is what was collected: the page did ask, and the browser did write of the failures.
  assert.ok(requested.length > 5 && written.length > 0);
});
