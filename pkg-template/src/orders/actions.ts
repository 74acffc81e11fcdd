// What an order's status allows.

import { listOrderActions } from "../../generated/protocol.js";
import type { ActionVerdict, Order } from "../../types/index.js";
import { withEngine } from "../engine/load.js";
import { refused } from "../errors.js";
import { readInput } from "../input/read.js";

type Known = Partial<Pick<Order, "status" | "cancellation_requested">>;

/** Every action, with what is known about whether the order's status allows it. */
export function actions(order: Known): ActionVerdict[] {
  const text = readInput("order", () => knownText(order));
  if (text) return withEngine((engine) => listOrderActions(engine, text));
  const message = "expected an order; if it comes from a call, await that";
  throw refused([{ path: "order", code: "wrong_kind", message }], "orders.actions");
}

/** What is looked at of an order, as JSON; nothing of what is no order. */
function knownText(order: Known): string | undefined {
  if (typeof order !== "object" || order === null || "then" in order) return undefined;
  return JSON.stringify({ status: statusOf(order), cancellation_requested: order.cancellation_requested === true });
}

/** An answer may be anything, and so may its status. */
export const statusOf = (order: Known | null | undefined): string =>
  typeof order?.status === "string" ? order.status : "";

/** False only if a documented rule forbids it. */
export function can(action: string, order: Known): boolean {
  const all = actions(order);
  const found = all.find((one) => one.action === action);
  if (found) return found.verdict !== "refused";
  const message = `expected one of ${all.map((one) => one.action).join(", ")}`;
  throw refused([{ path: "action", code: "invalid_value", message }], "orders.can");
}
