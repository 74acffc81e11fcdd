// A tour of blend-sdk against the sandbox: no network, no account. Run by `make demo`.
// It checks what it shows, and exits with an error where anything is not as expected.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import Blend, { ConflictError, isBlendError, medicationsOf, ValidationError } from "../pkg/dist/index.mjs";
import { Sandbox } from "../pkg/dist/sandbox.mjs";

const title = (text) => console.log(`\n${text}`);
const called = (text) => console.log(`  > ${text}`);
const say = (text) => console.log(`    ${text}`);
const example = (name) =>
  JSON.parse(readFileSync(new URL(`../tests/contract/examples/${name}`, import.meta.url), "utf8"));

/** What a user sees of a call that fails. */
const errors = [];
async function fails(Class, promise) {
  const error = await promise.then(
    () => assert.fail("this call had to fail"),
    (reason) => reason,
  );
  assert.ok(error instanceof Class && isBlendError(error), inspect(error));
  say(`${error.name}, code "${error.code}", outcome "${error.outcome}"`);
  say(error.message);
  for (const { path, code } of error.issues ?? []) say(`issue at ${path}: ${code}`);
  errors.push(error);
  return error;
}

console.log("blend-sdk demo: a pharmacy in memory; nothing leaves this process.");

title("Sign in");
const sandbox = new Sandbox({ seed: 1 });
let requests = 0;
const fetch = (url, init) => (requests++, sandbox.fetch(url, init));
// What goes to the console otherwise.
const logger = { ...console, warn: say };
const blend = new Blend({ email: sandbox.email, password: sandbox.password, fetch, logger, checkResponses: "throw" });
called("blend.auth.verify()");
const { valid, user } = await blend.auth.verify();
assert.ok(valid);
say(`signed in as ${user.email}, role ${user.role}; the client signed in by itself when the first call needed it`);

title("Create a prescriber, and a licence");
called("blend.prescribers.create(doctor), then blend.prescribers.createQualification(id, licence)");
const doctor = { first_name: "Nova", last_name: "Unreal", npi: "1234567893", credentials: [{ credential_code: "MD" }] };
const prescriber = await blend.prescribers.create(doctor);
const licence = { state: "CA", license_number: "A-0001", expiration_date: "2099-12-31" };
await blend.prescribers.createQualification(prescriber.id, licence);
const { qualifications } = await blend.prescribers.get(prescriber.id);
assert.deepEqual(
  qualifications.map(({ state, is_active }) => [state, is_active]),
  [["CA", true]],
);
say(`${prescriber.first_name} ${prescriber.last_name}, NPI ${prescriber.npi}, licensed in ${qualifications[0].state}`);

title("A mistyped NPI that is somebody else's");
called("blend.prescribers.create({ ...doctor, npi }).withResponse()");
const mistyped = await blend.prescribers.create({ ...doctor, npi: "9000000098" }).withResponse();
assert.deepEqual(
  mistyped.warnings.map(({ path, code }) => [path, code]),
  [["last_name", "mismatch"]],
);
say(
  `that was the log; whose NPI it is, ${mistyped.data.first_name} ${mistyped.data.last_name}, is linked to the account now`,
);

// The vendor's own example of an order, which has one id for everything: here go ids that exist.
const { patient: person, ...payload } = example("orders-create.request.json");

title("Register a patient");
called("blend.patients.create(person)");
const patient = await blend.patients.create(person);
assert.equal(patient.last_name, person.last_name);
say(`${patient.first_name} ${patient.last_name}, id ${patient.id}`);

title("Find products and a compounding reason");
called('blend.search.products({ q: "mupirocin" }), and two more');
const product = async (q) => (await blend.search.products({ q })).results[0];
const [cream, oil, brochure] = await Promise.all(["mupirocin", "fish oil", "brochure"].map(product));
for (const { name, sku, result_type } of [cream, oil, brochure]) say(`${name}, ${sku}, ${result_type}`);
called("blend.orders.compoundingReasons()");
const reasons = (await blend.orders.compoundingReasons()).flatMap((reason) => [reason, ...reason.subcategories]);
const reason = reasons.find(({ name }) => name === "Palatability");
say(`${reasons.length} reasons, one of them ${reason.name}`);

