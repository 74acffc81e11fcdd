// One attempt of a call: one request, and its answer.

import type { Act } from "../../generated/operations.js";
import type { Engine } from "../../generated/client.js";
import { send } from "../engine/send.js";
import { type BlendError, refused } from "../errors.js";
import { runMiddleware } from "../hooks/middleware.js";
import { omit } from "../input/omit.js";
import { headOf, policy, sendable } from "../platform/fetch.js";
import { networkErrors } from "../platform/network.js";
import { raceAbort } from "../platform/timers.js";
import { readText } from "./body.js";
import * as seam from "./seam.js";
import type { Arrival, AttemptInfo, CallSettings, SendInit } from "./types.js";

/** What happened, as the engine is told. */
export type CallEvent = (engine: Engine, call: number) => seam.CallEffect;

/** Of a failure's body, so much is kept. */
const KEPT_LETTERS = 65_536;

export class Attempt {
  readonly info: AttemptInfo;
  /** Whether fetch, or the user's middleware, was called. */
  isSent = false;
  response: Response | undefined;
  data: unknown;
  /** The body of a failure, or what is no JSON. */
  failedBody: string | undefined;
  readonly #url: string;
  readonly #init: RequestInit & SendInit;
  readonly #settings: CallSettings;
  readonly #ended: AbortSignal;
  /** The attempt's own: aborted with an Error and nothing else, which not every fetch takes. */
  readonly #connection = new AbortController();

  /** `ended` is aborted when the call ends early. */
  constructor(
    request: { url: string; init: SendInit; attempt: AttemptInfo },
    settings: CallSettings,
    ended: AbortSignal,
  ) {
    this.info = request.attempt;
    this.#url = request.url;
    this.#init = { ...request.init, ...policy(), signal: this.#connection.signal };
    this.#settings = settings;
    this.#ended = ended;
  }

  /** Sends the request, and waits for the headers. Throws the error of a middleware, and for headers that cannot go out. */
  async send({ timeout }: { timeout: number }): Promise<CallEvent> {
    if (!this.#settings.fetch && typeof globalThis.fetch !== "function") return seam.fetchMissing;
    if (!sendable(this.#init.headers)) throw unsendable(this.info);
    this.isSent = true;
    const arrived = await raceAbort(this.#ended, this.#arrive(), undefined, timeout);
    if (!arrived) return this.#late();
    if ("error" in arrived.value) return networkFailed(arrived.value.error);
    const { answer } = arrived.value;
    const head = headOf(answer);
    // What is no response proves nothing.
    if (!head) return networkFailed(undefined);
    this.response = answer as Response;
    return (engine, call) => seam.headersReceived(engine, call, head);
  }

  #arrive(): Promise<Arrival> {
    const { middleware, context, fetch } = this.#settings;
    // Asynchronous, because an own fetch may throw in place.
    const fetching = async (headers: SendInit["headers"]): Promise<unknown> => {
      const init = { ...this.#init, headers };
      return fetch ? fetch(this.#url, init) : send(this.#url, init);
    };
    const arrive = (headers: SendInit["headers"]): Promise<Arrival> =>
      fetching(headers).then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      );
    if (!middleware?.length) return arrive(this.#init.headers);
    return runMiddleware(middleware, { info: this.info, context, url: this.#url, init: this.#init }, arrive);
  }

  /** Reads the body, and parses that of a success. */
  async read({ json, text: wanted, most, timeout }: seam.CallEffect & { do: Act.read }): Promise<CallEvent> {
    let arrived;
    try {
      arrived = await raceAbort(this.#ended, readText(this.response as Response, most), undefined, timeout);
    } catch (error) {
      return networkFailed(error);
    }
    if (!arrived) return this.#late();
    const text = arrived.value;
    if (text === undefined) {
      this.hangUp();
      return seam.bodyTooLarge;
    }
    if (!json) return this.#keep(text, (engine, call) => seam.bodyReceived(engine, call, text.slice(0, KEPT_LETTERS)));
    if (!text.trim()) return seam.emptyBodyReceived;
    try {
      this.data = JSON.parse(text);
    } catch {
      const bytes = new TextEncoder().encode(text).length;
      return this.#keep(text, (engine, call) => seam.invalidBodyReceived(engine, call, bytes));
    }
    omit(this.data, this.#settings.omit);
    return (engine, call) => seam.bodyReceived(engine, call, wanted ? text : "");
  }

  #keep(text: string, event: CallEvent): CallEvent {
    this.failedBody = text.slice(0, KEPT_LETTERS);
    return event;
  }

  #late(): CallEvent {
    this.hangUp();
    return seam.attemptTimedOut;
  }

  /** Ends the connection, if it is still there. */
  hangUp(): void {
    this.#connection.abort(new Error("blend-sdk: the call has ended"));
  }
}

/** `thrown` is what fetch threw. */
function networkFailed(thrown: unknown): CallEvent {
  const errors = JSON.stringify(networkErrors(thrown));
  return (engine, call) => seam.networkFailed(engine, call, errors);
}

function unsendable({ operation }: AttemptInfo): BlendError {
  const message = "a name or value that no header can have; it may be the token";
  return refused([{ path: "options.headers", code: "unsendable", message }], operation);
}
