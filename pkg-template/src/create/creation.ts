// One creation: looks the resource up, sends the create once, and looks it up again where the answer is lost. What to do next
// is the engine's decision.

import { createdOnce } from "../../generated/operations.js";
import {
  createAnswerLost,
  createRefused,
  type CreationEffect,
  creationTimedOut,
  EffectCode,
  type FailureJson,
  forgetCreation,
  lookedUp,
  lookUpFailed,
  openCreation,
  otherParamsSent,
  pauseEnded,
} from "../../generated/protocol.js";
import type { Engine } from "../../generated/client.js";
import type { CallOptions, Issue, OnceOptions } from "../../types/index.js";
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
import { fingerprint, rememberKey, type SentKey, sentKeysOf } from "./sent-keys.js";

export interface Creation {
  /** The operation that creates. */
  operation: string;
  /** As JSON text in canonical form. */
  params: string;
  /** What the process, and hashed a store, knows it by. */
  key: string;
  options: OnceOptions & { signal: AbortSignal };
}

type Fields = Record<string | number, unknown>;

/** The created resource. */
interface Made {
  data: unknown;
}

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
    const { resend: _, lookFor: __, ...options } = creation.options;
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
  async run(): Promise<unknown> {
    const { key, options } = this.#creation;
    const { signal, timeout = DEFAULT_TIMEOUT_MS } = options;
    const { store } = this.#client.core;
    const lock = { store, key, operation: this.#name, signal, deadline: this.#deadline, timeout };
    const data = await withStoreLock(lock, (note) => this.#getOrCreate(note));
    omit(data, options.omit);
    return data;
  }

  /** `note` is what a shared store knows about the key. */
  async #getOrCreate(note: SentNote | undefined): Promise<unknown> {
    this.#fingerprint = await fingerprint(this.#creation.params);
    const before = this.#sentKeys.get(this.#creation.key);
    this.#sent = before !== undefined || note?.sent === true;
    const first = this.#open();
    try {
      if (before?.id === undefined) return await this.#perform(first, note);
      if (before.fingerprint !== this.#fingerprint) return await this.#perform(this.#tell(otherParamsSent), note);
      return (await this.#getAgain(before.id)) ?? (await this.#perform(first, note));
    } finally {
      this.#close();
    }
  }

  /** What this process made under the key before: the same resource, however it has changed since. */
  async #getAgain(id: string): Promise<unknown> {
    try {
      return await this.#client.call(createdOnce[this.#creation.operation] as string, [id], this.#callOptions());
    } catch (error) {
      // It cannot be seen yet.
      if (error instanceof NotFoundError) return undefined;
      throw isBlendError(error) ? Object.assign(error, { outcome: "not_sent" }) : error;
    }
  }

  async #perform(first: CreationEffect, note: SentNote | undefined): Promise<unknown> {
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
          effect = this.#settle(effect.path.reduce<unknown>((found, name) => (found as Fields)[name], this.#found));
          break;
        case EffectCode.keyTaken:
          throw errorOf({ ...effect.error, ...this.#facts() });
        case EffectCode.outcomeUnknown:
          throw this.#outcomeUnknown(effect.error);
        default:
          throw this.#nothingMade(note);
      }
    }
    return effect.data;
  }

  async #lookUp({ operation, args }: CreationEffect & { do: EffectCode.lookUp }): Promise<CreationEffect> {
    let text: string;
    try {
      this.#found = await this.#client.call(operation, args, this.#callOptions());
      if (this.#found == null) {
        const message = "the answer to the look-up was empty";
        throw new APIError({ message, operation: this.#name, outcome: "done" });
      }
      text = guardDepth(this.#name, () => JSON.stringify(this.#found));
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
    rememberKey(this.#sentKeys, key, { fingerprint: this.#fingerprint });
    this.#sent = true;
    this.#creates++;
    try {
      const data = await this.#client.call(operation, [JSON.parse(params)], this.#callOptions());
      // An empty answer: it is made, but its id has to be looked up.
      return data === undefined ? this.#tell(createAnswerLost) : this.#settle(data);
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

  /** The resource is there. */
  #settle(data: unknown): Made {
    const { id } = (data ?? {}) as { id?: unknown };
    const sent = { fingerprint: this.#fingerprint, ...(typeof id === "string" && { id }) };
    rememberKey(this.#sentKeys, this.#creation.key, sent);
    return { data };
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
  #open(): CreationEffect {
    const { operation, params, options } = this.#creation;
    const { resend, lookFor, ...call } = options;
    const own = JSON.stringify({ resend, lookFor, sent: this.#sent }).slice(0, -1);
    const given = { operation: operationOf(operation).number, params, options: `${own},"call":${optionsText(call)}}` };
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
