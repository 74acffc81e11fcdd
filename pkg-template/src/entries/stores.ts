// Token stores, inboxes for webhooks, and counts of requests.

export { encryptedStore } from "../stores/encrypted-store.js";
export { fileStore } from "../stores/file-store.js";
export { postgresInbox } from "../stores/postgres-inbox.js";
export { postgresStore } from "../stores/postgres-store.js";
export { redisInbox } from "../stores/redis-inbox.js";
export { redisRateLimit } from "../stores/redis-rate-limit.js";
export { redisStore } from "../stores/redis-store.js";
