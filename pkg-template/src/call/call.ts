// Performs the effects of one call. What to do next is the engine's decision.

import type { Engine } from "../../generated/client.js";
import * as protocol from "../../generated/protocol.js";
import { EffectCode } from "../../generated/protocol.js";
import type { Outcome } from "../../types/index.js";
import { Handle } from "../engine/handle.js";
import { onEngineLoss, withEngine } from "../engine/load.js";
import { abortError, APIError, BlendError, errorOf, type Facts, isBlendError, signInError } from "../errors.js";
import { now } from "../platform/runtime.js";
import { pause, raceAbort, startTimer } from "../platform/timers.js";
import { Attempt, type CallEvent } from "./attempt.js";
import { logWarnings, report } from "./report.js";
import type { CallDriver, CallSettings, Result, SignIn } from "./types.js";

type CallEffect = protocol.CallEffect;
type Start = (engine: Engine) => protocol.StartedCall;

export class Call implements CallDriver {
  readonly #signIn: SignIn;
  readonly #settings: CallSettings;
  readonly #start: Start;
  readonly #startedAt = now();
  #handle: Handle | undefined;
  #effect: CallEffect | undefined;
  #attempt: Attempt | undefined;
  /** An attempt before this one was sent. */
  #wasSent = false;
  /** The error of a hook in the sign-in that the call has just waited for. */
  #hookError: BlendError | undefined;
  /** What to tell the engine when something ends the call early. */
  #interruption: CallEvent | undefined;
  /** Aborted then, if the call waits for something else than its attempt. */
  #waiting: AbortController | undefined;

  /** `start` starts the call in the engine. */
  constructor(signIn: SignIn, settings: CallSettings, start: Start) {
    this.#signIn = signIn;
    this.#settings = settings;
    this.#start = start;
  }

  begin(): this {
    const effect = this.#begin();
    if (effect.do === EffectCode.fail) throw errorOf(effect.error);
    return this;
  }

  async open(): Promise<Response> {
    await this.#drive({ body: false });
    return this.#response;
  }

