// The rows of a view: stuck orders first, then the newest.

import { blend, desk } from "./api.js";

const PAGE_SIZE = 100;

/** The stuck orders of a view, and how many there are in all. */
async function stuckOf({ status }, signal) {
  const all = await desk("GET", "stuck", undefined, signal);
  return { all: all.length, rows: status.length ? all.filter((order) => status.includes(order.status)) : all };
}

/** @returns `{ rows, hasNext, stuck }`; `stuck` is how many there are in all. */
export async function loadOrders(address, signal) {
  const { status, page } = address;
  if (address.stuck) {
    const stuck = await stuckOf(address, signal);
    return { rows: stuck.rows, hasNext: false, stuck: stuck.all };
  }
  const params = { page, page_size: PAGE_SIZE, ...(status.length && { status }) };
  const [stuck, list] = await Promise.all([stuckOf(address, signal), blend.orders.list(params, { signal })]);
  const ids = new Set(stuck.rows.map(({ id }) => id));
  const others = list.data.filter(({ id }) => !ids.has(id)).map(rowOf);
  return { rows: page === 1 ? [...stuck.rows, ...others] : others, hasNext: list.hasNextPage(), stuck: stuck.all };
}

/** What a row shows of an order. The server's rows are the same. */
function rowOf({ id, order_number, external_id, status, created_at, patient, products, ...order }) {
  const { priority_requested, cancellation_requested, replacement_request_status } = order;
  const lines = Object.values(products ?? {}).flatMap((list) => (list ?? []).map(({ name }) => ({ name })));
  return {
    ...{ id, order_number, external_id, status, created_at, lines },
    ...{ priority_requested, cancellation_requested, replacement_request_status },
    patient: { first_name: patient?.first_name, last_name: patient?.last_name },
  };
}
