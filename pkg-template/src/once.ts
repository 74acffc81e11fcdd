// Creating an order or a patient once, whatever happens to the answer. What to do next is the engine's decision.

import type { CallOptions, OnceOptions } from "../types/index.js";
import { toText } from "./arguments.js";
import { omit } from "./call.js";
import type { Core } from "./core.js";
import { shallow } from "./depth.js";
import { ask, drop, generation, say } from "./engine.js";
import { AbortError, BlendError, EngineError, errorOf, type Facts, isBlendError, NotFoundError, UnknownOutcomeError, ValidationError } from "./errors.js";
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
  next: "look" | "create" | "wait" | "found" | "taken" | "fail" | "unknown";
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
  const found = toText([params], [""]);
  if ("issues" in found) throw refused(found.issues, calls);
  const text = found.text.slice(1, -1);
  const key = `${calls.operation} ${String((params as { external_id?: unknown }).external_id)}`;
  const { flights } = core.onces;
  for (let flight = flights.get(key); flight; flight = flights.get(key)) {
    if (flight.text === text) {
      core.log.say("warn", `${calls.operation}Once: the same call is in flight already, and is made once`);
      const made = await flight.callers.enter(`${calls.operation}Once`, options.signal)(flight.work);
      return shallow(`${calls.operation}Once`, () => structuredClone(made));
    }
    // Another thing under the same key: its turn comes when that one is settled.
    await flight.callers.enter(`${calls.operation}Once`, options.signal)(flight.work.catch(() => {}));
  }
  const callers = new Callers();
  const wait = callers.enter(`${calls.operation}Once`, options.signal);
  const creation = new Creation(core, calls, params, text, key, { ...options, signal: callers.signal });
  const account = ask((engine) => say(engine, "account", core.client(engine)));
  const work = exclusively(core.store, callers.signal, account, key, `${calls.operation}Once`, (held) => creation.run(held));
  flights.set(key, { text, callers, work });
  const over = () => void flights.delete(key);
  work.then(over, over);
  return wait(work);
}

class Creation {
  readonly #core: Core;
  readonly #calls: Calls;
  readonly #params: object;
  readonly #key: string;
  readonly #options: CallOptions;
  readonly #omit: string[];
  readonly #began = now();
  readonly #deadline: number;
  readonly #open: (sent: boolean) => void;
  #number = -1;
  #generation = -1;
  #sought = "";
  #sent = false;
  #creates = 0;
  #last: BlendError | undefined;
  #found: unknown;

