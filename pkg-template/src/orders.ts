// What an order's status allows, and waiting for a status.

import { Word } from "../generated/operations.js";
import type { ActionVerdict, CallOptions, Order, Outcome, WaitOptions } from "../types/index.js";
import { ask, say } from "./engine/load.js";
import { AbortError, type BlendError, InvalidTransitionError, refused, TimeoutError } from "./errors.js";
import { pause } from "./platform/timers.js";
import { now } from "./platform/runtime.js";

type Known = Partial<Pick<Order, "status" | "cancellation_requested">>;

/** Every action with what is known about whether the order's status allows it. */
export function actions(order: Known): ActionVerdict[] {
  if (typeof order !== "object" || order === null || "then" in order) {
    throw refused(
      [{ path: "order", code: "wrong_kind", message: "expected an order; if it comes from a call, await that" }],
      "orders.actions",
    );
  }
  const cancellation_requested = order?.cancellation_requested === true;
  return JSON.parse(
    ask((engine) => say(engine, Word.actions, 0, JSON.stringify({ status: statusOf(order), cancellation_requested }))),
  ) as ActionVerdict[];
}

/** An answer may be anything, and so may its status. */
const statusOf = (order: Known | null | undefined): string => (typeof order?.status === "string" ? order.status : "");

/** False only where a documented rule forbids it. */
export function can(action: string, order: Known): boolean {
  const found = actions(order).find((one) => one.action === action);
  if (found) return found.verdict !== "refused";
  const message = `expected one of ${actions({})
    .map((one) => one.action)
    .join(", ")}`;
  throw refused([{ path: "action", code: "invalid_value", message }], "orders.can");
}

/** Throws where a documented rule forbids it. */
export function preflight(operation: string, order: Order): void {
  const found = actions(order).find((one) => `orders.${one.action}` === operation);
  if (found?.verdict !== "refused") return;
  throw new InvalidTransitionError({
    message: `the order is ${shown(order.status)}, which does not allow it (${found.basis})`,
    operation,
    outcome: "not_sent",
    hint: "orders.actions(order) lists what it allows",
  });
}

/** A status as a message may show it. */
const shown = (status: unknown): string =>
  typeof status === "string" && /^[a-z_]{1,40}$/.test(status) ? status : "in another status";

/** Gets the order until it has reached one of the statuses, or passed it. */
export async function waitFor(
  get: (options: CallOptions) => Promise<Order>,
  wanted: string[],
  given: WaitOptions,
): Promise<Order> {
  const operation = "orders.waitFor";
  const { status, timeout = 600_000, ...options } = given;
  const issues = [];
  if (!(Number.isSafeInteger(timeout) && timeout > 0))
    issues.push({
      path: "timeout",
      code: "out_of_range",
      message: "expected a whole number of milliseconds, at least 1",
    });
  if ((options as CallOptions).totalTimeout !== undefined)
    issues.push({ path: "totalTimeout", code: "unknown_field", message: "give timeout, which limits the wait in all" });
  if (issues.length) throw refused(issues, operation);
  const started = now();
  const late = (outcome: Outcome) =>
    new TimeoutError({
      message: `the order did not get there within ${timeout} ms (timeout)`,
      operation,
      outcome,
      elapsedMs: Math.round(now() - started),
    });
  for (let ms = 1000; ; ms = Math.min(ms * 2, 30_000)) {
    const left = started + timeout - now();
    const order = await get({ ...options, omit: [], totalTimeout: Math.max(1, Math.ceil(left)) }).catch(
      (error: BlendError) => {
        // A look has all the time that is left of the wait.
        throw error instanceof TimeoutError ? late(error.outcome) : error;
      },
    );
    const at = statusOf(order);
    const arrival = ask((engine) => say(engine, Word.arrival, 0, at, 0, JSON.stringify(wanted)));
    if (arrival === "1") return order;
    if (arrival === "0") {
      throw new InvalidTransitionError({
        message: `the order is ${at}`,
        operation,
        outcome: "done",
        hint: "give this status too, to be handed such an order",
      });
    }
    const wait = Math.min(ms, started + timeout - now());
    if (wait <= 0) throw late("done");
    if (!(await pause(wait, options.signal)))
      throw new AbortError({ message: "aborted by its signal", operation, outcome: "done" });
  }
}
