// Clients of both packages fit, and nothing else does. Compiled, never run.
import { Blend, type TokenStore } from "blend-sdk";
import {
  encryptedStore,
  fileStore,
  postgresInbox,
  postgresStore,
  redisInbox,
  redisStore,
  type EncryptionKey,
} from "blend-sdk/stores";
import { createWebhookHandler, type StoredInbox } from "blend-sdk/webhooks";
import { Cluster, Redis } from "ioredis";
import pg from "pg";
import { createClient, createCluster } from "redis";

const keys: readonly EncryptionKey[] = [{ name: "2026-11", key: "" }];
const client = await createClient().connect();
const stores: TokenStore[] = [
  redisStore(client),
  redisStore(createCluster({ rootNodes: [] })),
  redisStore(new Redis()),
  redisStore(new Cluster([])),
  encryptedStore(redisStore(client), keys),
  encryptedStore(redisStore(client), [{ name: "2026-11", key: process.env.SESSION_KEY ?? "" }]),
];
stores.map((tokenStore) => new Blend({ tokenStore }));

const pool = new pg.Pool();
const postgres = postgresStore(pool, { table: "portal.sessions" });
await pool.query(postgres.schema);
[postgres, postgresStore(new pg.Client()), fileStore("sessions")].map((tokenStore) => new Blend({ tokenStore }));
const inboxes: StoredInbox[] = [
  redisInbox(client),
  redisInbox(new Redis(), { name: "portal" }),
  postgresInbox(pool),
  postgresInbox(new pg.Client(), { table: "portal.events" }),
];
for (const inbox of inboxes) {
  const handler = createWebhookHandler({ secret: "secret", inbox, fallback() {} });
  const { done, failed } = await inbox.drain(handler, { concurrency: 4, signal: AbortSignal.timeout(1000) });
  console.log(done + failed);
}
// @ts-expect-error
redisInbox(pool);
// @ts-expect-error
postgresInbox(client);

// @ts-expect-error
redisStore({});
// @ts-expect-error
redisStore({ eval: (script: string) => script });
// @ts-expect-error
encryptedStore(redisStore(client), { name: "2026-11", key: "" });
// @ts-expect-error
encryptedStore(redisStore(client), [{ name: "2026-11", key: new Uint8Array(32) }]);
// @ts-expect-error
encryptedStore(redisStore(client), [{ name: "2026-11", key: process.env.SESSION_KEY }]);
// @ts-expect-error
encryptedStore(redisStore(client));
