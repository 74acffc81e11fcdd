// From a button to a change: the form where one is needed, the conflict where somebody else was faster, the word at the end.

import { isSignedOut, sentenceOf, blend } from "./api.js";
import { changesBetween } from "./changes.js";
import { openForm } from "./dialog.js";
import { h } from "./dom.js";
import { permissionOf } from "./permission.js";
import { signIn } from "./sign-in.js";
import { notify } from "./speak.js";
import { changeNotice, sendChange } from "./write.js";

/** `desk` is `{ order, session, reload(), warn(...parts) }` of the open order. `form` has the fields, `values` what is fixed. */
export function perform(action, desk, form, values = {}) {
  return form ? performAsked(action, desk, form, values) : performAtOnce(action, desk, values);
}

const nameOf = (order) => `Order ${order.order_number}`;

function sayEnd(result, action, desk) {
  notify(
    result.kind === "done"
      ? `${nameOf(desk.order)} ${action.done}.`
      : `The answer to "${action.label}" was lost. The desk is looking what became of it.`,
  );
  void desk.reload();
}

async function performAtOnce(action, desk, values) {
  try {
    const result = await sendChange(action, desk.order, values);
    if (result.kind === "done" || result.kind === "looking") return sayEnd(result, action, desk);
    await desk.reload();
    if (result.kind === "conflict") desk.warn(...changeNotice(result.changes));
    else desk.warn(h("p", {}, result.sentence));
  } catch (error) {
    if (isSignedOut(error)) await signIn(sentenceOf(error));
    else desk.warn(h("p", {}, sentenceOf(error), " Nothing was sent."));
  }
}

function performAsked(action, desk, form, values) {
  // What the person has seen, and so agreed to.
  let seen = desk.order;

  const explain = (order, changes, handle) => {
    seen = order;
    const { verdict, reason } = permissionOf(action, order, desk.session);
    handle.warn(
      ...changeNotice(changes),
      verdict === "no" ? h("p", {}, reason) : h("p", {}, "Look, then confirm again."),
    );
    handle.enable(verdict !== "no");
    void desk.reload();
  };

  openForm({
    ...form,
    about: nameOf(desk.order),
    danger: action.danger,
    order: desk.order.id,
    async submit(given, handle) {
      const result = await sendChange(action, seen, { ...values, ...(form.read?.(given) ?? given) });
      if (result.kind === "conflict") explain(result.order, result.changes, handle);
      else if (result.kind === "refused") handle.fail(result.sentence);
      else return sayEnd(result, action, desk);
      return false;
    },
    async onChange(handle) {
      const order = await blend.orders.get(seen.id).catch(() => seen);
      const changes = changesBetween(seen, order);
      if (changes.length) explain(order, changes, handle);
    },
  });
}
