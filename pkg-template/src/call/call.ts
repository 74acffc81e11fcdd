// Performs the effects of one call. What to do next is the engine's decision.

import { Act, Word } from "../../generated/operations.js";
import type { Engine } from "../../generated/client.js";
import type { CallOptions, Drift, Issue, Middleware } from "../../types/index.js";
import type { Core } from "../session/core.js";
import { ask, drop, generation, inFlight, say, send as sendRequest } from "../engine/load.js";
import { APIError, BlendError, EngineError, errorOf, type Told, isBlendError, refused } from "../errors.js";
import { type About, headOf, networkCode, readText, requestOf, sendable } from "../platform/fetch.js";
import type { Log } from "../hooks/log.js";
import { through } from "../hooks/middleware.js";
import { omit } from "../input/omit.js";
import { clock } from "../platform/timers.js";
import { now } from "../platform/runtime.js";
import type { Opened } from "../create/in-flight.js";

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
  | { do: Act.fail; error: Told }
);

export interface Result {
  data: unknown;
  response: Response;
  note: Note;
}

/** The options of a call, and what only a client can be given. */
export type RunOptions = CallOptions & { middleware?: Middleware[] | undefined; log: Log };

export interface Run extends Opened {
  /** Starts the call in the engine: what is wrong with it is an error that knows the caller's line. */
  begin(): Run;
  /** As of `Opened`; the engine forgets the call with the last one. */
  forget(last?: boolean): Promise<BlendError>;
  /** Has the engine forget a call that goes no further. */
  abandon(): void;
  /** Whether it has failed, and the engine knows. */
  failed(): boolean;
}

