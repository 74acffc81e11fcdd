// What the page shows and no single call of Blend gives: stuck orders, counts by status, orders by day and status.
// All pages share one answer for a short time.

import { dateOf } from "../time.mjs";

const DAY_MS = 86_400_000;
const DAYS = 14;
const AT_ONCE = 4;
const OPEN = "received,paused,exception,picked,verified";
const MOST_OPEN = 2000;
const SHARED_MS = 30_000;

export function createOverview(blend) {
  const stuck = shared(() => findStuck(blend));
  const counts = shared(() => countByStatus(blend));
  const days = shared(() => countByDay(blend));
  return {
    stuck,
    counts,
    days,
    /** Something changed: the next one who asks gets fresh answers. */
    forget: () => [stuck, counts, days].forEach((one) => one.forget()),
  };
}

/** Loads once for all who ask within a while, and one at a time, however often it has to forget. A failure is not kept. */
function shared(load) {
  let held;
  let running = Promise.resolve();
  const get = () => {
    if (held && Date.now() - held.at < SHARED_MS) return held.promise;
    const mine = { at: Date.now(), hasBegun: false };
    mine.promise = running.then(() => {
      mine.hasBegun = true;
      return load();
    });
    held = mine;
    running = mine.promise.then(
      () => {},
      () => {
        if (held === mine) held = undefined;
      },
    );
    return mine.promise;
  };
  // One that has not begun yet will be fresh.
  get.forget = () => {
    if (held?.hasBegun) held = undefined;
  };
  return get;
}

/**
 * Blend has no status for it. Stuck are orders in exception, those that lack a prescription for a day, and those for which the
 * pharmacy has an open task, which says why.
 */
async function findStuck(blend) {
  const [orders, tasks] = await Promise.all([
    blend.orders.list({ status: OPEN, page_size: 200 }).toArray({ limit: MOST_OPEN }),
    openTasks(blend),
  ]);
  return orders.flatMap((order) => {
    const reason = tasks.get(order.id) ?? reasonOf(order);
    return reason ? [{ ...rowOf(order), stuck: reason }] : [];
  });
}

/** What the pharmacy wrote on its tasks, by order. The search for tasks is inferred: it may not be there. */
async function openTasks(blend) {
  const found = await blend.search.tasks({ q: "stuck", limit: 100 }).catch(() => undefined);
  const open = (found?.results ?? []).filter(({ completed_at, order_id }) => order_id && !completed_at);
  const text = ({ description, name }) => (description ?? name ?? "open task").replace(/^Order \w+: /, "");
  return new Map(open.map((task) => [task.order_id, text(task)]));
}

function reasonOf({ status, created_at, products }) {
  if (status === "exception") return "clarification needed";
  const lacks = products?.prescription?.some(({ has_prescription }) => has_prescription === false);
  if (lacks && Date.now() - dateOf(created_at) > DAY_MS) return "no active prescription";
}

/** What a row of the list shows of an order, and no more. */
export function rowOf(order) {
  const { id, order_number, external_id, status, created_at, patient, products } = order;
  const { priority_requested, cancellation_requested, replacement_request_status } = order;
  const lines = Object.values(products ?? {}).flatMap((list) => (list ?? []).map(({ name }) => ({ name })));
  const { first_name, last_name } = patient ?? {};
  return {
    ...{ id, order_number, external_id, status, created_at, lines },
    ...{ priority_requested, cancellation_requested, replacement_request_status },
    patient: { first_name, last_name },
  };
}

const dayOf = (time) => new Date(time).toISOString().slice(0, 10);

async function countByStatus(blend) {
  const [start_date, end_date] = [dayOf(Date.now() - 365 * DAY_MS), dayOf(Date.now())];
  return countsOf(await blend.reports.orders({ start_date, end_date, include: "status" }));
}

/** A row for each day in UTC, newest first. */
async function countByDay(blend) {
  const days = Array.from({ length: DAYS }, (_, ago) => dayOf(Date.now() - ago * DAY_MS));
  const rows = [];
  for (let from = 0; from < days.length; from += AT_ONCE) {
    const some = days.slice(from, from + AT_ONCE).map(async (date) => {
      const report = await blend.reports.orders({ start_date: date, end_date: date, include: "status" });
      return { date, counts: countsOf(report) };
    });
    rows.push(...(await Promise.all(some)));
  }
  return rows;
}

/** Older answers name a status by a code of their own: it stays apart, under its name. */
function countsOf({ orders_by_status }) {
  const counts = {};
  for (const { status, status_name, count } of orders_by_status ?? []) {
    const name = status ?? status_name ?? "unknown";
    counts[name] = (counts[name] ?? 0) + (count ?? 0);
  }
  return counts;
}
