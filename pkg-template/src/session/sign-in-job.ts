// One run of the job that gets tokens. What to do next is the engine's decision.

import {
  beginSignIn,
  EffectCode,
  type SessionEffect,
  signInCallEnded,
  startSignInCall,
  tokenProvided,
  tokensLoaded,
  tokensSaved,
} from "../../generated/protocol.js";
import type { Engine } from "../../generated/client.js";
import type { BlendOptions } from "../../types/index.js";
import { Call } from "../call/call.js";
import type { CallSettings, SignIn } from "../call/types.js";
import { AuthenticationError, type BlendError, isBlendError, TimeoutError } from "../errors.js";
import { callPart, optionsText } from "../input/options.js";
import { raceAbort } from "../platform/timers.js";
import type { EngineClient } from "./engine-client.js";
import { Inside } from "./inside.js";
import { DEFAULT_TIMEOUT_MS, type SessionStore } from "./session-store.js";

export class SignInJob {
  readonly #session: SignIn;
  readonly #engine: EngineClient;
  readonly #store: SessionStore;
  readonly #settings: BlendOptions & CallSettings;
  readonly #inside = new Inside();
  readonly #abandoned = new AbortController();
  #over: Promise<BlendError | undefined> | undefined;
  #waiting = 0;
  /** The error of a hook, which the engine does not know. */
  #hookError: BlendError | undefined;

  constructor(session: SignIn, engine: EngineClient, store: SessionStore, settings: BlendOptions & CallSettings) {
    this.#session = session;
    this.#engine = engine;
    this.#store = store;
    this.#settings = settings;
  }

  /** Resolves when it is over, well or not, to the error of a hook. */
  run(): Promise<BlendError | undefined> {
    return (this.#over ??= this.#inside.run(() => this.#work()).finally(() => this.#inside.end()));
  }

  /** One more call waits for it. Throws for a call that it waits for itself. */
  enter(): Promise<BlendError | undefined> {
    if (this.#inside.now()) {
      throw new AuthenticationError({
        message: "the call would wait for itself: this client's token(), token store or sign-in hook makes it",
        hint: "make it with another client, which has credentials of its own",
        outcome: "not_sent",
      });
    }
    this.#waiting++;
    return this.run();
  }

  /** A call waits no longer. Without callers the job is abandoned: it would keep a process alive. */
  leave(): void {
    if (--this.#waiting === 0) this.#abandoned.abort();
  }

  async #work(): Promise<BlendError | undefined> {
    const { signal } = this.#abandoned;
    const unlock = await this.#store.lock(signal);
    try {
      let effect = this.#tell(beginSignIn);
      while (effect && effect.do !== EffectCode.endSignIn) effect = await this.#perform(effect);
      if (effect) this.#engine.snapshot = effect.tokens;
    } finally {
      await this.#store.unlock(unlock, signal);
    }
    return this.#hookError;
  }

  async #perform(effect: SessionEffect): Promise<SessionEffect | undefined> {
    const { signal } = this.#abandoned;
    switch (effect.do) {
      case EffectCode.loadTokens: {
        const tokens = await this.#store.load(signal);
        return this.#tell((engine, client) => tokensLoaded(engine, client, tokens));
      }
      case EffectCode.requestToken: {
        const token = await this.#requestToken();
        return this.#tell((engine, client) => tokenProvided(engine, client, token));
      }
      case EffectCode.saveTokens: {
        this.#engine.snapshot = effect.tokens;
        const saved = await this.#store.save(effect.tokens, signal);
        return this.#tell((engine, client) => tokensSaved(engine, client, saved));
      }
      default:
        await this.#send(effect.do === EffectCode.refresh);
        // Of an abandoned job as well: the engine has to learn that the call has ended.
        return this.#engine.ask(signInCallEnded);
    }
  }

  /** Tells the engine what happened. An abandoned job has no next effect. */
  #tell(event: (engine: Engine, client: number) => SessionEffect): SessionEffect | undefined {
    return this.#abandoned.signal.aborted ? undefined : this.#engine.ask(event);
  }

  /** What token() returns; nothing where it fails. */
  async #requestToken(): Promise<string | undefined> {
    const { token, timeout = DEFAULT_TIMEOUT_MS, log } = this.#settings;
    const { signal } = this.#abandoned;
    try {
      const given = await raceAbort(signal, (async () => token?.())(), undefined, timeout);
      if (given) return typeof given.value === "string" ? given.value : undefined;
      this.#hookError = new TimeoutError({
        message: `token() did not settle within ${timeout} ms (timeout)`,
        hint: "if it calls this client, it waits for itself: call another client there",
        outcome: "not_sent",
      });
    } catch (thrown) {
      this.#hookError = tokenError(thrown);
    }
    if (!signal.aborted) log.say("error", "token() failed");
    return undefined;
  }

  /** Sends the login, or the refresh. */
  async #send(refresh: boolean): Promise<void> {
    // A call's own signal and totalTimeout end that call alone: others may wait for this sign-in too.
    const { totalTimeout: _, omit: __, log, ...own } = this.#settings;
    const options = optionsText(callPart(own));
    const call = new Call(this.#session, { ...own, log, signal: this.#abandoned.signal }, (engine) =>
      startSignInCall(engine, this.#engine.numberIn(engine), { refresh, options }),
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

/** What others throw may say anything: only an error of this package is passed on with its words. */
function tokenError(thrown: unknown): BlendError {
  if (isBlendError(thrown)) return thrown;
  const message = "token() failed";
  const hint = "error.unsafe().thrown is what it threw";
  return new AuthenticationError({ message, hint, outcome: "not_sent" }, { thrown });
}
