// Stored inboxes on real servers, with what a test needs to look into them.
import { once } from "node:events";
import { Redis } from "ioredis";
import pg from "pg";
import { createClient } from "redis";
import { postgresInbox, redisInbox } from "../../pkg/dist/stores.mjs";
import { startPostgres, startRedis } from "../support/services.mjs";

const DUE = "{blend-sdk:inbox}:due";

/** Makes Redis' clock seem to have gone on. */
async function ageRedis(client, ms) {
  for (const { value, score } of await client.zRangeWithScores(DUE, 0, -1))
    await client.zAdd(DUE, { value, score: score - ms });
  for (const key of await client.keys("{blend-sdk:inbox}:*")) {
    if (key === DUE) continue;
    const lease = await client.hGet(key, "lease");
    if (lease) await client.hSet(key, "lease", Number(lease) - ms);
    const ttl = await client.pTTL(key);
    if (ttl > 0) await client.pExpire(key, ttl - ms);
  }
}

async function dumpRedis(client) {
  const keys = await client.keys("*");
  const values = await Promise.all(keys.map((key) => (key === DUE ? client.zRange(key, 0, -1) : client.hGetAll(key))));
  return JSON.stringify([keys, values]);
}

const CONNECT = {
  async redis({ path }) {
    const client = createClient({ socket: { path } });
    client.on("error", () => {});
    await client.connect();
    return { inbox: redisInbox(client), close: () => client.destroy() };
  },
  async ioredis({ path }) {
    const client = new Redis(path);
    client.on("error", () => {});
    await once(client, "ready");
    return { inbox: redisInbox(client), close: () => client.disconnect() };
  },
  async postgres({ connection }) {
    const pool = new pg.Pool(connection);
    pool.on("error", () => {});
    const inbox = postgresInbox(pool);
    return { inbox, pool, close: () => pool.end() };
  },
};

export const KINDS = Object.keys(CONNECT);

/** Connects an inbox to a server that another process started. */
export const connectInbox = (kind, place) => CONNECT[kind](place);

/**
 * Starts a server. `place` is what `connectInbox` needs; `age(ms)` makes its clock seem to have gone on; `dump()` is all
 * that it holds, as text.
 */
export async function startInboxServer(kind) {
  if (kind === "postgres") return startPostgresInbox();
  const server = await startRedis();
  const look = createClient({ socket: { path: server.path } });
  look.on("error", () => {});
  await look.connect();
  const stop = async () => {
    look.destroy();
    await server.stop();
  };
  const place = { path: server.path };
  return { ...server, place, stop, age: (ms) => ageRedis(look, ms), dump: () => dumpRedis(look), look };
}

async function startPostgresInbox() {
  const server = await startPostgres();
  const look = new pg.Pool(server.connection);
  look.on("error", () => {});
  await look.query(postgresInbox(look).schema);
  const stop = async () => {
    await look.end();
    await server.stop();
  };
  const age = (ms) => look.query("update blend_inbox set due = due - $1 * interval '1 millisecond'", [ms]);
  const dump = async () => JSON.stringify((await look.query("select * from blend_inbox")).rows);
  return { ...server, place: { connection: server.connection }, stop, age, dump, look };
}
