// Forms in a dialog. One that is about an order learns when somebody else changes that order meanwhile.

import { isSignedOut, sentenceOf } from "./api.js";
import { byId, h } from "./dom.js";
import { check, input, markIssues, valuesOf } from "./fields.js";
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
  const { dialog, form, warning, problem, confirm, inputs } = draw({ title, about, text, fields, button, danger });

  const handle = {
    warn: (...parts) =>
      dialog.open ? show(warning, parts) : notify(parts.map(({ textContent }) => textContent).join(" ")),
    fail: (sentence) => (dialog.open ? show(problem, sentence ? [sentence] : []) : sentence && notify(sentence)),
    enable: (isPossible) => (confirm.disabled = !isPossible),
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
}

function draw({ title, about, text, fields, button, danger }) {
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
  return { dialog, form, warning, problem, confirm, inputs };
}

function show(place, parts) {
  place.replaceChildren(...parts);
  place.hidden = parts.length === 0;
}
