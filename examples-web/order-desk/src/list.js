// The table of orders.

import { addressOf } from "./address.js";
import { byId, h } from "./dom.js";
import { lookingAt } from "./looking.js";
import { fullName, longTime, plural, shortTime, statusClass, statusLabel } from "./words.js";

/** Shows rows. `address` says which page and which order is open; `state` is `{ rows, hasNext, found }`. */
export function showList(address, { rows, hasNext, found }) {
  if (!rows.length) return place(h("p", { class: "empty" }, emptyText(address, found)));
  const caption = found ? `${plural(rows.length, "order")} found` : "Orders, stuck ones first, then the newest";
  const table = h(
    "table",
    { class: "orders" },
    h("caption", { class: "hidden" }, caption),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "Order"),
        h("th", { scope: "col", class: "patient" }, "Patient"),
        h("th", { scope: "col" }, "Status"),
        h("th", { scope: "col", class: "wide" }, "Products"),
        h("th", { scope: "col", class: "wide" }, "Created"),
      ),
    ),
    h("tbody", {}, ...rows.map((order) => row(address, order))),
  );
  table.addEventListener("keydown", moveByArrow);
  place(table, !found && pager(address, hasNext));
}

/** Keeps the focus on its row where the rows are new. */
function place(...parts) {
  const content = byId("content");
  const focused = content.contains(document.activeElement) && document.activeElement.id;
  content.replaceChildren(...parts.filter(Boolean));
  content.removeAttribute("aria-busy");
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

/** Grey lines, until the first rows are there. */
export function showWaiting() {
  const content = byId("content");
  content.setAttribute("aria-busy", "true");
  if (!content.childElementCount)
    content.append(
      h("p", { class: "hidden" }, "Loading"),
      ...Array.from({ length: 8 }, () => h("p", { class: "bone" })),
    );
}

function emptyText({ stuck }, found) {
  if (found) return "No order has this in its number, or in its patient's name, e-mail or phone.";
  return stuck ? "No order is stuck." : "No order has these statuses.";
}

function row(address, order) {
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
    h("td", { class: "wide" }, products),
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

function pager(address, hasNext) {
  const { page } = address;
  if (page === 1 && !hasNext) return undefined;
  const link = (label, to, id) =>
    h(
      "a",
      { href: addressOf({ ...address, page: to, order: undefined }), id, "data-go": true, class: "button" },
      label,
    );
  return h(
    "nav",
    { class: "pager", "aria-label": "Pages" },
    page > 1 && link("Newer", page - 1, "newer"),
    h("span", {}, `Page ${page}`),
    hasNext && link("Older", page + 1, "older"),
  );
}

/** Up and down go from order to order. */
function moveByArrow(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !("row" in event.target.dataset)) return;
  const links = [...event.currentTarget.querySelectorAll("[data-row]")];
  const next = links[links.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