title("Give a product a code of your own");
called('blend.products.updatePrescription(cream.id, { product_code: "DEMO-CREAM" })');
const { product_code } = await blend.products.updatePrescription(cream.id, { product_code: "DEMO-CREAM" });
assert.equal(product_code, "DEMO-CREAM");
say(`${cream.name} may now be prescribed and ordered as ${product_code}`);

title("Hand over a prescription");
called("blend.prescriptions.create({ medications: [medication], patient, prescriber })");
const { code: units } = (await blend.prescriptions.quantityUnits()).find(({ term }) => term === "Gram");
const medication = {
  product_code,
  quantity: 22,
  units,
  refills: 2,
  sig: "Apply twice a day",
  written_at: "2026-01-15T09:00:00",
};
const prescription = await blend.prescriptions.create({
  medications: [medication],
  patient: { id: patient.id },
  prescriber: { id: prescriber.id },
});
const [prescribed] = medicationsOf(prescription);
assert.deepEqual([prescribed.units, prescribed.fills_remaining], ["Gram", 3]);
say(
  `${prescribed.name}, ${prescribed.quantity} ${prescribed.units}, ${prescribed.fills_remaining} fills: one, and ${prescribed.refills} refills`,
);

title("Create an order");
payload.patient_id = patient.id;
payload.electronic_prescription_ids = [prescription.id];
payload.products.prescription[0].id = cream.id;
payload.products.prescription[0].reasons[0].id = reason.id;
payload.products.non_prescription[0].id = oil.id;
payload.products.order_material[0].id = brochure.id;
called("blend.orders.create(payload)");
const order = await blend.orders.create(payload);
assert.deepEqual([order.status, order.merged_into_existing], ["received", false]);
say(`${order.order_number}, ${order.status}, ${Object.values(order.products).flat().length} lines`);
say(`your own key of it: ${order.external_id}`);
assert.equal(order.products.prescription[0].has_prescription, true);
say("its prescription is there");

title("List orders, over pages of two");
for (const visit of [2041, 2042, 2043, 2044]) {
  await blend.orders.create({ patient_id: patient.id, external_id: `visit-${visit}`, force_new: true });
}
called("for await (const one of blend.orders.list({ page_size: 2 }))");
requests = 0;
const keys = [];
for await (const one of blend.orders.list({ status: ["received", "paused"], page_size: 2 })) keys.push(one.external_id);
assert.deepEqual([keys.length, new Set(keys).size], [5, 5]);
say(keys.join(", "));
say(`${keys.length} orders in ${requests} requests: a short page is not taken for the last one, an empty one is`);

title("Pause, and unpause");
called("blend.orders.pause(order.id), then blend.orders.unpause(order.external_id)");
const paused = await blend.orders.pause(order.id);
const resumed = await blend.orders.unpause(order.external_id);
assert.deepEqual([paused.status, resumed.status], ["paused", "received"]);
say(`${order.order_number}: ${paused.status}, then ${resumed.status}`);

title("Change the address");
called("blend.orders.update(order.id, change)");
const change = example("orders-update.request.json");
const { data, response, attempts, warnings } = await blend.orders.update(order.id, change).withResponse();
assert.equal(data.address.address_2, change.address.address_2);
say(`${data.order_number} goes to ${data.address.city}, ${data.address.state}`);
say(`withResponse() tells more: status ${response.status}, attempts ${attempts}, warnings ${warnings.length}`);
for (const { path, message } of warnings) say(`warning at ${path}: ${message}`);

