// What every process of the portal needs: PGHOST and the like, REDIS_SOCKET or REDIS_URL, BLEND_EMAIL, BLEND_PASSWORD,
// BLEND_WEBHOOK_SECRET. In a project of yours, import from "blend-sdk".

import { Queue } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { Blend } from "../../pkg/dist/index.mjs";
import { postgresInbox, postgresStore } from "../../pkg/dist/stores.mjs";

export const QUEUE = "orders";

export function connectPostgres() {
  const pool = new pg.Pool({ max: 20 });
  // A connection that breaks while nobody uses it: the pool opens another.
  pool.on("error", (error) => console.error(`postgres: ${error.message}`));
  return pool;
}

/** BullMQ waits for a Redis that is away, rather than giving up. */
export function connectRedis() {
  const { REDIS_SOCKET, REDIS_URL = "redis://127.0.0.1:6379" } = process.env;
  const redis = new Redis(REDIS_SOCKET ?? REDIS_URL, { maxRetriesPerRequest: null });
  redis.on("error", (error) => console.error(`redis: ${error.code ?? error.name}`));
  return redis;
}

export const openQueue = () => new Queue(QUEUE, { connection: connectRedis() });

/** The session, and which keys were sent, lie in Postgres: all processes share them. */
export const connectBlend = (pool) => new Blend({ tokenStore: postgresStore(pool), logLevel: "error" });

export const openInbox = (pool) => postgresInbox(pool);
