// Signs in and renews the tokens of one session: one job at a time, however many calls wait for it.

import type { Engine } from "../../generated/client.js";
import * as protocol from "../../generated/protocol.js";
import { EffectCode, type SessionEffect } from "../../generated/protocol.js";
import type { BlendOptions } from "../../types/index.js";
import { Call } from "../call/call.js";
import type { CallSettings, SignIn } from "../call/types.js";
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
    this.#engine.snapshot = this.#engine.ask(protocol.snapshotSession);
    await this.#store.save(this.#engine.snapshot);
  }

  /** Forgets the session, here and in the store. */
  async clear(): Promise<void> {
    this.#engine.ask(protocol.signOut);
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
}

/** What happened, as the engine is told. */
type SessionEvent = (engine: Engine, client: number) => SessionEffect;

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
      await this.#signIn();
    } finally {
      await this.#store.unlock(unlock, signal);
    }
    return this.#hookError;
  }

  async #signIn(): Promise<void> {
    let effect = this.#engine.ask(protocol.beginSignIn);
    while (effect.do !== EffectCode.endSignIn) {
      const event = await this.#perform(effect);
      // Nobody waits for an abandoned job. Only the end of its call is told: the engine must forget that call.
      if (this.#abandoned.signal.aborted && event !== protocol.signInCallEnded) return;
      effect = this.#engine.ask(event);
    }
    this.#engine.snapshot = effect.tokens;
  }

  async #perform(effect: SessionEffect): Promise<SessionEvent> {
    const { signal } = this.#abandoned;
    switch (effect.do) {
      case EffectCode.loadTokens: {
        const tokens = await this.#store.load(signal);
        return (engine, client) => protocol.tokensLoaded(engine, client, tokens);
      }
      case EffectCode.requestToken: {
        const token = await this.#askForToken();
        return (engine, client) => protocol.tokenProvided(engine, client, token);
      }
      case EffectCode.saveTokens: {
        this.#engine.snapshot = effect.tokens;
        const saved = await this.#store.save(effect.tokens, signal);
        return (engine, client) => protocol.tokensSaved(engine, client, saved);
      }
      default:
        await this.#send(effect.do === EffectCode.refresh);
        return protocol.signInCallEnded;
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
      protocol.startSignInCall(engine, this.#engine.numberIn(engine), { refresh, options: text }),
    );
    try {
      await call.open();
      await call.read();
    } catch (error) {
      // The engine knows its own failures.
      this.#hookError = call.failed() || !isBlendError(error) ? undefined : error;
    }
  }
}
