// From a visit to its order at Blend: once, whatever is killed on the way. The row in Postgres is the truth; the queue only
// says that there is work.

import { isBlendError } from "../../pkg/dist/index.mjs";

/** A row that was handed to the queue and is still waiting after this time is handed on again: Redis may have lost it. */
const QUEUED_AGAIN_AFTER = "30 seconds";
/** Blend refused these for what they say. Another try would be refused too. */
const REFUSALS = [400, 404, 409, 422];

/** Notes a visit and the order that it needs, in one transaction. */
export async function placeVisit(pool, { id, patient_id, products }) {
  const params = { external_id: id, patient_id, products, force_new: true };
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("insert into visits (id, patient_id) values ($1, $2)", [id, patient_id]);
    await client.query("insert into order_outbox (visit_id, params) values ($1, $2)", [id, params]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

/** Hands waiting rows to the queue. Any number of processes may do so. */
export async function relay(pool, queue) {
  const { rows } = await pool.query(
    `update order_outbox set queued_at = now() where visit_id in (
       select visit_id from order_outbox
       where state = 'waiting' and (queued_at is null or queued_at < now() - interval '${QUEUED_AGAIN_AFTER}')
       order by queued_at nulls first limit 500 for update skip locked
     ) returning visit_id`,
  );
  // A job that ended is removed, so that its id can be used again: BullMQ ignores an id that it knows.
  const opts = {
    removeOnComplete: true,
    removeOnFail: true,
    attempts: 5,
    backoff: { type: "exponential", delay: 1000 },
  };
  await queue.addBulk(
    rows.map(({ visit_id }) => ({ name: "create", data: { visit_id }, opts: { ...opts, jobId: `order-${visit_id}` } })),
  );
}

/** Makes the order of one row. Where it throws, the queue tries again. */
export async function makeOrder(pool, blend, visit_id) {
  const waiting = "select params from order_outbox where visit_id = $1 and state = 'waiting'";
  const { rows } = await pool.query(waiting, [visit_id]);
  if (rows.length === 0) return;
  try {
    const order = await blend.orders.createOnce(rows[0].params, { lookFor: 5000 });
    await pool.query("update visits set order_id = $2, order_status = $3 where id = $1", [
      visit_id,
      order.id,
      order.status,
    ]);
    await settle(pool, visit_id, "done");
  } catch (error) {
    if (!isBlendError(error)) throw error;
    // It may have been made or not: a person has to look. Never send it again blindly.
    if (error.outcome === "unknown") await settle(pool, visit_id, "unknown", error.code);
    else if (error.code === "validation" || REFUSALS.includes(error.status))
      await settle(pool, visit_id, "refused", error.code);
    else throw error;
  }
}

const settle = (pool, visit_id, state, reason = null) =>
  pool.query("update order_outbox set state = $2, reason = $3 where visit_id = $1", [visit_id, state, reason]);

/** What a person has to look at. */
export async function forAPerson(pool) {
  const { rows } = await pool.query(
    "select visit_id, state, reason from order_outbox where state in ('unknown', 'refused')",
  );
  return rows;
}
