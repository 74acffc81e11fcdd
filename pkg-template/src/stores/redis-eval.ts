// Runs a script in Redis, by either of the two clients.

import type { IORedisClient, RedisClient } from "../../types/stores.js";
import { raceAbort } from "../platform/timers.js";

/** A client without a connection queues commands, and may do so for ever. */
const ANSWER_MS = 5000;
export const LEFT = "nobody waits for it any more";

export type Eval = (script: string, keys: string[], ...args: (string | number)[]) => Promise<unknown>;

export function evalOf(client: RedisClient | IORedisClient): Eval {
  if (typeof client?.eval !== "function")
    throw new TypeError("client: expected a client of the package redis or ioredis");
  return (script, keys, ...args) => {
    const texts = args.map(String);
    return "defineCommand" in client
      ? client.eval(script, keys.length, ...keys, ...texts)
      : client.eval(script, { keys, arguments: texts });
  };
}

/**
 * What Redis answers. Throws where that takes too long, or where nobody waits any more; then `late` gets a late answer.
 */
export async function answered<T>(work: Promise<T>, signal?: AbortSignal, late?: (value: T) => unknown): Promise<T> {
  const given = await raceAbort(signal, work, late, ANSWER_MS);
  if (!given) throw new Error(signal?.aborted ? LEFT : "Redis did not answer in time");
  return given.value;
}
