// Performs the effects of one call. What to do next is the engine's decision.

import { Act, Word } from "../generated/operations.js";
import type { Engine } from "../generated/client.js";
import type { CallOptions, Drift, Issue, Middleware } from "../types/index.js";
import type { Audit } from "./audit.js";
import type { Core } from "./core.js";
import { ask, drop, generation, inFlight, say, send } from "./engine.js";
import { type BlendError, EngineError, errorOf, type Facts, isBlendError } from "./errors.js";
import { listen } from "./abort.js";
import { headOf, networkCode, readText, requestOf } from "./fetch.js";
import { through } from "./middleware.js";
import { now } from "./runtime.js";

/** What the engine says about a call that went well. */
export interface Note {
  warnings: Issue[];
  drift?: Issue[];
  attempts: number;
  elapsedMs: number;
  status: number;
  operation: string;
  method: string;
  path: string;
  requestId: string;
  /** How many items a list has in all, where a header tells. */
  total?: number;
}

export type Effect = { call?: number } & (
  | { do: Act.authorise }
  | { do: Act.send; timeout: number }
  | { do: Act.read; json: number; text: number; most: number; timeout: number }
  | { do: Act.wait; ms: number }
  | { do: Act.done; note: Note }
  | { do: Act.fail; error: Facts & { class: string } }
);

export interface Result {
  data: unknown;
  response: Response;
  note: Note;
}

/** Something that ends a wait before its time. */
type Stop = { fault: Word } | { error: BlendError };

const LONGEST_TIMER = 2 ** 31 - 1;

/** The options of a call, and what only a client can be given. */
export type RunOptions = CallOptions & { middleware?: Middleware[] };

export class Run {
  readonly #core: Core;
  readonly #options: RunOptions;
  readonly #audit: Audit | undefined;
  readonly #begin: (engine: Engine) => string;
  #effect: Effect | undefined;
  #call = -1;
  #generation = 0;
  #response: Response | undefined;
  #failedBody: string | undefined;
  #data: unknown;
  #sent = false;
  #controller = new AbortController();
  #stop: (stop: Stop) => void = () => {};
  #stopped: Promise<Stop> = new Promise(() => {});
  readonly #deadline: number;

  /** `begin` starts the call in the engine; `audit` is told of its end. */
  constructor(core: Core, options: RunOptions, begin: (engine: Engine) => string, audit?: Audit) {
    this.#core = core;
    this.#options = options;
    this.#begin = begin;
    this.#audit = audit;
    this.#deadline = now() + (options.totalTimeout ?? Infinity);
  }

  /** Runs until the headers of a success are here; its body stays unread. */
  async open(): Promise<Response> {
    await this.#audited(this.#drive(false));
    return this.#response as Response;
  }

