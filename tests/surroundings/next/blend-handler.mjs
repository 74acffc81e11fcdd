// What the route of docs/webhooks.md imports. It throws where the secret is missing, as it is while Next builds.
import { createWebhookHandler } from "blend-sdk/webhooks";

// Each route may have a copy of this module.
globalThis.ran = [];

export const handler = createWebhookHandler({
  secret: process.env.BLEND_WEBHOOK_SECRET,
  fallback: (event) => void globalThis.ran.push(event.event_code),
});