  async read(): Promise<Result> {
    const { note, signedIn } = (await this.#drive({ body: true })) as CallEffect & { do: EffectCode.succeed };
    // The call went well, whatever the store does.
    if (signedIn) this.#signIn.replace().catch(() => {});
    return { data: this.#attempt?.data, response: this.#response, note };
  }

  handOverRaw({ last = true } = {}): Promise<BlendError> {
    if (last) this.abandon();
    const message = "the response was handed over by asResponse(): read its body there";
    const elapsedMs = Math.round(now() - this.#startedAt);
    const { status } = this.#response;
    return Promise.resolve(new APIError({ message, outcome: "done", ...this.#facts(), status, elapsedMs }));
  }

  abandon(): void {
    this.#handle?.drop();
  }

  failed(): boolean {
    return this.#effect?.do === EffectCode.fail;
  }

  get #response(): Response {
    return this.#attempt?.response as Response;
  }

  #begin(): CallEffect {
    const effect = withEngine(this.#start);
    if (effect.call !== undefined) this.#handle = new Handle(effect.call, protocol.forgetCall);
    return (this.#effect = effect);
  }

  /** Goes on until the headers of a success are here, or with `body` to the end of the call. */
  async #drive({ body }: { body: boolean }): Promise<CallEffect> {
    const unsubscribe = this.#listen();
    try {
      let effect = this.#effect ?? this.#begin();
      while (effect.do !== EffectCode.succeed) {
        if (effect.do === EffectCode.fail) throw this.#failure(effect.error);
        if (effect.do === EffectCode.readBody && effect.json && !body) return effect;
        effect = this.#effect = await this.#next(effect);
      }
      report(this.#settings, effect.note);
      return effect;
    } finally {
      unsubscribe();
    }
  }

  /** Performs an effect, and tells the engine what came of it. */
  async #next(effect: CallEffect): Promise<CallEffect> {
    try {
      const event = await this.#perform(effect);
      return this.#tell(this.#interruption ?? event);
    } catch (error) {
      this.#attempt?.hangUp();
      this.abandon();
      throw this.#withPast(error);
    }
  }

  async #perform(effect: CallEffect): Promise<CallEvent> {
    this.#hookError = undefined;
    switch (effect.do) {
      case EffectCode.preflight:
        return this.#preflight(effect.orderId);
      case EffectCode.awaitSession:
        return this.#awaitSession();
      case EffectCode.send:
        return this.#send(effect);
      case EffectCode.wait:
      case EffectCode.holdBack:
        this.#logRepeat(effect.ms);
        await pause(effect.ms, this.#untilEnded());
        return protocol.waitEnded;
      default:
        return (this.#attempt as Attempt).read(effect as CallEffect & { do: EffectCode.readBody });
    }
  }

  async #preflight(orderId: string): Promise<CallEvent> {
    try {
      const order = JSON.stringify(await this.#settings.getOrder?.(orderId));
      return (engine, call) => protocol.orderSeen(engine, call, order);
    } catch (error) {
      // The outcome of that request does not matter: this one was not sent.
      throw isBlendError(error) ? Object.assign(error, { outcome: "not_sent" }) : error;
    }
  }

  async #awaitSession(): Promise<CallEvent> {
    // It throws for a call that the job waits for. A job that rejects has given the engine the reason.
    const ready = this.#signIn.ready(this.#settings).catch(() => undefined);
    const settled = await raceAbort(this.#untilEnded(), ready);
    if (settled) this.#hookError = settled.value;
    else this.#signIn.leave();
    return protocol.sessionSettled;
  }

  async #send(effect: CallEffect & { do: EffectCode.send }): Promise<CallEvent> {
    // Nothing goes out for a signal that is aborted already, nor without the engine that is to judge the answer.
    if (this.#interruption || this.#handle?.isLost) return (this.#interruption = protocol.abortedBeforeSend);
    this.#wasSent ||= this.#attempt?.isSent === true;
    this.#attempt = new Attempt(effect, this.#settings);
    return this.#attempt.send();
  }

  /** Aborted when something ends the call early. */
  #untilEnded(): AbortSignal {
    this.#waiting = new AbortController();
    if (this.#interruption) this.#waiting.abort();
    return this.#waiting.signal;
  }

  /** `ms` is how long the call waits before its next attempt. Before the first one it waits for others' rate limit. */
  #logRepeat(ms: number): void {
    if (!this.#attempt) return;
    const { operation = "", attempt } = this.#attempt.info;
    const status = this.#response?.status ?? "no answer";
    this.#settings.log.say("info", `${operation}: ${status}, attempt ${attempt}; sent again in ${Math.round(ms)} ms`);
  }

  #tell(event: CallEvent): CallEffect {
    return (this.#handle as Handle).ask(event, () => this.#lostFacts());
  }

  /** Listens to what can end the call early, until the returned function is called. */
  #listen(): () => void {
    const { signal, totalTimeout = Infinity } = this.#settings;
    const interrupt = (event: CallEvent) => {
      this.#interruption = event;
      this.#attempt?.hangUp();
      this.#waiting?.abort();
    };
    // A lost engine takes no event, so any event ends the call.
    const unsubscribe = onEngineLoss(() => interrupt(protocol.callAborted));
    const stopTimer = startTimer(this.#startedAt + totalTimeout - now(), signal, (late) =>
      interrupt(late ? protocol.totalTimeoutReached : protocol.callAborted),
    );
    return () => {
      stopTimer();
      unsubscribe();
    };
  }

  #failure(json: protocol.FailureJson): BlendError {
    const error = this.#errorOf(json);
    logWarnings(this.#settings.log, error.operation, error.warnings);
    return error;
  }

  #errorOf(json: protocol.FailureJson): BlendError {
    if (this.#hookError) return signInError(json, this.#hookError);
    if (json.class === protocol.ErrorClass.AbortError) return abortError(json, this.#settings.signal);
    const { failedBody: body, thrown } = this.#attempt ?? {};
    const unsafe = { ...(body !== undefined && { body }), ...(thrown !== undefined && { thrown }) };
    const isUnknown = json.class === protocol.ErrorClass.ConnectionError && json.causeCode === undefined;
    if (!isUnknown || !this.#settings.fetch || thrown === undefined) return errorOf(json, unsafe);
    return errorOf({ ...json, message: "your own fetch threw; error.unsafe().thrown is what it threw" }, unsafe);
  }

  /** The error of an attempt says nothing of those before. */
  #withPast(error: unknown): unknown {
    if (!this.#wasSent || !isBlendError(error) || error.outcome !== "not_sent") return error;
    const message = "it could not be sent again";
    return new BlendError({ message, code: error.code, outcome: "unknown", ...this.#facts() }, { thrown: error });
  }

  #lostFacts(): Omit<Facts, "message"> {
    const status = this.#response?.status ?? 0;
    const isSent = this.#wasSent || this.#attempt?.isSent;
    const outcome: Outcome = status >= 200 && status < 300 ? "done" : isSent ? "unknown" : "not_sent";
    return { ...this.#facts(), outcome };
  }

  #facts(): Omit<Facts, "message" | "outcome"> {
    if (!this.#attempt) return {};
    const { attempt, ...about } = this.#attempt.info;
    return { ...about, attempts: attempt };
  }
}
