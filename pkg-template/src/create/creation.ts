// One creation: looks the resource up, sends the create once, and looks it up again where the answer is lost. What to do next
// is the engine's decision.

import type { Engine } from "../../generated/client.js";
import { createdOnce } from "../../generated/operations.js";
import * as protocol from "../../generated/protocol.js";
import { type CreationEffect, EffectCode } from "../../generated/protocol.js";
import type { CallOptions, Issue, OnceOptions } from "../../types/index.js";
import { Handle } from "../engine/handle.js";
import { AbortError, APIError, type BlendError, errorOf, type Facts, isBlendError } from "../errors.js";
import { NotFoundError, refused, UnknownOutcomeError } from "../errors.js";
import { guardDepth } from "../input/depth.js";
import { now } from "../platform/runtime.js";
import { pause } from "../platform/timers.js";
import type { Core } from "../session/core.js";
import type { SentNote } from "../session/store-lock.js";
import { fingerprint, rememberKey, type SentKey } from "./sent-keys.js";

/** One creation, and the calls that it makes. */
export interface Creation {
  core: Core;
  /** The number and the name of the operation that creates. */
  number: number;
  operation: string;
  /** As JSON text in canonical form. */
  params: string;
  /** What the process knows it by. */
  key: string;
  deadline: number;
  options: OnceOptions;
  /** Calls an operation by its name. */
  call(operation: string, args: unknown[], options: CallOptions): Promise<unknown>;
}

/** What happened, as the engine is told. */
type CreationEvent = (engine: Engine, creation: number) => CreationEffect;

