// Changes as they happen: server-sent events while they come, otherwise polling; both only ask for a fresh look.
// Blend has no event for some changes, such as a pause, so that a slow poll goes on beside the events.

import { byId, h } from "./dom.js";

const SLOW_MS = 60_000;
const FAST_MS = 15_000;
/** Several changes at once are one look. */
const GATHER_MS = 150;

/** Calls `onChange(orders)` with the ids that changed; an empty set asks to look at everything. */
export function startLive(onChange) {
  let isLive = false;
  let timer;
  let gathering;
  let gathered = new Set();
  let lookedAt = Date.now();

  const look = (orders) => {
    lookedAt = Date.now();
    onChange(orders);
    plan();
  };

  /** Nobody sees a hidden page: it catches up when it is shown. */
  function plan() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(() => look(new Set()), isLive ? SLOW_MS : FAST_MS);
  }

  function gather(order) {
    if (order) gathered.add(order);
    gathering ??= setTimeout(() => {
      const orders = gathered;
      [gathering, gathered] = [undefined, new Set()];
      if (!document.hidden) look(orders);
    }, GATHER_MS);
  }

  function show(live) {
    isLive = live;
    byId("live").replaceChildren(h("span", { class: live ? "dot on" : "dot" }), live ? "Live" : "Every 15 seconds");
    plan();
  }

  const source = new EventSource("/desk/events");
  source.addEventListener("hello", () => {
    // What happened while the connection was away.
    if (!isLive && Date.now() - lookedAt > 2000) look(new Set());
    show(true);
  });
  source.addEventListener("change", ({ data }) => gather(JSON.parse(data).order));
  source.addEventListener("error", () => show(false));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - lookedAt > 2000) look(new Set());
    else plan();
  });
  show(false);
}
