// Performs the effects of one call. What to do next is the engine's decision.

import { Act } from "../../generated/operations.js";
import type { Engine } from "../../generated/client.js";
import type { Drift, Issue, Outcome } from "../../types/index.js";
import { Handle } from "../engine/handle.js";
import { onEngineLoss, withEngine } from "../engine/load.js";
import { APIError, BlendError, errorOf, type FailureJson, type Facts, isBlendError } from "../errors.js";
import { now } from "../platform/runtime.js";
import { pause, raceAbort, startTimer } from "../platform/timers.js";
import { Attempt, type CallEvent } from "./attempt.js";
import * as seam from "./seam.js";
import type { CallDriver, CallSettings, Note, Result, SignIn } from "./types.js";

/** What a call that went well, or failed, is known by. */
type CallFacts = Omit<Facts, "message" | "outcome">;

export class Call implements CallDriver {
  readonly #signIn: SignIn;
  readonly #settings: CallSettings;
  readonly #start: (engine: Engine) => seam.StartedCall;
  readonly #startedAt = now();
  #handle: Handle | undefined;
  #effect: seam.CallEffect | undefined;
  #attempt: Attempt | undefined;
  /** An attempt before this one was sent. */
  #wasSent = false;
  /** The error of a hook in the sign-in that the call has just waited for. */
  #hookError: BlendError | undefined;
  /** Aborted when something ends the call early: then `#interruption` is what to tell the engine. */
  readonly #ended = new AbortController();
  #interruption: CallEvent | undefined;

  /** `start` starts it in the engine. */
  constructor(signIn: SignIn, settings: CallSettings, start: (engine: Engine) => seam.StartedCall) {
    this.#signIn = signIn;
    this.#settings = settings;
    this.#start = start;
  }

  begin(): this {
    const effect = this.#begin();
    if (effect.do === Act.fail) throw errorOf(effect.error);
    return this;
  }

  async open(): Promise<Response> {
    await this.#drive({ body: false });
    return this.#response;
  }

  async read(): Promise<Result> {
    const { note } = (await this.#drive({ body: true })) as { note: Note };
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
    return this.#effect?.do === Act.fail;
  }

  get #response(): Response {
    return this.#attempt?.response as Response;
  }

  #begin(): seam.CallEffect {
    const effect = withEngine(this.#start);
    if (effect.call !== undefined) this.#handle = new Handle(effect.call, seam.forgetCall);
    return (this.#effect = effect);
  }

  /** Goes on until the headers of a success are here, or with `body` to the end of the call. */
  async #drive({ body }: { body: boolean }): Promise<seam.CallEffect> {
    const unsubscribe = this.#listen();
    try {
      let effect = this.#effect ?? this.#begin();
      while (effect.do !== Act.done) {
        if (effect.do === Act.fail) throw this.#failure(effect.error);
        if (effect.do === Act.read && effect.json && !body) return effect;
        effect = this.#effect = await this.#next(effect);
      }
      report(this.#settings, effect.note);
      return effect;
    } finally {
      unsubscribe();
    }
  }

  /** Performs an effect, and tells the engine what came of it. */
  async #next(effect: seam.CallEffect): Promise<seam.CallEffect> {
    try {
      const event = await this.#perform(effect);
      return this.#tell(this.#interruption ?? event);
    } catch (error) {
      this.#attempt?.hangUp();
      this.abandon();
      throw this.#withPast(error);
    }
  }

