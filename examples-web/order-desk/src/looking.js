// Changes whose answer was lost. Until a look at the order settles what became of one, nobody may change that order again here.

import { blend } from "./api.js";

const LOOK_MS = 20_000;
const FIRST_WAIT_MS = 1000;

const open = new Map();
export const looks = new EventTarget();

/** What the desk looks for at an order: `{ label, isOver }`. `isOver` is true where it did not find it in time. */
export const lookingAt = (id) => open.get(id);

/** Looks until the order shows the change. Tells `looks` at the start and at the end. */
export async function look(action, order, values) {
  open.set(order.id, { label: action.label, action, order, values, isOver: false });
  tell(order, "looking");
  const happened = await find(action, order, values).catch(() => false);
  if (happened) open.delete(order.id);
  else open.get(order.id).isOver = true;
  tell(order, happened ? "happened" : "not_seen");
}

/** Looks once more at a change that was not seen in time. */
export const lookAgain = (id) => {
  const { action, order, values } = open.get(id);
  return look(action, order, values);
};

/** The person has decided that it did not happen. */
export function giveUp(id) {
  const { order } = open.get(id);
  open.delete(id);
  tell(order, "given_up");
}

function tell(order, what) {
  looks.dispatchEvent(new CustomEvent("change", { detail: { order, what } }));
}

async function find(action, order, values) {
  if (action.leadsTo) {
    await blend.orders.waitFor(order.id, { status: action.leadsTo, timeout: LOOK_MS });
    return true;
  }
  const until = Date.now() + LOOK_MS;
  for (let ms = FIRST_WAIT_MS; ; ms *= 2) {
    if (action.hasHappened(await blend.orders.get(order.id), order, values)) return true;
    if (Date.now() + ms > until) return false;
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
