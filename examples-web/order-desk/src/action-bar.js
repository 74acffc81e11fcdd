// The actions of an order: buttons for what is possible, and for the rest the reason why not.

import { ACTIONS } from "./actions.js";
import { addressForm } from "./address-form.js";
import { h } from "./dom.js";
import { giveUp, lookAgain, lookingAt } from "./looking.js";
import { perform } from "./perform.js";
import { permissionOf } from "./permission.js";
import { speak } from "./speak.js";

export function actionBar(desk) {
  const all = ACTIONS.map((action) => ({ action, ...permissionOf(action, desk.order, desk.session) }));
  const possible = all.filter(({ verdict }) => verdict === "yes");
  const others = all.filter(({ verdict }) => verdict !== "yes");
  return h(
    "section",
    { class: "actions", "aria-label": "Actions" },
    possible.length > 0 && h("div", { class: "row" }, ...possible.map(({ action }) => button(action, desk))),
    others.length > 0 && h("ul", { class: "others" }, ...others.map((one) => h("li", {}, ...explained(one, desk)))),
  );
}

function explained({ action, verdict, reason }, desk) {
  const id = `why-${action.name}`;
  return [button(action, desk, { isPossible: verdict !== "no", reason, id }), h("span", { id, class: "why" }, reason)];
}

/** A button without a right stays reachable, so that its reason can be read. */
export function button(action, desk, { isPossible = true, reason, id, form, values, label } = {}) {
  const start = async () => {
    if (!isPossible) return speak(reason);
    if (typeof form !== "function") return perform(action, desk, form ?? formOf(action, desk.order), values);
    // It needs something of Blend first, and is undefined without.
    const asked = await form();
    return asked && perform(action, desk, asked, values);
  };
  return h(
    "button",
    {
      ...{ type: "button", id: `do-${action.name}${values?.line ? `-${values.line.order_item_id}` : ""}` },
      ...{ class: action.danger ? "caution" : undefined, onclick: once(start) },
      ...{ "aria-disabled": !isPossible && "true", "aria-describedby": id, "aria-label": label },
    },
    action.label,
  );
}

/** A second click while the first is under way does nothing. */
function once(start) {
  let isRunning = false;
  return async ({ currentTarget }) => {
    if (isRunning) return;
    isRunning = true;
    currentTarget.setAttribute("aria-busy", "true");
    try {
      await start();
    } finally {
      isRunning = false;
      currentTarget.removeAttribute("aria-busy");
    }
  };
}

const formOf = ({ ask }, order) => (ask === "address" ? addressForm(order) : ask);

/** What the desk is looking for at this order, if an answer was lost. */
export function lookingNotice({ order }) {
  const looking = lookingAt(order.id);
  if (!looking) return undefined;
  const { label, isOver } = looking;
  if (!isOver)
    return h(
      "div",
      { class: "looking-notice" },
      h("p", {}, h("strong", {}, `Looking: `), `the answer to "${label}" was lost. It is not sent again.`),
    );
  return h(
    "div",
    { class: "warning" },
    h(
      "p",
      {},
      h("strong", {}, `Not seen: "${label}". `),
      `The order does not show it. It may still come, or never have arrived.`,
    ),
    h(
      "p",
      { class: "row" },
      h("button", { type: "button", id: "look-again", onclick: () => lookAgain(order.id) }, "Look again"),
      h("button", { type: "button", id: "give-up", onclick: () => giveUp(order.id) }, "It did not happen"),
    ),
  );
}
