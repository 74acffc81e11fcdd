// Several callers of one piece of work, each with a signal of its own.

import { abortError } from "../errors.js";
import { raceAbort } from "../platform/timers.js";

/**
 * Waits for a piece of the work, until the caller's own signal is aborted. Starts none for a signal that is aborted
 * already.
 */
export type Wait = <T>(work: () => Promise<T>) => Promise<T>;

/** The callers that wait for one piece of work. It is aborted when the last of them has left. */
export class Callers {
  readonly #controller = new AbortController();
  #waiting = 0;
  /** How many callers came in all. */
  count = 0;

  /** Aborted when the last caller has left. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  enter(operation: string, signal: AbortSignal | undefined): Wait {
    this.count++;
    this.#waiting++;
    return async (work) => {
      const done = signal?.aborted ? undefined : await raceAbort(signal, work());
      if (done) return done.value;
      // Only the work itself knows what became of the last caller's request.
      if (--this.#waiting === 0) this.#controller.abort(signal?.reason);
      if (this.signal.aborted) return work();
      const message = "aborted by its signal; the same call goes on for another caller";
      throw abortError({ operation, message, outcome: "unknown" }, signal);
    };
  }
}
