// Sends one change of an order. It looks first whether somebody else changed the order, and never sends a change twice.

import { isBlendError } from "blend-sdk/js";
import { blend, isSignedOut, sentenceOf } from "./api.js";
import { changesBetween } from "./changes.js";
import { h } from "./dom.js";
import { look } from "./looking.js";

/**
 * `seen` is the order as the person saw it. The result is one of
 * `{ kind: "done" }`, `{ kind: "looking" }`, `{ kind: "conflict", order, changes }`, `{ kind: "refused", order, sentence }`.
 * Throws where nothing was sent.
 */
export async function sendChange(action, seen, values) {
  const order = await blend.orders.get(seen.id);
  const changes = changesBetween(seen, order);
  if (changes.length) return { kind: "conflict", order, changes };
  try {
    await action.run(order, values);
    return { kind: "done" };
  } catch (error) {
    if (!isBlendError(error) || error.outcome === "not_sent" || isSignedOut(error)) throw error;
    if (error.outcome === "done") return { kind: "done" };
    if (error.outcome === "rejected") return afterRefusal(error, order);
    // The answer is lost. Nobody waits for this: `looks` tells.
    void look(action, order, values);
    return { kind: "looking" };
  }
}

/** Blend refused. Often the order has moved on in the moment between. */
async function afterRefusal(error, before) {
  const order = await blend.orders.get(before.id).catch(() => before);
  const changes = changesBetween(before, order);
  if (changes.length) return { kind: "conflict", order, changes };
  return {
    kind: "refused",
    order,
    sentence: error.status === 409 ? "Blend refused it in this status." : sentenceOf(error),
  };
}

/** What changed, for a warning. */
export const changeNotice = (changes) => [
  h("p", {}, h("strong", {}, "Somebody else changed this order meanwhile. Nothing was sent.")),
  h(
    "ul",
    {},
    ...changes.map(({ what, before, after }) =>
      h("li", {}, `${what}: `, h("del", {}, before || "empty"), " → ", h("ins", {}, after || "empty")),
    ),
  ),
];
