// One row of the table of orders.

import { addressOf } from "./address.js";
import { h } from "./dom.js";
import { lookingAt } from "./looking.js";
import { fullName, longTime, shortTime, statusClass, statusLabel } from "./words.js";

/** All that a row shows. Where it is the same, the row is. */
export const keyOf = (address, order) =>
  JSON.stringify([address.order === order.id, Boolean(lookingAt(order.id)), order]);

export function row(address, order) {
  const isOpen = address.order === order.id;
  const href = addressOf({ ...address, order: order.id });
  const link = h(
    "a",
    { href, id: `row-${order.id}`, "data-go": true, "data-row": true, "aria-current": isOpen && "true" },
    ...breakable(order.order_number ?? order.id),
  );
  const [first, ...more] = order.lines ?? [];
  const products = first ? `${first.name}${more.length ? ` and ${more.length} more` : ""}` : "none";
  return h(
    "tr",
    { class: isOpen && "current", "data-id": order.id },
    h(
      "th",
      { scope: "row" },
      link,
      h("small", { class: "narrow" }, fullName(order.patient)),
      order.external_id && h("small", { class: "key" }, order.external_id),
    ),
    h("td", { class: "patient" }, fullName(order.patient)),
    h("td", {}, h("span", { class: "marks" }, ...marks(order))),
    h("td", { class: "wide products" }, products),
    h(
      "td",
      { class: "wide" },
      h("time", { datetime: order.created_at, title: longTime(order.created_at) }, shortTime(order.created_at)),
    ),
  );
}

/** A narrow window breaks a number in its middle. */
const breakable = (number) => [number.slice(0, 11), h("wbr"), number.slice(11)];

/** Status, and what somebody should know of the order. */
export function marks(order) {
  const { status, stuck, priority_requested, cancellation_requested, replacement_request_status } = order;
  const looking = lookingAt(order.id);
  return [
    h("span", { class: statusClass(status) }, statusLabel(status)),
    looking && h("span", { class: "mark looking" }, "Looking"),
    stuck && h("span", { class: "mark alert" }, `Stuck: ${stuck}`),
    priority_requested === true && h("span", { class: "mark" }, "Priority"),
    cancellation_requested === true && h("span", { class: "mark" }, "Cancellation requested"),
    replacement_request_status && h("span", { class: "mark" }, `Replacement ${replacement_request_status}`),
  ];
}
