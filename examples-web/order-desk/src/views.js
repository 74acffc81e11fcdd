// The list of views at the side: those that everyone has, with counts, and those that a person saved.

import { addressOf, isSame } from "./address.js";
import { desk } from "./api.js";
import { openForm } from "./dialog.js";
import { byId, h, replace } from "./dom.js";
import { notify } from "./speak.js";
import { OPEN } from "./words.js";

const BUILT_IN = [
  { name: "Stuck", status: OPEN, stuck: true },
  { name: "Open", status: OPEN, stuck: false },
  ...[
    ["Received", "received"],
    ["In process", "picked", "verified"],
    ["Paused", "paused"],
    ["Exception", "exception"],
    ["Shipped", "shipped"],
    ["Delivered", "delivered"],
    ["Cancelled", "cancelled"],
  ].map(([name, ...status]) => ({ name, status, stuck: false })),
  { name: "All orders", status: [], stuck: false },
];

let saved = [];

const fits = (address, { status, stuck }) =>
  address.show === "orders" && isSame(status, address.status) && stuck === address.stuck;

/** The view that an address shows, saved ones first. */
export const viewOf = (address) => [...saved, ...BUILT_IN].find((view) => fits(address, view));

/** Loads what the person saved. */
export async function loadViews() {
  saved = (await desk("GET", "views")).map(({ status, ...view }) => ({
    ...view,
    isSaved: true,
    status: status === "all" ? [] : status.split(","),
  }));
}

async function save(views) {
  const wire = views.map(({ name, status, stuck }) => ({ name, status: status.join(",") || "all", stuck }));
  await desk("PUT", "views", wire);
  saved = views;
}

/** While a search is open, no view is current. `counts` are by status, and undefined as long as nobody knows them; `stuck` is how many are. */
export function showViews({ address, isSearch, counts, stuck, onChange }) {
  const known = ({ status, stuck: onlyStuck }) => {
    if (onlyStuck) return stuck;
    const all = counts && (status.length ? status : Object.keys(counts));
    return all?.reduce((sum, one) => sum + (counts[one] ?? 0), 0);
  };
  const item = (view, place, remove) => {
    const isCurrent = !isSearch && viewOf(address) === view;
    const target = addressOf({ status: view.status, stuck: view.stuck, page: 1, show: "orders" });
    const count = known(view);
    const label = h(
      "a",
      { href: target, id: place, "data-go": true, "aria-current": isCurrent && "page" },
      h("span", {}, view.name),
      count !== undefined &&
        !(view.stuck && !fits({ status: OPEN, stuck: true, show: "orders" }, view)) &&
        h("span", { class: view.stuck && count ? "count alert" : "count" }, count.toLocaleString("en-US")),
    );
    return h("li", {}, label, remove);
  };
  const days = h("a", {
    ...{ href: "?show=days", id: "view-days", "data-go": true, "aria-current": address.show === "days" && "page" },
  });
  days.append(h("span", {}, "Orders by day"));
  const canSave = address.show === "orders" && !viewOf(address);
  replace(
    byId("views"),
    h("ul", {}, ...BUILT_IN.map((view, place) => item(view, `view-${place}`)), h("li", {}, days)),
    saved.length > 0 && h("h2", {}, "Saved views"),
    saved.length > 0 &&
      h("ul", {}, ...saved.map((view, place) => item(view, `saved-${place}`, removal(view, place, onChange)))),
    canSave &&
      h(
        "button",
        { type: "button", class: "quiet", id: "save-view", onclick: () => ask(address, onChange) },
        "Save view",
      ),
  );
}

function removal(view, place, onChange) {
  const remove = async () => {
    await save(saved.filter((one) => one !== view));
    notify(`The view ${view.name} is removed.`);
    onChange();
    byId("main").focus();
  };
  const label = `Remove the view ${view.name}`;
  return h(
    "button",
    { type: "button", class: "icon", id: `remove-${place}`, "aria-label": label, onclick: remove },
    "×",
  );
}

function ask({ status, stuck }, onChange) {
  openForm({
    title: "Save this view",
    text: "It keeps the statuses that you chose. Do not use a patient's name.",
    fields: [{ name: "name", label: "Name of the view", required: true, maxlength: 40 }],
    button: "Save",
    submit: async ({ name }) => {
      await save([...saved, { name, status, stuck, isSaved: true }]);
      notify(`The view ${name} is saved.`);
      onChange();
    },
  });
}
