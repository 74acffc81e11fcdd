// What the parts of a call hand to each other.

import type { CallNote } from "../../generated/protocol.js";
import type { CallOptions, Middleware } from "../../types/index.js";
import type { BlendError } from "../errors.js";
import type { Log } from "../hooks/log.js";

/** What comes of fetch: anything that it resolved to, or what it threw. */
export type Arrival = { answer: unknown } | { error: unknown };

/** An answer, with its response and what the engine says about the call. */
export interface Result {
  data: unknown;
  response: Response;
  note: CallNote;
}

/** One request and its answer: the headers come first, then the body is read, or the response is handed over unread. */
export interface Exchange {
  /**
   * Sends the request, and resolves when the headers of a success are here. With `raw`, the response will be handed
   * over.
   */
  open(raw?: boolean): Promise<Response>;
  /** Reads the body. Right after `open`: the time between the two counts for `timeout`. */
  read(): Promise<Result>;
  /** Hands the response over unread; gives the error for everybody who asks for the answer too. */
  handOverRaw(): Promise<BlendError>;
}

/** An exchange as the one who starts it sees it. */
export interface CallDriver extends Exchange {
  /** Starts the call in the engine: what is wrong with it is an error that knows the caller's line. */
  begin(): this;
  /** With `last`, the engine forgets the call: nobody else wants its answer. */
  handOverRaw(hand?: { last: boolean }): Promise<BlendError>;
  /** Has the engine forget a call that goes no further. */
  abandon(): void;
  /** Whether it has failed, and the engine knows. */
  failed(): boolean;
}

/** The options of a call, and what its client adds. */
export interface CallSettings extends CallOptions {
  middleware?: Middleware[] | undefined;
  log: Log;
  /** Gets the order that a preflight looks at. */
  getOrder?(id: string): Promise<unknown>;
}

/** What gets the tokens that a call needs. */
export interface SignIn {
  /**
   * Resolves when the job in flight is over, well or not; starts it if there is none. Resolves to the error of a hook
   * that the engine does not know. The job sends its requests as the call that starts it does.
   */
  ready(way: Pick<CallSettings, "fetch" | "middleware">): Promise<BlendError | undefined>;
  /** Puts the tokens of a sign-in that the user asked for into the store. */
  replace(): Promise<void>;
  /** A call that waited waits no longer. With the last of them, the job is given up: it would keep a process alive. */
  leave(): void;
}
