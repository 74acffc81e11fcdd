// Creating an order or a patient once, whatever happens to the answer. What to do next is the engine's decision.

import { Act, Word } from "../../generated/operations.js";
import type { CallOptions, Issue, OnceOptions } from "../../types/index.js";
import { canonical, toText } from "../input/arguments.js";
import type { Audit } from "../hooks/audit.js";
import type { Core } from "../session/core.js";
import { guardDepth } from "../input/depth.js";
import { omit } from "../input/omit.js";
import { Handle } from "../engine/handle.js";
import { say, withEngine } from "../engine/load.js";
import {
  AbortError,
  APIError,
  type BlendError,
  errorOf,
  type Facts,
  isBlendError,
  NotFoundError,
  refused,
  TimeoutError,
  type FailureJson,
  UnknownOutcomeError,
} from "../errors.js";
import { exclusively, type Held } from "../session/store-lock.js";
import type { Log } from "../hooks/log.js";
import { memoryOf, printOf, remember, type Sent } from "./sent-keys.js";
import { pause, raceAbort } from "../platform/timers.js";
import { now } from "../platform/runtime.js";
import { Callers } from "./in-flight.js";

/** What is done for one group: its calls, as the client makes them. */
export interface Calls {
  /** The number and the name of the operation that creates. */
  number: number;
  operation: string;
  create(params: object, options: CallOptions): Promise<unknown>;
  /** Gets what was created, by Blend's id. */
  get(id: string, options: CallOptions): Promise<unknown>;
  /** Looks up by what the engine seeks. */
  look(sought: string, options: CallOptions): Promise<unknown>;
  /** Throws what is wrong with the create. */
  verify(text: string, options: CallOptions): void;
  audit: Audit | undefined;
  log: Log;
}

interface Step {
  do: Act;
  number: number;
}

/** How long a store remembers that a key was sent. */
const STORED_MS = 7 * 24 * 60 * 60 * 1000;

export async function createOnce(core: Core, calls: Calls, params: object, options: OnceOptions): Promise<unknown> {
  const operation = `${calls.operation}Once`;
  if (typeof params !== "object" || params === null)
    throw refused(
      [{ path: "params", code: "required", message: "missing; give an object with the fields of this operation" }],
      operation,
    );
  const given = toText([params], [""]);
  if ("issues" in given) throw refused(given.issues, operation);
  const text = canonical(given.text.slice(1, -1));
  // Without the tokens that may stand in it: they change, and the processes of one account may have several.
  const [origin] = withEngine((engine) => say(engine, Word.account, core.client(engine))).split("\n");
  const wanted = JSON.parse(text) as { external_id?: unknown };
  const key = `${origin}\n${core.email?.toLowerCase() ?? ""}\n${calls.operation} ${String(wanted.external_id)}`;
  const { flights, sent } = memoryOf(core.home);
  const { signal, omit: left, ...call } = options;
  const { resend: _, lookFor: __, ...own } = call;
  const deadline = now() + (call.totalTimeout ?? Infinity);
  /** What one of them does to what was made is no business of the others. */
  const handOver = async (made: Promise<unknown>): Promise<unknown> => {
    const own = await made.then((data) => guardDepth(operation, () => structuredClone(data)));
    omit(own, left);
    return own;
  };
  for (let flight; (flight = flights.get(key));) {
    // Of another session nobody knows here whether it may see what is made.
    if (flight.text === text && flight.core === core) {
      calls.verify(`[${text}]`, own);
      calls.log.say("warn", `${operation}: the same call is in flight already, and is made once`);
      const made = await handOver(flight.callers.enter(operation, signal, call.totalTimeout)(flight.work));
      // The requests are told to the hook of the one who makes them; this one is handed what they made.
      await calls.audit?.({ operation: calls.operation, outcome: "done" }, made);
      return made;
    }
    // Another thing under the same key, or another session: its turn comes when that one is settled.
    if (
      await raceAbort(
        signal,
        flight.work.catch(() => {}),
        undefined,
        deadline - now(),
      )
    )
      continue;
    if (signal?.aborted) throw new AbortError({ message: "aborted by its signal", operation, outcome: "not_sent" });
    throw new TimeoutError({
      message: "another call with this key took longer than totalTimeout",
      operation,
      outcome: "not_sent",
    });
  }
  const callers = new Callers();
  const wait = callers.enter(operation, signal);
  const run = creation(core, sent, calls, operation, wanted, text, key, deadline, { ...call, signal: callers.signal });
  const work = exclusively(core.store, callers.signal, deadline, key, operation, run);
  const flight = { core, text, callers, work };
  flights.set(key, flight);
  const over = () => void (flights.get(key) === flight && flights.delete(key));
  callers.signal.addEventListener("abort", over);
  work.then(over, over);
  return handOver(wait(work));
}

