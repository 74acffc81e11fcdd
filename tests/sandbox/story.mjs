// Everything that the API does, once, in an order in which it works: for whatever sends a request.

export const TESTINA = "40000000-0000-4000-8000-000000000001";
export const CREAM = "10000000-0000-4000-8000-000000000001";
export const OIL = "20000000-0000-4000-8000-000000000001";
export const BROCHURE = "30000000-0000-4000-8000-000000000001";
export const PLACEBO = "50000000-0000-4000-8000-000000000001";
export const NOTREAL = "50000000-0000-4000-8000-000000000002";

const ADDRESS = { address_1: "5 Invented Way", city: "Boise", state: "ID", zip_code: "83702", country: "US" };
export const NOVA = {
  first_name: "Nova",
  last_name: "Unreal",
  email: "nova.unreal@example.com",
  phone: "5555550130",
  date_of_birth: "1990-01-01",
  address: ADDRESS,
};
const MEDICATION = {
  product_code: "CREAM",
  quantity: 30,
  units: "C48155",
  refills: 1,
  sig: "Apply twice a day",
  written_at: "2025-03-14T08:30:00",
};

/**
 * Drives all 77 operations. `call(method, path, body, token)` gives `{status, body}`; `pharmacy` is what moves orders on.
 * Gives what it made.
 */
