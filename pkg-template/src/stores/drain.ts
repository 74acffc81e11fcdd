// Working off a stored inbox.

import type { Drained, DrainOptions, StoredEvent, WebhookHandler } from "../../types/webhooks.js";

/** An event in hand. */
export interface Taken {
  key: string;
  token: string;
  event: StoredEvent;
  /** How often its handler threw before. */
  tries: number;
}

/** What each inbox does by its own means. */
export interface Queue {
  /** Takes an event that is due, for `leaseMs`. */
  next(leaseMs: number): Promise<Taken | undefined>;
  renew(key: string, token: string, leaseMs: number): Promise<unknown>;
  done(key: string, token: string): Promise<unknown>;
  /** Gives it back, to be due again after `delayMs`. */
  retry(key: string, token: string, delayMs: number): Promise<unknown>;
}

/** A process renews the lease of what it has in hand, so others need not wait longer than this for a dead one. */
const LEASE_MS = 30_000;
const LONGEST_DELAY_MS = 60 * 60 * 1000;

/** How long handled events are remembered. */
export const DONE_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

export async function drain(
  queue: Queue,
  handler: Pick<WebhookHandler, "dispatch">,
  { concurrency = 1, signal }: DrainOptions = {},
): Promise<Drained> {
  if (typeof handler?.dispatch !== "function")
    throw new TypeError("handler: expected what createWebhookHandler returned");
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new TypeError("concurrency: expected a whole number from 1");
  const drained: Drained = { done: 0, failed: 0 };
  const work = async () => {
    for (;;) {
      const taken = signal?.aborted ? undefined : await queue.next(LEASE_MS);
      if (!taken) return;
      drained[(await handle(queue, handler, taken)) ? "done" : "failed"]++;
    }
  };
  // All are waited for, also where one fails: nothing goes on behind the caller's back.
  const ends = await Promise.allSettled(Array.from({ length: concurrency }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return drained;
}

/** Whether the handler handled it. */
async function handle(queue: Queue, handler: Pick<WebhookHandler, "dispatch">, taken: Taken): Promise<boolean> {
  const { key, token, event, tries } = taken;
  const renewal = setInterval(() => void queue.renew(key, token, LEASE_MS).catch(() => {}), LEASE_MS / 3);
  try {
    await handler.dispatch(event);
  } catch {
    // The handler reported it, by its onError.
    await queue.retry(key, token, Math.min(1000 * 2 ** tries, LONGEST_DELAY_MS));
    return false;
  } finally {
    clearInterval(renewal);
  }
  await queue.done(key, token);
  return true;
}