/** Gives what carries one creation out. */
function creation(
  core: Core,
  memory: Map<string, Sent>,
  calls: Calls,
  operation: string,
  params: object,
  text: string,
  key: string,
  deadline: number,
  options: OnceOptions,
) {
  const { resend, lookFor, ...call } = options;
  const { validate, allowUnknownFields, signal } = call;
  const print = printOf(text);
  const isPatient = operation.startsWith("patients");
  const began = now();
  let once: Handle | undefined;
  let sought = "";
  let sent = false;
  let creates = 0;
  let last: BlendError | undefined;
  /** The last look failed, rather than finding nothing. */
  let blind = false;
  let found: unknown;

  /** What every error tells: of the last request that failed, what helps Blend to find it. */
  const facts = (): Omit<Facts, "message" | "outcome"> => ({
    operation,
    attempts: creates,
    elapsedMs: Math.round(now() - began),
    ...(JSON.parse(JSON.stringify(last ?? {}, ["method", "path", "status", "requestId", "causeCode"])) as object),
  });
  const outcome = () => (sent ? "unknown" : "not_sent");
  const aborted = () => new AbortError({ message: "aborted by its signal", outcome: outcome(), ...facts() });

  const unknown = (other = false) => {
    const what = other
      ? "there is one with other lines or another patient, perhaps changed since"
      : blind
        ? "looking for it failed"
        : "it cannot be found; that proves nothing";
    const message = `it was sent${creates ? ", its answer was lost," : " before,"} and ${what}`;
    const how = isPatient
      ? "searched for the patient at Blend"
      : "looked: by its external_id, and in patients.orders, since it may have been merged without its key; else ask Blend, naming requestId";
    const hint = `do not send it again before somebody has ${how}. error.unsafe().params holds what was to be created`;
    return new UnknownOutcomeError({ message, hint, outcome: "unknown", ...facts() }, { params });
  };

  const taken = () => {
    const message = `there is ${isPatient ? "a patient" : "an order"} with this key already, of another patient or with other fields; look at it before you take another key`;
    return Object.assign(refused([{ path: "external_id", code: "taken", message }], operation), facts());
  };

  const open = () => {
    const own = JSON.stringify({ resend, lookFor, sent, call: { validate, allowUnknownFields } });
    const opened = JSON.parse(
      withEngine((engine) => say(engine, Word.once, core.client(engine), text, calls.number, own)),
    ) as { once: number; sought: string } | { error: FailureJson };
    if ("error" in opened) throw errorOf({ ...opened.error, operation });
    once = new Handle(opened.once, (engine, number) => say(engine, Word.over, number));
    sought = opened.sought;
  };
  const close = () => once?.drop();

  const tell = (what: Word, text?: string): Step =>
    JSON.parse(
      (once as Handle).ask(
        (engine, number) => say(engine, what, number, text),
        () => ({ outcome: outcome(), ...facts() }),
      ),
    ) as Step;

  const remaining = () => Math.max(1, deadline - now());
  /** For each call. What comes is compared, so nothing is left out of it here. */
  const timed = (): CallOptions => ({
    ...call,
    omit: [],
    ...(deadline < Infinity && { totalTimeout: Math.ceil(remaining()) }),
  });

  /** Throws an error that leaves no time to look further; keeps any other. */
  const ends = (error: unknown): void => {
    if (!isBlendError(error)) throw error;
    last = error;
    // What is wrong with the options is wrong with all that follows.
    if (error.code === "validation" && error.outcome === "not_sent")
      throw refused((error as { issues?: Issue[] }).issues ?? [], operation);
    if (error instanceof AbortError) throw aborted();
    if (now() >= deadline && sent) throw unknown();
  };

  /** It is known what became of it. */
  const settle = (made: unknown) => {
    const { id } = (made ?? {}) as { id?: unknown };
    remember(memory, key, typeof id === "string" ? { print, id } : { print });
  };

  /** What this process made under the key before: the same thing, however it has changed since. */
  const again = async ({ id, print: before }: Sent): Promise<unknown> => {
    if (id === undefined) return undefined;
    if (before !== print) throw taken();
    try {
      return await calls.get(id, timed());
    } catch (error) {
      // Not to be seen yet.
      if (error instanceof NotFoundError) return undefined;
      throw isBlendError(error) ? Object.assign(error, { outcome: "not_sent" }) : error;
    }
  };

  const look = async (): Promise<Step> => {
    let text;
    blind = false;
    try {
      found = await calls.look(sought, timed());
      // A look that shows nothing is none.
      if (found == null)
        throw new APIError({ message: "the answer to the look-up was empty", operation, outcome: "done" });
      text = guardDepth(calls.operation, () => JSON.stringify(found));
    } catch (error) {
      if (error instanceof NotFoundError) return tell(Word.looked);
      ends(error);
      blind = true;
      return tell(Word.lookFailed);
    }
    return tell(Word.looked, text);
  };

  const create = async (): Promise<Step | { data: unknown }> => {
    sent = true;
    creates++;
    try {
      const data = await calls.create(params, timed());
      // It is made, but which it is has to be looked up.
      if (data === undefined) return tell(Word.lost);
      settle(data);
      return { data };
    } catch (error) {
      if (isBlendError(error) && (error.outcome === "not_sent" || error.outcome === "rejected")) {
        last = error;
        return tell(Word.refused);
      }
      if (error instanceof AbortError) throw error;
      ends(error);
      return tell(Word.lost);
    }
  };

  return async (held?: Held): Promise<unknown> => {
    const before = memory.get(key);
    const made = before && (await again(before));
    if (made !== undefined) return made;
    sent = before !== undefined || held?.sent === true;
    open();
    try {
      let step: Step = { do: Act.look, number: 0 };
      for (;;) {
        switch (step.do) {
          case Act.look:
            step = await look();
            break;
          case Act.create: {
            if (held && !creates && !(await held.note(STORED_MS))) {
              // Another process was quicker: it is looked for, and not sent.
              close();
              sent = true;
              open();
              step = { do: Act.look, number: 0 };
              break;
            }
            remember(memory, key, { print });
            const made = await create();
            if ("data" in made) return made.data;
            step = made;
            break;
          }
          case Act.wait:
            if (!(await pause(Math.min(step.number, remaining()), signal))) throw aborted();
            if (now() >= deadline) throw unknown();
            step = tell(Word.lookAgain);
            break;
          case Act.found: {
            const one = isPatient ? (found as { results: unknown[] }).results[step.number] : found;
            settle(one);
            return one;
          }
          case Act.taken:
            throw taken();
          case Act.unknown:
            throw unknown(step.number > 0);
          case Act.fail:
            if (creates) {
              memory.delete(key);
              held?.forget();
            } else if (last) {
              Object.assign(last, { outcome: "not_sent" });
            }
            throw last;
        }
      }
    } finally {
      close();
    }
  };
}
