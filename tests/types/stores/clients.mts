// Clients of both packages fit, and nothing else does. Compiled, never run.
import { Blend, type TokenStore } from "blend-sdk";
import { encryptedStore, redisStore, type EncryptionKey } from "blend-sdk/stores";
import { Cluster, Redis } from "ioredis";
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
