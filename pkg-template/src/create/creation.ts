// One creation: looks the resource up, sends the create once, and looks it up again where the answer is lost. What to do next
// is the engine's decision.

import { Act, Word } from "../../generated/operations.js";
import type { CallOptions, Issue, OnceOptions } from "../../types/index.js";
import { Handle } from "../engine/handle.js";
import { say } from "../engine/load.js";
import { AbortError, APIError, type BlendError, errorOf, type Facts, isBlendError } from "../errors.js";
import { NotFoundError, refused, type FailureJson, UnknownOutcomeError } from "../errors.js";
import { guardDepth } from "../input/depth.js";
import { now } from "../platform/runtime.js";
import { pause } from "../platform/timers.js";
import type { Core } from "../session/core.js";
import type { SentNote } from "../session/store-lock.js";
import { fingerprint, rememberKey, type SentKey } from "./sent-keys.js";

/** What is created, and how it is found. */
export interface Resource {
  /** As messages name it. */
  name: string;
  /** What somebody has to do before it is sent again. */
  search: string;
  /** Of what a look-up found, the resource at this index. */
  pick(found: unknown, index: number): unknown;
}

export const ORDER: Resource = {
  name: "an order",
  search:
    "looked for the order by its external_id, and in patients.orders, since it may have been merged without its key; else ask Blend, with requestId",
  pick: (found) => found,
};

export const PATIENT: Resource = {
  name: "a patient",
  search: "searched for the patient at Blend",
  pick: (found, index) => (found as { results: unknown[] }).results[index],
};

/** One creation, and the calls that it makes. */
export interface Creation {
  core: Core;
  /** The number and the name of the operation that creates. */
  number: number;
  operation: string;
  resource: Resource;
  /** As JSON text in canonical form. */
  params: string;
  /** What the process knows it by. */
  key: string;
  deadline: number;
  options: OnceOptions;
  create(params: object, options: CallOptions): Promise<unknown>;
  /** Gets what was created, by Blend's id. */
  get(id: string, options: CallOptions): Promise<unknown>;
  lookUp(lookupKey: string, options: CallOptions): Promise<unknown>;
}

interface Effect {
  do: Act;
  number: number;
}

export class CreateOnce {
  readonly #creation: Creation;
  readonly #operation: string;
  readonly #params: object;
  /** The options of each call. What comes back is compared, so nothing is omitted from it here. */
  readonly #options: CallOptions;
  readonly #sentKeys: Map<string, SentKey>;
  readonly #began = now();
  #fingerprint = "";
  #handle: Handle | undefined;
  #lookupKey = "";
  /** Whether a create with this key was sent, by this call or before. */
  #sent = false;
  /** How many creates this call has sent. */
  #creates = 0;
  #last: BlendError | undefined;
  #lookUpFailed = false;
  #found: unknown;

  constructor(creation: Creation, sentKeys: Map<string, SentKey>) {
    const { resend: _, lookFor: __, ...options } = creation.options;
    this.#creation = creation;
    this.#operation = `${creation.operation}Once`;
    this.#params = JSON.parse(creation.params) as object;
    this.#options = { ...options, omit: [] };
    this.#sentKeys = sentKeys;
  }

  /** Returns the resource. `note` is what a shared store knows about the key. */
  async run(note?: SentNote): Promise<unknown> {
    this.#fingerprint = await fingerprint(this.#creation.params);
    const before = this.#sentKeys.get(this.#creation.key);
    const made = before && (await this.#getAgain(before));
    if (made !== undefined) return made;
    this.#sent = before !== undefined || note?.sent === true;
    this.#open();
    try {
      return await this.#perform(note);
    } finally {
      this.#close();
    }
  }

  /** What this process made under the key before: the same resource, however it has changed since. */
  async #getAgain({ id, fingerprint }: SentKey): Promise<unknown> {
    if (id === undefined) return undefined;
    if (fingerprint !== this.#fingerprint) throw this.#keyTaken();
    try {
      return await this.#creation.get(id, this.#callOptions());
    } catch (error) {
      // It cannot be seen yet.
      if (error instanceof NotFoundError) return undefined;
      throw isBlendError(error) ? Object.assign(error, { outcome: "not_sent" }) : error;
    }
  }

  async #perform(note: SentNote | undefined): Promise<unknown> {
    let effect: Effect | { data: unknown } = { do: Act.look, number: 0 };
    while (!("data" in effect)) {
      switch (effect.do) {
        case Act.look:
          effect = await this.#lookUp();
          break;
        case Act.create:
          effect = await this.#create(note);
          break;
        case Act.wait:
          effect = await this.#pause(effect.number);
          break;
        case Act.found:
          effect = this.#settle(this.#creation.resource.pick(this.#found, effect.number));
          break;
        case Act.taken:
          throw this.#keyTaken();
        case Act.unknown:
          throw this.#outcomeUnknown(effect.number > 0);
        default:
          throw this.#nothingMade(note);
      }
    }
    return effect.data;
  }

