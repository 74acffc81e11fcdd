// The token store as a session uses it. A store that fails costs a sign-in, never a call.

import { refreshLife } from "../../generated/operations.js";
import { describeAccount } from "../../generated/protocol.js";
import type { BlendOptions, StoreLock, TokenStore } from "../../types/index.js";
import { BlendError, isBlendError } from "../errors.js";
import type { Log } from "../hooks/log.js";
import { sha256, shortDigest } from "../platform/hash.js";
import { raceAbort } from "../platform/timers.js";
import type { EngineClient } from "./engine-client.js";

const LOCK_TTL_MS = 60_000;
/** Nobody waits longer than this for a lock to be released: it lapses by itself. */
export const UNLOCK_MS = 5000;
/** How long a store or `token()` may take. It is the default of the option `timeout`. */
export const DEFAULT_TIMEOUT_MS = 60_000;

type Operation<T> = (store: TokenStore, key: string) => T | Promise<T>;

/** How long to wait for an operation. `late` gets what comes after that. */
interface Patience<T> {
  signal: AbortSignal | undefined;
  ms?: number;
  late?: (value: T) => void;
}

export class SessionStore {
  readonly #engine: EngineClient;
  readonly #log: Log;
  readonly #store: TokenStore | undefined;
  readonly #timeout: number;
  #key: Promise<string> | undefined;
  #version: unknown;
  /** What is on its way to the store. */
  #writing: Promise<unknown> = Promise.resolve();
  /** Sign-outs that the store has not confirmed. What it holds until then is no session any more. */
  #clearing = 0;

  constructor(engine: EngineClient, options: BlendOptions, log: Log) {
    const { token, tokenStore, timeout = DEFAULT_TIMEOUT_MS } = options;
    this.#engine = engine;
    this.#log = log;
    // Only token() knows whose tokens it gives. In a store, all clients with a token() would be one account.
    this.#store = token ? undefined : tokenStore;
    this.#timeout = timeout;
  }

  /** Waits for the lock. Returns what releases it. */
  async lock(signal: AbortSignal): Promise<StoreLock | undefined> {
    const locked = this.#start((store, key) => store.lock?.(key, LOCK_TTL_MS, signal));
    return this.#settled("lock", locked, { signal, ms: LOCK_TTL_MS, late: (unlock) => void this.unlock(unlock) });
  }

  async unlock(unlock: StoreLock | undefined, signal?: AbortSignal): Promise<void> {
    await this.#settled("unlock", (async () => unlock?.())(), { signal, ms: UNLOCK_MS });
  }

  /** Reads the session. Returns an empty text where the store has none. */
  async load(signal?: AbortSignal): Promise<string> {
    const held = this.#clearing
      ? undefined
      : await this.#settled(
          "get",
          this.#start((store, key) => store.get(key)),
          { signal },
        );
    this.#version = held?.version;
    // Many stores give null for nothing.
    if (held == null) return "";
    if (typeof held.value === "string" && held.value) return held.value;
    this.#log.say("warn", "tokenStore.get gave nothing readable: a new session takes its place");
    return "";
  }

  /** Writes the session. Returns false where another process was first. */
  async save(tokens: string, signal?: AbortSignal): Promise<boolean> {
    const options = { ifVersion: this.#version, ttlMs: refreshLife };
    const written = this.#start((store, key) => store.set(key, tokens, options));
    this.#writing = Promise.allSettled([this.#writing, written]);
    return (await this.#settled("set", written, { signal })) !== false;
  }

  /**
   * Removes the session. Throws where the store fails, or takes longer than `ms`: then it may still hold the session.
   */
  async clear(ms = this.#timeout): Promise<void> {
    this.#clearing++;
    // After all writes: one of them would bring the session back.
    const cleared = this.#writing.then(() => this.#start((store, key) => store.clear(key)));
    cleared.then(
      () => this.#clearing--,
      () => {},
    );
    const { failed, thrown } = await outcomeOf(cleared, ms);
    if (!failed) return;
    const facts = {
      message: `tokenStore.clear ${failed}, so the store may still hold the session`,
      hint: "this client has forgotten its tokens; call auth.logout() again to clear the store",
      code: "store",
      operation: "auth.logout",
      outcome: "unknown",
    } as const;
    throw new BlendError(facts, { thrown });
  }

  async #start<T>(operation: Operation<T>): Promise<T | undefined> {
    if (!this.#store) return undefined;
    const { origin, account } = this.#engine.ask(describeAccount);
    this.#key ??= keyOf(`${origin}\n${account}`);
    return operation(this.#store, await this.#key);
  }

  /** What an operation returns; nothing where it fails, or where nobody waits any more. */
  async #settled<T>(
    name: string,
    operation: Promise<T>,
    { signal, ms = this.#timeout, late }: Patience<T>,
  ): Promise<T | undefined> {
    const { value, failed } = await outcomeOf(operation, ms, signal, late);
    if (failed && !signal?.aborted) this.#log.say("error", `tokenStore.${name} ${failed}`);
    return value;
  }
}

/** What the work gives, or how it failed. */
async function outcomeOf<T>(
  work: Promise<T>,
  ms: number,
  signal?: AbortSignal,
  late?: (value: T) => void,
): Promise<{ value?: T; failed?: string; thrown?: unknown }> {
  try {
    return (await raceAbort(signal, work, late, ms)) ?? { failed: `did not settle within ${ms} ms` };
  } catch (thrown) {
    // What others throw may say anything.
    return { failed: isBlendError(thrown) ? `failed: ${thrown.message}` : "failed", thrown };
  }
}

/** A store's key: it tells origins and accounts apart, and shows neither. */
export async function keyOf(account: string): Promise<string> {
  const digest = await sha256(account).catch(() => shortDigest(account));
  return `blend-sdk:${digest.slice(0, 32)}`;
}
