// The order desk of examples-web in Firefox and WebKit. It runs on the engine in plain JavaScript, under `script-src 'self'`.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newOrder, openDesk, USERS } from "../order-desk/desk.mjs";
import { BROWSERS, waitFor } from "./browsers.mjs";

let desk;
before(async () => (desk = await openDesk({ orders: 200 })));
after(() => desk?.close());

/** Runs in the page. */
const clickButton = (label) =>
  `const found = [...document.querySelectorAll("button")].find(({ textContent, disabled }) => textContent.trim() === ${JSON.stringify(label)} && !disabled);
   found?.click();
   return Boolean(found);`;

const says = (text) => `return document.body.innerText.includes(${JSON.stringify(text)})`;

for (const [name, open] of Object.entries(BROWSERS)) {
  test(`${name}: somebody signs in, sees the orders, and pauses one`, async (t) => {
    const order = await newOrder(desk);
    const { name: user, password } = USERS.find(({ role }) => role === "liaison");
    const window = await open(t);
    await window.visit(`${desk.origin}/?order=${order.id}`);
    await waitFor(window, `return document.querySelector("#password") !== null`);
    await window.run(`
      document.querySelector("#name").value = ${JSON.stringify(user)};
      document.querySelector("#password").value = ${JSON.stringify(password)};`);
    await waitFor(window, clickButton("Sign in"));
    await waitFor(window, says(order.order_number));
    await waitFor(window, says("Timeline"));
    await waitFor(window, clickButton("Pause"));
    await waitFor(window, `return document.querySelector("#details .status-paused") !== null`);
    assert.equal((await desk.blend.orders.get(order.id)).status, "paused");
  });
}
