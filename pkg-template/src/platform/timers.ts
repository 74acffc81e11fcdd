// Waiting, for a time or for work, until a signal.

import { listen } from "./abort.js";

/** Timers reach no further, and nobody waits for 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls `onEnd` once: with true after `ms`, with false as soon as the signal is aborted, at once if it is already.
 * Calls it never after the returned function.
 */
export function startTimer(ms: number, signal: AbortSignal | undefined, onEnd: (whole: boolean) => void): () => void {
  const end = (whole: boolean) => {
    stop();
    onEnd(whole);
  };
  const unsubscribe = signal && listen(signal, () => end(false));
  const timer = ms <= LONGEST_TIMER_MS ? setTimeout(end, Math.max(ms, 0), true) : undefined;
  const stop = () => {
    clearTimeout(timer);
    unsubscribe?.();
  };
  if (signal?.aborted) end(false);
  return stop;
}

/** True after `ms`; false as soon as the signal is aborted. */
export const pause = (ms: number, signal?: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => startTimer(ms, signal, resolve));

/**
 * What the work gives; nothing once the wait was ended. `limit` gets the function that ends the wait, and returns one
 * that releases what it started. What the work gives after the end goes to `late`.
 */
export function race<T>(
  work: Promise<T>,
  limit: (end: () => void) => () => void,
  late?: (value: T) => void,
): Promise<{ value: T } | undefined> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const release = limit(() => {
      isOver = true;
      resolve(undefined);
    });
    work.then(
      (value) => {
        release();
        if (isOver) late?.(value);
        else resolve({ value });
      },
      (error: Error) => {
        release();
        reject(error);
      },
    );
  });
}

/** The same, which a signal ends, or `ms`. */
export const raceAbort = <T>(
  signal: AbortSignal | undefined,
  work: Promise<T>,
  late?: (value: T) => void,
  ms = Infinity,
): Promise<{ value: T } | undefined> => race(work, (end) => startTimer(ms, signal, end), late);
