// The same create, started again while it is in flight: one request, whose callers come and go.

import type { CallOptions } from "../../types/index.js";
import type { CallDriver, Exchange, Result } from "../call/types.js";
import { guardDepth } from "../input/depth.js";
import { omit } from "../input/omit.js";
import { AbortError, type BlendError, TimeoutError } from "../errors.js";
import { startTimer } from "../platform/timers.js";
import { now } from "../platform/runtime.js";

/** Those who wait for one piece of work. It is aborted when the last of them has gone. */
export class Callers {
  readonly #controller = new AbortController();
  #waiting = 0;

  /** Aborted with the last caller. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** One more caller. Gives what waits for him: for a piece of the work, until his own signal, or as long as he has time. */
  enter(
    operation: string,
    signal: AbortSignal | undefined,
    totalTimeout = Infinity,
  ): <T>(work: Promise<T>) => Promise<T> {
    this.#waiting++;
    const deadline = now() + totalTimeout;
    let pieces = 0;
    let gone = false;
    let stop: (() => void) | undefined;
    let away: (error: BlendError) => void = () => {};
    const left = new Promise<never>((_, reject) => (away = reject));
    // Nobody may be waiting when he leaves.
    left.catch(() => {});
    const leave = (late: boolean) => {
      gone = true;
      const facts = { operation, outcome: "unknown" } as const;
      if (late) away(new TimeoutError({ ...facts, message: `not finished within ${totalTimeout} ms (totalTimeout)` }));
      // The last one is told by the work itself.
      if (--this.#waiting)
        away(new AbortError({ ...facts, message: "aborted by its signal; the same call goes on for another caller" }));
      else this.#controller.abort();
    };
    const attend = () => {
      if (!gone) stop ??= startTimer(deadline - now(), signal, leave);
    };
    // From the start: a signal may be aborted before the work begins.
    attend();
    return async (work) => {
      if (pieces++ === 0) attend();
      try {
        return await Promise.race([left, work]);
      } finally {
        if (--pieces === 0) {
          stop?.();
          stop = undefined;
        }
      }
    };
  }
}

/** One request of several callers: gives the call as one more of them sees it. `over` is told when it can be joined no more. */
export function sharing(
  run: CallDriver,
  callers: Callers,
  over: () => void,
): (operation: string, own: CallOptions) => Exchange {
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

  /** Who comes late, when the body is being read, gets what was read. */
  const copy = async (response: Response): Promise<Response> => {
    if (!response.bodyUsed) return response.clone();
    return new Response(JSON.stringify((await read()).data), response);
  };

  return (operation, { signal, totalTimeout, omit: left }) => {
    // The time of the first is that of the call itself.
    const wait = callers.enter(operation, signal, ++joined ? totalTimeout : undefined);
    return {
      // Others may want the body.
      open: async (raw) => wait(raw ? open().then(copy) : open()),
      read: async () => {
        const result = await wait(read());
        // What one of them does to his answer is no business of the others.
        const data = joined ? guardDepth(operation, () => structuredClone(result.data)) : result.data;
        omit(data, left);
        return { ...result, data };
      },
      handOverRaw: () => {
        over();
        return run.handOverRaw({ last: handedOver++ === joined });
      },
    };
  };
}
