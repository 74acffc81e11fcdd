// Performs the steps of the one job that gets tokens, whoever waits for it.

import { Act, refreshLife, Word } from "../generated/operations.js";
import type { BlendOptions, TokenStore } from "../types/index.js";
import { optionsText } from "./arguments.js";
import { runOf } from "./call.js";
import type { Core } from "./core.js";
import { ask, say } from "./engine.js";
import { sha256 } from "./hash.js";
import { callOptions } from "./options.js";

const LOCK_TTL_MS = 60_000;

/** What gets the tokens of one session. */
export interface SignIn {
  /** Resolves when the job in flight is over, well or not; starts it where there is none. */
  ready(): Promise<void>;
  /** One who waited waits no longer. With the last of them, what is under way is given up: it would keep a process alive. */
  leave(): void;
  /** Puts tokens that were not got by the job into the store, whatever it holds. */
  replace(): Promise<void>;
  /** Forgets the session, here and in the store. */
  clear(): Promise<void>;
}

export function signInOf(core: Core, options: BlendOptions): SignIn {
  const store = options.tokenStore;
  let key: Promise<string> | undefined;
  let version: unknown;
  /** What is on its way to the store: what it holds until then is over. */
  let writing: Promise<unknown> | undefined;
  let job: Promise<void> | undefined;
  let waiting = 0;
  let abandoned = new AbortController();

  const tell = (what: Word, text?: string): string => ask((engine) => say(engine, what, core.client(engine), text));
  /** Tells the engine what happened; gives the next step. */
  const next = (what: Word, text?: string): Act => Number(tell(what, text));

  /** A store that fails costs a sign-in, never a call. */
  const attempt = async <T>(what: string, work: (store: TokenStore, key: string) => T | Promise<T>): Promise<T | undefined> => {
    if (!store) return undefined;
    try {
      key ??= keyOf(tell(Word.account));
      return await work(store, await key);
    } catch {
      core.log.say("error", `tokenStore.${what} failed`);
      return undefined;
    }
  };

  const load = async (): Promise<string> => {
    await writing;
    const held = await attempt("get", (store, key) => store.get(key));
    version = held?.version;
    if (held && typeof held.value === "string" && held.value) return held.value;
    if (held) core.log.say("warn", "tokenStore.get gave nothing readable: a new session takes its place");
    return "";
  };

  /** Writes the tokens to the store; false where somebody else was quicker. */
  const save = async (): Promise<boolean> => {
    core.snapshot = tell(Word.snapshot);
    const saving = attempt("set", (store, key) => store.set(key, core.snapshot, { ifVersion: version, ttlMs: refreshLife }));
    writing = saving;
    return (await saving) !== false;
  };

  const asked = async (): Promise<string | undefined> => {
    try {
      const token: unknown = await options.token?.();
      return typeof token === "string" ? token : undefined;
    } catch {
      core.log.say("error", "token() failed");
      return undefined;
    }
  };

  const perform = async (step: Act): Promise<Act> => {
    switch (step) {
      case Act.load:
        return next(Word.loaded, await load());
      case Act.ask:
        return next(Word.asked, await asked());
      case Act.save:
        return next(Word.saved, (await save()) ? "" : undefined);
      default: {
        // The caller's signal and totalTimeout are the caller's: others may wait for this sign-in too.
        const { signal, totalTimeout, omit, ...rest } = options;
        const own = { ...rest, signal: abandoned.signal, log: core.log };
        const text = optionsText({ ...callOptions(rest), signal: abandoned.signal });
        const run = runOf(core, own, (engine) => say(engine, Word.signIn, core.client(engine), undefined, Number(step === Act.refresh), text));
        // How it failed is known to the engine.
        await run.open().then(() => run.read()).catch(() => {});
        return next(Word.signed);
      }
    }
  };

  const work = async (): Promise<void> => {
    const unlock = await (store?.lock && attempt("lock", async (store, key) => (await store.lock?.(key, LOCK_TTL_MS)) ?? undefined));
    try {
      let step = next(Word.begin);
      while (step !== Act.over) step = await perform(step);
      core.snapshot = tell(Word.snapshot);
    } finally {
      if (unlock) await attempt("unlock", unlock);
    }
  };

  return {
    ready() {
      if (!job) {
        waiting = 0;
        abandoned = new AbortController();
        job = work().finally(() => (job = undefined));
      }
      waiting++;
      return job;
    },
    leave() {
      if (--waiting === 0) abandoned.abort();
    },
    async replace() {
      await load();
      await save();
    },
    async clear() {
      tell(Word.out);
      core.snapshot = "";
      const before = writing;
      const clear = async () => {
        await before;
        await attempt("clear", (store, key) => store.clear(key));
      };
      await (writing = clear());
    },
  };
}

/** A store's key: tells origin and account apart, and tells nobody which they are. */
export async function keyOf(account: string): Promise<string> {
  return `blend-sdk:${(await sha256(account)).slice(0, 32)}`;
}