  async #lookUp(): Promise<Effect> {
    this.#lookUpFailed = false;
    let text;
    try {
      this.#found = await this.#creation.lookUp(this.#lookupKey, this.#callOptions());
      if (this.#found == null) {
        const message = "the answer to the look-up was empty";
        throw new APIError({ message, operation: this.#operation, outcome: "done" });
      }
      text = guardDepth(this.#creation.operation, () => JSON.stringify(this.#found));
    } catch (error) {
      if (error instanceof NotFoundError) return this.#tell(Word.looked);
      this.#keep(error);
      this.#lookUpFailed = true;
      return this.#tell(Word.lookFailed);
    }
    return this.#tell(Word.looked, text);
  }

  async #create(note: SentNote | undefined): Promise<Effect | { data: unknown }> {
    if (note && !this.#creates && !(await note.write())) {
      // Another process was first: look for what it made.
      this.#close();
      this.#sent = true;
      this.#open();
      return { do: Act.look, number: 0 };
    }
    rememberKey(this.#sentKeys, this.#creation.key, { fingerprint: this.#fingerprint });
    this.#sent = true;
    this.#creates++;
    try {
      const data = await this.#creation.create(this.#params, this.#callOptions());
      // An empty answer: it is made, but its id has to be looked up.
      return data === undefined ? this.#tell(Word.lost) : this.#settle(data);
    } catch (error) {
      if (isBlendError(error) && (error.outcome === "not_sent" || error.outcome === "rejected")) {
        this.#last = error;
        return this.#tell(Word.refused);
      }
      if (error instanceof AbortError) throw error;
      this.#keep(error);
      return this.#tell(Word.lost);
    }
  }

  async #pause(ms: number): Promise<Effect> {
    if (!(await pause(Math.min(ms, this.#remaining()), this.#options.signal))) throw this.#aborted();
    if (now() >= this.#creation.deadline) throw this.#outcomeUnknown();
    return this.#tell(Word.lookAgain);
  }

  /** The resource is there. */
  #settle(data: unknown): { data: unknown } {
    const { id } = (data ?? {}) as { id?: unknown };
    const sent = { fingerprint: this.#fingerprint, ...(typeof id === "string" && { id }) };
    rememberKey(this.#sentKeys, this.#creation.key, sent);
    return { data };
  }

  /** Keeps an error that leaves time to look further; throws any other one. */
  #keep(error: unknown): void {
    if (!isBlendError(error)) throw error;
    this.#last = error;
    // What is wrong with the options is wrong with every call.
    if (error.code === "validation" && error.outcome === "not_sent" && !this.#creates) {
      const { issues } = error as { issues?: Issue[] };
      throw issues?.length ? refused(issues, this.#operation) : error;
    }
    if (error instanceof AbortError) throw this.#aborted();
    if (now() >= this.#creation.deadline && this.#sent) throw this.#outcomeUnknown();
  }

  #remaining(): number {
    return Math.max(1, this.#creation.deadline - now());
  }

  #callOptions(): CallOptions {
    if (this.#creation.deadline === Infinity) return this.#options;
    return { ...this.#options, totalTimeout: Math.ceil(this.#remaining()) };
  }

  // The engine's side.

  #open(): void {
    const { core, number, params, options } = this.#creation;
    const { resend, lookFor, validate, allowUnknownFields } = options;
    const own = JSON.stringify({ resend, lookFor, sent: this.#sent, call: { validate, allowUnknownFields } });
    const opened = JSON.parse(
      core.engine.ask((engine, client) => say(engine, Word.once, client, params, number, own)),
    ) as { once: number; sought: string } | { error: FailureJson };
    if ("error" in opened) throw errorOf({ ...opened.error, operation: this.#operation });
    this.#handle = new Handle(opened.once, (engine, number) => say(engine, Word.over, number));
    this.#lookupKey = opened.sought;
  }

  #close(): void {
    this.#handle?.drop();
  }

  #tell(what: Word, text?: string): Effect {
    const facts = () => ({ outcome: this.#outcome(), ...this.#facts() });
    return JSON.parse(
      (this.#handle as Handle).ask((engine, number) => say(engine, what, number, text), facts),
    ) as Effect;
  }

  // How it fails.

  #outcome(): "unknown" | "not_sent" {
    return this.#sent ? "unknown" : "not_sent";
  }

  /** What every error tells: of the last request that failed, what helps Blend to find it. */
  #facts(): Omit<Facts, "message" | "outcome"> {
    const last = (this.#last ?? {}) as unknown as Record<string, unknown>;
    const names = ["method", "path", "status", "requestId", "causeCode"].filter((name) => last[name] !== undefined);
    return {
      operation: this.#operation,
      attempts: this.#creates,
      elapsedMs: Math.round(now() - this.#began),
      ...Object.fromEntries(names.map((name) => [name, last[name]])),
    };
  }

  #aborted(): BlendError {
    return new AbortError({ message: "aborted by its signal", outcome: this.#outcome(), ...this.#facts() });
  }

  /** Another resource has the key. */
  #keyTaken(): BlendError {
    const message = `there is ${this.#creation.resource.name} with this key already, of another patient or with other fields; look at it before you take another key`;
    const issue = { path: "external_id", code: "taken", message } as const;
    return Object.assign(refused([issue], this.#operation), this.#facts());
  }

  #outcomeUnknown(otherFound = false): BlendError {
    const sent = this.#creates ? "it was sent and its answer was lost" : "it was sent before";
    const found = otherFound
      ? "there is one with other lines or another patient, perhaps changed since"
      : this.#lookUpFailed
        ? "looking for it failed"
        : "it cannot be found, which proves nothing";
    const hint = `do not send it again before somebody has ${this.#creation.resource.search}. error.unsafe().params holds what was to be created`;
    const facts = { message: `${sent}; ${found}`, hint, outcome: "unknown", ...this.#facts() } as const;
    return new UnknownOutcomeError(facts, { params: this.#params });
  }

  /** The error of the last request. Nothing was made, so the key is free again. */
  #nothingMade(note: SentNote | undefined): BlendError {
    const last = this.#last as BlendError;
    if (!this.#creates) return Object.assign(last, { outcome: "not_sent" });
    this.#sentKeys.delete(this.#creation.key);
    note?.remove();
    return last;
  }
}
