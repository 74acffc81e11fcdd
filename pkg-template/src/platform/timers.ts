// Waiting, for a time or for work, until a signal.

import { listen } from "./abort.js";

/** Timers reach no further, and nobody waits for 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls `onEnd` once: with true after `ms`, with false as soon as the signal is aborted, at once if it is already. Calls it
 * never after the returned function.
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
 * What the work gives; nothing as soon as the signal is aborted, or after `ms`. What it gives after that goes to `late`.
 */
export function raceAbort<T>(
  signal: AbortSignal | undefined,
  work: Promise<T>,
  late?: (value: T) => void,
  ms = Infinity,
): Promise<{ value: T } | undefined> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const stop = startTimer(ms, signal, () => {
      isOver = true;
      resolve(undefined);
    });
    work.then(
      (value) => {
        stop();
        if (isOver) late?.(value);
        else resolve({ value });
      },
      (error: Error) => {
        stop();
        reject(error);
      },
    );
  });
}
