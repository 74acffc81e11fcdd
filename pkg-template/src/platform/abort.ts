// One listener on a signal, however many calls share it: runtimes warn of more than ten.

interface Ear {
  heard: Set<() => void>;
  tell: () => void;
}

const ears = new WeakMap<AbortSignal, Ear>();

/** Calls `heard` when the signal is aborted, until the returned function is called. */
export function listen(signal: AbortSignal, heard: () => void): () => void {
  let ear = ears.get(signal);
  if (!ear) {
    const all = new Set<() => void>();
    ear = { heard: all, tell: () => [...all].forEach((one) => one()) };
    ears.set(signal, ear);
    signal.addEventListener("abort", ear.tell);
  }
  const own = ear;
  own.heard.add(heard);
  return () => {
    own.heard.delete(heard);
    if (own.heard.size) return;
    signal.removeEventListener("abort", own.tell);
    if (ears.get(signal) === own) ears.delete(signal);
  };
}
