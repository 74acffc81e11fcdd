// Elements, without markup in strings: a text stays a text.

const SVG = "http://www.w3.org/2000/svg";

/** An element. Properties are attributes, but for `onclick` and the like; `false` and `undefined` leave one out. */
export const h = (name, props, ...children) => fill(document.createElement(name), props, children);

/** The same for SVG. */
export const svg = (name, props, ...children) => fill(document.createElementNS(SVG, name), props, children);

export const byId = (id) => document.getElementById(id);

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Replaces the children of an element, and returns the focus to the element that had it, known by its id. */
export function replace(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
  element.replaceChildren(...children.flat().filter(Boolean));
  if (focused) byId(focused)?.focus({ preventScroll: true });
}
