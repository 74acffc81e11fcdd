// The order that an event is about.

import type { Blend, Order } from "../../types/index.js";
import type { IncomingEvent, StoredEvent } from "../../types/webhooks.js";

/** What the API gives on one page. */
const LARGEST_PAGE = 200;
/** Events whose `id` is the order's. A shipment's event may come to have an id of the shipment. */
const OF_AN_ORDER = ["order.created", "order.stuck"];

export async function findOrder(
  blend: { orders: Pick<Blend["orders"], "get" | "list"> },
  event: IncomingEvent | StoredEvent,
  options: { limit: number },
): Promise<Order | undefined> {
  const limit = options?.limit;
  if (!Number.isSafeInteger(limit) || limit < 1) throw new TypeError("limit: expected a whole number from 1");
  const { id, order_number, tracking_number } = (event.data ?? {}) as Record<string, unknown>;
  const order = order_number ?? (OF_AN_ORDER.includes(event.event_code) ? id : undefined);
  if (typeof order === "string") return get(blend, order);
  if (typeof tracking_number !== "string") return undefined;

  let read = 0;
  const shipped = blend.orders.list({ status: "shipped,delivered", page_size: Math.min(limit, LARGEST_PAGE) });
  for await (const each of shipped) {
    if (each.shipments?.some((shipment) => shipment?.tracking_number === tracking_number)) return each;
    if (++read >= limit) return undefined;
  }
  return undefined;
}

async function get(blend: { orders: Pick<Blend["orders"], "get"> }, order: string): Promise<Order | undefined> {
  try {
    return await blend.orders.get(order);
  } catch (error) {
    if ((error as { status?: number }).status === 404) return undefined;
    throw error;
  }
}
