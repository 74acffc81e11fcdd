// Creating a resource once, whatever happens to the answer.

import { describeAccount } from "../../generated/protocol.js";
import type { Client } from "../client.js";
import { abortError, refused, TimeoutError } from "../errors.js";
import { canonical, toText } from "../input/arguments.js";
import { guardDepth } from "../input/depth.js";
import { raceAbort } from "../platform/timers.js";
import { callKey } from "./call-key.js";
import { Callers, type Wait } from "./callers.js";
import { copyOf } from "./copy.js";
import { type AnyOnceOptions, CreateOnce } from "./creation.js";
import { keySpace, placeOf, within } from "./place.js";
import { type Flight, type Made, sentKeysOf } from "./sent-keys.js";

/**
 * Returns the resource with the key of `params`: one that is there, or a new one. The same call joins one in flight;
 * any other one with this key waits until that one has ended, and then finds what it made.
 */
export async function createOnce(
  client: Client,
  operation: string,
  given: unknown,
  options: AnyOnceOptions,
): Promise<unknown> {
  const name = `${operation}Once`;
  const params = paramsText(given, name);
  const key = keyOf(client, operation, params);
  const { flights } = sentKeysOf(client.core.sentKeysScope);
  const callers = new Callers();
  const creation = new CreateOnce(client, { operation, params, key, options: { ...options, signal: callers.signal } });
  creation.check();
  const ownKey = callKey(name, params, options);
  for (let flight; (flight = flights.get(key));) {
    if (flight.client === client && flight.callKey === ownKey && !flight.callers.signal.aborted)
      return join(flight, client, operation, options);
    await ended(flight, name, { signal: options.signal, ms: creation.remaining() });
  }
  const wait = callers.enter(name, options.signal);
  const flight = { client, callKey: ownKey, callers, work: creation.run() };
  flights.set(key, flight);
  const over = () => void flights.delete(key);
  flight.work.then(over, over);
  return shown(operation, await handOver(flight, name, wait));
}

async function join(flight: Flight, client: Client, operation: string, options: AnyOnceOptions): Promise<unknown> {
  const name = `${operation}Once`;
  client.log.say("warn", `${name}: the same call is in flight already; it is made once`);
  const audit = client.auditOf({ operation, ids: [] }, options);
  const made = await handOver(flight, name, flight.callers.enter(name, options.signal));
  // The caller that sends the requests reports them; this one reports what it was given.
  await audit?.({ operation, outcome: "done" }, made.data);
  return shown(operation, made);
}

/** The created resource, for one caller. If there are several callers, each gets a copy. */
async function handOver({ callers, work }: Flight, operation: string, wait: Wait): Promise<Made> {
  const made = await wait(() => work);
  return callers.count > 1 ? guardDepth(operation, () => copyOf(made) as Made) : made;
}

/** What the method returns. Where the create's answer is more than the resource, it says what of the two this is. */
function shown(operation: string, { data, found }: Made): unknown {
  const place = placeOf(operation);
  if (!place) return data;
  return found ? { [place]: data, found } : { [place]: within(operation, data), found, result: data };
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
  if (signal?.aborted) throw abortError({ ...facts, message: "aborted by its signal" }, signal);
  throw new TimeoutError({ ...facts, message: "another call with this key took longer than totalTimeout" });
}

/** The params as JSON text with sorted keys. */
function paramsText(params: unknown, operation: string): string {
  if (typeof params !== "object" || params === null) {
    const message = "missing; give an object with the fields of this operation";
    throw refused([{ path: "params", code: "required", message }], operation);
  }
  const found = toText([params], [""]);
  if ("issues" in found) throw refused(found.issues, operation);
  return canonical(found.text.slice(1, -1));
}

/** Origin, account and key. Tokens are left out: they change, and the processes of one account may have several. */
function keyOf({ core }: Client, operation: string, params: string): string {
  const { origin } = core.engine.ask(describeAccount);
  const { external_id } = Object(within(operation, JSON.parse(params))) as { external_id?: unknown };
  return `${origin}\n${core.email?.toLowerCase() ?? ""}\n${keySpace(operation)} ${String(external_id)}`;
}
