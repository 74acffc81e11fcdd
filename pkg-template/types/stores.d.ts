import type { TokenStore } from "./index";

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
