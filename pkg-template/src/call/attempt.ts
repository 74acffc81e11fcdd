// One attempt of a call: one request, and its answer.

import type { Engine } from "../../generated/client.js";
import * as protocol from "../../generated/protocol.js";
import { coders } from "../engine/coders.js";
import { send } from "../engine/send.js";
import { runMiddleware } from "../hooks/middleware.js";
import { omit } from "../input/omit.js";
import { headOf, policy } from "../platform/fetch.js";
import { networkErrors } from "../platform/network.js";
import { race, startTimer } from "../platform/timers.js";
import { readText } from "./body.js";
import type { Arrival, CallSettings } from "./types.js";

type Send = protocol.CallEffect & { do: protocol.EffectCode.send };
type ReadBody = protocol.CallEffect & { do: protocol.EffectCode.readBody };
type Headers = protocol.SendInit["headers"];

/** Passes an event of the call to the engine, and returns the next effect. */
export type CallEvent = (engine: Engine, call: number) => protocol.CallEffect;

/** Of a failure's body, so much is kept. */
const KEPT_LETTERS = 65_536;

export class Attempt {
  readonly info: protocol.AttemptInfo;
  /** Whether fetch, or the user's middleware, was called. */
  isSent = false;
  response: Response | undefined;
  data: unknown;
  /** The body of a failure, or what is no JSON. */
  failedBody: string | undefined;
  /** What fetch threw. */
  thrown: unknown;
  readonly #url: string;
  readonly #init: RequestInit & protocol.SendInit;
  readonly #timeout: number;
  readonly #settings: CallSettings;
  /** The attempt's own: aborted with an Error and nothing else, which not every fetch takes. */
  readonly #connection = new AbortController();
  /** Ends the wait for headers or body. Without a listener on the signal, which takes longer than the wait itself. */
  #giveUp: (() => void) | undefined;

  constructor({ url, init, attempt, timeout }: Send, settings: CallSettings) {
    this.info = attempt;
    this.#url = url;
    this.#init = { ...init, ...policy(), signal: this.#connection.signal };
    this.#timeout = timeout;
    this.#settings = settings;
  }

  /** Sends the request, and waits for the headers. Throws the error of a middleware. */
  async send(): Promise<CallEvent> {
    if (!this.#settings.fetch && typeof globalThis.fetch !== "function") return protocol.fetchMissing;
    this.isSent = true;
    const arrived = await this.#wait(this.#arrive(), this.#timeout);
    if (!arrived) return this.#late();
    if ("error" in arrived.value) return this.#networkFailed(arrived.value.error);
    const { answer } = arrived.value;
    const head = headOf(answer);
    if ("why" in head) return (engine, call) => protocol.responseUnusable(engine, call, head.why);
    this.response = answer as Response;
    return (engine, call) => protocol.headersReceived(engine, call, head);
  }

  /** What the work gives; nothing once the attempt hangs up, or after `ms`. */
  #wait<T>(work: Promise<T>, ms: number): Promise<{ value: T } | undefined> {
    return race(work, (end) => {
      const stop = startTimer(ms, undefined, end);
      this.#giveUp = () => {
        stop();
        end();
      };
      if (this.#connection.signal.aborted) this.#giveUp();
      return stop;
    });
  }

  #arrive(): Promise<Arrival> {
    const { middleware, context, fetch = send } = this.#settings;
    const arrive = async (headers: Headers): Promise<Arrival> => {
      try {
        return { answer: await fetch(this.#url, { ...this.#init, headers }) };
      } catch (error) {
        return { error };
      }
    };
    if (!middleware?.length) return arrive(this.#init.headers);
    return runMiddleware(middleware, { info: this.info, context, url: this.#url, init: this.#init }, arrive);
  }

  /** Reads the body, and parses that of a success. */
  async read({ json, textWanted, maxBytes, timeout }: ReadBody): Promise<CallEvent> {
    let arrived;
    try {
      arrived = await this.#wait(readText(this.response as Response, maxBytes), timeout);
    } catch (error) {
      return this.#networkFailed(error);
    }
    if (!arrived) return this.#late();
    const text = arrived.value;
    if (text === undefined) {
      this.hangUp();
      return protocol.bodyTooLarge;
    }
    if (!json)
      return this.#keep(text, (engine, call) => protocol.bodyReceived(engine, call, text.slice(0, KEPT_LETTERS)));
    if (!text.trim()) return protocol.emptyBodyReceived;
    try {
      this.data = JSON.parse(text);
    } catch {
      const bytes = new (coders().TextEncoder)().encode(text).length;
      return this.#keep(text, (engine, call) => protocol.invalidBodyReceived(engine, call, bytes));
    }
    omit(this.data, this.#settings.omit);
    return (engine, call) => protocol.bodyReceived(engine, call, textWanted ? text : "");
  }

  #keep(text: string, event: CallEvent): CallEvent {
    this.failedBody = text.slice(0, KEPT_LETTERS);
    return event;
  }

  /** `thrown` is what fetch, or the reading of a body, threw. */
  #networkFailed(thrown: unknown): CallEvent {
    this.thrown = thrown;
    const errors = JSON.stringify(networkErrors(thrown));
    return (engine, call) => protocol.networkFailed(engine, call, errors);
  }

  #late(): CallEvent {
    this.hangUp();
    return protocol.attemptTimedOut;
  }

  /** Ends the connection, if it is still there. */
  hangUp(): void {
    this.#giveUp?.();
    this.#connection.abort(new Error("blend-sdk: the call has ended"));
  }
}