title("The pharmacy fills and ships it");
called("sandbox.advance(order.id), three times");
const steps = [1, 2, 3].map(() => sandbox.advance(order.id));
const {
  shipments: [shipment],
} = await blend.orders.get(order.id);
const [dispensed] = medicationsOf(await blend.prescriptions.get(prescription.id));
assert.deepEqual([steps.at(-1), dispensed.fills_remaining], ["shipped", 2]);
say(`${steps.join(", ")}; with ${shipment.carrier}, ${shipment.tracking_number}`);
say(`the prescription has ${dispensed.fills_remaining} fills left`);

title("Where it has been");
called("blend.orders.statusHistory(order.id)");
const history = await blend.orders.statusHistory(order.id);
assert.deepEqual(history.map(({ status }) => status).sort(), [
  "paused",
  "picked",
  "received",
  "received",
  "shipped",
  "verified",
]);
for (const { status, updated_by: by } of history) say(`${status}, by ${by.first_name} ${by.last_name}`);

title("Report");
const [start_date, end_date] = [order.created_at, new Date().toISOString()].map((time) => time.slice(0, 10));
called(
  `blend.reports.orders({ start_date: "${start_date}", end_date: "${end_date}", include: ["status", "products"] })`,
);
const report = await blend.reports.orders({ start_date, end_date, include: ["status", "products"] });
const statuses = report.orders_by_status.map(({ status, count }) => `${count} ${status}`);
assert.deepEqual(statuses, ["4 received", "1 shipped"]);
say(`${statuses.join(", ")}; most ordered: ${report.orders_by_product.prescription[0].name}`);

title("Search");
called(`blend.search.all({ q: "${person.last_name}" }), and q: "${doctor.last_name}"`);
for (const [q, matches] of [
  [person.last_name, 6],
  [doctor.last_name, 1],
]) {
  const { results } = await blend.search.all({ q });
  assert.equal(results.length, matches);
  say(`${q}: ${[...new Set(results.map((result) => result.result_type))].join(", ")}`);
}

title("Subscribe a webhook");
called("blend.notifications.createWebhook({ event_codes, url })");
const webhook = await blend.notifications.createWebhook({
  event_codes: ["order.shipped"],
  url: "https://example.com/hook",
});
const { payload_preview: event } = await blend.notifications.previewSample("order.shipped");
assert.deepEqual([webhook.is_active, event.order_id, event.order_number], [true, undefined, undefined]);
say(`active, for ${webhook.subscriptions.map(({ name }) => name).join(", ")}`);
say(`what such an event has: ${Object.keys(event).join(", ")}`);

title("What does not work: unpause an order that is not paused");
called("blend.orders.unpause(order.id)");
const conflict = await fails(ConflictError, blend.orders.unpause(order.id));
assert.deepEqual([conflict.status, conflict.outcome, conflict.attempts], [409, "rejected", 1]);
say(`Blend's own words, only on demand, from error.unsafe(): ${JSON.parse(conflict.unsafe().body).message}`);

title("A misspelt field");
called("blend.orders.create({ ..., quantitiy: 1 })");
requests = 0;
const line = { sku: cream.sku, quantitiy: 1 };
await fails(ValidationError, blend.orders.create({ patient_id: patient.id, products: { prescription: [line] } }));

title("A patient's phone number as people write it");
called("blend.patients.create({ ...person, phone })");
const phone = "(641) 738-3445";
await fails(ValidationError, blend.patients.create({ ...person, phone }));
assert.equal(requests, 0);
say("neither of the two was sent");

const strings = (value) =>
  typeof value === "object" ? Object.values(value).flatMap(strings) : typeof value === "string" ? value : [];
const values = strings([person, phone, order.id]).filter((value) => value.length > 4);
for (const error of errors) {
  const text = [error.message, error.stack, JSON.stringify(error), inspect(error)].join("\n");
  for (const value of values) assert.ok(!text.includes(value), `${error.name} holds a value`);
}
title(
  `None of these ${errors.length} errors holds any of the ${values.length} values of the patient, in message, stack, JSON or inspect.`,
);
