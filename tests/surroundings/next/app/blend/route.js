import { createWebhookHandler } from "blend-sdk/webhooks";

const ran = [];
const handler = createWebhookHandler({
  secret: process.env.BLEND_WEBHOOK_SECRET,
  fallback: (event) => void ran.push(event.event_code),
});

export const POST = (request) => handler(request);
export const GET = () => Response.json(ran);
export const dynamic = "force-dynamic";
