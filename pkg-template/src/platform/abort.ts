// One listener on a signal, however many calls share it: runtimes warn of more than ten.

interface Listeners {
  callbacks: Set<() => void>;
  onAbort: () => void;
}

const listeners = new WeakMap<AbortSignal, Listeners>();

/** Calls back when the signal is aborted, until the returned function is called. */
export function listen(signal: AbortSignal, callback: () => void): () => void {
  let shared = listeners.get(signal);
  if (!shared) {
    const callbacks = new Set<() => void>();
    shared = { callbacks, onAbort: () => [...callbacks].forEach((one) => one()) };
    listeners.set(signal, shared);
    signal.addEventListener("abort", shared.onAbort);
  }
  const { callbacks, onAbort } = shared;
  callbacks.add(callback);
  return function unsubscribe() {
    callbacks.delete(callback);
    if (callbacks.size || listeners.get(signal)?.callbacks !== callbacks) return;
    listeners.delete(signal);
    signal.removeEventListener("abort", onAbort);
  };
}
