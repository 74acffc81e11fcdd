// A receiver on node:http and Express, with its types. Compiled, never run.
import { createServer } from "node:http";
import Blend from "blend-sdk";
import { bulk, type BulkResult } from "blend-sdk/bulk";
import {
  createWebhookHandler,
  findOrder,
  parseWebhook,
  toNodeHandler,
  verifyWebhook,
  type IncomingEvent,
} from "blend-sdk/webhooks";
import type { Express } from "express";

declare const app: Express;
const blend = new Blend();

const handler = createWebhookHandler({
  secret: [process.env["NEW_SECRET"] ?? "", process.env["OLD_SECRET"] ?? ""],
  on: {
    "order.created": async ({ event_code, data }) => {
      const code: "order.created" = event_code;
      console.log(code, data.order_number?.length);
      // @ts-expect-error: no page shows such a field
      console.log(data.tracking_number);
    },
    "order.shipped": async (event) => {
      const order = await findOrder(blend, event, { limit: 200 });
      console.log(order?.order_number);
    },
    "order.stuck": ({ data }) => void data["id"],
  },
  fallback: (event) => {
    if (!event.known) return console.log(event.event_code, event.data);
    // @ts-expect-error: what is known has no other codes
    return event.event_code === "order.returned";
  },
  budget: 5000,
  onError: (error, { event_code }) => console.error(event_code, error),
});
await blend.notifications.createWebhook({ event_codes: handler.events, url: "https://portal.example.com/blend" });

createServer(toNodeHandler(handler));
createServer((request, response) => response.end(`${verifyWebhook(request, "secret")}`));
app.post("/blend", toNodeHandler(handler));
export const POST = (request: Request) => handler(request);

const event: IncomingEvent = parseWebhook("{}");
console.log(event.known && event.event_code === "order.shipped" ? event.data.tracking_number : event.data);

// @ts-expect-error: the fallback is mandatory
createWebhookHandler({ secret: "secret" });
// @ts-expect-error: a code that this version does not know
createWebhookHandler({ secret: "secret", fallback() {}, on: { "order.shiped": () => {} } });
// @ts-expect-error: the limit is mandatory
await findOrder(blend, event);

const result: BulkResult = await bulk([{ npi: "1" }], ({ npi }) => blend.prescribers.create({ npi } as never), {
  key: ({ npi }) => npi,
  concurrency: 8,
  checkpoint: "onboarding.checkpoint",
  onProgress: ({ remainingMs }) => console.log(remainingMs?.toFixed()),
  signal: AbortSignal.timeout(1000),
});
console.log(result.failures.map(({ key, outcome }) => [key, outcome]));
// @ts-expect-error: the key is mandatory
await bulk([1], () => {}, {});
// @ts-expect-error: a key is text
await bulk([1], () => {}, { key: (number) => number });
