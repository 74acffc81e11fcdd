// One process at a time, by a store that all of them share.

import type { StoreLock, TokenStore } from "../types/index.js";
import { AbortError, BlendError } from "./errors.js";
import { unless } from "./pause.js";
import { keyOf } from "./session.js";

/** What a store knows of a key that may be sent once. */
export interface Held {
  /** Whether it was sent, by whichever process. */
  sent: boolean;
  /** Notes that it will be sent now; false where somebody else was quicker. */
  note(ttlMs: number): Promise<boolean>;
  forget(): Promise<void>;
}

/** Longer than a create and the looks behind it mostly take. Where it is not enough, the note still stands. */
const LOCK_TTL_MS = 120_000;

/** Does the work while nobody else has the key. A store that fails ends it: without it nobody knows what others sent. */
export async function exclusively<T>(
  store: TokenStore | undefined,
  signal: AbortSignal,
  key: string,
  operation: string,
  work: (held?: Held) => Promise<T>,
): Promise<T> {
  if (!store) return work();
  const name = await keyOf(key);
  let sent = false;
  const ask = async <R>(what: () => R | Promise<R>): Promise<R> => {
    try {
      return await what();
    } catch {
      throw new BlendError({
        code: "store",
        message: "the token store failed, so that nobody knows whether another process has sent it",
        operation,
        outcome: sent ? "unknown" : "not_sent",
        hint: "look at the store, then call again",
      });
    }
  };
  const letGo = async (unlock: StoreLock | undefined) => {
    try {
      await unlock?.();
    } catch {
      // It lapses by itself.
    }
  };
  const locked = await unless(signal, ask(() => store.lock?.(name, LOCK_TTL_MS)), letGo);
  if (!locked) throw new AbortError({ message: "aborted by its signal", operation, outcome: "not_sent" });
  try {
    const known = await ask(() => store.get(name));
    return await work({
      sent: known !== undefined,
      note: async (ttlMs) => {
        const noted = await ask(() => store.set(name, "sent", { ifVersion: known?.version, ttlMs }));
        sent ||= noted;
        return noted;
      },
      forget: () => ask(() => store.clear(name)),
    });
  } finally {
    await letGo(locked.value);
  }
}