export async function tellStory({ call, login, pharmacy, key = "story" }) {
  const ok = async (method, path, body, token) => {
    const answer = await call(method, path, body, token);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const tokens = await ok("POST", "/auth/login", login, null);
  await ok("POST", "/auth/refresh", undefined, tokens.refresh_token);
  const send = (method, path, body) => ok(method, path, body, tokens.access_token);
  await send("GET", "/auth/verify");
  const made = { tokens, ...(await tellOfPeople(send, key)) };
  await tellOfProducts(send);
  const orders = await tellOfOrders(send, pharmacy, made, key);
  await tellOfViews(send);
  await tellOfNotifications(send);
  return { ...made, ...orders, send };
}

async function tellOfPeople(send, key) {
  const patient = await send("POST", "/patients", { ...NOVA, external_id: key, risk_factors: { allergies: "dust" } });
  const path = `/patients/${patient.id}`;
  await send("GET", "/patients");
  await send("GET", path);
  await send("PUT", path, { phone: "5555550131" });
  await send("POST", `${path}/risk_factor_text`, { medications: "aspirin" });
  const { allergies } = await send("GET", `${path}/risk_factors`);
  await send("DELETE", `${path}/risk_factors/${allergies[0].id}`);
  await send("GET", "/patients/guardian_relationship_types");

  const doctor = { first_name: "Doc", last_name: "Unreal", npi: "1234567893", addresses: [ADDRESS] };
  const prescriber = await send("POST", "/prescribers", doctor);
  const own = `/prescribers/${prescriber.id}`;
  await send("GET", "/prescribers");
  await send("GET", own);
  await send("PUT", own, { phone: "5555550132" });
  await send("POST", `${own}/qualifications`, { state: "CA", license_number: "1" });
  await send("PUT", `${own}/qualifications/CA`, { state: "CA", license_number: "2" });
  await send("DELETE", `${own}/qualifications/CA`);
  await send("POST", `/prescribers/${NOTREAL}/supervisors`, { supervisor_id: PLACEBO, state: "TX" });
  await send("GET", `/prescribers/${NOTREAL}/supervisors`);
  await send("GET", `/prescribers/${PLACEBO}/supervisees`);
  await send("DELETE", `/prescribers/${NOTREAL}/supervisors/${PLACEBO}?state=TX`);
  await send("GET", "/prescribers/credentials");
  return { patient, prescriber };
}

async function tellOfProducts(send) {
  await send("GET", "/products");
  for (const kind of ["prescription", "non_prescription", "order_material"]) await send("GET", `/products/${kind}`);
  await send("PUT", `/products/prescription/${CREAM}`, { product_code: "CREAM" });
  await send("PUT", `/products/non_prescription/${OIL}`, { sku: "OIL" });
  await send("PUT", `/products/order_material/${BROCHURE}`, { name: "Leaflet" });
}

async function tellOfOrders(send, pharmacy, { patient, prescriber }, key) {
  const rx = "/prescriptions/electronic_prescriptions";
  const prescription = await send("POST", rx, {
    medication: MEDICATION,
    patient: { id: patient.id },
    prescriber: { id: prescriber.id },
  });
  await send("GET", `${rx}/${prescription.id}`);
  await send("GET", "/prescriptions/quantity_units");
  const composite = await send("POST", `${rx}/composite?force_new=true`, {
    patient: { id: TESTINA },
    prescriber: { npi: "9000000015" },
    electronic_prescription: { medication: MEDICATION },
    order: { external_id: `${key}-composite`, products: { prescription: [{ id: CREAM }] } },
  });
  const order = await send("POST", "/orders?force_new=true", {
    patient_id: patient.id,
    external_id: `${key}-order`,
    products: { prescription: [{ id: CREAM }], non_prescription: [{ sku: "OIL" }] },
  });
  const path = `/orders/${order.id}`;
  await send("GET", "/orders?page_size=5");
  await send("GET", path);
  await send("PUT", path, { shipping: { carrier: "ups" } });
  await send("POST", `${path}/products`, { order_material: [{ id: BROCHURE }] });
  await send("PATCH", `${path}/products/non_prescription/${OIL}`, { quantity: 2 });
  await send("DELETE", `${path}/products/order_material/${BROCHURE}`);
  await send("PUT", `${path}/pause`);
  await send("PUT", `${path}/unpause`);
  await send("PUT", `${path}/prioritize`);
  await pharmacy("advance", { order: order.id });
  await send("PUT", `${path}/request_cancellation`, { comments: "changed their mind" });
  await pharmacy("answer-cancellation", { order: order.id, outcome: "declined" });
  await pharmacy("advance", { order: order.id, to: "delivered" });
  await send("PUT", `${path}/replace`, { reason: "Product arrived damaged" });
  await pharmacy("answer-replacement", { order: order.id, outcome: "fulfilled", orders: 2 });
  const replaced = await send("GET", path);
  await send("GET", `${path}/status_history`);
  await send("GET", `/patients/${patient.id}/orders`);
  const cancelled = await send("POST", "/orders?force_new=true", {
    patient_id: patient.id,
    products: { prescription: [{ id: CREAM }] },
  });
  await send("PUT", `/orders/${cancelled.id}/cancel`);
  await send("GET", "/orders/statuses");
  await send("GET", "/orders/shipping_options");
  await send("GET", "/reasons");
  const reason = await send("POST", "/reasons", { name: "Own" });
  await send("PUT", `/reasons/${reason.id}`, { name: "Other" });
  return { prescription, composite, order: replaced, cancelled };
}

async function tellOfViews(send) {
  await send("GET", "/search?q=unreal");
  for (const kind of ["orders", "patients", "prescribers", "products", "tasks"])
    await send("GET", `/search/${kind}?q=a`);
  await send("GET", "/reports/daily");
  await send("GET", "/reports/orders?start_date=2025-01-01&end_date=2030-01-01");
}

async function tellOfNotifications(send) {
  const hook = { event_codes: ["all"], url: "https://example.com/hook" };
  const { id } = await send("POST", "/notifications/webhooks", hook);
  await send("GET", "/notifications/webhooks");
  await send("GET", `/notifications/webhooks/${id}`);
  await send("PUT", `/notifications/webhooks/${id}`, { ...hook, event_codes: ["order.stuck"] });
  await send("POST", "/notifications/webhooks/secret");
  await send("GET", "/notifications/sample/order.shipped");
  await send("POST", "/notifications/sample", { event_code: "order.shipped", webhook_url: hook.url });
  await send("PUT", "/notifications/email", { event_codes: ["order.shipped"] });
  await send("GET", "/notifications/email");
  await send("DELETE", "/notifications/email");
  await send("GET", "/notifications/events");
  await send("DELETE", `/notifications/webhooks/${id}`);
  const sms = await send("POST", "/notifications", { type: "sms", event_codes: ["order.stuck"] });
  await send("GET", "/notifications");
  await send("DELETE", `/notifications/${sms.id}`);
}
