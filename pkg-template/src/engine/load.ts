// Loading the engine on first use, and replacing it after a panic.

import type { Engine } from "../../generated/client.js";
import type { Outcome } from "../../types/index.js";
import { type BlendError, EngineError, type Facts, isBlendError } from "../errors.js";
import { fetchForGloo } from "./gloo-fetch.js";
import { loadHint } from "./load-hint";
import { instantiate } from "./module";

let instance: Engine | undefined;

/** Counts the engines that were thrown away: a number of a client or call means nothing to the next one. */
export let generation = 0;

const lossListeners = new Set<() => void>();

/** Calls the listener once if the engine is thrown away, unless the returned function is called before. */
export function onEngineLoss(listener: () => void): () => void {
  lossListeners.add(listener);
  return () => lossListeners.delete(listener);
}

/** The engine, loaded if there is none. */
function engine(): Engine {
  if (instance) return instance;
  try {
    instance = instantiate(fetchForGloo);
  } catch (error) {
    // Not remembered: the next call tries again.
    const facts = { message: "the engine could not be loaded", hint: loadHint(error), outcome: "not_sent" } as const;
    throw new EngineError(facts, { thrown: error });
  }
  return instance;
}

/**
 * Calls into the engine. A panic throws the engine away, with an error of that outcome; the next call gets a fresh one.
 */
export function withEngine<T>(work: (engine: Engine) => T, outcome: Outcome = "not_sent"): T {
  const current = engine();
  try {
    return work(current);
  } catch (error) {
    if (isBlendError(error)) throw error;
    instance = undefined;
    generation++;
    const listeners = [...lossListeners];
    lossListeners.clear();
    for (const listener of listeners) listener();
    throw engineLost({ outcome });
  }
}

/** The error of a call whose engine was thrown away. */
export const engineLost = (facts: Omit<Facts, "message">): BlendError =>
  new EngineError({
    message: "the engine failed; this is a defect of blend-sdk",
    hint: "the next call starts with a fresh engine",
    ...facts,
  });
