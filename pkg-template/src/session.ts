// Performs the steps of the one job that gets tokens, whoever waits for it.

import { Act, clientOptions, refreshLife, Word } from "../generated/operations.js";
import type { BlendOptions, TokenStore } from "../types/index.js";
import { optionsText } from "./arguments.js";
import { runOf } from "./call.js";
import type { Core } from "./core.js";
import { ask, say } from "./engine.js";

const LOCK_TTL_MS = 60_000;

export class SignIn {
  readonly #core: Core;
  readonly #options: BlendOptions;
  readonly #store: TokenStore | undefined;
  #key: Promise<string> | undefined;
  #version: unknown;
  /** What is on its way to the store: what it holds until then is over. */
  #writing: Promise<unknown> | undefined;
  #job: Promise<void> | undefined;
  #waiting = 0;
  #abandoned = new AbortController();

  constructor(core: Core, options: BlendOptions) {
    this.#core = core;
    this.#options = options;
    this.#store = options.tokenStore;
  }

  /** Resolves when the job in flight is over, well or not; starts it where there is none. */
  ready(): Promise<void> {
    if (!this.#job) {
      this.#waiting = 0;
      this.#abandoned = new AbortController();
      this.#job = this.#run().finally(() => (this.#job = undefined));
    }
    this.#waiting++;
    return this.#job;
  }

  /** One who waited waits no longer. With the last of them, what is under way is given up: it would keep a process alive. */
  leave(): void {
    if (--this.#waiting === 0) this.#abandoned.abort();
  }

  async #run(): Promise<void> {
    const unlock = await this.#lock();
    const core = this.#core;
    try {
      let step = this.#step(Word.begin);
      while (step !== Act.over) step = await this.#perform(step);
      core.snapshot = this.#tell(Word.snapshot);
    } finally {
      if (unlock) await this.#attempt("unlock", unlock);
    }
  }

  async #perform(step: Act): Promise<Act> {
    const core = this.#core;
    switch (step) {
      case Act.load: {
        const text = await this.#load();
        return this.#step(Word.loaded, text);
      }
      case Act.ask: {
        const token = await this.#ask();
        return this.#step(Word.asked, token);
      }
      case Act.save: {
        const taken = await this.save();
        return this.#step(Word.saved, taken ? "" : undefined);
      }
      default: {
        // The caller's signal and totalTimeout are the caller's: others may wait for this sign-in too.
        const { signal, totalTimeout, omit, ...own } = this.#options;
        const options = { ...own, signal: this.#abandoned.signal };
        const text = optionsText(callOptions(options));
        const run = runOf(core, options, (engine) => say(engine, Word.signIn, core.client(engine), undefined, Number(step === Act.refresh), text));
        // How it failed is known to the engine.
        await run.open().then(() => run.read()).catch(() => {});
        return this.#step(Word.signed);
      }
    }
  }

  /** Tells the engine what happened; gives the next step. */
  #step(what: Word, text?: string): Act {
    return Number(this.#tell(what, text));
  }

  #tell(what: Word, text?: string): string {
    return ask((engine) => say(engine, what, this.#core.client(engine), text));
  }

  async #ask(): Promise<string | undefined> {
    try {
      const token: unknown = await this.#options.token?.();
      return typeof token === "string" ? token : undefined;
    } catch {
      this.#core.log.say("error", "token() failed");
      return undefined;
    }
  }

  async #lock(): Promise<(() => unknown) | undefined> {
    if (!this.#store?.lock) return undefined;
    return this.#attempt("lock", async (store, key) => (await store.lock?.(key, LOCK_TTL_MS)) ?? undefined);
  }

  async #load(): Promise<string> {
    await this.#writing;
    const held = await this.#attempt("get", (store, key) => store.get(key));
    this.#version = held?.version;
    if (held && typeof held.value === "string" && held.value) return held.value;
    if (held) this.#core.log.say("warn", "tokenStore.get gave nothing readable: a new session takes its place");
    return "";
  }

  /** Puts tokens that were not got by the job into the store, whatever it holds. */
  async replace(): Promise<void> {
    await this.#load();
    await this.save();
  }

  /** Writes the tokens to the store; false where somebody else was quicker. */
  async save(): Promise<boolean> {
    const core = this.#core;
    core.snapshot = this.#tell(Word.snapshot);
    const options = { ifVersion: this.#version, ttlMs: refreshLife };
    const saving = this.#attempt("set", (store, key) => store.set(key, core.snapshot, options));
    this.#writing = saving;
    return (await saving) !== false;
  }

  /** Forgets the session, here and in the store. */
  async clear(): Promise<void> {
    const core = this.#core;
    this.#tell(Word.out);
    core.snapshot = "";
    const before = this.#writing;
    const clear = async () => {
      await before;
      await this.#attempt("clear", (store, key) => store.clear(key));
    };
    await (this.#writing = clear());
  }

  /** A store that fails costs a sign-in, never a call. */
  async #attempt<T>(what: string, work: (store: TokenStore, key: string) => T | Promise<T>): Promise<T | undefined> {
    if (!this.#store) return undefined;
    try {
      this.#key ??= keyOf(this.#tell(Word.account));
      return await work(this.#store, await this.#key);
    } catch {
      this.#core.log.say("error", `tokenStore.${what} failed`);
      return undefined;
    }
  }
}

/** The options of a client that are options of a call too. */
export function callOptions(options: BlendOptions): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !clientOptions.includes(name)));
}

/** A store's key: tells origin and account apart, and tells nobody which they are. */
export async function keyOf(account: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(account));
  const hex = Array.from(new Uint8Array(digest).subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0"));
  return `blend-sdk:${hex.join("")}`;
}
