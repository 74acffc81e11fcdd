// Says what happened: to screen readers in a live region, to eyes in a note that goes by itself.

import { byId } from "./dom.js";

const SHOWN_MS = 6000;
let timer;

export function speak(text) {
  // The same sentence twice is spoken twice.
  const region = byId("spoken");
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

/** Speaks, and shows it. */
export function notify(text) {
  speak(text);
  const toast = byId("toast");
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (toast.hidden = true), SHOWN_MS);
}

/** A problem stays until it is solved. Without a text it goes. */
export function showProblem(text) {
  const problem = byId("problem");
  problem.textContent = text ?? "";
  problem.hidden = !text;
}
