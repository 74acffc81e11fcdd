// What the desk does where somebody else was faster, and where an answer is lost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newOrder, openDesk, sitAtOrder } from "./desk.mjs";

let desk;
before(async () => (desk = await openDesk()));
after(() => desk?.close());

const at = (t, name, order, options) => sitAtOrder(desk, { t, name, order, ...options });
const read = ({ id }) => desk.blend.orders.get(id);
const writes = () => desk.sandbox.calls.filter(({ method, target }) => method !== "GET" && !/auth/.test(target));
const withoutEvents = { before: (page) => page.route("**/desk/events", (route) => route.abort()) };

test("somebody else moves the order on while a dialog is open: it says so at once, and the button is no longer possible", async (t) => {
  const order = await newOrder(desk);
  const { page, button, dialog } = await at(t, "sofia", order);
  await button("Cancel order").click();
  desk.sandbox.forgetCalls();
  desk.sandbox.advance(order.id);
  // Blend has no event for it. Another desk that writes has one; here the pharmacy does something that has.
  desk.sandbox.trigger("order.stuck", { order: order.id });
  await dialog.getByText("Somebody else changed this order meanwhile").waitFor();
  assert.match(await dialog.getByRole("listitem").textContent(), /Status: Received → Picked/);
  await dialog.getByText("Possible while it is received, paused or in exception").waitFor();
  assert.equal(await button("Cancel order", dialog).isDisabled(), true);
  await button("Back", dialog).click();
  await page.locator("#details .status-picked").first().waitFor();
  // The button is another one since the order was read again.
  assert.equal(await page.evaluate(() => document.activeElement.id), "do-cancel");
  assert.deepEqual(writes(), []);
});

test("no event came: the confirmation looks first, sends nothing, and asks again", async (t) => {
  const order = await newOrder(desk);
  const { button, dialog, said } = await at(t, "sofia", order, withoutEvents);
  await button("Change address").click();
  await dialog.getByLabel("City").fill("Mytown");
  await desk.blend.orders.update(order.id, {
    address: { address_1: "1 Other Street", city: "Theirtown", state: "MA", zip_code: "02108" },
  });
  desk.sandbox.forgetCalls();
  await button("Change address", dialog).click();
  await dialog.getByText("Look, then confirm again.").waitFor();
  assert.match(await dialog.getByRole("listitem").textContent(), /→ 1 Other Street, Theirtown, MA 02108/);
  assert.equal(await dialog.getByLabel("City").inputValue(), "Mytown");
  assert.deepEqual(writes(), []);
  await button("Change address", dialog).click();
  await said("has its new address");
  assert.equal((await read(order)).address.city, "Mytown");
});

test("a button without a dialog: the change of somebody else is shown in its place", async (t) => {
  const order = await newOrder(desk);
  const { page, button } = await at(t, "luis", order, withoutEvents);
  desk.sandbox.set(order.id, "exception");
  desk.sandbox.forgetCalls();
  await button("Pause").click();
  await page.locator("#details-warning", { hasText: "Status: Received → Exception" }).waitFor();
  assert.deepEqual(writes(), []);
  await button("Pause").click();
  await page.locator("#details .status-paused").first().waitFor();
});

test("the order moves on between the look and the change: Blend's refusal is shown as the conflict that it is", async (t) => {
  const order = await newOrder(desk);
  const { page, button } = await at(t, "luis", order, withoutEvents);
  await page.route("**/pause", (route) => {
    desk.sandbox.set(order.id, "picked");
    return route.continue();
  });
  await button("Pause").click();
  await page.locator("#details-warning", { hasText: "Status: Received → Picked" }).waitFor();
  assert.equal((await read(order)).status, "picked");
});

test("a lost answer is looking, until a look finds the change; nothing is sent twice", async (t) => {
  const order = await newOrder(desk);
  const { page, button, said } = await at(t, "luis", order);
  desk.sandbox.forgetCalls();
  desk.sandbox.fail({ operation: "orders.pause", lost: true, when: "after" });
  // The looks wait until the test has seen the page look.
  let goOn;
  const seen = new Promise((resolve) => (goOn = resolve));
  await page.route(`**/blend/orders/${order.id}`, async (route) => {
    if (writes().length) await seen;
    return route.continue();
  });
  await button("Pause").click();
  await page.locator(`tr[data-id="${order.id}"]`, { hasText: "Looking" }).waitFor();
  await said("The desk is looking what became of it.");
  goOn();
  await said("the change did happen");
  await page.locator("#details .status-paused").first().waitFor();
  assert.equal(await page.getByText("Looking").count(), 0);
  assert.equal(writes().length, 1);
});

test("while it looks, no other change of this order is possible", async (t) => {
  const order = await newOrder(desk);
  const { page, button, said, dialog } = await at(t, "sofia", order);
  desk.sandbox.fail({ operation: "orders.replace", lost: true, when: "after" });
  let goOn;
  const seen = new Promise((resolve) => (goOn = resolve));
  desk.sandbox.forgetCalls();
  await page.route(`**/blend/orders/${order.id}`, async (route) => {
    if (writes().length) await seen;
    return route.continue();
  });
  await button("Replace").click();
  await dialog.getByLabel("Reason").fill("Lost on its way");
  await button("Ask for a replacement", dialog).click();
  await page.getByText(/the answer to "Replace" was lost. It is not sent again/).waitFor();
  assert.equal(await button("Pause").getAttribute("aria-disabled"), "true");
  await page.locator("#why-pause", { hasText: "First we have to know" }).waitFor();
  goOn();
  await said("the change did happen");
  await page.locator("#why-pause").waitFor({ state: "detached" });
  assert.equal(await button("Pause").getAttribute("aria-disabled"), null);
});

test("a change that is not seen in time: the person looks again, or decides", async (t) => {
  const order = await newOrder(desk);
  const { page, button } = await at(t, "luis", order, { before: (page) => page.clock.install() });
  desk.sandbox.forgetCalls();
  desk.sandbox.fail({ operation: "orders.pause", lost: true, when: "before" });
  await button("Pause").click();
  await page.locator(".looking-notice").waitFor();
  const over = page.getByText('Not seen: "Pause".');
  // Time passes in steps, so that each look can be answered.
  for (let step = 0; step < 60 && !(await over.isVisible()); step++) await page.clock.runFor(1000);
  await over.waitFor();
  await button("It did not happen").click();
  await page.locator("#why-pause").waitFor({ state: "detached" });
  assert.equal(writes().length, 1);
  await button("Pause").click();
  await page.locator("#details .status-paused").first().waitFor();
});
