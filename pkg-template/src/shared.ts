// The same create, started again while it is in flight: one request, whose callers come and go.

import type { CallOptions } from "../types/index.js";
import { listen } from "./abort.js";
import { omit, type Result, type Run } from "./call.js";
import { shallow } from "./depth.js";
import { AbortError, type BlendError } from "./errors.js";

/** A call whose headers come first and whose body is read when somebody wants it. */
export interface Opened {
  /** With `raw`, the response is to be handed over as it is. */
  open(raw?: boolean): Promise<Response>;
  read(): Promise<Result>;
  /** Hands the response over unread; gives the error for whoever asks for its body too. */
  forget(): Promise<BlendError>;
}

/** Those who wait for one piece of work. It is aborted when the last of them has gone. */
export class Callers {
  readonly #controller = new AbortController();
  #waiting = 0;

  /** Aborted with the last caller. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** One more caller. Gives what waits for him: for a piece of the work, or until his own signal. */
  enter(operation: string, signal: AbortSignal | undefined): <T>(work: Promise<T>) => Promise<T> {
    this.#waiting++;
    let pieces = 0;
    let gone = false;
    let deafen: (() => void) | undefined;
    let away: (error: BlendError) => void = () => {};
    const left = new Promise<never>((_, reject) => (away = reject));
    // Nobody may be waiting when he leaves.
    left.catch(() => {});
    const leave = () => {
      gone = true;
      if (this.#waiting === 1) return this.#controller.abort();
      this.#waiting--;
      away(new AbortError({ message: "aborted by its signal; the same call goes on for another caller", operation, outcome: "unknown" }));
    };
    // From the start: a signal may be aborted before the work begins.
    const attend = () => {
      if (signal?.aborted) leave();
      else deafen ??= signal && listen(signal, leave);
    };
    attend();
    return async (work) => {
      if (pieces++ === 0 && !deafen && !gone) attend();
      try {
        return await Promise.race([left, work]);
      } finally {
        if (--pieces === 0) {
          deafen?.();
          deafen = undefined;
        }
      }
    };
  }
}

/** One request of several callers: gives the call as one more of them sees it. `over` is told when it can be joined no more. */
export function sharing(run: Run, callers: Callers, over: () => void): (operation: string, own: CallOptions) => Opened {
  let opening: Promise<Response> | undefined;
  let reading: Promise<Result> | undefined;
  let joined = -1;
  let handedOver = 0;
  callers.signal.addEventListener("abort", over);

  const open = (): Promise<Response> => {
    if (!opening) {
      opening = run.open();
      opening.catch(over);
    }
    return opening;
  };

  const read = (): Promise<Result> => {
    if (!reading) {
      reading = open().then(() => run.read());
      reading.then(over, over);
    }
    return reading;
  };

  return (operation, { signal, omit: left }) => {
    joined++;
    const wait = callers.enter(operation, signal);
    return {
      // Others may want the body.
      open: async (raw) => wait(raw ? open().then((response) => response.clone()) : open()),
      read: async () => {
        const result = await wait(read());
        // What one of them does to his answer is no business of the others.
        const data = joined ? shallow(operation, () => structuredClone(result.data)) : result.data;
        omit(data, new Set(left));
        return { ...result, data };
      },
      forget: () => {
        over();
        return run.forget(handedOver++ === joined);
      },
    };
  };
}
