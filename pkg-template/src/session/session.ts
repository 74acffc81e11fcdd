// Signs in and renews the tokens of one session: one job at a time, however many calls wait for it.

import { Act, Word } from "../../generated/operations.js";
import { startSignInCall } from "../../generated/protocol.js";
import type { BlendOptions } from "../../types/index.js";
import { Call } from "../call/call.js";
import type { CallSettings, SignIn } from "../call/types.js";
import { say } from "../engine/load.js";
import { AuthenticationError, type BlendError, isBlendError, TimeoutError } from "../errors.js";
import type { Log } from "../hooks/log.js";
import { callPart, optionsText } from "../input/options.js";
import { raceAbort } from "../platform/timers.js";
import type { EngineClient } from "./engine-client.js";
import { Inside } from "./inside.js";
import { DEFAULT_TIMEOUT_MS, SessionStore } from "./session-store.js";

/** How a call goes out. */
type Transport = Pick<CallSettings, "fetch" | "middleware">;

export class Session implements SignIn {
  readonly #engine: EngineClient;
  readonly #options: BlendOptions;
  readonly #log: Log;
  readonly #store: SessionStore;
  #job: SignInJob | undefined;

  constructor(engine: EngineClient, options: BlendOptions, log: Log) {
    this.#engine = engine;
    this.#options = options;
    this.#log = log;
    this.#store = new SessionStore(engine, options, log);
  }

  /**
   * Waits for the job in flight; starts one where there is none. It goes out as the call that starts it does. Returns the
   * error of a hook, which the engine does not know. Throws for a call that the job itself waits for.
   */
  ready(transport: Transport): Promise<BlendError | undefined> {
    this.#job ??= this.#start(transport);
    return this.#job.enter();
  }

  /** A caller waits no longer. Without callers the job is abandoned: it would keep a process alive. */
  leave(): void {
    this.#job?.leave();
  }

  /** Writes tokens that the job did not get to the store, whatever that holds. */
  async replace(): Promise<void> {
    await this.#store.load();
    this.#engine.snapshot = this.#tell(Word.snapshot);
    await this.#store.save(this.#engine.snapshot);
  }

  /** Forgets the session, here and in the store. */
  async clear(): Promise<void> {
    this.#tell(Word.out);
    this.#engine.snapshot = "";
    await this.#store.clear(this.#options.totalTimeout);
  }

  #start({ fetch, middleware }: Transport): SignInJob {
    const job = new SignInJob({
      session: this,
      engine: this.#engine,
      store: this.#store,
      log: this.#log,
      options: { ...this.#options, fetch, middleware },
    });
    const over = () => (this.#job = undefined);
    job.run().then(over, over);
    return job;
  }

  #tell(what: Word): string {
    return this.#engine.ask((engine, client) => say(engine, what, client));
  }
}

/** What a job works with. */
interface SignInContext {
  session: SignIn;
  engine: EngineClient;
  store: SessionStore;
  log: Log;
  options: BlendOptions;
}

/** One run of the job. What to do next is the engine's decision. */
class SignInJob {
  readonly #session: SignIn;
  readonly #engine: EngineClient;
  readonly #store: SessionStore;
  readonly #log: Log;
  readonly #options: BlendOptions;
  readonly #inside = new Inside();
  readonly #abandoned = new AbortController();
  #over: Promise<BlendError | undefined> | undefined;
  #waiting = 0;
  #hookError: BlendError | undefined;

  constructor({ session, engine, store, log, options }: SignInContext) {
    this.#session = session;
    this.#engine = engine;
    this.#store = store;
    this.#log = log;
    this.#options = options;
  }

  run(): Promise<BlendError | undefined> {
    return (this.#over ??= this.#inside.run(() => this.#work()).finally(() => this.#inside.end()));
  }

  enter(): Promise<BlendError | undefined> {
    if (!this.#inside.now()) {
      this.#waiting++;
      return this.run();
    }
    throw new AuthenticationError({
      message: "the call would wait for itself: this client's token(), token store or sign-in hook makes it",
      hint: "make it with another client, which has credentials of its own",
      outcome: "not_sent",
    });
  }

  leave(): void {
    if (--this.#waiting === 0) this.#abandoned.abort();
  }

  async #work(): Promise<BlendError | undefined> {
    const { signal } = this.#abandoned;
    const unlock = await this.#store.lock(signal);
    try {
      let step = this.#next(Word.begin);
      while (step !== Act.over) step = await this.#perform(step);
      this.#engine.snapshot = this.#tell(Word.snapshot);
    } finally {
      await this.#store.unlock(unlock, signal);
    }
    return this.#hookError;
  }

  async #perform(step: Act): Promise<Act> {
    const { signal } = this.#abandoned;
    switch (step) {
      case Act.load:
        return this.#next(Word.loaded, await this.#store.load(signal));
      case Act.ask:
        return this.#next(Word.asked, await this.#askForToken());
      case Act.save: {
        this.#engine.snapshot = this.#tell(Word.snapshot);
        return this.#next(Word.saved, (await this.#store.save(this.#engine.snapshot, signal)) ? "" : undefined);
      }
      default:
        await this.#send(step === Act.refresh);
        // Of an abandoned job as well: the engine has to learn that the call has ended.
        return Number(this.#tell(Word.signed));
    }
  }

  /** What token() gives. */
  async #askForToken(): Promise<string | undefined> {
    const { token, timeout = DEFAULT_TIMEOUT_MS } = this.#options;
    const { signal } = this.#abandoned;
    try {
      const given = await raceAbort(signal, (async () => token?.())(), undefined, timeout);
      if (given) return typeof given.value === "string" ? given.value : undefined;
      this.#hookError = new TimeoutError({
        message: `token() did not settle within ${timeout} ms (timeout)`,
        hint: "if it calls this client, it waits for itself: call another client there",
        outcome: "not_sent",
      });
    } catch (error) {
      if (isBlendError(error)) this.#hookError = error;
    }
    if (!signal.aborted) this.#log.say("error", "token() failed");
    return undefined;
  }

  /** Sends the login, or the refresh. */
  async #send(refresh: boolean): Promise<void> {
    // A call's own signal and totalTimeout end that call alone: others may wait for this sign-in too.
    const { totalTimeout: _, omit: __, middleware, ...rest } = this.#options;
    const text = optionsText(callPart(rest));
    const own = { ...rest, middleware, signal: this.#abandoned.signal, log: this.#log };
    const call = new Call(this.#session, own, (engine) =>
      startSignInCall(engine, this.#engine.numberIn(engine), { refresh, options: text }),
    );
    try {
      await call.open();
      await call.read();
    } catch (error) {
      // The engine knows its own failures.
      this.#hookError = call.failed() || !isBlendError(error) ? undefined : error;
    }
  }

  /** Tells the engine what happened. Returns the next step; an abandoned job has none. */
  #next(what: Word, text?: string): Act {
    return this.#abandoned.signal.aborted ? Act.over : Number(this.#tell(what, text));
  }

  #tell(what: Word, text?: string): string {
    return this.#engine.ask((engine, client) => say(engine, what, client, text));
  }
}
