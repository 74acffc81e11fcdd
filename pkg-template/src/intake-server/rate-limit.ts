// How many submissions pass in a window of time.

import type { RateLimitHit, RateLimitStore } from "../../types/intake-server.js";

interface Count {
  hits: number;
  until: number;
}

/** Counts in the memory of this process. */
export function memoryRateLimit(): RateLimitStore {
  const counts = new Map<string, Count>();
  return {
    hit(key, windowMs): RateLimitHit {
      const now = Date.now();
      // The windows of a handler are equally long, so the oldest come first.
      for (const [other, { until }] of counts) {
        if (until > now) break;
        counts.delete(other);
      }
      const count = counts.get(key) ?? { hits: 0, until: now + windowMs };
      count.hits++;
      counts.set(key, count);
      return { count: count.hits, remainingMs: count.until - now };
    },
  };
}
