// What eyes, keyboards and screen readers get: axe on each view in light and dark, widths, keyboard only, print, the policy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findings, newOrder, openDesk, overhang, sitAtOrder } from "./desk.mjs";

let desk;
before(async () => (desk = await openDesk()));
after(() => desk?.close());

/** Each view, and how to get there. */
const VIEWS = {
  list: async (page) => {
    await page.goto(`${desk.origin}/`);
    await page.locator("tbody tr").first().waitFor();
  },
  order: async (page, { received }) => {
    await page.goto(`${desk.origin}/?order=${received.id}`);
    await page.getByRole("heading", { name: "Timeline" }).waitFor();
  },
  "dialog with an error": async (page) => {
    await page.getByRole("button", { name: "Change address" }).click();
    await page.getByLabel("City").fill("");
    await page.getByRole("dialog").getByRole("button", { name: "Change address" }).click();
    await page.getByText("Enter: city").waitFor();
  },
  "shipped order": async (page, { shipped }) => {
    await page.goto(`${desk.origin}/?status=shipped&order=${shipped.id}`);
    await page.getByRole("heading", { name: "Timeline" }).waitFor();
  },
  search: async (page) => {
    await page.goto(`${desk.origin}/`);
    await page.getByRole("searchbox").fill("loremipsum");
    await page.getByRole("heading", { name: "Search results" }).waitFor();
  },
  chart: async (page) => {
    await page.goto(`${desk.origin}/?show=days`);
    await page.locator(".days tbody tr").first().waitFor();
  },
  empty: async (page) => {
    await page.goto(`${desk.origin}/?status=no_such_status`);
    await page.getByText("No order has these statuses.").waitFor();
  },
};

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing on any view, ${colorScheme}, and no view is wider than its window from 320 to 1600 px`, async (t) => {
    const shipped = await newOrder(desk, "verified");
    desk.sandbox.ship(shipped.id);
    const orders = { received: await newOrder(desk), shipped };
    const { page, complaints, requested } = await desk.open("sofia", { t, colorScheme, reducedMotion: "reduce" });
    for (const [name, go] of Object.entries(VIEWS)) {
      await go(page, orders);
      for (const width of [1600, 1280, 1024, 768, 320]) {
        await page.setViewportSize({ width, height: 800 });
        assert.equal(await overhang(page), 0, `${name} at ${width}`);
        if (width === 1280 || (width === 320 && colorScheme === "light"))
          assert.deepEqual(await findings(page), [], `${name} at ${width}`);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    assert.deepEqual(complaints, []);
    assert.deepEqual([...new Set(requested.map(({ url }) => new URL(url).origin))], [desk.origin]);
  });
}

test("axe finds nothing on the sign-in, and on a looking order", async (t) => {
  const context = await desk.browser.newContext({ reducedMotion: "reduce" });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(desk.origin);
  await page.getByLabel("Password").waitFor();
  assert.deepEqual(await findings(page), []);
  await page.getByLabel("Name", { exact: true }).fill("luis");
  await page.getByLabel("Password").fill("wrong");
  await page.keyboard.press("Enter");
  await page.getByText("Name or password is wrong.").waitFor();
  assert.deepEqual(await findings(page), []);
  const order = await newOrder(desk);
  const seat = await sitAtOrder(desk, { t, name: "luis", order, reducedMotion: "reduce" });
  await seat.page.route("**/pause", async (route) => {
    await seat.page.route(`**/blend/orders/${order.id}`, () => {});
    return route.abort();
  });
  await seat.button("Pause").click();
  await seat.page.locator(".looking-notice").waitFor();
  assert.deepEqual(await findings(seat.page), []);
});

test("keyboard only: search, go down the list, open, act, come back to the row", async (t) => {
  await newOrder(desk);
  const order = await newOrder(desk);
  await newOrder(desk);
  const { page } = await desk.open("luis", { t });
  await page.locator("tbody tr").first().waitFor();
  const press = (key) => page.keyboard.press(key);
  const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  await press("Control+k");
  assert.equal(await focus(), "q");
  await page.keyboard.type("testina sandboxer");
  await page.getByRole("heading", { name: "Search results" }).waitFor();
  for (let step = 0; step < 30 && !(await focus()).startsWith("row-"); step++) await press("Tab");
  for (let step = 0; step < 60 && (await focus()) !== `row-${order.id}`; step++) await press("ArrowDown");
  assert.equal(await focus(), `row-${order.id}`);
  await press("ArrowDown");
  assert.notEqual(await focus(), `row-${order.id}`);
  await press("ArrowUp");
  await press("Enter");
  await page.getByRole("heading", { name: "Timeline" }).waitFor();
  assert.equal(await focus(), "details-title");
  for (let step = 0; step < 10 && (await focus()) !== "do-update"; step++) await press("Tab");
  await press("Enter");
  assert.equal(await focus(), "field-address_1");
  await press("Escape");
  assert.equal(await focus(), "do-update");
  for (let step = 0; step < 10 && (await focus()) !== "do-pause"; step++) await press("Shift+Tab");
  await press("Enter");
  await page.locator("#spoken", { hasText: "is paused" }).waitFor();
  await page.locator("#details .timeline .status-paused").waitFor();
  assert.equal((await desk.blend.orders.get(order.id)).status, "paused");
  // The button is another one now, at the same place in the order of the keyboard.
  assert.equal(await focus(), "do-pause");
  await press("Escape");
  await page.locator("#details").waitFor({ state: "hidden" });
  assert.equal(await focus(), `row-${order.id}`);
});

test("a visible focus: every control that the keyboard reaches has an outline", async (t) => {
  const { page } = await sitAtOrder(desk, { t, name: "luis", order: await newOrder(desk) });
  await page.locator("#q").focus();
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press("Tab");
    const [style, name] = await page.evaluate(() => {
      const { activeElement } = document;
      return [globalThis.getComputedStyle(activeElement).outlineStyle, activeElement.outerHTML.slice(0, 120)];
    });
    assert.notEqual(style, "none", name);
  }
});

test("on paper there is the order, without buttons, views and search", async (t) => {
  const { page } = await sitAtOrder(desk, { t, name: "luis", order: await newOrder(desk) });
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("button").count(), 0);
  assert.equal(await page.locator("#q").isVisible(), false);
  assert.equal(await page.locator(".actions").isVisible(), false);
  assert.equal(await page.locator("#views").isVisible(), false);
  assert.equal(await page.getByRole("heading", { name: "Timeline" }).isVisible(), true);
});

test("the policy: no inline script or style, nothing of another origin", async () => {
  const response = await fetch(desk.origin);
  const policy = response.headers.get("content-security-policy");
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"])
    assert.ok(policy.split("; ").includes(part), part);
  assert.doesNotMatch(policy, /unsafe/);
  assert.doesNotMatch(await response.text(), /<style|style=|<script(?![^>]* src=)|https?:/);
});
