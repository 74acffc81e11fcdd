// Creating an order or a patient once, whatever happens to the answer. What to do next is the engine's decision.

import { Act, Word } from "../generated/operations.js";
import type { CallOptions, OnceOptions } from "../types/index.js";
import { toText } from "./arguments.js";
import { omit } from "./call.js";
import type { Core } from "./core.js";
import { shallow } from "./depth.js";
import { ask, drop, generation, say } from "./engine.js";
import { AbortError, type BlendError, EngineError, errorOf, type Facts, isBlendError, NotFoundError, refused, type Told, UnknownOutcomeError } from "./errors.js";
import { exclusively, type Held } from "./exclusive.js";
import { pause } from "./pause.js";
import { now } from "./runtime.js";
import { Callers } from "./shared.js";

/** What is done for one group: its calls, as the client makes them. */
export interface Calls {
  /** The number and the name of the operation that creates. */
  number: number;
  operation: string;
  create(params: object, options: CallOptions): Promise<unknown>;
  /** Looks up by what the engine seeks. */
  look(sought: string, options: CallOptions): Promise<unknown>;
}

interface Step {
  do: Act;
  number: number;
}

/** Creations in flight, by group and key. */
interface Flight {
  text: string;
  callers: Callers;
  work: Promise<unknown>;
}

/** How many keys a client remembers to have sent. */
const MOST_REMEMBERED = 10_000;
/** How long a store remembers that a key was sent. */
const STORED_MS = 7 * 24 * 60 * 60 * 1000;

/** What the clients of one session have in flight, and what they have sent. */
export class Onces {
  readonly flights = new Map<string, Flight>();
  readonly #sent = new Set<string>();

  sent(key: string): boolean {
    return this.#sent.has(key);
  }

