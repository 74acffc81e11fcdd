// Whether an action is possible now, and if not, why: the role, a rule of Blend, or an earlier change that is still open.

import { blend } from "./api.js";
import { lookingAt } from "./looking.js";
import { either, statusPhrase, STATUSES } from "./words.js";

/** @returns `{ verdict: "yes" | "perhaps" | "no", reason }` */
export function permissionOf(action, order, session) {
  const allowed = session.operations[`orders.${action.name}`] ?? [];
  if (!allowed.includes(session.role))
    return { verdict: "no", reason: `Your role is ${session.role}. A ${either(allowed)} can do this.` };
  if (lookingAt(order.id)) return { verdict: "no", reason: "First we have to know what became of the last change." };
  const { verdict, basis } = blend.orders.actions(order).find((one) => one.action === action.name);
  if (verdict === "refused") return { verdict: "no", reason: refusal(action, order, basis) };
  if (/refused/.test(basis))
    return {
      verdict: "perhaps",
      reason: `Blend probably refuses it while the order is ${statusPhrase(order.status)}. You can try.`,
    };
  return { verdict: "yes" };
}

function refusal({ name }, order, basis) {
  if (/once per order/.test(basis)) return "It was requested before. Blend allows it once for each order.";
  const open = STATUSES.filter((status) => blend.orders.can(name, { status }));
  const when = open.length ? ` Possible while it is ${either(open.map(statusPhrase))}.` : "";
  return `The order is ${statusPhrase(order.status)}.${when}`;
}
