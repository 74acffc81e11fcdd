// What a method returns: a promise of its answer, which may also be taken with its response, or unread.

import type { Issue } from "../../types/index.js";
import { APIError, PagingError } from "../errors.js";
import { noteCaller } from "./caller.js";
import type { Exchange, Result } from "./types.js";

/** The answer of a call, with what there is to know about how it came. */
export interface WithResponse<T> {
  data: T;
  response: Response;
  attempts: number;
  warnings: Issue[];
  /** Blend's id of the request, if it gave one. */
  requestId: string | undefined;
}

/** An answer, with its response and other facts about the call. */
export function withResponse<T>({ response, note }: Result, data: T): WithResponse<T> {
  return { data, response, attempts: note.attempts, warnings: note.warnings, requestId: note.requestId };
}

/** A call whose headers are here. */
interface Opened {
  response: Response;
  read(): Promise<Result>;
}

// The constructor is that of Promise. In Hermes and in some polyfills, `then` makes its promise by it, whatever the
// species.
export class BlendPromise<T> extends Promise<T> {
  // Survives minifying, for logs.
  static readonly name = "BlendPromise";

  #opened!: Promise<Opened>;
  #result!: Promise<Result>;
  #wantsAnswer = false;
  #wantsRaw = false;
  #isOpen = false;
  #state = "pending";

  /** The request starts one microtask later, awaited or not. `start` may throw what is wrong with the arguments. */
  static of<T>(start: () => Exchange): BlendPromise<T> {
    let resolve!: (data: T) => void;
    let reject!: (error: unknown) => void;
    // Pending until the call is done: `waitUntil`, locks and matchers look at the state, and call no `then`.
    const promise = new BlendPromise<T>((onDone, onError) => {
      resolve = onDone;
      reject = onError;
    });
    const located = noteCaller();
    promise.#opened = Promise.resolve().then(() => promise.#open(start()));
    // Read even if nobody waits: an audit hook waits to hear of it, and an unread body keeps a connection.
    promise.#result = promise.#opened.then((opened) => opened.read());
    promise.#result.then(
      ({ data }) => {
        promise.#state = "fulfilled";
        resolve(data as T);
      },
      (error) => {
        promise.#state = "rejected";
        reject(located(error));
      },
    );
    return promise;
  }

  // then, catch and finally give plain promises.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** What logs show: runtimes print a promise with its value, and an answer holds a patient's data. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `BlendPromise { <${this.#state}> }`;
  }

  async #open(exchange: Exchange): Promise<Opened> {
    const response = await exchange.open(this.#wantsRaw);
    this.#isOpen = true;
    const read = () => exchange.read();
    if (!this.#wantsRaw) return { response, read };
    if (this.#wantsAnswer) return { response: response.clone(), read };
    const handedOver = await exchange.handOverRaw();
    return { response, read: () => Promise.reject(handedOver) };
  }

  #answer(): Promise<Result> {
    this.#wantsAnswer = true;
    this.#tellElsewhere();
    return this.#result;
  }

  /** The answer together with its response, the number of attempts, and warnings about the arguments. */
  async withResponse(): Promise<WithResponse<T>> {
    const result = await this.#answer();
    return withResponse(result, result.data as T);
  }

  /** The response, its body unread: to be asked for in the turn of the call, before the answer can be there. */
  async asResponse(): Promise<Response> {
    this.#tellElsewhere();
    if (this.#isOpen && !this.#wantsRaw) {
      const { operation, method, path, status, attempts } = (await this.#result).note;
      throw new APIError({
        message: "asResponse() came too late: the body was read already",
        hint: "call it at once, before any await: blend.orders.get(id).asResponse()",
        outcome: "done",
        ...{ operation, method, path, status, attempts },
      });
    }
    this.#wantsRaw = true;
    return (await this.#opened).response;
  }

  /** The items of an answer that is a list without pages. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T extends readonly (infer Item)[] ? Item : never, void, undefined> {
    const { data, note } = await this.#answer();
    if (!Array.isArray(data))
      throw new PagingError({ message: "the answer is no list", outcome: "done", operation: note.operation });
    yield* data;
  }

  /** The error of the call reaches the caller by another promise: of this one, nobody has to handle it. */
  #tellElsewhere(): void {
    super.then(undefined, () => {});
  }

  override then<A = T, B = never>(
    onDone?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#wantsAnswer = true;
    return super.then(onDone, onError);
  }
}
