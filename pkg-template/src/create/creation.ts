// One creation: looks the resource up, sends the create once, and looks it up again where the answer is lost. What to
// do next is the engine's decision.

import {
  createAnswerLost,
  createRefused,
  type CreationEffect,
  type CreationOptions,
  creationTimedOut,
  EffectCode,
  type FailureJson,
  forgetCreation,
  lookedUp,
  lookUpFailed,
  openCreation,
  pauseEnded,
} from "../../generated/protocol.js";
import type { Engine } from "../../generated/client.js";
import type { CallOptions, Issue, OnceOptions, PatientOnceOptions } from "../../types/index.js";
import type { Client } from "../client.js";
import { Handle } from "../engine/handle.js";
import { abortError, APIError, type BlendError, errorOf, type Facts, isBlendError } from "../errors.js";
import { NotFoundError, refused, UnknownOutcomeError } from "../errors.js";
import { guardDepth } from "../input/depth.js";
import { omit } from "../input/omit.js";
import { optionsText } from "../input/options.js";
import { operationOf } from "../operations.js";
import { now } from "../platform/runtime.js";
import { pause } from "../platform/timers.js";
import { DEFAULT_TIMEOUT_MS } from "../session/session-store.js";
import { type SentNote, withStoreLock } from "../session/store-lock.js";
import { within } from "./place.js";
import { fingerprint, type Made, rememberKey, type SentKey, sentKeysOf } from "./sent-keys.js";

/** The options of all `createOnce`. The engine refuses those of another one. */
export type AnyOnceOptions = OnceOptions & PatientOnceOptions;

export interface Creation {
  /** The operation that creates. */
  operation: string;
  /** As JSON text in canonical form. */
  params: string;
  /** What the process, and hashed a store, knows it by. */
  key: string;
  options: AnyOnceOptions & { signal: AbortSignal };
}

type Fields = Record<string | number, unknown>;

/**
 * For comparing: names in one form of Unicode, without blanks around them. It is for `JSON.stringify`: in JSON text, a
 * letter may be the end of an escape.
 */
const inOneForm = (key: string, value: unknown): unknown =>
  key.endsWith("_name") && typeof value === "string" ? value.normalize().trim() : value;

type CreationEvent = (engine: Engine, creation: number) => CreationEffect;

export class CreateOnce {
  readonly #client: Client;
  readonly #creation: Creation;
  readonly #name: string;
  /** The options of each call. What comes back is compared, so nothing is omitted from it. */
  readonly #options: CallOptions;
  readonly #sentKeys: Map<string, SentKey>;
  readonly #began = now();
  readonly #deadline: number;
  #fingerprint = "";
  #handle: Handle | undefined;
  /** Whether a create with this key was sent, by this call or before. */
  #sent = false;
  /** How many creates this call has sent. */
  #creates = 0;
  #last: BlendError | undefined;
  #found: unknown;

  constructor(client: Client, creation: Creation) {
    const { resend: _, lookFor: __, ifDifferent: ___, ...options } = creation.options;
    this.#client = client;
    this.#creation = creation;
    this.#name = `${creation.operation}Once`;
    this.#options = { ...options, omit: [] };
    this.#sentKeys = sentKeysOf(client.core.sentKeysScope).sent;
    this.#deadline = this.#began + (options.totalTimeout ?? Infinity);
  }

  /** Throws what is wrong with params and options. */
  check(): void {
    this.#open();
    this.#close();
  }

