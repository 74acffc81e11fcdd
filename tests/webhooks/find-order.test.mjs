// The order of an event, over the sandbox.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { createWebhookHandler, findOrder } from "../../pkg/dist/webhooks.mjs";
import { client, failure, serveBlend } from "../support/server.mjs";
import { SHIPPED } from "./deliveries.mjs";

const PATIENT = "40000000-0000-4000-8000-000000000001";
const known = (event_code, data) => ({ known: true, event_code, data });

/** A sandbox with so many orders on their way, the last one first in Blend's list. */
async function shipped(count) {
  const sandbox = new Sandbox();
  const blend = new Blend({ email: sandbox.email, password: sandbox.password, fetch: sandbox.fetch });
  const orders = [];
  for (let number = 0; number < count; number++) {
    const products = { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] };
    const { id } = await blend.orders.create({ patient_id: PATIENT, products, force_new: true });
    for (let status = ""; status !== "shipped";) status = sandbox.advance(id);
    orders.push(await blend.orders.get(id));
  }
  return { blend, orders, sandbox };
}

test("a shipment's order is found by its tracking number, also once it is delivered", async () => {
  const { blend, orders, sandbox } = await shipped(3);
  for (const order of orders) {
    const { tracking_number } = order.shipments[0];
    for (const code of ["order.shipped", "order.delivered"]) {
      const found = await findOrder(blend, known(code, { ...SHIPPED.data, tracking_number }), { limit: 200 });
      assert.equal(found.id, order.id);
    }
    sandbox.advance(order.id);
    const found = await findOrder(blend, known("order.shipped", { tracking_number }), { limit: 200 });
    assert.deepEqual([found.id, found.status], [order.id, "delivered"]);
  }
  assert.equal(await findOrder(blend, known("order.shipped", SHIPPED.data), { limit: 200 }), undefined);
});

test("an order's id or number is one look-up; one that is not there is undefined", async () => {
  const { blend, orders } = await shipped(1);
  const [{ id, order_number }] = orders;
  for (const event of [
    known("order.created", { id }),
    known("order.stuck", { id }),
    known("order.created", { order_number, id: "other" }),
    { known: false, event_code: "order.returned", data: { order_number } },
  ])
    assert.equal((await findOrder(blend, event, { limit: 1 })).id, id);
  assert.equal(await findOrder(blend, known("order.created", { order_number: "ORD0" }), { limit: 1 }), undefined);
});

test("an event that tells of no order finds none, and asks nothing", async (t) => {
  const server = await serveBlend(t);
  for (const event of [
    known("prescription.cancelled", { id: PATIENT }),
    known("order.shipped", {}),
    { known: false, event_code: "order.returned", data: "text" },
    { known: false, event_code: "order.returned", data: null },
  ])
    assert.equal(await findOrder(client(server), event, { limit: 10 }), undefined);
  assert.equal(server.calls.length, 0);
});

test("at most so many orders are read", async (t) => {
  const order = (number) => ({ id: `${number}`, shipments: [null, { tracking_number: `T${number}` }] });
  const server = await serveBlend(t, ({ url }) => {
    const { searchParams } = new URL(url, "http://x");
    const size = Number(searchParams.get("page_size"));
    const first = (Number(searchParams.get("page") ?? 1) - 1) * size;
    return { json: Array.from({ length: size }, (_, place) => order(first + place)) };
  });
  const find = (number, limit) =>
    findOrder(client(server), known("order.shipped", { tracking_number: `T${number}` }), { limit });
  assert.equal((await find(249, 250)).id, "249");
  assert.equal(await find(250, 250), undefined);
  assert.equal((await find(2, 3)).id, "2");
  assert.match(server.calls.at(-1).url, /page_size=3\b/);
  const pages = server.calls.map(({ url }) => url);
  assert.ok(pages.every((url) => /status=shipped(,|%2C)delivered/.test(url)));
});

test("a limit that is none is refused, and nothing is asked", async (t) => {
  const server = await serveBlend(t);
  for (const options of [
    {},
    { limit: NaN },
    { limit: 0 },
    { limit: -1 },
    { limit: 2.5 },
    { limit: Infinity },
    { limit: "10" },
    undefined,
  ])
    await assert.rejects(findOrder(client(server), known("order.shipped", SHIPPED.data), options), {
      name: "TypeError",
      message: "limit: expected a whole number from 1",
    });
  assert.equal(server.calls.length, 0);
});

test("any other failure is thrown", async (t) => {
  const server = await serveBlend(t, () => 403);
  const error = await failure(findOrder(client(server), known("order.created", { id: PATIENT }), { limit: 1 }));
  assert.equal(error.status, 403);
});

test("a handler's events are what a webhook is created with", async () => {
  const { blend } = await shipped(0);
  const on = { "order.shipped": () => {}, "order.stuck": () => {} };
  const handler = createWebhookHandler({ secret: "a-secret", on, fallback() {} });
  const url = "https://portal.example.com/blend";
  const made = await blend.notifications.createWebhook({ event_codes: handler.events, url });
  assert.deepEqual(
    made.subscriptions.map(({ event_code }) => event_code),
    ["order.shipped", "order.stuck"],
  );
});
