import type { TokenStore } from "./index.mjs";

/** A key of `encryptedStore`. */
export interface EncryptionKey {
  /** Stands beside what the key encrypted, and is bound into it. Give another key another name. */
  name: string;
  /** 32 random bytes as base64, as `openssl rand -base64 32` prints them. */
  key: string;
}

/**
 * Encrypts what a token store is given, with AES-GCM and 256 bits. A value is bound to the name of its key and to its own place in
 * the store: moved elsewhere it is worth nothing. What cannot be decrypted costs a sign-in, and is replaced.
 *
 * @param keys The first encrypts; all decrypt. To change keys, add the new one behind the old one, and once every process has
 * both, put it first.
 *
 * @example
 * const keys = [{ name: "2026-11", key: process.env.SESSION_KEY ?? "" }]; // a missing one is refused at once
 * const blend = new Blend({ tokenStore: encryptedStore(redisStore(client), keys) });
 */
export declare function encryptedStore(store: TokenStore, keys: readonly EncryptionKey[]): TokenStore;

/** What is needed of a client of the package `redis`. */
export interface RedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** What is needed of a client of the package `ioredis`. */
export interface IORedisClient {
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** What tells it from the other one. */
  defineCommand: unknown;
}

/**
 * Keeps sessions in Redis, for all processes that share it. One at a time signs in or refreshes, under a lock that lapses a few
 * seconds after its process dies. A Redis that fails or does not answer costs a sign-in, never a call. The client is yours: connect
 * it before, and close it at the end.
 *
 * @param client A client of `redis` or `ioredis`.
 */
export declare function redisStore(client: RedisClient | IORedisClient): TokenStore;