/** One call. `begin` starts it in the engine. */
export function runOf(core: Core, options: RunOptions, begin: (engine: Engine) => string): Run {
  const began = now();
  const deadline = began + (options.totalTimeout ?? Infinity);
  /** What the last attempt is about. */
  let around: About | undefined;
  let known: Effect | undefined;
  let number = -1;
  let since = 0;
  let response: Response | undefined;
  let failedBody: string | undefined;
  let data: unknown;
  let sent = false;
  /** An attempt before this one was. */
  let before = false;
  /** What a hook failed of in the sign-in that was waited for just now. */
  let slip: BlendError | undefined;
  let controller = new AbortController();
  let stopped: Promise<never>;
  /** Ends the call before its time, with a fault or an error. */
  let stop: (why: Word | BlendError) => void;

  const first = (): Effect => {
    const effect = JSON.parse(ask(begin)) as Effect;
    since = generation;
    number = effect.call ?? -1;
    return effect;
  };

  const abandon = () => drop(since, Word.forget, number);
  const hangUp = () => controller.abort(new Error("blend-sdk: the call has ended"));

  /** The engine was thrown away while this call was at work. */
  const lost = () => {
    hangUp();
    const status = response?.status ?? 0;
    const answered = status >= 200 && status < 300;
    return new EngineError({
      message: "the engine failed inside while this call was at work; this is a defect of blend-sdk",
      outcome: answered ? "done" : sent ? "unknown" : "not_sent",
    });
  };

  /** Throws where the engine was thrown away: this call's number is another call's by now. */
  const alive = () => {
    if (since !== generation) throw lost();
  };

  /** Asks the engine what is next. */
  const tell = (what: Word, text?: string, other = 0): Effect => {
    alive();
    try {
      return JSON.parse(ask((engine) => say(engine, what, number, text, other))) as Effect;
    } catch {
      // It panicked. What it says about that knows nothing of this call.
      throw lost();
    }
  };

  /** What comes of `work`; nothing after `ms`. Throws what ends the call before. */
  const until = async <T>(ms: number, work?: Promise<T>): Promise<{ value: T } | { error: unknown } | undefined> => {
    let stopTimer: (() => void) | undefined;
    const late = new Promise<undefined>((resolve) => (stopTimer = clock(ms, undefined, () => resolve(undefined))));
    const comes = work?.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    try {
      return await Promise.race([stopped, comes ?? late, late]);
    } finally {
      stopTimer?.();
    }
  };

  const networkFault = (error: unknown): Effect => {
    // Of a fetch through gloo-net there is only the message of its error, which is its code.
    return tell(Word.network, typeof error === "string" ? error : networkCode(error));
  };

  const send = async (timeout: number): Promise<Effect> => {
    if (options.signal?.aborted) return unsent();
    before = sent;
    controller = new AbortController();
    response = undefined;
    failedBody = undefined;
    const own = options.fetch;
    if (!own && typeof globalThis.fetch !== "function") throw Word.noFetch;
    alive();
    const { request, about } = requestOf(
      ask((engine) => say(engine, Word.request, number)),
      controller.signal,
    );
    around = about;
    if (!sendable(request[1].headers)) {
      const issue = {
        path: "options.headers",
        code: "unsendable",
        message: "a name or value that no header can have; it may be the token",
      };
      throw refused([issue], about.operation);
    }
    sent = true;
    // Asynchronous, because an own fetch may throw in place.
    const arrives = async (url: string, init: RequestInit): Promise<unknown> =>
      own ? own(url, init) : sendRequest(new Request(url, init));
    const { middleware, context } = options;
    const wrapped = middleware?.length;
    const arrived = await until(
      timeout,
      wrapped ? through(middleware, about, context, request, arrives) : arrives(...request),
    );
    if (!arrived) throw Word.timeout;
    if ("error" in arrived) {
      if (wrapped && isBlendError(arrived.error)) throw arrived.error;
      return networkFault(arrived.error);
    }
    const head = headOf(arrived.value);
    if (!head) return networkFault(arrived.value);
    response = arrived.value as Response;
    return tell(Word.head, head.headers, head.status);
  };

  /** Ended by its signal when the request was about to go out. */
  const unsent = (): Effect => {
    const effect = end(Word.abort);
    // What the engine orders to send counts as sent; of the first attempt nothing was.
    if (effect.do === Act.fail && !sent) {
      const { hint, ...error } = effect.error;
      effect.error = { ...error, outcome: "not_sent", attempts: 0 };
    }
    return effect;
  };

  const readBody = async ({ json, text: wanted, most, timeout }: Effect & { do: Act.read }): Promise<Effect> => {
    const opened = response as Response;
    const arrived = await until(timeout, opened.status === 0 ? Promise.resolve("") : readText(opened, most));
    if (!arrived) throw Word.timeout;
    if ("error" in arrived) return networkFault(arrived.error);
    const text = arrived.value;
    if (text === undefined) throw Word.tooLarge;
    if (!json) {
      failedBody = text.slice(0, 65_536);
      return tell(Word.body, failedBody);
    }
    data = undefined;
    if (!text.trim()) return tell(Word.body);
    try {
      data = JSON.parse(text);
    } catch {
      failedBody = text.slice(0, 65_536);
      return tell(Word.body, undefined, new TextEncoder().encode(text).length);
    }
    omit(data, options.omit);
    return tell(Word.body, wanted ? text : "");
  };

  const perform = async (effect: Effect): Promise<Effect> => {
    slip = undefined;
    switch (effect.do) {
      case Act.authorise:
        try {
          const settled = await until(Infinity, core.session.ready(options));
          slip = settled && "value" in settled ? settled.value : undefined;
        } catch (why) {
          core.session.leave();
          throw why;
        }
        return tell(Word.settled);
      case Act.wait:
        await until(effect.ms);
        return tell(Word.woke);
      case Act.send:
        return send(effect.timeout);
      case Act.read:
        return readBody(effect);
      default:
        return effect;
    }
  };

  /** Tells the engine of a fault; throws anything else. */
  const end = (why: unknown): Effect => {
    hangUp();
    if (typeof why === "number") return tell(why);
    abandon();
    // What stopped this attempt says nothing of those before.
    if (before && isBlendError(why) && why.outcome === "not_sent") {
      const { attempt, ...about } = around as About;
      throw new BlendError(
        { message: "it could not be sent again", code: why.code, outcome: "unknown", attempts: attempt, ...about },
        { thrown: why },
      );
    }
    throw why;
  };

  /** Listens to what can end the call, until the returned function is called. */
  const watch = (): (() => void) => {
    stopped = new Promise((_, reject) => (stop = reject));
    // Nobody may be waiting when it comes.
    stopped.catch(() => {});
    const onLoss = () => stop(lost());
    inFlight.add(onLoss);
    const release = clock(deadline - now(), options.signal, (late) => stop(late ? Word.totalTimeout : Word.abort));
    return () => {
      release();
      inFlight.delete(onLoss);
    };
  };

  const report = ({ warnings, drift, operation, attempts, status, elapsedMs }: Note): void => {
    const { log, onDrift } = options;
    log.say("debug", `${operation}: ${status} after ${elapsedMs} ms, attempts: ${attempts}`);
    for (const { path, message } of warnings) log.once("warn", `${operation}: ${path}: ${message}`);
    for (const issue of drift ?? []) {
      const told: Drift = { operation, ...issue };
      // The call went well, whatever its listener thinks.
      if (onDrift) (async () => onDrift(told))().catch(() => log.say("error", "onDrift failed"));
      else
        log.once("warn", `${operation}: the answer differs from the documentation at ${issue.path}: ${issue.message}`);
    }
  };

  /** Goes on until the headers of a success are here, or with `body` to the end of the call. */
  const drive = async (body: boolean): Promise<Effect> => {
    const release = watch();
    try {
      let effect = known ?? first();
      if (body && effect.do === Act.read) effect = tell(Word.reading);
      for (;;) {
        known = effect;
        if (effect.do === Act.fail) {
          const error = errorOf(effect.error, failedBody, slip);
          for (const { path, message } of error.warnings ?? [])
            options.log.once("warn", `${error.operation}: ${path}: ${message}`);
          throw error;
        }
        if (effect.do === Act.done) {
          report(effect.note);
          return effect;
        }
        if (effect.do === Act.read && effect.json && !body) return effect;
        effect = await perform(effect).catch(end);
      }
    } finally {
      release();
    }
  };

  const run: Run = {
    async open() {
      await drive(false);
      return response as Response;
    },
    async read() {
      const { note } = (await drive(true)) as { note: Note };
      return { data, response: response as Response, note };
    },
    begin() {
      known = first();
      if (known.do === Act.fail) throw errorOf(known.error);
      return run;
    },
    async forget(last = true) {
      if (last) abandon();
      const { status } = response as Response;
      const { attempt, ...about } = around as About;
      const facts = {
        ...about,
        status,
        attempts: attempt,
        elapsedMs: Math.round(now() - began),
        outcome: "done" as const,
      };
      return new APIError({ message: "the response was handed over by asResponse(): read its body there", ...facts });
    },
    abandon,
    failed: () => known?.do === Act.fail,
  };
  return run;
}
