// Waiting, for a time or for work, until a signal.

import { listen } from "./abort.js";

/** Timers reach no further, and nobody waits for 24 days. */
const TOO_LONG = 2 ** 31;

/** Tells `over` true after `ms`, false as soon as the signal is aborted, also where it is already; unless the returned function is called before. */
export function clock(ms: number, signal: AbortSignal | undefined, over: (whole: boolean) => void): () => void {
  const end = (whole: boolean) => {
    stop();
    over(whole);
  };
  const timer = ms < TOO_LONG ? setTimeout(end, Math.max(ms, 0), true) : undefined;
  const deafen = signal && listen(signal, () => end(false));
  const stop = () => {
    clearTimeout(timer);
    deafen?.();
  };
  if (signal?.aborted) end(false);
  return stop;
}

/** True after `ms`; false as soon as the signal is aborted. */
export const pause = (ms: number, signal?: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => clock(ms, signal, resolve));

/** What comes of the work; nothing as soon as the signal is aborted, or after `ms`. `late` is given what comes after that. */
export async function unless<T>(
  signal: AbortSignal | undefined,
  work: Promise<T>,
  late: (value: T) => void = () => {},
  ms = Infinity,
): Promise<{ value: T } | undefined> {
  let stop: (() => void) | undefined;
  const over = new Promise<undefined>((resolve) => (stop = clock(ms, signal, () => resolve(undefined))));
  const won = await Promise.race([over, work.then((value) => ({ value }))]).finally(stop);
  if (!won) work.then(late, () => {});
  return won;
}
