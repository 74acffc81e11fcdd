// Creating an order or a patient once, whatever happens to the answer.

import type { OnceOptions } from "../../types/index.js";
import { omit } from "../input/omit.js";
import { AbortError, refused, TimeoutError } from "../errors.js";
import { describeAccount } from "../../generated/protocol.js";
import type { Audit } from "../hooks/audit.js";
import type { Log } from "../hooks/log.js";
import { canonical, toText } from "../input/arguments.js";
import { guardDepth } from "../input/depth.js";
import { now } from "../platform/runtime.js";
import { raceAbort } from "../platform/timers.js";
import type { Core } from "../session/core.js";
import { DEFAULT_TIMEOUT_MS } from "../session/session-store.js";
import { withStoreLock } from "../session/store-lock.js";
import { callKey } from "./call-key.js";
import { Callers, type Wait } from "./callers.js";
import { copyOf } from "./copy.js";
import { CreateOnce, type Creation } from "./creation.js";
import { type Flight, type SentKey, sentKeysOf } from "./sent-keys.js";

/** A call of `createOnce`. */
export interface CreateOnceCall extends Omit<Creation, "params" | "key" | "deadline"> {
  /** Calls of another client are other calls. */
  client: object;
  params: object;
  audit: Audit | undefined;
  log: Log;
}

/**
 * Returns the resource with the key of `params`: one that is there, or a new one. The same call joins one in flight; any other
 * one with this key waits until that one has ended, and then finds what it made.
 */
export async function createOnce(call: CreateOnceCall): Promise<unknown> {
  const { client, core, options, audit } = call;
  const { signal, totalTimeout = Infinity } = options;
  const operation = `${call.operation}Once`;
  const params = paramsText(call.params, operation);
  const key = keyOf(core, call.operation, params);
  const ownKey = callKey(operation, params, options);
  const deadline = now() + totalTimeout;
  const { flights, sent } = sentKeysOf(core.sentKeysScope);
  for (let flight; (flight = flights.get(key));) {
    if (flight.client === client && flight.callKey === ownKey && !flight.callers.signal.aborted) {
      call.log.say("warn", `${operation}: the same call is in flight already; it is made once`);
      const made = await handOver(operation, flight, flight.callers.enter(operation, signal));
      // The caller that sends the requests reports them; this one reports what it was given.
      await audit?.({ operation: call.operation, outcome: "done" }, made);
      return made;
    }
    await waitFor(flight, operation, { signal, deadline });
  }
  const callers = new Callers();
  const wait = callers.enter(operation, signal);
  const creation = { ...call, params, key, deadline, options: { ...options, signal: callers.signal } };
  const flight = { client, callKey: ownKey, callers, work: carryOut(creation, sent) };
  flights.set(key, flight);
  const over = () => void flights.delete(key);
  flight.work.then(over, over);
  return handOver(operation, flight, wait);
}

/** Carries one creation out, while no other process does the same. */
async function carryOut(
  creation: Creation & { options: OnceOptions & { signal: AbortSignal } },
  sent: Map<string, SentKey>,
): Promise<unknown> {
  const { core, key, deadline, options } = creation;
  const run = new CreateOnce(creation, sent);
  const { signal, timeout = DEFAULT_TIMEOUT_MS } = options;
  const lock = { store: core.store, key, operation: `${creation.operation}Once`, signal, deadline, timeout };
  const data = await withStoreLock(lock, (note) => run.run(note));
  omit(data, options.omit);
  return data;
}

/** What was made, for one caller. Several callers get a copy each. */
async function handOver(operation: string, { callers, work }: Flight, wait: Wait): Promise<unknown> {
  const made = await wait(work);
  return callers.count > 1 ? guardDepth(operation, () => copyOf(made)) : made;
}

/** Waits until another call with this key has ended. */
async function waitFor(
  { work }: Flight,
  operation: string,
  { signal, deadline }: { signal: AbortSignal | undefined; deadline: number },
): Promise<void> {
  const ended = work.catch(() => {});
  if (await raceAbort(signal, ended, undefined, deadline - now())) return;
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
  const { origin } = core.engine.ask(describeAccount);
  const { external_id } = JSON.parse(params) as { external_id?: unknown };
  return `${origin}\n${core.email?.toLowerCase() ?? ""}\n${operation} ${String(external_id)}`;
}
