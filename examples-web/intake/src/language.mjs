// English and Spanish. The page is written in English; `es.mjs` has the same texts in Spanish.

import spanish from "./es.mjs";

const ATTRIBUTES = ["aria-label", "data-change", "data-one", "data-several"].concat(
  ["submitting", "pending", "retryable", "failed"].map((status) => `data-${status}`),
);

const folded = (text) => text.replace(/\s+/g, " ").trim();

/** The page's texts as they were written, each with a function that replaces it. */
function* textsOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const [before, after] = [/^\s*/, /\s*$/].map((blanks) => blanks.exec(node.data)[0]);
    if (folded(node.data) && node.parentElement.tagName !== "NOSCRIPT")
      yield { english: folded(node.data), write: (text) => (node.data = before + text + after) };
  }
  for (const element of root.querySelectorAll("*"))
    for (const name of ATTRIBUTES.filter((name) => element.hasAttribute(name)))
      yield { english: folded(element.getAttribute(name)), write: (text) => element.setAttribute(name, text) };
}

// Read once, at the start: what the form writes later has the language of its rules.
const texts = [...textsOf(document.body)];

export const preferredLanguage = () => (/^es\b/.test(navigator.language) ? "es" : "en");

export function translate(locale) {
  document.documentElement.lang = locale;
  for (const { english, write } of texts) write((locale === "es" && spanish[english]) || english);
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", String(button.dataset.language === locale));
}
