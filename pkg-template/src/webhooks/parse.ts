// What a delivery says.

import type { IncomingEvent, KnownEventCode, StoredEvent } from "../../types/webhooks.js";

export const KNOWN_CODES: readonly KnownEventCode[] = [
  "order.created",
  "order.shipped",
  "order.delivered",
  "order.stuck",
  "prescription.cancelled",
];

export function parseWebhook(body: unknown): IncomingEvent {
  const { event_code, data: given, ...rest } = bodyOf(body);
  if (typeof event_code !== "string" || !event_code) throw new TypeError("event_code: expected text");
  // The envelope was read on one page of the vendor's only: the fields may also stand beside the code.
  const data = given === undefined ? rest : given;
  const known = KNOWN_CODES.includes(event_code as KnownEventCode) && isObject(data);
  return { known, event_code, data } as IncomingEvent;
}

/** The body as an object. An error holds nothing of it: it may hold a patient's name. */
export function bodyOf(body: unknown): Record<string, unknown> {
  let value = body;
  try {
    if (typeof body === "string") value = JSON.parse(body);
  } catch {
    value = undefined;
  }
  if (isObject(value)) return value;
  throw new TypeError("body: expected a JSON object, as text or parsed");
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HANDLES = ["order_number", "tracking_number"];
const HANDLE = /^[\w-]{1,64}$/;

/** What of an event is stored: no field whose value could be a name. */
export function idsOf({ known, event_code, data }: IncomingEvent): StoredEvent {
  const ids = Object.entries(isObject(data) ? data : {}).filter(
    ([name, value]) => typeof value === "string" && (HANDLES.includes(name) ? HANDLE : UUID).test(value),
  );
  return { known, event_code, data: Object.fromEntries(ids) as Record<string, string> };
}