  note(key: string): void {
    this.#sent.add(key);
    if (this.#sent.size > MOST_REMEMBERED) this.#sent.delete(this.#sent.values().next().value as string);
  }

  forget(key: string): void {
    this.#sent.delete(key);
  }
}

export async function createOnce(core: Core, calls: Calls, params: object, options: OnceOptions): Promise<unknown> {
  const operation = `${calls.operation}Once`;
  const given = toText([params], [""]);
  if ("issues" in given) throw refused(given.issues, operation);
  const text = given.text.slice(1, -1);
  const key = `${calls.operation} ${String((params as { external_id?: unknown }).external_id)}`;
  const { flights } = core.onces;
  for (let flight; (flight = flights.get(key)); ) {
    const wait = flight.callers.enter(operation, options.signal);
    if (flight.text === text) {
      core.log.say("warn", `${operation}: the same call is in flight already, and is made once`);
      const made = await wait(flight.work);
      return shallow(operation, () => structuredClone(made));
    }
    // Another thing under the same key: its turn comes when that one is settled.
    await wait(flight.work.catch(() => {}));
  }
  const callers = new Callers();
  const wait = callers.enter(operation, options.signal);
  const run = creation(core, calls, operation, params, text, key, { ...options, signal: callers.signal });
  const account = ask((engine) => say(engine, Word.account, core.client(engine)));
  const work = exclusively(core.store, callers.signal, account, key, operation, run);
  flights.set(key, { text, callers, work });
  const over = () => void flights.delete(key);
  work.then(over, over);
  return wait(work);
}

/** Gives what carries one creation out. */
function creation(core: Core, calls: Calls, operation: string, params: object, text: string, key: string, options: OnceOptions) {
  const { resend, lookFor, omit: left = [], ...call } = options;
  const { validate, allowUnknownFields, signal } = call;
  const { onces } = core;
  const isPatient = operation.startsWith("patients");
  const began = now();
  const deadline = began + (call.totalTimeout ?? Infinity);
  let number = -1;
  let since = -1;
  let sought = "";
  let sent = false;
  let creates = 0;
  let last: BlendError | undefined;
  let found: unknown;

  /** What every error tells: of the last request that failed, what helps Blend to find it. */
  const facts = (): Omit<Facts, "message" | "outcome"> => ({
    operation,
    attempts: creates,
    elapsedMs: now() - began,
    ...(JSON.parse(JSON.stringify(last ?? {}, ["method", "path", "status", "requestId", "causeCode"])) as object),
  });
  const outcome = () => (sent ? "unknown" : "not_sent");
  const aborted = () => new AbortError({ message: "aborted by its signal", outcome: outcome(), ...facts() });
  const lost = () => new EngineError({ message: "the engine failed inside; this is a defect of blend-sdk", outcome: outcome(), ...facts() });

  const unknown = () => {
    const message = `it was sent${creates ? ", its answer was lost," : " before,"} and it cannot be found; that proves nothing`;
    const how = isPatient
      ? "searched for the patient at Blend"
      : "looked: by its external_id, and through patients.orders, since it may have been merged into another order without its key; else ask Blend, naming requestId";
    const hint = `do not send it again before somebody has ${how}. error.unsafe().params holds what was sent`;
    return new UnknownOutcomeError({ message, hint, outcome: "unknown", ...facts() }, { params });
  };

  const taken = () => {
    const message = "another order has this key, of another patient or with other lines; give each order a key of its own";
    return Object.assign(refused([{ path: "external_id", code: "taken", message }], operation), facts());
  };

  const open = () => {
    const own = JSON.stringify({ resend, lookFor, sent, call: { validate, allowUnknownFields } });
    const opened = JSON.parse(ask((engine) => say(engine, Word.once, core.client(engine), text, calls.number, own))) as
      | { once: number; sought: string }
      | { error: Told };
    if ("error" in opened) throw errorOf({ ...opened.error, operation });
    number = opened.once;
    sought = opened.sought;
    since = generation;
  };
  const close = () => drop(since, Word.over, number);

  const tell = (what: Word, text?: string): Step => {
    if (since !== generation) throw lost();
    try {
      return JSON.parse(ask((engine) => say(engine, what, number, text))) as Step;
    } catch {
      throw lost();
    }
  };

  const remaining = () => Math.max(1, deadline - now());
  /** For each call. What is looked up is compared, so nothing is left out of it. */
  const timed = (omit: string[]): CallOptions => ({ ...call, omit, ...(deadline < Infinity && { totalTimeout: Math.ceil(remaining()) }) });

  /** Throws an error that leaves no time to look further; keeps any other. */
  const ends = (error: unknown): BlendError => {
    if (!isBlendError(error)) throw error;
    last = error;
    if (error instanceof AbortError) throw creates === 1 ? error : aborted();
    if (now() >= deadline && sent) throw unknown();
    return error;
  };

  const look = async (): Promise<Step> => {
    let text;
    try {
      found = await calls.look(sought, timed([]));
      text = shallow(calls.operation, () => JSON.stringify(found));
    } catch (error) {
      if (error instanceof NotFoundError) return tell(Word.looked);
      ends(error);
      return tell(Word.lookFailed);
    }
    return tell(Word.looked, text ?? "null");
  };

  const create = async (): Promise<Step | { data: unknown }> => {
    sent = true;
    creates++;
    try {
      return { data: await calls.create(params, timed(left)) };
    } catch (error) {
      const { outcome } = ends(error);
      return tell(outcome === "unknown" || outcome === "done" ? Word.lost : Word.refused);
    }
  };

  return async (held?: Held): Promise<unknown> => {
    sent = onces.sent(key) || held?.sent === true;
    open();
    try {
      let step: Step = { do: Act.look, number: 0 };
      for (;;) {
        switch (step.do) {
          case Act.look:
            step = await look();
            break;
          case Act.create: {
            if (held && !(await held.note(STORED_MS))) {
              // Another process was quicker: it is looked for, and not sent.
              close();
              sent = true;
              open();
              step = { do: Act.look, number: 0 };
              break;
            }
            onces.note(key);
            const made = await create();
            if ("data" in made) return made.data;
            step = made;
            break;
          }
          case Act.wait:
            if (!(await pause(Math.min(step.number, remaining()), signal))) throw aborted();
            if (now() >= deadline) throw unknown();
            step = tell(Word.lookAgain);
            break;
          case Act.found: {
            const one = isPatient ? (found as { results: unknown[] }).results[step.number] : found;
            omit(one, new Set(left));
            return one;
          }
          case Act.taken:
            throw taken();
          case Act.unknown:
            throw unknown();
          case Act.fail:
            if (creates) {
              onces.forget(key);
              await held?.forget();
            } else if (last) {
              Object.assign(last, { outcome: "not_sent" });
            }
            throw last;
        }
      }
    } finally {
      close();
    }
  };
}
