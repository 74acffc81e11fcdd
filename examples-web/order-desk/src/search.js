// Search as you type. An answer counts only while its question is the newest: an older one that comes late is dropped.

import { desk, isSignedOut, sentenceOf } from "./api.js";
import { byId } from "./dom.js";
import { signIn } from "./sign-in.js";
import { showProblem, speak } from "./speak.js";
import { plural } from "./words.js";

const PAUSE_MS = 180;
const SHORTEST = 2;

/** `onResults(rows)` gets what was found, `onEnd()` is called when the box is empty again. */
export function startSearch({ onResults, onEnd }) {
  const box = byId("q");
  let timer;
  let current = new AbortController();
  let isOpen = false;

  async function ask(q) {
    const { signal } = (current = new AbortController());
    try {
      const rows = await desk("POST", "search", { q }, signal);
      if (signal.aborted) return;
      isOpen = true;
      showProblem();
      onResults(rows);
      speak(rows.length ? `${plural(rows.length, "order")} found` : "No order found");
    } catch (error) {
      if (signal.aborted) return;
      if (isSignedOut(error)) return signIn(sentenceOf(error)).then(() => ask(q));
      showProblem(sentenceOf(error));
    }
  }

  function end() {
    if (isOpen) onEnd();
    isOpen = false;
  }

  function typed() {
    clearTimeout(timer);
    current.abort();
    const q = box.value.trim();
    if (q.length < SHORTEST) return end();
    timer = setTimeout(() => ask(q), PAUSE_MS);
  }

  box.addEventListener("input", typed);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    box.value = "";
    typed();
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    typed();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "k" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // Somebody may have typed before the page was ready.
  if (box.value) typed();

  return {
    /** Empties the box, where somebody leaves the results. */
    clear() {
      box.value = "";
      clearTimeout(timer);
      current.abort();
      isOpen = false;
    },
    get isOpen() {
      return isOpen;
    },
    /** Asks again, after a change. */
    again: typed,
  };
}
