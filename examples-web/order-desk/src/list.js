// The table of orders.

import { addressOf } from "./address.js";
import { byId, h } from "./dom.js";
import { keyOf, row } from "./rows.js";

/** The table that is on the page, what it is of, and its rows by order: `{ table, frame, rows }`. */
let shown;

/** Shows rows. `address` says which page and which order is open; `state` is `{ rows, hasNext, found }`. */
export function showList(address, { rows, hasNext, found }) {
  const content = byId("content");
  const focused = content.contains(document.activeElement) && document.activeElement.id;
  // What the rows' links and the pager depend on. Where it is the same, only rows that changed are new: that is fast.
  const frame = JSON.stringify([addressOf({ ...address, order: undefined }), hasNext, found]);
  if (!rows.length) content.replaceChildren(h("p", { class: "empty" }, emptyText(address, found)));
  else if (!shown?.table.isConnected || shown.frame !== frame) {
    shown = {
      table: emptyTable(found ? "Orders that were found" : "Orders, stuck ones first, then the newest"),
      frame,
      rows: new Map(),
    };
    fillIn(address, rows);
    content.replaceChildren(...[shown.table, !found && pager(address, hasNext)].filter(Boolean));
  } else fillIn(address, rows);
  content.removeAttribute("aria-busy");
  if (focused && document.activeElement.id !== focused) byId(focused)?.focus({ preventScroll: true });
}

/** Brings the table's rows up to date. */
function fillIn(address, orders) {
  const [body] = shown.table.tBodies;
  const next = new Map(
    orders.map((order) => {
      const key = keyOf(address, order);
      const old = shown.rows.get(order.id);
      return [order.id, old?.key === key ? old : { key, element: row(address, order) }];
    }),
  );
  const wanted = new Set([...next.values()].map(({ element }) => element));
  for (const { element } of shown.rows.values()) if (!wanted.has(element)) element.remove();
  [...wanted].forEach((element, place) => {
    const there = body.rows[place];
    if (there !== element) body.insertBefore(element, there ?? null);
  });
  shown.rows = next;
}

function emptyTable(caption) {
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
        h("th", { scope: "col", class: "order" }, "Order"),
        h("th", { scope: "col", class: "patient" }, "Patient"),
        h("th", { scope: "col", class: "state" }, "Status"),
        h("th", { scope: "col", class: "wide products" }, "Products"),
        h("th", { scope: "col", class: "wide created" }, "Created"),
      ),
    ),
    h("tbody", {}),
  );
  table.addEventListener("keydown", moveByArrow);
  return table;
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
