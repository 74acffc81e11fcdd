// What can be done to an order: how it is called, what it sends, how one sees that it happened.

import { wire } from "./address-form.js";
import { blend } from "./api.js";
import { linesOf } from "./changes.js";

const REASON = { name: "reason", label: "Reason", required: true, maxlength: 500, lines: 3 };

/**
 * `name` is that of `orders.actions`. `leadsTo` is a status to wait for; without one, `hasHappened` compares the order with what
 * it was before. `ask` opens a form first. `done` completes the sentence "Order 1 …".
 */
export const ACTIONS = [
  { name: "pause", label: "Pause", leadsTo: "paused", done: "is paused", run: ({ id }) => blend.orders.pause(id) },
  {
    name: "unpause",
    label: "Unpause",
    leadsTo: "received",
    done: "goes on",
    run: ({ id }) => blend.orders.unpause(id),
  },
  {
    ...{ name: "prioritize", label: "Prioritize", done: "has priority" },
    run: ({ id }) => blend.orders.prioritize(id),
    hasHappened: (order) => order.priority_requested === true,
  },
  {
    ...{ name: "update", label: "Change address", done: "has its new address" },
    run: ({ id }, values) => blend.orders.update(id, wire(values)),
    hasHappened: (order, before, { update_patient: _, ...address }) =>
      Object.entries(address).every(([name, value]) => (order.address?.[name] ?? "") === value),
    ask: "address",
  },
  {
    ...{ name: "replace", label: "Replace", done: "will be replaced" },
    run: ({ id }, { reason }) => blend.orders.replace(id, { reason }),
    hasHappened: (order, before) => order.replacement_requested_at !== before.replacement_requested_at,
    ask: {
      title: "Ask for a replacement",
      text: "Blend makes a new order if it accepts. Say what is wrong with this one.",
      fields: [REASON],
      button: "Ask for a replacement",
    },
  },
  {
    ...{
      name: "requestCancellation",
      label: "Request cancellation",
      done: "has its cancellation requested",
      danger: true,
    },
    run: ({ id }, { reason }) => blend.orders.requestCancellation(id, { comments: reason }),
    hasHappened: (order) => order.cancellation_requested === true,
    ask: {
      title: "Request cancellation",
      text: "The pharmacy works on this order already. It decides. You can ask once for each order.",
      fields: [REASON],
      button: "Request cancellation",
    },
  },
  {
    ...{ name: "cancel", label: "Cancel order", leadsTo: "cancelled", done: "is cancelled", danger: true },
    run: ({ id }) => blend.orders.cancel(id),
    ask: { title: "Cancel this order?", text: "It cannot be taken back.", fields: [], button: "Cancel order" },
  },
];

/** Changes of an order's lines. Each carries its line in `values`. */
export const LINE_ACTIONS = {
  updateProductQuantity: {
    ...{ name: "updateProductQuantity", label: "Change quantity", done: "has its new quantity" },
    run: ({ id }, { line, quantity }) =>
      blend.orders.updateProductQuantity(id, line.kind, line.id, {
        quantity,
        order_item_id: line.order_item_id ?? undefined,
      }),
    hasHappened: (order, before, { line, quantity }) => sameLine(order, line)?.quantity === quantity,
  },
  removeProduct: {
    ...{ name: "removeProduct", label: "Remove line", done: "has one line less", danger: true },
    run: ({ id }, { line }) =>
      blend.orders.removeProduct(id, line.kind, line.id, { order_item_id: line.order_item_id ?? undefined }),
    hasHappened: (order, before, { line }) => !sameLine(order, line),
  },
  addProducts: {
    ...{ name: "addProducts", label: "Add a product", done: "has its new line" },
    run: ({ id }, { kind, product, quantity }) => blend.orders.addProducts(id, { [kind]: [{ id: product, quantity }] }),
    hasHappened: (order, before, { product }) => ordered(order, product) > ordered(before, product),
  },
};

const sameLine = (order, line) =>
  linesOf(order).find((one) => one.order_item_id === line.order_item_id && one.id === line.id);

const ordered = (order, product) =>
  linesOf(order).reduce((sum, line) => sum + (line.id === product ? line.quantity : 0), 0);
