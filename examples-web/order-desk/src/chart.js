// Orders by day and status: a table with numbers, and a bar beside each row for the eye.

import { byId, h, svg } from "./dom.js";
import { dayLabel, statusClass, statusLabel, STATUSES } from "./words.js";

const WIDTH = 1000;
const HEIGHT = 20;

/** `days` are `{ date, counts }`, newest first. */
export function showDays(days) {
  const used = new Set(days.flatMap(({ counts }) => Object.keys(counts)));
  const columns = [...STATUSES.filter((one) => used.has(one)), ...[...used].filter((one) => !STATUSES.includes(one))];
  const totals = days.map(({ counts }) => Object.values(counts).reduce((sum, one) => sum + one, 0));
  const most = Math.max(1, ...totals);
  const row = ({ date, counts }, place) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("time", { datetime: date }, dayLabel(date))),
      h("td", { class: "number" }, String(totals[place])),
      h("td", { class: "bar" }, bar(columns, counts, most)),
      ...columns.map((status) =>
        h("td", { class: counts[status] ? "number" : "number zero" }, String(counts[status] ?? 0)),
      ),
    );
  const table = h(
    "table",
    { class: "days", "aria-labelledby": "days-note" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "Day"),
        h("th", { scope: "col", class: "number" }, "All"),
        // The numbers say it all: the bar is for the eye only.
        h("td", { class: "bar" }),
        ...columns.map((status) =>
          h(
            "th",
            { scope: "col", class: "number" },
            h("span", { class: `dot ${statusClass(status)}` }),
            statusLabel(status),
          ),
        ),
      ),
    ),
    h("tbody", {}, ...days.map(row)),
  );
  const region = { class: "scroll", role: "region", "aria-label": "Orders by day", tabindex: "0" };
  const note = "Orders created on each of the last 14 days (UTC), by their status now";
  byId("content").replaceChildren(h("p", { id: "days-note" }, note), h("div", region, table));
  byId("content").removeAttribute("aria-busy");
}

/** Stacked parts, as long as the day's share of the busiest day. Widths are attributes: the policy allows no inline style. */
function bar(columns, counts, most) {
  let x = 0;
  const parts = columns.map((status) => {
    const width = ((counts[status] ?? 0) / most) * WIDTH;
    const rect = svg("rect", { x, y: 0, width, height: HEIGHT, class: `fill ${statusClass(status)}` });
    x += width;
    return rect;
  });
  const props = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" };
  return svg("svg", props, ...parts);
}
