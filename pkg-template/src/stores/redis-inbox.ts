// Webhook events in Redis: a hash for each event, and a sorted set of when each has to be handled.
// An event in hand is due again when its lease ends, so nothing has to clean up behind a process that died.

import type { IORedisClient, RedisClient } from "../../types/stores.js";
import type { InboxClaim, StoredEvent, StoredInbox } from "../../types/webhooks.js";
import { DONE_LIFE_MS, drain, type Queue, type Taken } from "./drain.js";
import { answered, evalOf, type Eval } from "./redis-eval.js";

// KEYS: the sorted set, and the event's hash. ARGV[1]: the event's key. The server's clock serves all processes.
const NOW = 'local time = redis.call("TIME") local now = time[1] * 1000 + math.floor(time[2] / 1000) ';
const OWN = 'if redis.call("HGET", KEYS[2], "token") ~= ARGV[2] then return 0 end ';

const PUT = `${NOW}
local done, event, lease = unpack(redis.call("HMGET", KEYS[2], "done", "event", "lease"))
if done then return 0 end
if not event then
  redis.call("HSET", KEYS[2], "event", ARGV[2])
  redis.call("PERSIST", KEYS[2])
end
redis.call("ZADD", KEYS[1], math.max(now, tonumber(lease or 0)), ARGV[1])
return event and 0 or 1`;

const NEXT = `${NOW}
local due = redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", now, "LIMIT", 0, 1)[1]
if due then redis.call("ZADD", KEYS[1], now + ARGV[1], due) end
return due`;

const CLAIM = `${NOW}
local done, event, lease, tries = unpack(redis.call("HMGET", KEYS[2], "done", "event", "lease", "tries"))
if done then return {"done"} end
if tonumber(lease or 0) > now then return {"running"} end
redis.call("HSET", KEYS[2], "token", ARGV[2], "lease", now + ARGV[3])
if event then redis.call("ZADD", KEYS[1], now + ARGV[3], ARGV[1])
else redis.call("PEXPIRE", KEYS[2], ARGV[3]) end
return {"claimed", event or "", tries or "0"}`;

const RENEW = `${NOW}${OWN}
redis.call("HSET", KEYS[2], "lease", now + ARGV[3])
return redis.call("ZADD", KEYS[1], now + ARGV[3], ARGV[1])`;

const DONE = `${OWN}
redis.call("ZREM", KEYS[1], ARGV[1])
redis.call("DEL", KEYS[2])
redis.call("HSET", KEYS[2], "done", 1)
return redis.call("PEXPIRE", KEYS[2], ARGV[3])`;

const RELEASE = `${NOW}${OWN}
redis.call("HDEL", KEYS[2], "token", "lease")
if redis.call("HEXISTS", KEYS[2], "event") == 0 then return 0 end
redis.call("HINCRBY", KEYS[2], "tries", 1)
return redis.call("ZADD", KEYS[1], now + ARGV[3], ARGV[1])`;

export function redisInbox(
  client: RedisClient | IORedisClient,
  { name = "blend-sdk:inbox" }: { name?: string } = {},
): StoredInbox {
  const send = evalOf(client);
  // A script that Redis runs later all the same does no harm: a claim lapses, and the others are safe to repeat.
  const run: Eval = (...given) => answered(send(...given));
  // In braces, so that all of them lie on one node of a cluster.
  const due = `{${name}}:due`;
  const about = (script: string, key: string, ...args: (string | number)[]) =>
    run(script, [due, `{${name}}:${key}`], key, ...args);

  async function take(key: string, leaseMs: number): Promise<InboxClaim & Partial<Taken>> {
    const token = crypto.randomUUID();
    const [state, event, tries] = (await about(CLAIM, key, token, leaseMs)) as string[];
    if (state !== "claimed") return { state: state as InboxClaim["state"] };
    return { state, token, tries: Number(tries), ...(event && { event: JSON.parse(event) as StoredEvent }) };
  }

  const queue: Queue = {
    async next(leaseMs) {
      for (let key; (key = (await run(NEXT, [due], leaseMs)) as string | null);) {
        const { state, token = "", tries = 0, event } = await take(key, leaseMs);
        if (event) return { key, token, tries, event };
        // Its hash is gone. Where it runs elsewhere, it has just become due later.
        if (state === "claimed") await about(DONE, key, token, DONE_LIFE_MS);
      }
      return undefined;
    },
    renew: (key, token, leaseMs) => about(RENEW, key, token, leaseMs),
    done: (key, token) => about(DONE, key, token, DONE_LIFE_MS),
    retry: (key, token, delayMs) => about(RELEASE, key, token, delayMs),
  };

  return {
    put: async (key, event) => Boolean(await about(PUT, key, JSON.stringify(event))),
    async claim(key, leaseMs) {
      const { state, token } = await take(key, leaseMs);
      return token ? { state, token } : { state };
    },
    async done(key, token) {
      await queue.done(key, token);
    },
    async release(key, token) {
      await queue.retry(key, token, 0);
    },
    drain: (handler, options) => drain(queue, handler, options),
  };
}
