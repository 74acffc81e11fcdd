// Counts of requests, in Redis.

import type { RateLimitStore } from "../../types/intake-server.js";
import type { IORedisClient, RedisClient } from "../../types/stores.js";
import { answered, evalOf } from "./redis-eval.js";

// One script, so that no count is left without an end.
const HIT = `local count = redis.call("INCR", KEYS[1])
if count == 1 then redis.call("PEXPIRE", KEYS[1], ARGV[1]) end
return {count, redis.call("PTTL", KEYS[1])}`;

export function redisRateLimit(client: RedisClient | IORedisClient): RateLimitStore {
  const run = evalOf(client);
  return {
    async hit(key, windowMs) {
      const [count, remainingMs] = (await answered(run(HIT, [`blend-sdk:rate:${key}`], windowMs))) as number[];
      return { count: count!, remainingMs: remainingMs! };
    },
  };
}
