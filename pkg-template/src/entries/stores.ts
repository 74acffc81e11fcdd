// Token stores, and inboxes for webhooks.

export { encryptedStore } from "../stores/encrypted-store.js";
export { fileStore } from "../stores/file-store.js";
export { postgresInbox } from "../stores/postgres-inbox.js";
export { postgresStore } from "../stores/postgres-store.js";
export { redisInbox } from "../stores/redis-inbox.js";
export { redisStore } from "../stores/redis-store.js";
