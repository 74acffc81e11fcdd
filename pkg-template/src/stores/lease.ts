// A lock on top of a store that compares before it writes.

import type { StoreLock, TokenStore } from "../../types/index.js";
import { pause } from "../platform/timers.js";

/** A holder renews its lease while it lives, so others need not wait for a dead one's whole time. */
const LEASE_MS = 3000;
const SHORTEST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 500;

/** Waits for the lock, for as long as `ttlMs` at the most; holds it for as long at the most. */
export async function lease(
  store: Pick<TokenStore, "get" | "set">,
  key: string,
  ttlMs: number,
  signal?: AbortSignal,
): Promise<StoreLock> {
  const name = `${key}:lock`;
  const token = crypto.randomUUID();
  const leaseMs = Math.min(LEASE_MS, ttlMs);
  /** Writes over what this holder wrote. One that lives for no time is a released one. */
  const rewrite = async (forMs: number) => {
    const held = await store.get(name);
    if (held?.value === token) await store.set(name, token, { ifVersion: held.version, ttlMs: forMs });
  };

  const latest = performance.now() + ttlMs;
  const take = () => store.set(name, token, { ifVersion: undefined, ttlMs: leaseMs });
  for (let wait = SHORTEST_WAIT_MS; !(await take()); wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    if (performance.now() > latest) throw new Error("somebody else holds the lock");
    await pause(wait * (0.5 + Math.random() / 2), signal);
    signal?.throwIfAborted();
  }

  const end = performance.now() + ttlMs;
  let renewed: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (performance.now() > end) clearInterval(timer);
    // A renewal that fails may do so: the store's versions tell who was first.
    else renewed = rewrite(leaseMs).catch(() => {});
  }, leaseMs / 3);
  timer.unref?.();
  const release = async () => {
    clearInterval(timer);
    await renewed;
    await rewrite(0);
  };
  if (!signal?.aborted) return release;
  await release();
  throw new Error("nobody waits for the lock any more");
}
