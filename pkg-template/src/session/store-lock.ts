// One process at a time, by a token store that all of them share.

import type { StoreLock, TokenStore } from "../../types/index.js";
import { abortError, BlendError, TimeoutError } from "../errors.js";
import { now } from "../platform/runtime.js";
import { raceAbort } from "../platform/timers.js";
import { keyOf, UNLOCK_MS } from "./session-store.js";

/** What a store knows about a key that may be sent once. */
export interface SentNote {
  /** Whether a process has sent it. */
  readonly sent: boolean;
  /** Notes that it is sent now. Returns false where another process was first. */
  write(): Promise<boolean>;
  /** Removes the note: nothing was made. */
  remove(): void;
}

/** What to lock, and for how long to wait. */
export interface StoreLockRequest {
  store: TokenStore | undefined;
  /** Becomes the store's key, hashed. */
  key: string;
  operation: string;
  signal: AbortSignal;
  deadline: number;
  /** How long one operation of the store may take. */
  timeout: number;
}

/** Longer than a create and its look-ups mostly take. After that, the note still stands. */
const LOCK_TTL_MS = 120_000;
/** How long a store remembers that a key was sent. */
const NOTE_TTL_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Does the work while no other process has the key. Fails where the store fails: without it, nobody knows what other
 * processes have sent.
 */
export async function withStoreLock<T>(request: StoreLockRequest, work: (note?: SentNote) => Promise<T>): Promise<T> {
  if (!request.store) return work();
  const held = new LockedKey(request, request.store);
  try {
    await held.open();
    return await work(held);
  } finally {
    await held.close();
  }
}

class LockedKey implements SentNote {
  sent = false;
  readonly #request: StoreLockRequest;
  readonly #store: TokenStore;
  /** Tells the store that nobody waits for its lock any more. */
  readonly #gone = new AbortController();
  #name = "";
  /** What the store held about the key at first. */
  #held: Awaited<ReturnType<TokenStore["get"]>>;
  #unlock: StoreLock | undefined;
  /** What the store still does, though nobody waits for it. The lock is kept until then. */
  #busy: Promise<unknown> | undefined;

  constructor(request: StoreLockRequest, store: TokenStore) {
    this.#request = request;
    this.#store = store;
  }

  async open(): Promise<void> {
    const store = this.#store;
    this.#name = await this.#ask(keyOf(this.#request.key));
    const locked = (async () => store.lock?.(this.#name, LOCK_TTL_MS, this.#gone.signal))();
    this.#unlock = await this.#ask(locked, LOCK_TTL_MS, (late) => (this.#unlock = late));
    const held = await this.#ask((async () => store.get(this.#name))());
    this.#held = held;
    // Many stores give null for nothing.
    this.sent = held != null && !/^not /.test(held.value);
  }

  async write(): Promise<boolean> {
    // A text that no other process writes at the same time. React Native has no `crypto`.
    const note = `sent ${Math.random()}`;
    const written = this.#set(note);
    try {
      // A store that compares nothing may return nothing.
      const first = (await this.#ask(written)) !== false;
      this.sent ||= first;
      return first;
    } catch (error) {
      // Nothing is sent now. A note that is written late would keep the key for days.
      const takeBack = () => this.#takeBack(note);
      if (!this.sent) this.#busy = written.then(takeBack, takeBack);
      throw error;
    }
  }

  remove(): void {
    // Where it fails, the note stands: nobody sends it then.
    this.#busy = (async () => this.#store.clear(this.#name))();
  }

  /** Releases the lock. A failure does not withhold the result: a lock that cannot be released expires by itself. */
  async close(): Promise<void> {
    const released = (async () => {
      await this.#busy?.catch(() => {});
      await this.#unlock?.();
    })().catch(() => {});
    const ms = Math.min(this.#request.deadline - now(), UNLOCK_MS);
    // After a time that is over, nobody waits for anything more.
    if (!this.#gone.signal.aborted) await raceAbort(this.#request.signal, released, undefined, ms);
  }

  async #set(text: string): Promise<unknown> {
    return this.#store.set(this.#name, text, { ifVersion: this.#held?.version, ttlMs: NOTE_TTL_MS });
  }

  /**
   * Takes back a note that the store did not confirm. If it is not there, it may still come: a text of its version in
   * its place keeps it out. The note of another process stays.
   */
  async #takeBack(note: string): Promise<void> {
    let held = await this.#store.get(this.#name);
    const isUnchanged = held?.value === this.#held?.value;
    if (isUnchanged && (await this.#set(`not ${note}`)) === false) held = await this.#store.get(this.#name);
    if (held?.value === note) await this.#store.clear(this.#name);
  }

  /** What the store answers. `late` gets what it answers when nobody waits any more. */
  async #ask<R>(asked: Promise<R>, ms = this.#request.timeout, late?: (value: R) => unknown): Promise<R> {
    const { signal, deadline, operation } = this.#request;
    const left = deadline - now();
    const facts = { operation, outcome: this.sent ? "unknown" : "not_sent" } as const;
    const answer = await raceAbort(signal, asked, undefined, Math.min(left, ms)).catch((thrown: unknown) => {
      const message = "the token store failed; without it, another process may have sent this already";
      const hint = "check the store, then call again; error.unsafe().thrown is what it threw";
      throw new BlendError({ ...facts, message, code: "store", hint }, { thrown });
    });
    if (answer) return answer.value;
    this.#gone.abort();
    this.#busy = asked.then(late);
    if (signal.aborted) throw abortError({ ...facts, message: "aborted by its signal" }, signal);
    const limit = left < ms ? "totalTimeout" : `${ms} ms`;
    throw new TimeoutError({ ...facts, message: `the token store took longer than ${limit}` });
  }
}
