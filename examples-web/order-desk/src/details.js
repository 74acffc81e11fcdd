// One order: what it is, what can be done, what happened.

import { actionBar, lookingNotice } from "./action-bar.js";
import { blend, isSignedOut, sentenceOf } from "./api.js";
import { byId, h, replace } from "./dom.js";
import { linesSection } from "./lines.js";
import { prescriptions } from "./prescriptions.js";
import { marks } from "./rows.js";
import { patient, shipments, timeline } from "./sections.js";
import { signIn } from "./sign-in.js";
import { longTime } from "./words.js";

/** `onClose()` is called by the button and by Escape; `stuckReason(id)` knows more than the order itself. */
export function createDetails({ session, onClose, stuckReason }) {
  const panel = byId("details");
  let id;
  let loading = new AbortController();
  let warning = [];
  let isShown = false;
  /** Shows again what was read last. */
  let showAgain = () => {};

  async function load() {
    const mine = id;
    const { signal } = (loading = (loading.abort(), new AbortController()));
    try {
      const history = blend.orders.statusHistory(mine, { signal }).then(
        (entries) => entries,
        () => undefined,
      );
      const [order, entries] = await Promise.all([blend.orders.get(mine, { signal }), history]);
      if (!signal.aborted) show(order, entries);
    } catch (error) {
      if (signal.aborted) return;
      if (isSignedOut(error)) return signIn(sentenceOf(error)).then(load);
      // What is shown already stays.
      if (!isShown) showFailure(error);
    }
  }

  function show(order, history) {
    isShown = true;
    showAgain = () => show(order, history);
    const desk = {
      ...{ order, session, reload: load },
      warn(...parts) {
        warning = parts;
        byId("details-warning").replaceChildren(...parts);
        byId("details-warning").hidden = false;
      },
    };
    const stuck = stuckReason(order.id);
    replace(
      panel,
      head(order),
      h("p", { class: "marks" }, ...marks({ ...order, stuck })),
      h("div", { class: "warning", id: "details-warning", role: "alert", hidden: !warning.length }, ...warning),
      lookingNotice(desk),
      actionBar(desk),
      linesSection(desk),
      prescriptions(desk),
      shipments(order),
      timeline(history),
      patient(order),
      about(order),
    );
  }

  function head(order) {
    const close = {
      type: "button",
      class: "icon close",
      id: "close-details",
      "aria-label": "Close the order",
      onclick: onClose,
    };
    const title = h("h2", { id: "details-title", tabindex: "-1" }, order ? `Order ${order.order_number}` : "Order");
    return h("header", {}, h("button", close, "×"), title);
  }

  function showFailure(error) {
    panel.replaceChildren(
      head(),
      h("p", { class: "problem", role: "alert" }, sentenceOf(error)),
      h("p", {}, h("button", { type: "button", onclick: load }, "Try again")),
    );
  }

  panel.addEventListener("keydown", (event) => event.key === "Escape" && onClose());

  return {
    get id() {
      return id;
    },
    /** Shows an order, and moves the focus to it. */
    async open(next) {
      if (id === next) return;
      [id, warning, isShown] = [next, [], false];
      document.body.classList.add("has-details");
      panel.hidden = false;
      panel.replaceChildren(head(), h("p", { class: "bone" }), h("p", { class: "bone" }), h("p", { class: "bone" }));
      byId("details-title").focus();
      await load();
    },
    close() {
      if (!id) return;
      loading.abort();
      const row = byId(`row-${id}`);
      id = undefined;
      document.body.classList.remove("has-details");
      panel.hidden = true;
      panel.replaceChildren();
      (row ?? byId("main")).focus();
    },
    reload: () => id && load(),
    /** Something beside the order changed: whether the desk is looking for a change. */
    showAgain: () => isShown && showAgain(),
  };
}

function about({ created_at, updated_at, external_id, original_order_id, replacement_requested_reason }) {
  return h(
    "footer",
    { class: "soft" },
    [
      external_id && `Your key: ${external_id}`,
      `Created ${longTime(created_at)}`,
      `Changed ${longTime(updated_at)}`,
      original_order_id && "Replaces another order",
      replacement_requested_reason && `Replacement asked for: ${replacement_requested_reason}`,
    ]
      .filter(Boolean)
      .map((text) => h("span", { class: "line" }, text)),
  );
}
