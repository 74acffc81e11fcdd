// `blend-sdk/webhooks`: receiving what Blend sends. It needs no engine.

export { findOrder } from "../webhooks/find-order.js";
export { createWebhookHandler } from "../webhooks/handler.js";
export { toNodeHandler } from "../server/node.js";
export { parseWebhook } from "../webhooks/parse.js";
export { verifyWebhook } from "../webhooks/verify.js";
