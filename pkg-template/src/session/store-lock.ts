// One process at a time, by a store that all of them share.

import type { StoreLock, TokenStore } from "../../types/index.js";
import { AbortError, BlendError, TimeoutError } from "../errors.js";
import { raceAbort } from "../platform/timers.js";
import { now } from "../platform/runtime.js";
import { keyOf } from "./session.js";

/** What a store knows of a key that may be sent once. */
export interface Held {
  /** Whether it was sent, by whichever process. */
  sent: boolean;
  /** Notes that it will be sent now; false where somebody else was quicker. */
  note(ttlMs: number): Promise<boolean>;
  forget(): void;
}

/** Longer than a create and the looks behind it mostly take. Where it is not enough, the note still stands. */
const LOCK_TTL_MS = 120_000;
const UNLOCK_MS = 5000;

/**
 * Does the work while nobody else has the key. A store that fails ends it: without it nobody knows what others sent. So does
 * one that takes longer than until the deadline, or than the caller waits.
 */
export async function exclusively<T>(
  store: TokenStore | undefined,
  signal: AbortSignal,
  deadline: number,
  key: string,
  operation: string,
  work: (held?: Held) => Promise<T>,
): Promise<T> {
  if (!store) return work();
  const name = await keyOf(key);
  const gone = new AbortController();
  let sent = false;
  let unlock: StoreLock | undefined;
  /** What the store was asked and nobody waits for. */
  let busy: Promise<unknown> | undefined;

  const within = <R>(asked: Promise<R>) => raceAbort(signal, asked, undefined, deadline - now());
  /** What the store answers; `late` is given what it answers when nobody waits any more. */
  const ask = async <R>(what: () => R | Promise<R>, late?: (value: R) => unknown): Promise<R> => {
    const asked = (async () => what())();
    const facts = { operation, outcome: sent ? "unknown" : "not_sent" } as const;
    const given = await within(asked).catch(() => {
      const message = "the token store failed, so that nobody knows whether another process has sent it";
      throw new BlendError({ ...facts, message, code: "store", hint: "look at the store, then call again" });
    });
    if (given) return given.value;
    gone.abort();
    busy = asked.then(late);
    if (signal.aborted) throw new AbortError({ ...facts, message: "aborted by its signal" });
    throw new TimeoutError({ ...facts, message: "the token store took longer than totalTimeout" });
  };
  /** Where it fails, the lock lapses by itself. */
  const letGo = async () => {
    await busy?.catch(() => {});
    await unlock?.();
  };
  try {
    unlock = await ask(
      () => store.lock?.(name, LOCK_TTL_MS, gone.signal),
      (late) => (unlock = late),
    );
    const known = await ask(() => store.get(name));
    // Many stores give null for nothing.
    sent = known != null;
    return await work({
      sent,
      note: async (ttlMs) => {
        const set = () => store.set(name, "sent", { ifVersion: known?.version, ttlMs });
        // A store that compares nothing may give nothing. Where nobody waits any more, nothing was sent.
        const noted = (await ask(set, (late) => late !== false && !sent && store.clear(name))) !== false;
        sent ||= noted;
        return noted;
      },
      // Where it fails, the note stands: nobody sends it then.
      forget: () => void (busy = (async () => store.clear(name))()),
    });
  } finally {
    // What was made is not withheld for it.
    await raceAbort(
      signal,
      letGo().catch(() => {}),
      undefined,
      Math.min(deadline - now(), UNLOCK_MS),
    );
  }
}
