// Forms in a dialog. One that is about an order learns when somebody else changes that order meanwhile.

import { isSignedOut, sentenceOf } from "./api.js";
import { byId, h } from "./dom.js";
import { signIn } from "./sign-in.js";
import { notify } from "./speak.js";

let current;

/** Tells the open dialog that its order may have changed. */
export const orderMayHaveChanged = (id) => current?.order === id && current.onChange?.();

/**
 * Opens a form. `submit(values, form)` may throw; with `false` as its result the dialog stays open.
 * `doubts(values)` gives what may be wrong, as `{ path, message }`: the person is asked once, and may send it all the same.
 * `onChange(form)` is called where the order with the id `order` changed. `form` has `warn`, `fail` and `enable`; what they say
 * after the dialog was closed comes as a note.
 */
export function openForm({ title, about, text, fields, button, danger, order, doubts, submit, onChange }) {
  const before = document.activeElement;
  const warning = h("div", { class: "warning", role: "alert", hidden: true });
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const confirm = h("button", { type: "submit", class: danger ? "danger" : "primary" }, button);
  const leave = h("button", { type: "button", onclick: () => dialog.close() }, "Back");
  const inputs = fields.map(input);
  const form = h(
    "form",
    { novalidate: true },
    h("h2", { id: "dialog-title" }, title),
    about && h("p", { class: "about" }, about),
    text && h("p", {}, text),
    warning,
    ...inputs.map(({ part }) => part),
    problem,
    h("p", { class: "row" }, confirm, leave),
  );
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, form);

  const handle = {
    warn: (...parts) =>
      dialog.open ? show(warning, parts) : notify(parts.map(({ textContent }) => textContent).join(" ")),
    fail: (sentence) => (dialog.open ? show(problem, sentence ? [sentence] : []) : sentence && notify(sentence)),
    enable: (isPossible) => (confirm.disabled = !isPossible),
    close: () => dialog.close(),
  };

  let asked;
  function isDoubtful() {
    const values = valuesOf(inputs);
    const found = doubts?.(values) ?? [];
    if (!found.length || asked === JSON.stringify(values)) return false;
    asked = JSON.stringify(values);
    markIssues(inputs, found);
    handle.fail("Look at what is marked. If it is right, send it again.");
    return true;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (confirm.getAttribute("aria-busy") === "true" || !check(inputs)) return;
    handle.fail();
    if (isDoubtful()) return;
    confirm.setAttribute("aria-busy", "true");
    try {
      if ((await submit(valuesOf(inputs), handle)) !== false) dialog.close();
    } catch (error) {
      // The form stays as it is under the sign-in, and can be sent again after it.
      if (isSignedOut(error)) await signIn(sentenceOf(error));
      else if (!markIssues(inputs, error.issues)) handle.fail(sentenceOf(error));
    } finally {
      confirm.removeAttribute("aria-busy");
    }
  });
  dialog.addEventListener("close", () => {
    current = undefined;
    dialog.remove();
    // The browser returns the focus. The button may be another one since, with the same id.
    if (!before.isConnected) byId(before.id)?.focus();
  });
  current = { order, onChange: onChange && (() => onChange(handle)) };
  document.body.append(dialog);
  dialog.showModal();
  (inputs[0]?.control ?? confirm).focus();
  return handle;
}

function show(place, parts) {
  place.replaceChildren(...parts);
  place.hidden = parts.length === 0;
}

/** A field: `{ name, label, value, hint, required, maxlength, lines, options, type }`. */
function input({ label, hint, options, lines, type = "text", value = "", ...given }) {
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
function check(inputs) {
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
function markIssues(inputs, issues = []) {
  const marked = issues.map(({ path, message }) => {
    const found = inputs.find(({ control }) => control.name === path.split(".").at(-1));
    if (found) mark(found, message.charAt(0).toUpperCase() + message.slice(1));
    return found;
  });
  marked.find(Boolean)?.control.focus();
  return marked.length > 0 && marked.every(Boolean);
}

const valuesOf = (inputs) =>
  Object.fromEntries(
    inputs.map(({ control, type }) => [
      control.name,
      type === "checkbox" ? control.checked : type === "number" ? Number(control.value) : control.value.trim(),
    ]),
  );
