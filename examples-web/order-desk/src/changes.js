// What somebody else changed at an order between two looks at it.

import { addressLines, statusLabel } from "./words.js";

const yesNo = (value) => (value === true ? "yes" : "no");

/** What a person can see of an order, as texts. */
const seen = {
  Status: (order) => statusLabel(order.status),
  Address: (order) => addressLines(order.address).join(", "),
  Lines: (order) =>
    linesOf(order)
      .map(({ name, quantity }) => `${quantity} × ${name}`)
      .join(", ") || "none",
  Priority: (order) => yesNo(order.priority_requested),
  "Cancellation requested": (order) => yesNo(order.cancellation_requested),
  Replacement: (order) => order.replacement_request_status ?? "none",
};

/** `{ what, before, after }` for each difference. */
export function changesBetween(one, other) {
  return Object.entries(seen)
    .map(([what, text]) => ({ what, before: text(one), after: text(other) }))
    .filter(({ before, after }) => before !== after);
}

/** The lines of an order, each with its kind. */
export function linesOf({ products }) {
  return Object.entries(products ?? {}).flatMap(([kind, lines]) => (lines ?? []).map((line) => ({ ...line, kind })));
}
