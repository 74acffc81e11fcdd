// What a user puts around each attempt.

import type { AttemptInfo, SendInit } from "../../generated/protocol.js";
import type { Arrival } from "../call/types.js";
import type { AttemptRequest, Middleware } from "../../types/index.js";
import { BlendError, ConnectionError } from "../errors.js";
import { isResponse, sendable } from "../platform/fetch.js";

/** The attempt that middleware goes around. */
interface Surrounded {
  info: AttemptInfo;
  context: unknown;
  url: string;
  init: SendInit;
}

type Headers = SendInit["headers"];

/** One way of an attempt through all middleware. */
class Passage {
  /** The error of the middleware, if it broke a rule: it counts even if the middleware catches it. */
  hookError: BlendError | undefined;
  /** How the connection failed, and the error that middleware gets for it. */
  lost: { arrival: Arrival; error: BlendError } | undefined;
  #isSent = false;
  readonly #middleware: readonly Middleware[];
  readonly #attempt: Surrounded;
  readonly #authorization: string | undefined;
  readonly #send: (headers: Headers) => Promise<Arrival>;

  constructor(middleware: readonly Middleware[], attempt: Surrounded, send: (headers: Headers) => Promise<Arrival>) {
    this.#middleware = middleware;
    this.#attempt = attempt;
    this.#authorization = attempt.init.headers["authorization"];
    this.#send = send;
  }

  fail(message: string, hint: string, thrown?: unknown): BlendError {
    const outcome = this.#isSent ? "unknown" : "not_sent";
    return new BlendError({ message, hint, code: "middleware", outcome, ...this.#facts() }, { thrown });
  }

  #facts() {
    const { attempt, ...about } = this.#attempt.info;
    return { ...about, attempts: attempt };
  }

  /** Calls the middleware at this index, or sends behind the last one. */
  async step(index: number, headers: Headers): Promise<Response> {
    const next = this.#middleware[index];
    if (!next) return this.#fetch(headers);
    const { info, context, url, init } = this.#attempt;
    const request = { ...info, headers, context } as AttemptRequest;
    const unsafe = () => ({ url, body: init.body });
    Object.defineProperty(request, "unsafe", { value: unsafe });
    return next(request, (changed) => this.step(index + 1, (changed ?? request).headers));
  }

  async #fetch(given: Headers): Promise<Response> {
    if (this.#isSent && this.#attempt.info.method !== "GET")
      throw (this.hookError = this.fail(
        "a middleware called next twice for a write",
        "call it once: the write was sent once",
      ));
    const own = Object.entries(given).filter(([name]) => name.toLowerCase() !== "authorization");
    const authorization = this.#authorization;
    const headers = { ...Object.fromEntries(own), ...(authorization && { authorization }) };
    if (!sendable(headers))
      throw (this.hookError = this.fail(
        "a middleware set a name or value that no header can have",
        "set what fetch takes",
      ));
    this.#isSent = true;
    const arrival = await this.#send(headers);
    if ("answer" in arrival && isResponse(arrival.answer)) return arrival.answer;
    // What runtimes throw may hold the URL: middleware learns no more than that it failed.
    const error = new ConnectionError({ message: "the connection failed", outcome: "unknown", ...this.#facts() });
    this.lost = { arrival, error };
    throw error;
  }
}

/**
 * Sends through all middleware, the first outermost. Throws the error of a middleware, without the words of what it
 * threw: they may say anything.
 */
export async function runMiddleware(
  middleware: readonly Middleware[],
  attempt: Surrounded,
  send: (headers: Headers) => Promise<Arrival>,
): Promise<Arrival> {
  const { authorization: _, ...headers } = attempt.init.headers;
  const passage = new Passage(middleware, attempt, send);
  let answer: unknown;
  try {
    answer = await passage.step(0, headers);
  } catch (error) {
    if (passage.lost && error === passage.lost.error) return passage.lost.arrival;
    throw passage.hookError ?? passage.fail("a middleware failed", "error.unsafe().thrown is what it threw", error);
  }
  if (passage.hookError) throw passage.hookError;
  if (isResponse(answer) && !answer.bodyUsed) return { answer };
  throw passage.fail("a middleware gave no unread Response", "return what next gave; to read its body, read a clone");
}
