// Runs a script in Redis, by either of the two clients.

import type { IORedisClient, RedisClient } from "../../types/stores.js";

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
