// What Blend's events lead to. An event is a hint: the order is read again, and what it says then counts.

import { createWebhookHandler, findOrder } from "../../pkg/dist/webhooks.mjs";

export function eventHandler({ pool, blend, inbox, secret }) {
  async function readAgain(event) {
    const order = await findOrder(blend, event, { limit: 1000 });
    // Blend may show it later. The inbox tries again.
    if (!order) throw new Error("the order of this event cannot be seen");
    const { rowCount } = await pool.query("update visits set order_id = $2, order_status = $3 where id = $1", [
      order.external_id,
      order.id,
      order.status,
    ]);
    // An order that was not made by this portal.
    if (rowCount === 0) return;
    const notice = "insert into notices (visit_id, event_code) values ($1, $2) on conflict do nothing";
    await pool.query(notice, [order.external_id, event.event_code]);
  }
  return createWebhookHandler({
    secret,
    inbox,
    on: {
      "order.created": readAgain,
      "order.shipped": readAgain,
      "order.delivered": readAgain,
      "order.stuck": readAgain,
    },
    fallback: ({ event_code, known }) => console.log(`nothing to do for ${known ? event_code : "an unknown event"}`),
  });
}
