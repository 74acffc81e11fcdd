// Deliveries as Blend's pages show them.

export const SECRET = "wh-secret-of-forty-letters-and-digits-42";

/** A patient's name, which must stand in nothing that is kept or answered. */
export const NAME = "Quillfeather";

/** The payload of the older page: status name and code. */
export const CREATED = {
  event_code: "order.created",
  data: {
    id: "0227d1e5-ba9a-42b5-8fe2-38882aa65708",
    created_at: "2025-07-31T17:13:13.520283",
    updated_at: "2025-07-31T17:13:13.520304",
    url: "https://app.example.com/orders/0227d1e5-ba9a-42b5-8fe2-38882aa65708",
    order_number: "ORD250316225537XHWD",
    last_name: NAME,
    first_name: "Rodrigo",
    status_name: "Received",
    status_code: "N01",
  },
};

/** The payload of the sample page: no id of the order, and the status in its present style. */
export const SHIPPED = {
  event_code: "order.shipped",
  data: {
    carrier: "USPS",
    created_at: "2025-07-31T17:13:13.520283",
    estimated_delivery_date: "2025-07-31T17:13:13.520651",
    service_level: "Ground Advantage",
    status: "received",
    tracking_number: "9200190347375200504724",
    tracking_url: "https://example.com/track/9200190347375200504724",
    updated_at: "2025-07-31T17:13:13.520304",
    url: "http://localhost:3000/shipments/46aaf265-60bb-4c34-bc08-be20e1628412",
  },
};

/** A delivery as a request. */
export const delivery = (body, { secret = SECRET, ...init } = {}) =>
  new Request("https://portal.example.com/blend", {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...init,
  });