/** What comes of an effect: the next one, or the resource. */
type Next = CreationEffect | { data: unknown };

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
  /** Whether a create with this key was sent, by this call or before. */
  #sent = false;
  /** How many creates this call has sent. */
  #creates = 0;
  #last: BlendError | undefined;
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
    this.#sent = before !== undefined || note?.sent === true;
    try {
      const first = this.#open();
      return await this.#perform(before ? await this.#getAgain(before, first) : first, note);
    } finally {
      this.#close();
    }
  }

  /** What this process made under the key before: the same resource, however it has changed since. Otherwise the `first` effect. */
  async #getAgain({ id, fingerprint }: SentKey, first: CreationEffect): Promise<Next> {
    if (id === undefined) return first;
    if (fingerprint !== this.#fingerprint) return this.#tell(protocol.otherParamsSent);
    const get = createdOnce[this.#creation.operation] as string;
    try {
      const data = await this.#creation.call(get, [id], this.#callOptions());
      return data === undefined ? first : { data };
    } catch (error) {
      // It cannot be seen yet.
      if (error instanceof NotFoundError) return first;
      throw isBlendError(error) ? Object.assign(error, { outcome: "not_sent" }) : error;
    }
  }

  async #perform(first: Next, note: SentNote | undefined): Promise<unknown> {
    let next = first;
    while (!("data" in next)) {
      switch (next.do) {
        case EffectCode.lookUp:
          next = await this.#lookUp(next);
          break;
        case EffectCode.create:
          next = await this.#create(note);
          break;
        case EffectCode.pause:
          next = await this.#pause(next.ms);
          break;
        case EffectCode.returnFound:
          next = this.#settle(at(this.#found, next.path));
          break;
        case EffectCode.keyTaken:
          throw errorOf({ ...next.error, ...this.#facts() });
        case EffectCode.outcomeUnknown:
          throw this.#outcomeUnknown(next.error);
        default:
          throw this.#nothingMade(note);
      }
    }
    return next.data;
  }

  async #lookUp({ operation, args }: CreationEffect & { do: EffectCode.lookUp }): Promise<CreationEffect> {
    let text: string | undefined;
    try {
      this.#found = await this.#creation.call(operation, args, this.#callOptions());
      if (this.#found == null) {
        const message = "the answer to the look-up was empty";
        throw new APIError({ message, operation: this.#operation, outcome: "done" });
      }
      text = guardDepth(this.#creation.operation, () => JSON.stringify(this.#found));
    } catch (error) {
      if (!(error instanceof NotFoundError)) return this.#keep(error) ?? this.#tell(protocol.lookUpFailed);
    }
    return this.#tell((engine, creation) => protocol.lookedUp(engine, creation, text));
  }

  async #create(note: SentNote | undefined): Promise<Next> {
    if (note && !this.#creates && !(await note.write())) {
      // Another process was first: look for what it made.
      this.#close();
      this.#sent = true;
      return this.#open();
    }
    rememberKey(this.#sentKeys, this.#creation.key, { fingerprint: this.#fingerprint });
    this.#sent = true;
    this.#creates++;
    try {
      const data = await this.#creation.call(this.#creation.operation, [this.#params], this.#callOptions());
      // An empty answer: it is made, but its id has to be looked up.
      return data === undefined ? this.#tell(protocol.createAnswerLost) : this.#settle(data);
    } catch (error) {
      if (isBlendError(error) && (error.outcome === "not_sent" || error.outcome === "rejected")) {
        this.#last = error;
        return this.#tell(protocol.createRefused);
      }
      if (error instanceof AbortError) throw error;
      return this.#keep(error) ?? this.#tell(protocol.createAnswerLost);
    }
  }

  async #pause(ms: number): Promise<CreationEffect> {
    if (!(await pause(Math.min(ms, this.#remaining()), this.#options.signal))) throw this.#aborted();
    return this.#tell(this.#isLate() ? protocol.creationTimedOut : protocol.pauseEnded);
  }

  /** The resource is there. */
  #settle(data: unknown): { data: unknown } {
    const { id } = (data ?? {}) as { id?: unknown };
    const sent = { fingerprint: this.#fingerprint, ...(typeof id === "string" && { id }) };
    rememberKey(this.#sentKeys, this.#creation.key, sent);
    return { data };
  }

  /** Keeps an error that leaves time to look further; throws any other one. Returns how it ends if the time is over. */
  #keep(error: unknown): CreationEffect | undefined {
    if (!isBlendError(error)) throw error;
    this.#last = error;
    // What is wrong with the options is wrong with every call.
    if (error.code === "validation" && error.outcome === "not_sent" && !this.#creates) {
      const { issues } = error as { issues?: Issue[] };
      throw issues?.length ? refused(issues, this.#operation) : error;
    }
    if (error instanceof AbortError) throw this.#aborted();
    return this.#isLate() && this.#sent ? this.#tell(protocol.creationTimedOut) : undefined;
  }

  #isLate(): boolean {
    return now() >= this.#creation.deadline;
  }

  #remaining(): number {
    return Math.max(1, this.#creation.deadline - now());
  }

  #callOptions(): CallOptions {
    if (this.#creation.deadline === Infinity) return this.#options;
    return { ...this.#options, totalTimeout: Math.ceil(this.#remaining()) };
  }

  // The engine's side.

  /** Starts it in the engine. Returns its first effect. */
  #open(): CreationEffect {
    const { core, number, params, options } = this.#creation;
    const { resend, lookFor, validate, allowUnknownFields } = options;
    const own = JSON.stringify({ resend, lookFor, sent: this.#sent, call: { validate, allowUnknownFields } });
    const opened = core.engine.ask((engine, client) =>
      protocol.openCreation(engine, client, { operation: number, params, options: own }),
    );
    if (!("creation" in opened)) throw errorOf({ ...opened.error, operation: this.#operation });
    this.#handle = new Handle(opened.creation, protocol.forgetCreation);
    return opened;
  }

  #close(): void {
    this.#handle?.drop();
  }

  #tell(event: CreationEvent): CreationEffect {
    return (this.#handle as Handle).ask(event, () => ({ outcome: this.#outcome(), ...this.#facts() }));
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

  #outcomeUnknown({ class: _, ...told }: protocol.FailureJson): BlendError {
    return new UnknownOutcomeError({ ...told, ...this.#facts() }, { params: this.#params });
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

/** What stands at a path of a value. */
function at(value: unknown, path: (string | number)[]): unknown {
  return path.reduce((inside, key) => (inside as Record<string | number, unknown>)[key], value);
}