  /** Reads the body of what `open` got, and everything that takes. */
  async read(): Promise<Result> {
    const effect = await this.#audited(this.#drive(true));
    const { note } = effect as { note: Note };
    await this.#audit?.({ ...note, outcome: "done" }, this.#data);
    return { data: this.#data, response: this.#response as Response, note };
  }

  async #audited<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (isBlendError(error)) await this.#audit?.(error);
      throw error;
    }
  }

  /** Starts the call in the engine: what is wrong with it is an error that knows the caller's line. */
  begin(): this {
    this.#effect = this.#first();
    if (this.#effect.do === Act.fail) throw errorOf(this.#effect.error);
    return this;
  }

  /** Lets go of a call whose response is handed over unread; gives the error for whoever asks for its body too. */
  forget(last = true): BlendError {
    if (last) this.abandon();
    const { status } = this.#response as Response;
    void this.#audit?.({ outcome: "done", status });
    return errorOf({ class: "APIError", message: "the response was handed over by asResponse(): read its body there", outcome: "done", status });
  }

  /** Has the engine forget a call that goes no further. */
  abandon(): void {
    drop(this.#generation, Word.forget, this.#call);
  }

  async #drive(body: boolean): Promise<Effect> {
    const release = this.#watch();
    try {
      let effect = this.#effect ?? this.#first();
      if (body && effect.do === Act.read) effect = this.#tell(Word.reading);
      for (;;) {
        this.#effect = effect;
        if (effect.do === Act.done) return this.#done(effect);
        if (effect.do === Act.fail) throw errorOf(effect.error, this.#failedBody);
        if (effect.do === Act.read && effect.json && !body) return effect;
        effect = await this.#perform(effect);
      }
    } finally {
      release();
    }
  }

  #first(): Effect {
    const effect = JSON.parse(ask((engine) => this.#begin(engine))) as Effect;
    this.#generation = generation;
    this.#call = effect.call ?? -1;
    return effect;
  }

  #done(effect: Effect & { do: Act.done }): Effect {
    const { warnings, drift, operation, attempts, status, elapsedMs } = effect.note;
    const log = this.#core.log;
    log.say("debug", `${operation}: ${status} after ${elapsedMs} ms, attempts: ${attempts}`);
    for (const { path, message } of warnings) log.once("warn", `${operation}: ${path}: ${message}`);
    for (const issue of drift ?? []) {
      const told: Drift = { operation, ...issue };
      if (this.#options.onDrift) this.#tellDrift(this.#options.onDrift, told);
      else log.once("warn", `${operation}: the answer differs from the documentation at ${issue.path}: ${issue.message}`);
    }
    return effect;
  }

  #tellDrift(onDrift: (drift: Drift) => void, told: Drift): void {
    // The call went well, whatever its listener thinks.
    (async () => onDrift(told))().catch(() => this.#core.log.say("error", "onDrift failed"));
  }

  /** Asks the engine what is next. */
  #step(work: (engine: Engine) => string): Effect {
    this.#alive();
    try {
      return JSON.parse(ask(work)) as Effect;
    } catch {
      // It panicked. What it says about that knows nothing of this call.
      throw this.#lost();
    }
  }

  /** Throws where the engine was thrown away: this call's number is another call's by now. */
  #alive(): void {
    if (this.#generation !== generation) throw this.#lost();
  }

  #tell(what: Word, text?: string, number = 0): Effect {
    return this.#step((engine) => say(engine, what, this.#call, text, number));
  }

  /** The engine was thrown away while this call was at work. */
  #lost(): BlendError {
    this.#hangUp();
    const status = this.#response?.status ?? 0;
    const answered = status >= 200 && status < 300;
    return new EngineError({
      message: "the engine failed inside while this call was at work; this is a defect of blend-sdk",
      outcome: answered ? "done" : this.#sent ? "unknown" : "not_sent",
    });
  }

  async #perform(effect: Effect): Promise<Effect> {
    switch (effect.do) {
      case Act.authorise:
        return this.#until(this.#core.session.ready(), Word.settled, 0, () => this.#core.session.leave());
      case Act.wait:
        return this.#until(undefined, Word.woke, effect.ms);
      case Act.send:
        return this.#send(effect.timeout);
      case Act.read:
        return this.#read(effect);
      default:
        return effect;
    }
  }

  /** Waits for `work`, or for `ms`, unless something ends the call before. */
  async #until(work: Promise<unknown> | undefined, next: Word, ms = 0, leave = () => {}): Promise<Effect> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = work ?? new Promise((resolve) => (timer = setTimeout(resolve, Math.min(ms, LONGEST_TIMER))));
    const stop = await Promise.race([this.#stopped, wait.then(() => undefined, () => undefined)]);
    clearTimeout(timer);
    if (stop) leave();
    return stop ? this.#end(stop) : this.#tell(next);
  }

  async #send(timeout: number): Promise<Effect> {
    if (this.#options.signal?.aborted) return this.#unsent();
    this.#controller = new AbortController();
    this.#response = undefined;
    this.#failedBody = undefined;
    const own = this.#options.fetch;
    if (!own && typeof globalThis.fetch !== "function") return this.#end({ fault: Word.noFetch });
    const { signal } = this.#controller;
    this.#alive();
    this.#sent = true;
    const { request, about } = requestOf(ask((engine) => say(engine, Word.request, this.#call)), signal);
    // Asynchronous, because an own fetch may throw in place.
    const arrives = async (url: string, init: RequestInit): Promise<unknown> => (own ? own(url, init) : send(new Request(url, init)));
    const { middleware, context } = this.#options;
    const arrived = await this.#within(timeout, middleware?.length ? through(middleware, about, context, request, arrives) : arrives(...request));
    if ("stop" in arrived) return this.#end(arrived.stop);
    if ("error" in arrived && middleware?.length && isBlendError(arrived.error)) return this.#end({ error: arrived.error });
    if ("error" in arrived) return this.#networkFault(arrived.error);
    const response = arrived.value;
    const head = headOf(response);
    if (!head) return this.#networkFault(response);
    this.#response = response as Response;
    return this.#tell(Word.head, head.headers, head.status);
  }

  async #read(effect: Effect & { do: Act.read }): Promise<Effect> {
    const response = this.#response as Response;
    const arrived = await this.#within(effect.timeout, response.status === 0 ? Promise.resolve("") : readText(response, effect.most));
    if ("stop" in arrived) return this.#end(arrived.stop);
    if ("error" in arrived) return this.#networkFault(arrived.error);
    const text = arrived.value;
    if (text === undefined) return this.#end({ fault: Word.tooLarge });
    if (!effect.json) {
      this.#failedBody = text.slice(0, 65_536);
      return this.#body(this.#failedBody, 0);
    }
    this.#data = undefined;
    if (!text.trim()) return this.#body(undefined, 0);
    try {
      this.#data = JSON.parse(text);
    } catch {
      this.#failedBody = text.slice(0, 65_536);
      return this.#body(undefined, new TextEncoder().encode(text).length);
    }
    if (this.#options.omit) omit(this.#data, new Set(this.#options.omit));
    return this.#body(effect.text ? text : "", 0);
  }

  #body(text: string | undefined, bytes: number): Effect {
    return this.#tell(Word.body, text, bytes);
  }

  /** Awaits `work` for `timeout` ms at the most, unless something ends the call before. */
  async #within<T>(timeout: number, work: Promise<T>): Promise<{ value: T } | { error: unknown } | { stop: Stop }> {
    const timer = setTimeout(() => this.#stop({ fault: Word.timeout }), Math.min(timeout, LONGEST_TIMER));
    try {
      return await Promise.race([
        this.#stopped.then((stop) => ({ stop })),
        work.then((value) => ({ value }), (error: unknown) => ({ error })),
      ]);
    } finally {
      clearTimeout(timer);
    }
  }

  #networkFault(error: unknown): Effect {
    // Of a fetch through gloo-net there is only the message of its error, which is its code.
    const code = typeof error === "string" ? error : networkCode(error);
    return this.#tell(Word.network, code);
  }

  /** Ended by its signal when the request was about to go out. */
  #unsent(): Effect {
    const effect = this.#end({ fault: Word.abort });
    // What the engine orders to send counts as sent; of the first attempt nothing was.
    if (effect.do === Act.fail && !this.#sent) {
      const { hint, ...error } = effect.error;
      effect.error = { ...error, outcome: "not_sent", attempts: 0 };
    }
    return effect;
  }

  #end(stop: Stop): Effect {
    this.#hangUp();
    if ("error" in stop) {
      this.abandon();
      throw stop.error;
    }
    return this.#tell(stop.fault);
  }

  #hangUp(): void {
    this.#controller.abort(new Error("blend-sdk: the call has ended"));
  }

  /** Listens to what can end the call, until the returned function is called. */
  #watch(): () => void {
    this.#stopped = new Promise((resolve) => (this.#stop = resolve));
    const { signal } = this.#options;
    const onAbort = () => this.#stop({ fault: Word.abort });
    const onLoss = () => this.#stop({ error: this.#lost() });
    if (signal?.aborted) onAbort();
    const deafen = signal && listen(signal, onAbort);
    inFlight.add(onLoss);
    const left = this.#deadline - now();
    const timer = left === Infinity ? undefined : setTimeout(() => this.#stop({ fault: Word.totalTimeout }), Math.min(Math.max(left, 0), LONGEST_TIMER));
    return () => {
      deafen?.();
      inFlight.delete(onLoss);
      clearTimeout(timer);
    };
  }
}

/** Deletes fields by name, at any depth, from a value that nobody else holds yet. */
export function omit(data: unknown, names: ReadonlySet<string>): void {
  // Answers may be nested deeper than functions can be.
  const left = [data];
  while (left.length) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    for (const [key, item] of Object.entries(value)) {
      if (names.has(key) && !Array.isArray(value)) delete (value as Record<string, unknown>)[key];
      else left.push(item);
    }
  }
}
