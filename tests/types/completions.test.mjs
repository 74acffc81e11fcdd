// What an editor offers while somebody types: the known values of sets that stay open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { completions } from "./editor.mjs";

const STATUSES = ["cancelled", "delivered", "exception", "paused", "picked", "received", "shipped", "verified"];
const CODES = [
  "abort",
  "api",
  "audit",
  "authentication",
  "bad_request",
  "conflict",
  "connection",
  "engine",
  "internal_server",
  "invalid_transition",
  "middleware",
  "not_found",
  "paging",
  "permission_denied",
  "rate_limit",
  "session_expired",
  "store",
  "taken",
  "timeout",
  "unknown_outcome",
  "unprocessable_entity",
  "validation",
];
const EVENTS = ["order.created", "order.delivered", "order.shipped", "order.stuck", "prescription.cancelled"];
const PARTS = ["count", "products", "status"];

const CASES = [
  ["a status to list", 'blend.orders.list({ status: "', STATUSES],
  ["the second status to list", 'blend.orders.list({ status: ["received", "', STATUSES],
  ["a status to wait for", 'blend.orders.waitFor("1", { status: "', STATUSES],
  ["one of several to wait for", 'blend.orders.waitFor("1", { status: ["', STATUSES],
  ["a part of a report", 'blend.reports.orders({ start_date: "", end_date: "", include: ["', PARTS],
  ["an error's code", '(null! as sdk.BlendError).code === "', CODES],
  ["a case of an error's code", 'switch ((null! as sdk.BlendError).code) { case "', CODES],
  ["an order's status", '(null! as sdk.Order).status === "', STATUSES],
  ["the events of a webhook", 'blend.notifications.createWebhook({ event_codes: ["', ["all", ...EVENTS]],
  ["an event that came in", '(null! as sdk.WebhookEvent).event_code === "', EVENTS],
  [
    "an action",
    'blend.orders.can("',
    [
      "addProducts",
      "cancel",
      "pause",
      "prioritize",
      "removeProduct",
      "replace",
      "requestCancellation",
      "unpause",
      "update",
      "updateProductQuantity",
    ],
  ],
  ["a patient's gender", 'blend.patients.create({ gender: "', ["female", "male"]],
  ["a prescriber's gender", 'blend.prescribers.create({ gender: "', ["Female", "Male"]],
  ["a kind of product", 'blend.orders.removeProduct("1", "', ["non_prescription", "order_material", "prescription"]],
];

for (const [name, code, offered] of CASES)
  test(`editors complete ${name}`, () => assert.deepEqual(completions(code), offered));

test("editors complete the fields of a new order", () => {
  const fields = completions("blend.orders.create({ ", " })");
  for (const field of ["patient_id", "patient", "products", "external_id", "force_new"])
    assert.ok(fields.includes(field), `${field} is not among ${fields}`);
});
