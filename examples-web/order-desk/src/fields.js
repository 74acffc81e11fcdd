// The fields of a form: how they look, what is missing, what was refused.

import { h } from "./dom.js";

/** A field: `{ name, label, value, hint, required, maxlength, lines, options, type }`. */
export function input({ label, hint, options, lines, type = "text", value = "", ...given }) {
  const id = `field-${given.name}`;
  const { required, name, ...attributes } = given;
  const error = h("span", { class: "error", id: `${id}-error`, hidden: true });
  const described = `${hint ? `${id}-hint ` : ""}${id}-error`;
  const all = { id, name, "aria-describedby": described, "aria-required": required && "true", ...attributes };
  const control = options
    ? h("select", all, ...options.map(([code, text]) => h("option", { value: code, selected: code === value }, text)))
    : lines
      ? h("textarea", { ...all, rows: lines }, value)
      : h("input", { ...all, type, value: type === "checkbox" ? undefined : value });
  const isBox = type === "checkbox";
  const words = h("label", { for: id }, label);
  const note = hint && h("span", { class: "hint", id: `${id}-hint` }, hint);
  const part = isBox
    ? h("p", { class: "field box" }, control, words)
    : h("p", { class: "field" }, words, note, error, control);
  return { part, control, error, label, required, type };
}

/** Marks empty fields, and goes to the first. */
export function check(inputs) {
  const wrong = inputs.filter((one) => {
    const number = Number(one.control.value);
    const message =
      one.required && !one.control.value.trim()
        ? `Enter: ${one.label.toLowerCase()}`
        : one.type === "number" && !(Number.isInteger(number) && number >= 1 && number <= 999)
          ? "Enter a whole number from 1 to 999"
          : "";
    mark(one, message);
    return message;
  });
  wrong[0]?.control.focus();
  return !wrong.length;
}

function mark({ error, control }, message) {
  error.textContent = message;
  error.hidden = !message;
  if (message) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

/** What the package refused, at its fields. False where it was about something else. */
export function markIssues(inputs, issues = []) {
  const marked = issues.map(({ path, message }) => {
    const found = inputs.find(({ control }) => control.name === path.split(".").at(-1));
    if (found) mark(found, message.charAt(0).toUpperCase() + message.slice(1));
    return found;
  });
  marked.find(Boolean)?.control.focus();
  return marked.length > 0 && marked.every(Boolean);
}

export const valuesOf = (inputs) =>
  Object.fromEntries(
    inputs.map(({ control, type }) => [
      control.name,
      type === "checkbox" ? control.checked : type === "number" ? Number(control.value) : control.value.trim(),
    ]),
  );
