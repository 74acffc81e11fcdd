// The receiver that each runtime serves: it answers GET with the events that ran.
import { createWebhookHandler } from "blend-sdk/webhooks";

export function receiver(secret) {
  const ran = [];
  const handler = createWebhookHandler({
    secret,
    on: { "order.created": (event) => void ran.push(event) },
    fallback: (event) => void ran.push(event),
  });
  return async (request, context) => (request.method === "GET" ? Response.json(ran) : handler(request, context));
}
