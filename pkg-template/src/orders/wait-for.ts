// Waiting until an order has a status.

import { orderProgress } from "../../generated/protocol.js";
import type { Issue, Order, Outcome, WaitOptions } from "../../types/index.js";
import type { Client } from "../client.js";
import { withEngine } from "../engine/load.js";
import { abortError, type BlendError, InvalidTransitionError, refused, TimeoutError } from "../errors.js";
import { assertArity } from "../input/arguments.js";
import { omit } from "../input/omit.js";
import { readOptions } from "../input/options.js";
import { now } from "../platform/runtime.js";
import { pause } from "../platform/timers.js";
import { operationOf } from "../operations.js";
import { statusOf } from "./actions.js";

const OPERATION = "orders.waitFor";
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const DEFAULT_TIMEOUT_MS = 600_000;

/** Gets the order until it has reached one of the statuses, or passed it. `args` are the order's id and the options. */
export async function waitFor(client: Client, args: unknown[]): Promise<Order> {
  assertArity(args, 1, OPERATION);
  const { status, timeout = DEFAULT_TIMEOUT_MS, ...options } = readOptions((args[1] ?? {}) as WaitOptions, "status");
  const wanted = JSON.stringify(wantedStatuses(client, status));
  assertTimes(timeout, options);
  const startedAt = now();
  const remaining = () => startedAt + timeout - now();
  const late = (outcome: Outcome) =>
    new TimeoutError({
      message: `the order did not get there within ${timeout} ms (timeout)`,
      operation: OPERATION,
      outcome,
      elapsedMs: Math.round(now() - startedAt),
    });
  const get = async () => {
    // A request has all the time that is left of the wait.
    const own = { ...options, omit: [], totalTimeout: Math.max(1, Math.ceil(remaining())) };
    return client.call("orders.get", [args[0]], own).catch((error: BlendError) => {
      throw error instanceof TimeoutError && !options.signal?.aborted ? late(error.outcome) : error;
    }) as Promise<Order>;
  };
  for (let ms = FIRST_WAIT_MS; ; ms = Math.min(ms * 2, LONGEST_WAIT_MS)) {
    const order = await get();
    if (hasArrived(order, wanted)) {
      omit(order, options.omit ?? client.options.omit);
      return order;
    }
    const wait = Math.min(ms, remaining());
    if (wait <= 0) throw late("done");
    if (await pause(wait, options.signal)) continue;
    throw abortError({ message: "aborted by its signal", operation: OPERATION, outcome: "done" }, options.signal);
  }
}

/** Whether the order is there. Throws if it will not get there. */
function hasArrived(order: Order, wanted: string): boolean {
  const status = statusOf(order);
  const progress = withEngine((engine) => orderProgress(engine, { status, wanted }));
  if (progress !== "missed") return progress === "reached";
  throw new InvalidTransitionError({
    message: `the order is ${status}`,
    hint: "add this status to those you wait for, if you want such an order",
    operation: OPERATION,
    outcome: "done",
  });
}

/** The statuses to wait for. Throws for a misspelt one. Any other unknown one may be new: a log line says so. */
function wantedStatuses(client: Client, status: unknown): unknown {
  const wanted =
    typeof status === "string"
      ? status
          .split(",")
          .map((one) => one.trim())
          .filter(Boolean)
      : status;
  if (wanted === undefined || (Array.isArray(wanted) && !wanted.length)) {
    const message = "missing; give the status to wait for, or several";
    throw refused([{ path: "status", code: "required", message }], OPERATION);
  }
  const { issues, warnings } = client.check(operationOf("orders.list"), [{ status: wanted }]);
  if (issues.length) throw refused(issues, OPERATION);
  // A near miss is a mistake, which would wait for the whole time; another unknown status may be new.
  const misspelt = warnings.filter(({ code }) => code === "misspelt_value");
  if (misspelt.length) throw refused(misspelt, OPERATION);
  for (const { path, message } of warnings) client.log.say("warn", `${OPERATION}: ${path}: ${message}`);
  return wanted;
}

function assertTimes(timeout: number, options: object): void {
  const issues: Issue[] = [];
  if (!(Number.isSafeInteger(timeout) && timeout > 0)) {
    const message = "expected a whole number of milliseconds, at least 1";
    issues.push({ path: "timeout", code: "out_of_range", message });
  }
  if ("totalTimeout" in options) {
    const message = "give timeout, which limits the wait in all";
    issues.push({ path: "totalTimeout", code: "unknown_field", message });
  }
  if (issues.length) throw refused(issues, OPERATION);
}