  /** Milliseconds of `totalTimeout` that are left. */
  remaining(): number {
    return Math.max(1, this.#deadline - now());
  }

  /** Returns the resource, while no other process does the same. */
  async run(): Promise<Made> {
    const { key, options } = this.#creation;
    const { signal, timeout = DEFAULT_TIMEOUT_MS } = options;
    const { store } = this.#client.core;
    const lock = { store, key, operation: this.#name, signal, deadline: this.#deadline, timeout };
    const made = await withStoreLock(lock, (note) => this.#getOrCreate(note));
    omit(made.data, options.omit);
    return made;
  }

  /** `note` is what a shared store knows about the key. */
  async #getOrCreate(note: SentNote | undefined): Promise<Made> {
    const { key, operation, params } = this.#creation;
    this.#fingerprint = await fingerprint(params);
    const before = this.#sentKeys.get(key);
    this.#sent = before !== undefined || note?.sent === true;
    try {
      // What another operation made is known by its key alone.
      return await this.#perform(this.#open(before?.operation === operation ? before : undefined), note);
    } finally {
      this.#close();
    }
  }

  async #perform(first: CreationEffect, note: SentNote | undefined): Promise<Made> {
    let effect: CreationEffect | Made = first;
    while ("do" in effect) {
      switch (effect.do) {
        case EffectCode.lookUp:
          effect = await this.#lookUp(effect);
          break;
        case EffectCode.create:
          effect = await this.#create(note);
          break;
        case EffectCode.pause:
          effect = await this.#pause(effect.ms);
          break;
        case EffectCode.returnFound:
          effect = this.#settle(this.#foundAt(effect.path), true);
          break;
        case EffectCode.keyTaken:
          throw errorOf({ ...effect.error, ...this.#existing(effect), ...this.#facts() });
        case EffectCode.outcomeUnknown:
          throw this.#outcomeUnknown(effect.error);
        default:
          throw this.#nothingMade(note);
      }
    }
    return effect;
  }

  async #lookUp({ operation, args }: CreationEffect & { do: EffectCode.lookUp }): Promise<CreationEffect> {
    let text: string;
    try {
      this.#found = await this.#client.call(operation, args, this.#callOptions());
      if (this.#found == null) {
        const message = "the answer to the look-up was empty";
        throw new APIError({ message, operation: this.#name, outcome: "done" });
      }
      text = guardDepth(this.#name, () => JSON.stringify(this.#found, inOneForm));
    } catch (error) {
      if (error instanceof NotFoundError) return this.#tell(lookedUp);
      this.#keep(error);
      return this.#tell(this.#isLate() ? creationTimedOut : lookUpFailed);
    }
    return this.#tell((engine, creation) => lookedUp(engine, creation, text));
  }

  async #create(note: SentNote | undefined): Promise<CreationEffect | Made> {
    if (note && !this.#creates && !(await note.write())) {
      // Another process was first: look for what it made.
      this.#close();
      this.#sent = true;
      return this.#open();
    }
    const { operation, key, params } = this.#creation;
    rememberKey(this.#sentKeys, key, { operation, fingerprint: this.#fingerprint });
    this.#sent = true;
    this.#creates++;
    try {
      const data = await this.#client.call(operation, [JSON.parse(params)], this.#callOptions());
      // Where it names nothing, it is made, but its id has to be looked up.
      return within(operation, data) ? this.#settle(data, false) : this.#tell(createAnswerLost);
    } catch (error) {
      if (isBlendError(error) && (error.outcome === "not_sent" || error.outcome === "rejected")) {
        this.#last = error;
        return this.#tell(createRefused);
      }
      if (this.#options.signal?.aborted) throw error;
      this.#keep(error);
      return this.#tell(this.#isLate() ? creationTimedOut : createAnswerLost);
    }
  }

  async #pause(ms: number): Promise<CreationEffect> {
    if (!(await pause(Math.min(ms, this.remaining()), this.#options.signal))) throw this.#aborted();
    return this.#tell(this.#isLate() ? creationTimedOut : pauseEnded);
  }

  /** The patient who has the key. */
  #existing({ path, differs }: CreationEffect & { do: EffectCode.keyTaken }): object | undefined {
    return path && { existingId: (this.#foundAt(path) as Fields)["id"], differs };
  }

  #foundAt(path: (string | number)[]): unknown {
    return path.reduce<unknown>((found, name) => (found as Fields)[name], this.#found);
  }

  /** The resource is there. */
  #settle(data: unknown, found: boolean): Made {
    const { key, operation } = this.#creation;
    const { id } = Object(found ? data : within(operation, data)) as { id?: unknown };
    const sent = { operation, fingerprint: this.#fingerprint, ...(typeof id === "string" && { id }) };
    rememberKey(this.#sentKeys, key, sent);
    return { data, found };
  }

  /** Keeps the error of a call; throws what ends the creation. */
  #keep(error: unknown): void {
    if (!isBlendError(error)) throw error;
    this.#last = error;
    // What is wrong with the options is wrong with every call.
    if (error.code === "validation" && error.outcome === "not_sent" && !this.#creates) {
      const { issues } = error as { issues?: Issue[] };
      throw issues?.length ? refused(issues, this.#name) : error;
    }
    if (this.#options.signal?.aborted) throw this.#aborted();
  }

  #isLate(): boolean {
    return now() >= this.#deadline;
  }

  #callOptions(): CallOptions {
    if (this.#deadline === Infinity) return this.#options;
    return { ...this.#options, totalTimeout: Math.ceil(this.remaining()) };
  }

  /** Opens the creation in the engine. Returns the first effect. Throws what is wrong with params and options. */
  #open(before?: SentKey): CreationEffect {
    const { operation, options } = this.#creation;
    const { resend, lookFor, ifDifferent, ...call } = options;
    const madeOtherwise = before && before.fingerprint !== this.#fingerprint;
    const own: CreationOptions = { resend, lookFor, ifDifferent, sent: this.#sent, made: before?.id, madeOtherwise };
    const params = JSON.stringify(JSON.parse(this.#creation.params), inOneForm);
    const text = `${JSON.stringify(own).slice(0, -1)},"call":${optionsText(call)}}`;
    const given = { operation: operationOf(operation).number, params, options: text };
    const opened = this.#client.core.engine.ask((engine, client) => openCreation(engine, client, given));
    if (!("creation" in opened)) throw errorOf({ ...opened.error, operation: this.#name });
    this.#handle = new Handle(opened.creation, forgetCreation);
    return opened;
  }

  #close(): void {
    this.#handle?.drop();
  }

  #tell(event: CreationEvent): CreationEffect {
    return (this.#handle as Handle).ask(event, () => ({ ...this.#facts(), outcome: this.#outcome() }));
  }

  #outcome(): "unknown" | "not_sent" {
    return this.#sent ? "unknown" : "not_sent";
  }

  /** What every error tells: of the last request that failed, what helps Blend to find it. */
  #facts(): Omit<Facts, "message" | "outcome"> {
    const shown = JSON.stringify(this.#last ?? {}, ["method", "path", "status", "requestId", "causeCode"]);
    return {
      ...(JSON.parse(shown) as object),
      operation: this.#name,
      attempts: this.#creates,
      elapsedMs: Math.round(now() - this.#began),
    };
  }

  #aborted(): BlendError {
    const { signal } = this.#options;
    return abortError({ message: "aborted by its signal", outcome: this.#outcome(), ...this.#facts() }, signal);
  }

  #outcomeUnknown({ class: _, ...error }: FailureJson): BlendError {
    return new UnknownOutcomeError({ ...error, ...this.#facts() }, { params: JSON.parse(this.#creation.params) });
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
