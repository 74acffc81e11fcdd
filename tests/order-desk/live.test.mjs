// Changes of others appear by themselves: by webhook, by another desk, and by polling where events do not come.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newOrder, openDesk, sitAtOrder } from "./desk.mjs";

let desk;
before(async () => (desk = await openDesk()));
after(() => desk?.close());

const rowOf = (page, { id }) => page.locator(`tr[data-id="${id}"]`);

test("a webhook puts a new order into the list, and counts it, without a touch", async (t) => {
  const { page } = await desk.open("rita", { t });
  await page.locator("#live", { hasText: "Live" }).waitFor();
  const count = page.locator("#view-2 .count");
  await count.waitFor();
  const before = Number(await count.textContent());
  const order = await newOrder(desk);
  await rowOf(page, order).waitFor();
  await page.waitForFunction((text) => document.querySelector("#view-2 .count").textContent === text, `${before + 1}`);
  // The event of a shipped order names a tracking number only; the desk finds the order by it.
  desk.sandbox.ship(order.id);
  await rowOf(page, order).waitFor({ state: "detached" });
});

test("a webhook renews the open order, and the focus stays where it is", async (t) => {
  const order = await newOrder(desk);
  const { page, button } = await sitAtOrder(desk, { t, name: "luis", order });
  await button("Pause").focus();
  desk.sandbox.trigger("order.stuck", { order: order.id });
  const history = await page.waitForResponse((response) => response.url().endsWith("/status_history"));
  await history.finished();
  desk.sandbox.ship(order.id);
  await page.locator("#details .timeline .status-shipped").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "do-pause");
});

test("what one desk does, another shows at once; Blend has no event for it", async (t) => {
  const order = await newOrder(desk);
  const [one, other] = [
    await sitAtOrder(desk, { t, name: "luis", order }),
    await sitAtOrder(desk, { t, name: "rita", order }),
  ];
  await other.page.locator("#live", { hasText: "Live" }).waitFor();
  await one.button("Pause").click();
  await other.page.locator("#details .timeline .status-paused").waitFor();
  await rowOf(other.page, order).locator(".status-paused").waitFor();
});

test("without events the page polls every 15 seconds while it is visible", async (t) => {
  const before = async (page) => {
    await page.clock.install();
    await page.route("**/desk/events", (route) => route.abort());
  };
  const { page, requested } = await desk.open("rita", { t, before });
  await page.locator("#live", { hasText: "Every 15 seconds" }).waitFor();
  await page.locator(".orders").waitFor();
  const order = await newOrder(desk);
  await page.clock.runFor(14_000);
  assert.equal(await rowOf(page, order).count(), 0);
  await page.clock.runFor(2000);
  await rowOf(page, order).waitFor();
  // Nobody sees a hidden page.
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const lists = () => requested.filter(({ url }) => /\/blend\/orders\?/.test(url)).length;
  const asked = lists();
  await page.clock.runFor(120_000);
  assert.equal(lists(), asked);
  const next = page.waitForRequest(/\/blend\/orders\?/);
  await page.evaluate(() => {
    delete document.hidden;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await next;
});

test("a session that ends in the middle of a form: after signing in again the form is still there", async (t) => {
  const order = await newOrder(desk);
  const { page, context, button, said, dialog } = await sitAtOrder(desk, { t, name: "luis", order });
  await button("Change address").click();
  await dialog.getByLabel("City").fill("Stilltown");
  await context.clearCookies();
  await button("Change address", dialog.last()).click();
  await page.getByText("Your session has ended.").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("luis");
  await page.getByLabel("Password").fill("liaison-pass");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Your session has ended.").waitFor({ state: "detached" });
  assert.equal(await dialog.getByLabel("City").inputValue(), "Stilltown");
  await button("Change address", dialog).click();
  await said("has its new address");
});

test("after signing out nothing of the orders is left, also not by the back button", async (t) => {
  const order = await newOrder(desk);
  const { page, context } = await sitAtOrder(desk, { t, name: "rita", order });
  await page.getByRole("link", { name: /^Paused/ }).click();
  await page.locator("tbody .status-paused").first().waitFor();
  // The others keep their session: this one is of its own.
  await context.clearCookies();
  await page.reload();
  await page.getByLabel("Name", { exact: true }).fill("rita");
  await page.getByLabel("Password").fill("read-only");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("tbody tr").first().waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Password").waitFor();
  assert.equal(await page.locator("tbody tr").count(), 0);
  await page.goBack();
  await page.getByLabel("Password").waitFor();
  assert.equal(await page.locator("tbody tr").count(), 0);
});

test("an answer that comes after its dialog was closed is still shown", async (t) => {
  const order = await newOrder(desk);
  const { page, button, said, dialog } = await sitAtOrder(desk, { t, name: "sofia", order });
  let goOn;
  const closed = new Promise((resolve) => (goOn = resolve));
  await page.route("**/cancel", async (route) => {
    await closed;
    desk.sandbox.set(order.id, "picked");
    return route.continue();
  });
  const asked = page.waitForRequest("**/cancel");
  await button("Cancel order").click();
  await button("Cancel order", dialog).click();
  await asked;
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  goOn();
  await said("Status: Received → Picked");
});
