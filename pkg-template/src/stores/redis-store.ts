// Sessions, and what createOnce remembers, in Redis.

import type { TokenStore } from "../../types/index.js";
import type { IORedisClient, RedisClient } from "../../types/stores.js";
import { pause } from "../platform/timers.js";
import { answered, evalOf, LEFT } from "./redis-eval.js";

/** A living holder renews its lease, so other processes wait only this long for a dead one. */
const LEASE_MS = 3000;
const SHORTEST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 500;

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
  const run = evalOf(client);
  const send = (script: string, key: string, ...args: string[]) => run(script, [key], ...args);

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
        // Redis may carry it out later, though the caller takes it for failed. A connection keeps the order of its
        // commands.
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
