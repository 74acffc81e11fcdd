//! Examples that an editor shows with the methods that most people begin with. The test `examples` in `tests/types` compiles
//! all of them and runs them against the sandbox, one after the other: `blend` is a client there.

/// The example of an operation, by its name.
pub fn of(operation: &str) -> Option<&'static str> {
    EXAMPLES.iter().find(|(name, _)| *name == operation).map(|(_, code)| code.trim())
}

/// The names of all operations that have an example.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    EXAMPLES.iter().map(|(name, _)| *name)
}

const EXAMPLES: &[(&str, &str)] = &[
    (
        "orders.create",
        r#"
const order = await blend.orders.create({
  patient_id: "40000000-0000-4000-8000-000000000001",
  products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] },
  external_id: "visit-2041", // your own key of the order
  force_new: true,
});
console.log(order.order_number, order.status);
"#,
    ),
    (
        "orders.list",
        r#"
for await (const order of blend.orders.list({ status: ["received", "paused"], page_size: 100 })) {
  console.log(order.order_number, order.status);
}
"#,
    ),
    (
        "orders.get",
        r#"
const order = await blend.orders.get("visit-2041"); // or order.id, or order.order_number
console.log(order.status, order.shipments?.[0]?.tracking_number);
"#,
    ),
    (
        "orders.pause",
        r#"
const paused = await blend.orders.pause("visit-2041", { preflight: true }); // looks at the status first
console.log(paused.status);
"#,
    ),
    (
        "patients.create",
        r#"
const patient = await blend.patients.create({
  first_name: "Ada",
  last_name: "Example",
  date_of_birth: "1990-01-01",
  gender: "female",
  phone: "6175550123",
  email: "ada@example.com",
  address: { address_1: "1 Main Street", city: "Boston", state: "MA", zip_code: "02108" },
  external_id: "patient-76", // your own id of the patient
});
console.log(patient.id);
"#,
    ),
    (
        "patients.list",
        r#"
const patients = await blend.patients.list().toArray({ limit: 500 });
console.log(patients.length);
"#,
    ),
    (
        "prescribers.create",
        r#"
const { data: prescriber, warnings } = await blend.prescribers
  .create({ first_name: "Grace", last_name: "Example", npi: "1234567893" })
  .withResponse();
console.log(prescriber.id, warnings); // a warning if Blend returned somebody else
"#,
    ),
    (
        "prescriptions.create",
        r#"
const [prescriber] = await blend.prescribers.list();
const prescription = await blend.prescriptions.create({
  medication: {
    product_code: "MUPIROCIN1",
    quantity: 30,
    units: "C48155", // grams, from prescriptions.quantityUnits
    refills: 2,
    sig: "Apply a thin layer twice daily",
    written_at: "2025-04-25T00:00:00",
  },
  patient: { id: "40000000-0000-4000-8000-000000000001" },
  prescriber: { id: prescriber?.id },
});
console.log(medicationsOf(prescription).length);
"#,
    ),
    (
        "composite.create",
        r#"
const result = await blend.composite.create({
  patient: { id: "40000000-0000-4000-8000-000000000001" },
  prescriber: { npi: "1234567893" },
  electronic_prescription: {
    medication: {
      product_code: "MUPIROCIN1",
      quantity: 30,
      units: "C48155",
      refills: 2,
      sig: "Apply a thin layer twice daily",
      written_at: "2025-04-25T00:00:00",
    },
  },
  order: { products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] }, external_id: "visit-2043" },
  force_new: true,
});
console.log(result.order?.id, result.summary?.entities_created);
"#,
    ),
    (
        "reports.orders",
        r#"
const report = await blend.reports.orders({
  start_date: "2025-01-01",
  end_date: "2025-01-31",
  include: ["status", "count"],
});
console.log(report.total_orders);
"#,
    ),
    (
        "search.patients",
        r#"
const { results } = await blend.search.patients({ q: "1988-04-12", limit: 20 });
for (const patient of results) console.log(patient.id, patient.last_name);
"#,
    ),
    (
        "notifications.createWebhook",
        r#"
const webhook = await blend.notifications.createWebhook({
  event_codes: ["order.shipped", "order.stuck"],
  url: "https://example.com/webhook",
});
console.log(webhook.id);
"#,
    ),
];