  async #perform(effect: seam.CallEffect): Promise<CallEvent> {
    this.#hookError = undefined;
    switch (effect.do) {
      case Act.authorise:
        return this.#awaitSession();
      case Act.send:
        return this.#send(effect);
      case Act.wait:
        await pause(effect.ms, this.#ended.signal);
        return seam.waitEnded;
      default:
        return (this.#attempt as Attempt).read(effect as seam.CallEffect & { do: Act.read });
    }
  }

  async #awaitSession(): Promise<CallEvent> {
    // Throws for a call that the job waits for. A job that rejects has told the engine why.
    const ready = this.#signIn.ready(this.#settings).catch(() => undefined);
    const settled = await raceAbort(this.#ended.signal, ready);
    if (settled) this.#hookError = settled.value;
    else this.#signIn.leave();
    return seam.sessionSettled;
  }

  async #send(effect: seam.CallEffect & { do: Act.send }): Promise<CallEvent> {
    // The engine has counted this attempt. It goes out neither for a signal that is aborted already nor without that engine.
    if (this.#ended.signal.aborted || this.#handle?.isLost) return (this.#interruption = seam.abortedBeforeSend);
    this.#wasSent ||= this.#attempt?.isSent === true;
    const request = (this.#handle as Handle).ask(seam.request, this.#lostFacts);
    this.#attempt = new Attempt(request, this.#settings, this.#ended.signal);
    return this.#attempt.send(effect);
  }

  #tell(event: CallEvent): seam.CallEffect {
    return (this.#handle as Handle).ask(event, this.#lostFacts);
  }

  /** Listens to what can end the call early, until the returned function is called. */
  #listen(): () => void {
    const { signal, totalTimeout = Infinity } = this.#settings;
    const interrupt = (event: CallEvent) => {
      this.#interruption = event;
      this.#attempt?.hangUp();
      this.#ended.abort();
    };
    // A lost engine hears no event: whatever is told ends the call.
    const unsubscribe = onEngineLoss(() => interrupt(seam.callAborted));
    const stopTimer = startTimer(this.#startedAt + totalTimeout - now(), signal, (late) =>
      interrupt(late ? seam.totalTimeoutReached : seam.callAborted),
    );
    return () => {
      stopTimer();
      unsubscribe();
    };
  }

  #failure(json: FailureJson): BlendError {
    const error = errorOf(json, this.#attempt?.failedBody, this.#hookError);
    logWarnings(this.#settings, error.operation, error.warnings);
    return error;
  }

  /** The error of an attempt says nothing of those before. */
  #withPast(error: unknown): unknown {
    if (!this.#wasSent || !isBlendError(error) || error.outcome !== "not_sent") return error;
    const message = "it could not be sent again";
    return new BlendError({ message, code: error.code, outcome: "unknown", ...this.#facts() }, { thrown: error });
  }

  #facts(): CallFacts {
    if (!this.#attempt) return {};
    const { attempt, ...about } = this.#attempt.info;
    return { ...about, attempts: attempt };
  }

  readonly #lostFacts = () => {
    const status = this.#response?.status ?? 0;
    const isSent = this.#wasSent || this.#attempt?.isSent;
    const outcome: Outcome = status >= 200 && status < 300 ? "done" : isSent ? "unknown" : "not_sent";
    return { ...this.#facts(), outcome };
  };
}

function logWarnings({ log }: CallSettings, operation: string | undefined, warnings: Issue[] = []): void {
  for (const { path, message } of warnings) log.once("warn", `${operation}: ${path}: ${message}`);
}

/** Logs how a call went, and reports where the answer is not as documented. */
function report(settings: CallSettings, { warnings, drift, operation, attempts, status, elapsedMs }: Note): void {
  const { log, onDrift } = settings;
  log.say("debug", `${operation}: ${status} after ${elapsedMs} ms, attempts: ${attempts}`);
  logWarnings(settings, operation, warnings);
  for (const issue of drift ?? []) {
    const found: Drift = { operation, ...issue };
    const line = `${operation}: the answer differs from the documentation at ${issue.path}: ${issue.message}`;
    if (!onDrift) log.once("warn", line);
    // The call went well, whatever its listener does. It may throw or reject.
    else new Promise((resolve) => resolve(onDrift(found))).catch(() => log.say("error", "onDrift failed"));
  }
}
