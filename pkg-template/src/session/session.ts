// Performs the steps of the one job that gets tokens, whoever waits for it.

import { Act, refreshLife, Word } from "../../generated/operations.js";
import type { BlendOptions, StoreLock, TokenStore } from "../../types/index.js";
import { optionsText } from "../input/arguments.js";
import { Call } from "../call/call.js";
import { started } from "../call/seam.js";
import type { CallSettings, SignIn } from "../call/types.js";
import type { Core } from "./core.js";
import { say, withEngine } from "../engine/load.js";
import type { BlendError } from "../errors.js";
import { sendable } from "../platform/fetch.js";
import { sha256 } from "../platform/hash.js";
import { callOptions } from "../input/options.js";
import { raceAbort } from "../platform/timers.js";

const LOCK_TTL_MS = 60_000;

/** By what a call goes out. */
type Way = Pick<CallSettings, "fetch" | "middleware">;

/** The tokens of one session. */
export interface Session extends SignIn {
  /** Puts tokens that were not got by the job into the store, whatever it holds. */
  replace(): Promise<void>;
  /** Forgets the session, here and in the store. */
  clear(): Promise<void>;
}

export function signInOf(core: Core, options: BlendOptions): Session {
  // token() knows whose tokens they are. A store would not: there, all who are given tokens by a function are one account.
  const store = options.token ? undefined : options.tokenStore;
  let key: Promise<string> | undefined;
  let version: unknown;
  /** What is on its way to the store. */
  let writing: Promise<unknown> | undefined;
  /** How many sign-outs are: what the store holds until then is over. */
  let clearing = 0;
  let slip: BlendError | undefined;
  let job: Promise<BlendError | undefined> | undefined;
  let way: Way = {};
  let waiting = 0;
  let abandoned = new AbortController();

  const tell = (what: Word, text?: string): string =>
    withEngine((engine) => say(engine, what, core.client(engine), text));
  /** Tells the engine what happened; gives the next step. Of a job that is given up there is none, and nothing to tell. */
  const next = (what: Word, text?: string): Act => (abandoned.signal.aborted ? Act.over : Number(tell(what, text)));

  /** A store that fails costs a sign-in, never a call. */
  const attempt = async <T>(
    what: string,
    work: (store: TokenStore, key: string) => T | Promise<T>,
  ): Promise<T | undefined> => {
    if (!store) return undefined;
    try {
      key ??= keyOf(tell(Word.account));
      return await work(store, await key);
    } catch {
      core.log.say("error", `tokenStore.${what} failed`);
      return undefined;
    }
  };

  /** What comes of the work; nothing as soon as the job is given up. `late` is given what comes after that. */
  const within = async <T>(work: Promise<T>, late?: (value: T) => void): Promise<T | undefined> =>
    (await raceAbort(abandoned.signal, work, late))?.value;

  const load = async (): Promise<string> => {
    const held = clearing ? undefined : await within(attempt("get", (store, key) => store.get(key)));
    version = held?.version;
    if (held && typeof held.value === "string" && held.value) return held.value;
    if (held) core.log.say("warn", "tokenStore.get gave nothing readable: a new session takes its place");
    return "";
  };

  /** Writes the tokens to the store; false where somebody else was quicker. */
  const save = async (): Promise<boolean> => {
    core.snapshot = tell(Word.snapshot);
    const saving = attempt("set", (store, key) =>
      store.set(key, core.snapshot, { ifVersion: version, ttlMs: refreshLife }),
    );
    const before = writing;
    writing = saving.then(() => before);
    return (await within(saving)) !== false;
  };

  const asked = async (): Promise<string | undefined> => {
    try {
      const token: unknown = await within((async () => options.token?.())());
      // What cannot be sent would be kept, and asked for no more.
      return typeof token === "string" && sendable({ authorization: token }) ? token : undefined;
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
        const { totalTimeout, omit, ...rest } = options;
        const own = { ...rest, ...way, signal: abandoned.signal, log: core.log };
        const text = optionsText(callOptions(rest));
        const refresh = Number(step === Act.refresh);
        const call = new Call(core.session, own, (engine) =>
          started(say(engine, Word.signIn, core.client(engine), undefined, refresh, text)),
        );
        await call
          .open()
          .then(() => call.read())
          .catch((error: BlendError) => (slip = call.failed() ? undefined : error));
        // Given up as well: of what it was aborted is for the engine to forget.
        return Number(tell(Word.signed));
      }
    }
  };

  const free = (unlock: StoreLock | undefined) => attempt("unlock", () => unlock?.());

  const work = async (): Promise<BlendError | undefined> => {
    const unlock = await within(
      attempt("lock", (store, key) => store.lock?.(key, LOCK_TTL_MS, abandoned.signal)),
      free,
    );
    slip = undefined;
    try {
      let step = next(Word.begin);
      while (step !== Act.over) step = await perform(step);
      core.snapshot = tell(Word.snapshot);
    } finally {
      await within(free(unlock));
    }
    return slip;
  };

  return {
    ready({ fetch, middleware }) {
      if (!job) {
        waiting = 0;
        way = { fetch, middleware };
        job = work().finally(() => {
          job = undefined;
          abandoned = new AbortController();
        });
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
      clearing++;
      // Behind what would bring the session back.
      await writing;
      await attempt("clear", (store, key) => store.clear(key));
      clearing--;
    },
  };
}

/** A store's key: tells origin and account apart, and tells nobody which they are. */
export async function keyOf(account: string): Promise<string> {
  return `blend-sdk:${(await sha256(account)).slice(0, 32)}`;
}