  constructor(core: Core, calls: Calls, params: object, text: string, key: string, options: OnceOptions) {
    const { resend, lookFor, omit: left = [], ...call } = options;
    this.#core = core;
    this.#calls = calls;
    this.#params = params;
    this.#key = key;
    this.#omit = left;
    // What is looked up is compared, so nothing is left out of it.
    this.#options = { ...call, omit: [] };
    this.#deadline = this.#began + (call.totalTimeout ?? Infinity);
    const { validate, allowUnknownFields } = call;
    this.#open = (sent) => {
      const own = JSON.stringify({ resend, lookFor, sent, call: { validate, allowUnknownFields } });
      const opened = JSON.parse(ask((engine) => say(engine, "once", core.client(engine), text, calls.number, own))) as
        | { once: number; sought: string }
        | { error: Facts & { class: string } };
      if ("error" in opened) throw errorOf({ ...opened.error, operation: `${calls.operation}Once` });
      this.#number = opened.once;
      this.#sought = opened.sought;
      this.#generation = generation;
    };
  }

  async run(held?: Held): Promise<unknown> {
    const { onces } = this.#core;
    this.#sent = onces.sent(this.#key) || held?.sent === true;
    this.#open(this.#sent);
    try {
      let step: Step = { next: "look", number: 0 };
      for (;;) {
        switch (step.next) {
          case "look":
            step = await this.#look();
            break;
          case "create": {
            if (held && !(await held.note(STORED_MS))) {
              // Another process was quicker: it is looked for, and not sent.
              this.#close();
              this.#sent = true;
              this.#open(true);
              step = { next: "look", number: 0 };
              break;
            }
            onces.note(this.#key);
            const made = await this.#create();
            if ("data" in made) return made.data;
            step = made;
            break;
          }
          case "wait":
            if (!(await pause(Math.min(step.number, this.#left()), this.#options.signal))) throw this.#aborted();
            if (now() >= this.#deadline) throw this.#unknown();
            step = this.#tell("woke");
            break;
          case "found":
            return this.#take(step.number);
          case "taken":
            throw this.#taken();
          case "unknown":
            throw this.#unknown();
          case "fail":
            if (this.#creates) {
              onces.forget(this.#key);
              await held?.forget();
            } else if (this.#last) {
              Object.assign(this.#last, { outcome: "not_sent" });
            }
            throw this.#last;
        }
      }
    } finally {
      this.#close();
    }
  }

  #tell(what: string, text?: string): Step {
    if (this.#generation !== generation) throw this.#lost();
    try {
      return JSON.parse(ask((engine) => say(engine, "next", this.#number, text, 0, what))) as Step;
    } catch {
      throw this.#lost();
    }
  }

  #close(): void {
    drop(this.#generation, "over", this.#number);
  }

  async #look(): Promise<Step> {
    let text;
    try {
      this.#found = await this.#calls.look(this.#sought, this.#timed());
      text = shallow(this.#calls.operation, () => JSON.stringify(this.#found));
    } catch (error) {
      if (error instanceof NotFoundError) return this.#tell("looked");
      this.#ends(error);
      return this.#tell("lookFailed");
    }
    return this.#tell("looked", text ?? "null");
  }

  async #create(): Promise<Step | { data: unknown }> {
    this.#sent = true;
    this.#creates++;
    try {
      return { data: await this.#calls.create(this.#params, { ...this.#timed(), omit: this.#omit }) };
    } catch (error) {
      const { outcome } = this.#ends(error);
      return this.#tell(outcome === "unknown" || outcome === "done" ? "lost" : "refused");
    }
  }

  /** Throws an error that leaves no time to look further; keeps any other. */
  #ends(error: unknown): BlendError {
    if (!isBlendError(error)) throw error;
    this.#last = error;
    if (error instanceof AbortError) throw this.#creates === 1 ? error : this.#aborted();
    if (now() >= this.#deadline && this.#sent) throw this.#unknown();
    return error;
  }

  #left(): number {
    return Math.max(1, this.#deadline - now());
  }

  #timed(): CallOptions {
    const left = this.#left();
    return left === Infinity ? this.#options : { ...this.#options, totalTimeout: Math.ceil(left) };
  }

  #take(place: number): unknown {
    const found = this.#calls.operation.startsWith("patients") ? (this.#found as { results: unknown[] }).results[place] : this.#found;
    omit(found, new Set(this.#omit));
    return found;
  }

  /** What every error tells: of the last request that failed, what helps Blend to find it. */
  #facts(): Omit<Facts, "message" | "outcome"> {
    const told = ["method", "path", "status", "requestId", "causeCode"];
    const given = Object.fromEntries(Object.entries(this.#last ?? {}).filter(([name]) => told.includes(name)));
    return { operation: `${this.#calls.operation}Once`, attempts: this.#creates, elapsedMs: now() - this.#began, ...given };
  }

  #unknown(): BlendError {
    const message = this.#creates
      ? "it was sent, its answer was lost, and it cannot be found; that proves nothing"
      : "it was sent before, and it cannot be found; that proves nothing";
    const hint = this.#calls.operation.startsWith("patients")
      ? "do not send it again before somebody has searched for the patient at Blend; error.unsafe().params holds what was sent"
      : "do not send it again before somebody has looked: by its external_id, and through patients.orders, since it may have been merged into another order without its key; else ask Blend, naming requestId. error.unsafe().params holds what was sent";
    return new UnknownOutcomeError({ message, hint, outcome: "unknown", ...this.#facts() }, { params: this.#params });
  }

  #taken(): BlendError {
    const message = "another order has this key, of another patient or with other lines; give each order a key of its own";
    const issue = { path: "external_id", code: "taken", message };
    return new ValidationError({ message: `nothing was sent: external_id: ${message}`, outcome: "not_sent", ...this.#facts(), issues: [issue] });
  }

  #aborted(): BlendError {
    return new AbortError({ message: "aborted by its signal", outcome: this.#sent ? "unknown" : "not_sent", ...this.#facts() });
  }

  #lost(): BlendError {
    return new EngineError({ message: "the engine failed inside; this is a defect of blend-sdk", outcome: this.#sent ? "unknown" : "not_sent", ...this.#facts() });
  }
}

function refused(issues: { path: string; code: string; message: string }[], calls: Calls): BlendError {
  const [first] = issues;
  return new ValidationError({ message: `nothing was sent: ${first?.path}: ${first?.message}`, outcome: "not_sent", operation: `${calls.operation}Once`, issues });
}
