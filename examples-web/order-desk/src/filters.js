// Filters above the list: statuses and stuck orders. They live in the address.

import { addressOf } from "./address.js";
import { byId, h, replace } from "./dom.js";
import { statusClass, statusLabel, STATUSES } from "./words.js";

/** `go(href)` opens an address without loading the page. */
export function showFilters(address, go) {
  if (address.show === "days") return byId("filters").replaceChildren();
  const change = (part) => go(addressOf({ ...address, page: 1, order: undefined, ...part }));
  const status = (name) => {
    const isOn = address.status.includes(name);
    const toggled = isOn ? address.status.filter((one) => one !== name) : [...address.status, name];
    return h(
      "button",
      {
        type: "button",
        id: `filter-${name}`,
        "aria-pressed": String(isOn),
        onclick: () => change({ status: toggled }),
      },
      h("span", { class: `dot ${statusClass(name)}` }),
      statusLabel(name),
    );
  };
  const stuck = {
    id: "filter-stuck",
    "aria-pressed": String(address.stuck),
    onclick: () => change({ stuck: !address.stuck }),
  };
  replace(
    byId("filters"),
    h(
      "div",
      { class: "chips", role: "group", "aria-label": "Filters" },
      ...STATUSES.map(status),
      h("button", { type: "button", ...stuck }, "Only stuck"),
    ),
  );
}
