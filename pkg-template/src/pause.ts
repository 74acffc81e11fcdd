// Waiting, for a time or until a signal.

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
