// What a method gives: a promise of its answer, which may also be taken with its response, or unread.

import type { Issue } from "../../types/index.js";
import type { Result } from "./call.js";
import type { BlendError } from "../errors.js";
import type { Opened } from "../create/in-flight.js";

/** The answer of a call, with what there is to know about how it came. */
export interface WithResponse<T> {
  data: T;
  response: Response;
  attempts: number;
  warnings: Issue[];
  /** Blend's id of the request, where it gave one. */
  requestId: string | undefined;
}

/** An answer, with what came along with it. */
export function withResponse<T>({ response, note }: Result, data: T): WithResponse<T> {
  return { data, response, attempts: note.attempts, warnings: note.warnings, requestId: note.requestId };
}

export class BlendPromise<T> extends Promise<T> {
  // Survives minifying, for logs.
  static readonly name = "BlendPromise";

  readonly #opened: Promise<Response>;
  readonly #result: Promise<Result>;
  /** Whether somebody wants what was read, and whether somebody wants the response unread. */
  #wanted = false;
  #raw = false;
  #told: Promise<BlendError> | undefined;

  /** The request starts one microtask later, awaited or not. `run` may throw what is wrong with the arguments. */
  constructor(run: () => Opened) {
    super((resolve) => resolve(undefined as T));
    this.#opened = Promise.resolve().then(async () => {
      const response = await run().open(this.#raw);
      return this.#raw && this.#wanted ? response.clone() : response;
    });
    // Read even if nobody waits: its audit hook wants to hear of it, and an unread body keeps a connection.
    this.#result = this.#opened.then(() => {
      if (this.#wanted || !this.#raw) return run().read();
      this.#told = run().forget();
      return this.#told.then((error) => Promise.reject(error));
    });
  }

  // then, catch and finally of a derived promise give plain promises.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  #read(): Promise<Result> {
    this.#wanted = true;
    return this.#result;
  }

  /** The answer together with its response, the number of attempts, and warnings about the arguments. */
  async withResponse(): Promise<WithResponse<T>> {
    const result = await this.#read();
    return withResponse(result, result.data as T);
  }

  /** The response, its body unread: to be asked for in the turn of the call, before the answer can be there. */
  async asResponse(): Promise<Response> {
    this.#raw = true;
    // Nobody has to ask for the body as well.
    this.#result.catch(() => {});
    const response = await this.#opened;
    await this.#told;
    return response;
  }

  override then<A = T, B = never>(
    resolved?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#read()
      .then(({ data }) => data as T)
      .then(resolved, rejected);
  }

  override catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, rejected);
  }

  override finally(done?: (() => void) | null): Promise<T> {
    return this.then().finally(done);
  }
}
