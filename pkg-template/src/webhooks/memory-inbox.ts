// Which events this process handles and has handled.

import type { Inbox } from "../../types/webhooks.js";

const DONE_LIFE_MS = 24 * 60 * 60 * 1000;
const MOST_REMEMBERED = 10_000;

interface Entry {
  done: boolean;
  /** When a claim lapses, or a handled event is forgotten. */
  until: number;
  token: string;
}

export function memoryInbox(): Inbox {
  const entries = new Map<string, Entry>();
  const keep = (key: string, entry: Entry) => {
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > MOST_REMEMBERED) entries.delete(entries.keys().next().value as string);
  };
  const isHeld = (key: string, token: string) => entries.get(key)?.token === token;

  return {
    claim(key, leaseMs) {
      const entry = entries.get(key);
      if (entry && entry.until > Date.now()) return { state: entry.done ? "done" : "running" };
      const token = crypto.randomUUID();
      keep(key, { done: false, until: Date.now() + leaseMs, token });
      return { state: "claimed", token };
    },
    done(key, token) {
      if (isHeld(key, token)) keep(key, { done: true, until: Date.now() + DONE_LIFE_MS, token });
    },
    release(key, token) {
      if (isHeld(key, token)) entries.delete(key);
    },
  };
}
