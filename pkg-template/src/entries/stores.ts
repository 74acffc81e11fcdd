// Token stores: one that encrypts what another one keeps, and one in Redis.

import type { TokenStore } from "../../types/index.js";
import type { EncryptionKey, IORedisClient, RedisClient } from "../../types/stores.js";
import { pause, raceAbort } from "../platform/timers.js";

export { fileStore } from "../stores/file-store.js";
export { postgresInbox } from "../stores/postgres-inbox.js";
export { postgresStore } from "../stores/postgres-store.js";
export { redisInbox } from "../stores/redis-inbox.js";

const KEY_BYTES = 32;
const IV_BYTES = 12;

export function encryptedStore(store: TokenStore, keys: readonly EncryptionKey[]): TokenStore {
  const known = new Map(keys.map(({ name, key }, place) => [name, keyBytes(key, place)]));
  const first = keys[0]?.name;
  if (!first || known.has("") || known.size < keys.length)
    throw new TypeError("keys: expected at least one, each with a name of its own");
  const lock = store.lock?.bind(store);

  /** The key's name and the place are additional data: a value that was moved does not decrypt. */
  async function cipher(name: string, place: string, iv: Uint8Array<ArrayBuffer>) {
    const bytes = known.get(name) as Uint8Array<ArrayBuffer>;
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    const additionalData = new TextEncoder().encode(JSON.stringify([name, place]));
    return [{ name: "AES-GCM", iv, additionalData }, key] as const;
  }

  async function seal(place: string, text: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const sealed = await crypto.subtle.encrypt(
      ...(await cipher(first as string, place, iv)),
      new TextEncoder().encode(text),
    );
    const all = [...iv, ...new Uint8Array(sealed)].map((byte) => String.fromCharCode(byte)).join("");
    return `${first}:${btoa(all)}`;
  }

  /** Returns an empty text for what no key decrypts: the session then replaces it. */
  async function open(place: string, value: string): Promise<string> {
    try {
      // Base64 has no colon; a key's name may.
      const end = value.lastIndexOf(":");
      const bytes = fromBase64(value.slice(end + 1));
      const parts = await cipher(value.slice(0, end), place, bytes.slice(0, IV_BYTES));
      return new TextDecoder().decode(await crypto.subtle.decrypt(...parts, bytes.slice(IV_BYTES)));
    } catch {
      return "";
    }
  }

  return {
    async get(key) {
      const held = await store.get(key);
      return held && { value: await open(key, held.value), version: held.version };
    },
    set: async (key, value, options) => store.set(key, await seal(key, value), options),
    clear: (key) => store.clear(key),
    ...(lock && { lock }),
  };
}

function keyBytes(key: unknown, place: number): Uint8Array<ArrayBuffer> {
  try {
    const bytes = fromBase64(key as string);
    if (typeof key === "string" && bytes.length === KEY_BYTES) return bytes;
  } catch {
    // The error below does not show the key.
  }
  throw new TypeError(`keys[${place}].key: expected ${KEY_BYTES} bytes as base64: openssl rand -base64 ${KEY_BYTES}`);
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** A living holder renews its lease, so other processes wait only this long for a dead one. */
const LEASE_MS = 3000;
const SHORTEST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 500;
/** A client without a connection queues commands, and may do so for ever. */
const ANSWER_MS = 5000;
const LEFT = "nobody waits for it any more";

// Each names one key, so that they run in a cluster.
const GET = 'return redis.call("GET", KEYS[1])';
const CLEAR = 'return redis.call("DEL", KEYS[1])';
const SET =
  'if (redis.call("GET", KEYS[1]) or "") ~= ARGV[1] then return 0 end redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3]) return 1';
const LOCK = 'return redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2], "NX")';
const OWN = 'if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end ';
const RENEW = `${OWN}return redis.call("PEXPIRE", KEYS[1], ARGV[2])`;
const DELETE_OWN = `${OWN}return redis.call("DEL", KEYS[1])`;

export function redisStore(client: RedisClient | IORedisClient): TokenStore {
  if (typeof client?.eval !== "function")
    throw new TypeError("client: expected a client of the package redis or ioredis");
  const send = (script: string, key: string, ...args: string[]) =>
    "defineCommand" in client
      ? client.eval(script, 1, key, ...args)
      : client.eval(script, { keys: [key], arguments: args });

  return {
    async get(key) {
      const held = (await answered(send(GET, key))) as string | null;
      // No two writes write the same text, so the value is its own version.
      return held ? { value: String(held), version: String(held) } : undefined;
    },
    async set(key, value, { ifVersion, ttlMs }) {
      try {
        const version = (ifVersion ?? "") as string;
        return Boolean(await answered(send(SET, key, version, value, String(ttlMs))));
      } catch (error) {
        // Redis may carry it out later, though the caller takes it for failed. A connection keeps the order of its commands.
        send(DELETE_OWN, key, value).catch(() => {});
        throw error;
      }
    },
    async clear(key) {
      await answered(send(CLEAR, key));
    },
    async lock(key, ttlMs, signal) {
      const name = `${key}:lock`;
      const token = crypto.randomUUID();
      const lease = Math.min(LEASE_MS, ttlMs);
      const latest = performance.now() + ttlMs;
      const release = () => answered(send(DELETE_OWN, name, token));
      const acquire = () =>
        // A lock that comes when nobody waits for it is given back.
        answered(send(LOCK, name, token, String(lease)), signal, (late) => late && release().catch(() => {}));
      for (let wait = SHORTEST_WAIT_MS; !(await acquire()); wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
        if (performance.now() > latest) throw new Error("another process kept the lock for too long");
        if (!(await pause(wait * (0.5 + Math.random() / 2), signal))) throw new Error(LEFT);
      }
      const end = performance.now() + ttlMs;
      const timer = setInterval(() => {
        if (performance.now() > end) clearInterval(timer);
        // A renewal may fail: the versions in the store still tell who was first.
        else answered(send(RENEW, name, token, String(lease))).catch(() => {});
      }, lease / 3);
      timer.unref?.();
      return async () => {
        clearInterval(timer);
        await release();
      };
    },
  };
}

/** What Redis answers. Throws where that takes too long, or where nobody waits any more; then `late` gets a late answer. */
async function answered<T>(work: Promise<T>, signal?: AbortSignal, late?: (value: T) => unknown): Promise<T> {
  const given = await raceAbort(signal, work, late, ANSWER_MS);
  if (!given) throw new Error(signal?.aborted ? LEFT : "Redis did not answer in time");
  return given.value;
}
