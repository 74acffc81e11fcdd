// Waiting, for a time or for work, until a signal.

import { listen } from "./abort.js";

/** True after `ms`; false as soon as the signal is aborted, also where it is already. */
export function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(false);
    const end = (whole: boolean) => {
      clearTimeout(timer);
      deafen?.();
      resolve(whole);
    };
    const timer = setTimeout(() => end(true), ms);
    const deafen = signal && listen(signal, () => end(false));
  });
}

/** What comes of the work; nothing as soon as the signal is aborted. `late` is given what comes after that. */
export async function unless<T>(signal: AbortSignal | undefined, work: Promise<T>, late: (value: T) => void): Promise<{ value: T } | undefined> {
  let deafen: (() => void) | undefined;
  const stopped = new Promise<undefined>((resolve) => {
    if (signal?.aborted) resolve(undefined);
    else deafen = signal && listen(signal, () => resolve(undefined));
  });
  const won = await Promise.race([stopped, work.then((value) => ({ value }))]).finally(() => deafen?.());
  if (!won) work.then(late, () => {});
  return won;
}
