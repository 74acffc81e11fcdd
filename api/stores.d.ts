import type { TokenStore } from "./index.mjs";
import type { RateLimitStore } from "./intake-server.mjs";
import type { StoredInbox } from "./webhooks.mjs";

/** A key of `encryptedStore`. */
export interface EncryptionKey {
  /** The name of the key. It stands beside each value that the key encrypted. Give another key another name. */
  name: string;
  /** 32 random bytes as base64, from `openssl rand -base64 32`. */
  key: string;
}

/**
 * Encrypts the values of another token store, with AES-GCM and 256 bits. A value belongs to its key and to its place in the store:
 * moved elsewhere, it cannot be decrypted. A value that cannot be decrypted costs a sign-in, and the client replaces it.
 *
 * @param keys The first key encrypts; all keys decrypt. To change keys, add the new key behind the old one. Once every process has
 * both, put the new key first.
 *
 * @example
 * const keys = [{ name: "2026-11", key: process.env.SESSION_KEY ?? "" }]; // a missing key throws at once
 * const blend = new Blend({ tokenStore: encryptedStore(redisStore(client), keys) });
 */
export declare function encryptedStore(store: TokenStore, keys: readonly EncryptionKey[]): TokenStore;

/** What `redisStore` needs of a client of the package `redis`. */
export interface RedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** What `redisStore` needs of a client of the package `ioredis`. */
export interface IORedisClient {
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** Only a client of `ioredis` has it. */
  defineCommand: unknown;
}

/**
 * Keeps sessions in Redis, for all processes that share it. One process at a time signs in or refreshes, under a lock that expires a
 * few seconds after its process dies. A Redis that fails or does not answer costs a sign-in, never a call. You connect the client
 * before, and close it at the end.
 *
 * @param client A client of `redis` or `ioredis`.
 */
export declare function redisStore(client: RedisClient | IORedisClient): TokenStore;

/** What is needed of a `Pool` or `Client` of the package `pg`. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/**
 * Keeps sessions, and what `createOnce` has sent, in a table of Postgres. It works as `redisStore` does.
 *
 * @param client A `Pool` of the package `pg`. It is yours: end it when you are done.
 * @param options.table The table's name, `blend_store` by default. `schema` of the result is the statement that creates it.
 *
 * @example
 * const tokenStore = postgresStore(pool);
 * await pool.query(tokenStore.schema); // once, or in a migration
 * const blend = new Blend({ tokenStore });
 */
export declare function postgresStore(
  client: PostgresClient,
  options?: { table?: string },
): TokenStore & { readonly schema: string };

/**
 * Keeps sessions, and what `createOnce` has sent, in a folder, for all processes of this machine. A process that is killed
 * at any moment leaves nothing half written. The folder has to lie on a local disk that knows hard links: not on FAT, and
 * not on a network share. Node, Bun and Deno only.
 *
 * @param path The folder. It is created with mode 0700, its files with 0600. What they hold is as secret as a password:
 * see `encryptedStore`.
 */
export declare function fileStore(path: string): TokenStore;

/**
 * Counts requests in Redis, for `rateLimit.store` of `createIntakeHandler`: all processes that share it have one count. A Redis
 * that does not answer within 5 seconds makes `hit` reject; the handler then answers 503.
 *
 * @param client A client of `redis` or `ioredis`.
 */
export declare function redisRateLimit(client: RedisClient | IORedisClient): RateLimitStore;

/**
 * Keeps webhook events in Redis until they are handled. It is as durable as your Redis: with `appendonly yes` and
 * `appendfsync always` an event that was answered by 200 survives a crash; with other settings the last ones may be lost.
 * Set `maxmemory-policy noeviction`.
 *
 * @param client A client of `redis` or `ioredis`.
 * @param options.name Stands in front of all keys, `blend-sdk:inbox` by default.
 */
export declare function redisInbox(client: RedisClient | IORedisClient, options?: { name?: string }): StoredInbox;

/**
 * Keeps webhook events in a table of Postgres until they are handled. An event that was answered by 200 is committed.
 *
 * @param client A `Pool` of the package `pg`.
 * @param options.table The table's name, `blend_inbox` by default. `schema` of the result is the statement that creates it.
 *
 * @example
 * const inbox = postgresInbox(pool);
 * await pool.query(inbox.schema); // once, or in a migration
 */
export declare function postgresInbox(
  client: PostgresClient,
  options?: { table?: string },
): StoredInbox & { readonly schema: string };
