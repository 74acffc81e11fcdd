// Loading the engine on first use, and replacing it after a panic.

import type { Engine } from "../../generated/client.js";
import type { Word } from "../../generated/operations.js";
import type { Outcome } from "../../types/index.js";
import { EngineError, isBlendError } from "../errors.js";
import { networkCode } from "../platform/fetch.js";
import { loadHint } from "./load-hint";
import { instantiate } from "./module";
import { now } from "../platform/runtime.js";

let instance: Engine | undefined;

/** Counts the instances that were thrown away: a number of a client or call is worth nothing in the next one. */
export let generation = 0;

/** Told when an instance is thrown away, so that calls in flight can end. */
export const inFlight = new Set<() => void>();

/** The engine at hand, loaded where it is not. */
function engine(): Engine {
  if (instance) return instance;
  try {
    instance = instantiate(globalFetch);
  } catch (error) {
    // Not remembered: the next call tries again.
    const facts = { message: "the engine could not be loaded", hint: loadHint(error), outcome: "not_sent" } as const;
    throw new EngineError(facts, { thrown: error });
  }
  return instance;
}

/** Calls into the engine. A panic throws the instance away, with an error of that outcome; the next call gets a fresh one. */
export function ask<T>(work: (engine: Engine) => T, outcome: Outcome = "not_sent"): T {
  const current = engine();
  try {
    return work(current);
  } catch (error) {
    if (isBlendError(error)) throw error;
    instance = undefined;
    generation++;
    const running = [...inFlight];
    inFlight.clear();
    for (const end of running) end();
    throw new EngineError({
      message: "the engine failed inside; this is a defect of blend-sdk",
      hint: "the next call starts afresh",
      outcome,
    });
  }
}

/** Has the engine forget what it knows by a number, if it still is the engine of then. Nobody waits to hear of a panic. */
export function drop(since: number, what: Word, number: number): void {
  try {
    if (since === generation) ask((engine) => say(engine, what, number));
  } catch {
    // The next call gets a fresh one.
  }
}

/** What the engine knows by a number, and in which instance. */
interface Held {
  generation: number;
  what: Word;
  number: number;
}

let forgotten: FinalizationRegistry<Held> | undefined;

/** Has the engine forget it when `owner` is collected. Older workerd cannot tell: there it stays for as long as the worker does. */
export function dropWith(owner: object, held: Held): void {
  if (typeof FinalizationRegistry !== "function") return;
  forgotten ??= new FinalizationRegistry(({ generation, what, number }) => drop(generation, what, number));
  forgotten.register(owner, held);
}

/** Says something to the engine, in the one shape of all that is said; what there is to say stands in src/wasm/client.rs. */
export const say = (engine: Engine, what: Word, number = 0, text?: string, other = 0, more = ""): string =>
  engine.ask(what, number, other, text, more, now(), Math.random());

/** Kept for as long as their responses: Node's fetch no longer hears the signal of a request that was collected. */
const requests = new WeakMap<Response, Request>();

/** Responses of a replaced global fetch that are no real `Response`, by the stand-in that gloo-net is given. */
const duckTyped = new WeakMap<object, unknown>();

/** The last fetch that gloo-net has called for. */
let fetching: Promise<unknown> | undefined;

/** What gloo-net calls in place of the global fetch: it takes nothing but real Errors and real Responses. */
const globalFetch = (request: Request): Promise<Response> => {
  const fetched = realFetch(request);
  fetching = fetched;
  return fetched;
};

async function realFetch(request: Request): Promise<Response> {
  let response: unknown;
  try {
    response = await globalThis.fetch(request);
  } catch (error) {
    throw new Error(networkCode(error));
  }
  if (response instanceof Response) {
    requests.set(response, request);
    return response;
  }
  const standIn = new Response();
  duckTyped.set(standIn, response);
  return standIn;
}

/** Sends a request through the engine; gives what fetch really gave, or the code of its error. */
export async function send(request: Request): Promise<unknown> {
  const number = ask((engine) => engine.send(request));
  const since = generation;
  // gloo-net was told first: it has been listening since before.
  await fetching?.catch(() => {});
  if (since !== generation) return undefined;
  const response = ask((engine) => engine.sent(number)) as Response;
  return duckTyped.has(response) ? duckTyped.get(response) : response;
}
