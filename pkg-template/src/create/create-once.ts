// Creating an order or a patient once, whatever happens to the answer.

import type { OnceOptions } from "../../types/index.js";
import { say, withEngine } from "../engine/load.js";
import { AbortError, refused, TimeoutError } from "../errors.js";
import { Word } from "../../generated/operations.js";
import type { Audit } from "../hooks/audit.js";
import type { Log } from "../hooks/log.js";
import { canonical, toText } from "../input/arguments.js";
import { guardDepth } from "../input/depth.js";
import { raceAbort } from "../platform/timers.js";
import type { Core } from "../session/core.js";
import { callKey } from "./call-key.js";
import { Callers, type Wait } from "./callers.js";
import { copyOf } from "./copy.js";
import { CreateOnce, type Creation } from "./creation.js";
import { type Flight, sentKeysOf } from "./sent-keys.js";

/** A call of `createOnce`. */
export interface CreateOnceCall extends Omit<Creation, "params" | "key" | "options"> {
  /** Calls of another client are other calls. */
  client: object;
  params: object;
  options: OnceOptions;
  audit: Audit | undefined;
  log: Log;
}

/**
 * Returns the resource with the key of `params`: one that is there, or a new one. The same call joins one in flight; any other
 * one with this key waits until that one has ended, and then finds what it made.
 */
export async function createOnce(call: CreateOnceCall): Promise<unknown> {
  const { client, core, options } = call;
  const operation = `${call.operation}Once`;
  const params = paramsText(call.params, operation);
  const key = keyOf(core, call.operation, params);
  const { flights, sent } = sentKeysOf(core.home);
  const callers = new Callers();
  const creation = new CreateOnce({ ...call, params, key, options: { ...options, signal: callers.signal } }, sent);
  creation.check();
  const ownKey = callKey(operation, params, options);
  for (let flight; (flight = flights.get(key));) {
    if (flight.client === client && flight.callKey === ownKey && !flight.callers.signal.aborted)
      return join(flight, call);
    await ended(flight, operation, { signal: options.signal, ms: creation.remaining() });
  }
  const wait = callers.enter(operation, options.signal);
  const flight = { client, callKey: ownKey, callers, work: creation.run() };
  flights.set(key, flight);
  const over = () => void flights.delete(key);
  flight.work.then(over, over);
  return handOver(flight, operation, wait);
}

async function join(flight: Flight, { operation, options, audit, log }: CreateOnceCall): Promise<unknown> {
  const name = `${operation}Once`;
  log.say("warn", `${name}: the same call is in flight already; it is made once`);
  const made = await handOver(flight, name, flight.callers.enter(name, options.signal));
  // The caller that sends the requests reports them; this one reports what it was given.
  await audit?.({ operation, outcome: "done" }, made);
  return made;
}

/** What was made, for one caller. Several callers get a copy each. */
async function handOver({ callers, work }: Flight, operation: string, wait: Wait): Promise<unknown> {
  const made = await wait(work);
  return callers.count > 1 ? guardDepth(operation, () => copyOf(made)) : made;
}

/** Waits until another call with the key has ended. */
async function ended(
  { work }: Flight,
  operation: string,
  { signal, ms }: { signal: AbortSignal | undefined; ms: number },
): Promise<void> {
  const over = work.catch(() => {});
  if (await raceAbort(signal, over, undefined, ms)) return;
  const facts = { operation, outcome: "not_sent" } as const;
  if (signal?.aborted) throw new AbortError({ ...facts, message: "aborted by its signal" });
  throw new TimeoutError({ ...facts, message: "another call with this key took longer than totalTimeout" });
}

/** The params as JSON text with sorted keys. */
function paramsText(params: unknown, operation: string): string {
  if (typeof params !== "object" || params === null) {
    const message = "missing; give an object with the fields of this operation";
    throw refused([{ path: "params", code: "required", message }], operation);
  }
  const given = toText([params], [""]);
  if ("issues" in given) throw refused(given.issues, operation);
  return canonical(given.text.slice(1, -1));
}

/** Origin, account and key. Tokens are left out: they change, and the processes of one account may have several. */
function keyOf(core: Core, operation: string, params: string): string {
  const [origin] = withEngine((engine) => say(engine, Word.account, core.client(engine))).split("\n");
  const { external_id } = JSON.parse(params) as { external_id?: unknown };
  return `${origin}\n${core.email?.toLowerCase() ?? ""}\n${operation} ${String(external_id)}`;
}
