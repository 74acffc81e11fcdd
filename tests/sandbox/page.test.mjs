// The page at `/`, in a real browser: what it shows, what its buttons do, by mouse and by keyboard, and that axe finds nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";
import { serve } from "./desk.mjs";
import { TESTINA } from "./story.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;

before(async () => (browser = await launch("/usr/bin/chromium")));
after(() => browser?.close());

/** A sandbox with something of everything, and its page. */
async function open(t, { width = 1280, colorScheme = "light", words = [] } = {}) {
  const server = await serve(t, "--patients", "10", "--orders", "30", ...words);
  const token = await server.signIn();
  const hook = { event_codes: ["all"], url: `${server.origin}/health` };
  await server.call("POST", "/notifications/webhooks", hook, token);
  const order = (await server.call("POST", "/orders", { patient_id: TESTINA }, token)).body;
  await server.control("fail", { operation: "orders.update", status: 503, when: "after", times: "always" });
  await server.control("settled");
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints = [];
  const requested = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requested.push(request.url()));
  await page.goto(server.first.page);
  await page.getByText(order.order_number, { exact: true }).waitFor();
  return { ...server, page, order, complaints, requested };
}

for (const width of [320, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing at ${width} px, ${colorScheme}, and nothing is cut off`, async (t) => {
      const { page, complaints, requested, origin } = await open(t, { width, colorScheme });
      // As a string it is no inline script, which the page forbids.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`),
        [],
      );
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wide, 0);
      assert.deepEqual(complaints, []);
      assert.ok(
        requested.every((url) => url.startsWith(origin) || url.startsWith("data:")),
        String(requested),
      );
      if (process.env.SCREENSHOTS) {
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/page-${width}-${colorScheme}.png`, fullPage: true });
      }
    });
  }
}

test("its buttons move an order, the clock and a fault", async (t) => {
  const { page, order, call, signIn, control } = await open(t);
  const said = page.getByRole("status");
  await page.getByRole("button", { name: `Move on: order ${order.order_number}` }).click();
  await page.getByText(`Order ${order.order_number} is picked.`).waitFor();
  assert.equal((await call("GET", `/orders/${order.id}`, undefined, await signIn())).body.status, "picked");
  const before = Date.parse((await control("clock")).body.now);
  await page.getByRole("button", { name: "+1 day" }).click();
  await page.getByText(/The clock shows/).waitFor();
  assert.ok(Date.parse((await control("clock")).body.now) - before >= 86_400_000);
  await page.getByLabel("Operation", { exact: true }).fill("orders.get");
  await page.getByLabel("Fault", { exact: true }).selectOption("status 503");
  await page.getByRole("button", { name: "Set the fault" }).click();
  await page.getByText("The fault is set.").waitFor();
  assert.equal((await call("GET", `/orders/${order.id}`, undefined, await signIn())).status, 503);
  await page.getByRole("button", { name: "Remove fault 1" }).click();
  await page.getByText("The fault is removed.").waitFor();
  assert.ok((await control("faults")).body.every(({ id }) => id !== 1));
  await page.getByLabel("Operation", { exact: true }).fill("orders.fly");
  await page.getByRole("button", { name: "Set the fault" }).click();
  await page.getByText(/That did not work: operation:/).waitFor();
  assert.match(await said.textContent(), /there is no such operation/);
});

test("by keyboard alone an order is moved on, and the focus stays on its button", async (t) => {
  const { page, order } = await open(t);
  const button = page.getByRole("button", { name: `Move on: order ${order.order_number}` });
  await button.focus();
  for (const status of ["picked", "verified"]) {
    await page.keyboard.press("Enter");
    await page.getByText(`Order ${order.order_number} is ${status}.`).waitFor();
    const focused = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    assert.equal(focused, `Move on: order ${order.order_number}`);
  }
});

test("beyond this machine the page works with the token in its address, and says so without it", async (t) => {
  const server = await serve(t, "--host", "0.0.0.0");
  const port = new URL(server.origin).port;
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByText(/Control needs the token/).waitFor();
  await page.goto("about:blank");
  await page.goto(`http://127.0.0.1:${port}/#token=${server.first.token}`);
  await page.getByText("There are no orders.").waitFor();
});
