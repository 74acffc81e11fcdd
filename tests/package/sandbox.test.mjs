// The sandbox as a client of the package finds it: every operation works in it, and no answer is other than the tables say.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend, medicationsOf, UnprocessableEntityError } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { nameOf, operations } from "../support/tables.mjs";

const TESTINA = "40000000-0000-4000-8000-000000000001";
const CREAM = "10000000-0000-4000-8000-000000000001";
const OIL = "20000000-0000-4000-8000-000000000001";
const BROCHURE = "30000000-0000-4000-8000-000000000001";
const PLACEBO = "50000000-0000-4000-8000-000000000001";
const NOTREAL = "50000000-0000-4000-8000-000000000002";
const URL = "https://example.com/hook";

/** A client of a sandbox whose answers are all checked. */
function desk() {
  const sandbox = new Sandbox();
  const { email, password, fetch } = sandbox;
  return { sandbox, blend: new Blend({ email, password, fetch, checkResponses: "throw", logLevel: "off" }) };
}

test("every operation answers, and as its table says", async () => {
  const { sandbox, blend } = desk();
  const done = new Set();
  const go = async (name, ...args) => {
    const [group, method] = name.split(".");
    const data = await blend[group][method](...args);
    done.add(name);
    return data;
  };

  await go("auth.login");
  await go("auth.verify");
  await go("auth.refresh");

  const { id: patient } = await go("patients.create", {
    first_name: "Nova",
    last_name: "Unreal",
    risk_factors: { allergies: "dust" },
  });
  await go("patients.list");
  await go("patients.get", patient);
  await go("patients.update", patient, { phone: "5555550130" });
  await go("patients.addRiskFactorText", patient, { medications: "aspirin" });
  const { allergies } = await go("patients.riskFactors", patient);
  await go("patients.deactivateRiskFactor", patient, allergies[0].id);
  await go("patients.guardianRelationshipTypes");

  const { id: prescriber } = await go("prescribers.create", {
    first_name: "Doc",
    last_name: "Unreal",
    npi: "1234567893",
  });
  await go("prescribers.list");
  await go("prescribers.get", prescriber);
  await go("prescribers.update", prescriber, { phone: "5555550131" });
  await go("prescribers.createQualification", prescriber, { state: "CA", license_number: "1" });
  await go("prescribers.updateQualification", prescriber, "CA", { state: "CA", license_number: "2" });
  await go("prescribers.deactivateQualification", prescriber, "CA");
  await go("prescribers.createSupervision", NOTREAL, { supervisor_id: PLACEBO, state: "TX" });
  await go("prescribers.supervisors", NOTREAL);
  await go("prescribers.supervisees", PLACEBO);
  await go("prescribers.removeSupervision", NOTREAL, PLACEBO, { state: "TX" });
  await go("prescribers.credentials");

  await go("products.list");
  await go("products.listPrescription");
  await go("products.listNonPrescription", { page_size: 1 });
  await go("products.listOrderMaterials", { page: 2 });
  await go("products.updatePrescription", CREAM, { product_code: "CREAM" });
  await go("products.updateNonPrescription", OIL, { sku: "OIL" });
  await go("products.updateOrderMaterial", BROCHURE, { name: "Leaflet" });

  const medication = { product_code: "CREAM", quantity: 30, units: "C48155", refills: 1 };
  const { id: prescription } = await go("prescriptions.create", {
    medication,
    patient: { id: patient },
    prescriber: { id: prescriber },
  });
  await go("prescriptions.get", prescription);
  await go("prescriptions.quantityUnits");
  await go("composite.create", {
    patient: { id: TESTINA },
    prescriber: { npi: "9000000015" },
    electronic_prescription: { medication },
    order: {},
  });

  const products = { prescription: [{ id: CREAM }], non_prescription: [{ sku: "OIL" }] };
  const { id: order } = await go("orders.create", { patient_id: patient, products, external_id: "visit-1" });
  await go("orders.list");
  await go("orders.get", order);
  await go("orders.update", order, { shipping: { carrier: "ups" } });
  await go("orders.addProducts", order, { order_material: [{ id: BROCHURE }] });
  await go("orders.updateProductQuantity", order, "non_prescription", OIL, { quantity: 2 });
  await go("orders.removeProduct", order, "order_material", BROCHURE);
  await go("orders.pause", order);
  await go("orders.unpause", order);
  await go("orders.prioritize", order);
  sandbox.advance(order);
  await go("orders.requestCancellation", order);
  sandbox.advance(order);
  sandbox.advance(order);
  await go("orders.replace", order, { reason: "Product arrived damaged" });
  await go("orders.statusHistory", order);
  await go("orders.cancel", (await blend.orders.create({ patient_id: patient })).id);
  await go("orders.statuses");
  await go("orders.shippingOptions");
  await go("orders.compoundingReasons");
  const { id: reason } = await go("orders.createCompoundingReason", { name: "Own" });
  await go("orders.updateCompoundingReason", reason, { name: "Other" });
  await go("patients.orders", patient);

  for (const search of ["all", "orders", "patients", "prescribers", "products", "tasks"])
    await go(`search.${search}`, { q: "unreal" });
  await go("reports.daily");
  await go("reports.orders", { start_date: "2025-01-01", end_date: "2030-01-01" });

  const { id: webhook } = await go("notifications.createWebhook", { event_codes: ["all"], url: URL });
  await go("notifications.listWebhooks");
  await go("notifications.getWebhook", webhook);
  await go("notifications.updateWebhook", webhook, { event_codes: ["order.stuck"], url: URL });
  await go("notifications.generateWebhookSecret");
  await go("notifications.previewSample", "order.shipped");
  await go("notifications.sendSample", { event_code: "order.shipped", webhook_url: URL });
  await go("notifications.updateEmail", { event_codes: ["order.shipped"] });
  await go("notifications.getEmail");
  await go("notifications.deactivateEmail");
  await go("notifications.eventTypes");
  await go("notifications.deleteWebhook", webhook);
  const { id: subscription } = await go("notifications.createSubscription", {
    type: "sms",
    event_codes: ["order.stuck"],
  });
  await go("notifications.listSubscriptions");
  await go("notifications.deactivateSubscription", subscription);

  assert.deepEqual([...done].sort(), operations.map(nameOf).sort());
});

test("a prescription as SCRIPT XML, through to the order that ships by it", async () => {
  const { sandbox, blend } = desk();
  const xml = `<Message><NewRx>
    <Patient><LastName>Sandboxer</LastName><FirstName>Testina</FirstName><DateOfBirth><Date>1988-04-12</Date></DateOfBirth></Patient>
    <Prescriber><NPI>9000000015</NPI></Prescriber>
    <MedicationPrescribed><DrugDescription>Mupirocin 1%</DrugDescription><ProductCode><Code>MUPIROCIN1</Code></ProductCode>
      <NumberOfRefills>1</NumberOfRefills></MedicationPrescribed>
  </NewRx></Message>`;
  const { id, source, patient_id, prescriber_id } = await blend.prescriptions.create(xml);
  assert.deepEqual([source, patient_id, prescriber_id], ["surescripts", TESTINA, PLACEBO]);
  const order = await blend.orders.create({ patient_id, products: { prescription: [{ id: CREAM }] } });
  assert.equal(order.products.prescription[0].has_prescription, true);
  for (const status of ["picked", "verified", "shipped"]) assert.equal(sandbox.advance(order.id), status);
  const [{ drug_name, fills_remaining }] = medicationsOf(await blend.prescriptions.get(id));
  assert.deepEqual([drug_name, fills_remaining], ["Mupirocin 1%", 1]);
});

test("a composite that fails leaves nothing behind", async () => {
  const { blend } = desk();
  const before = await blend.patients.list().toArray({ limit: 100 });
  const composite = {
    patient: { first_name: "Nova", last_name: "Unreal" },
    order: { products: { prescription: [{ sku: "NO-SUCH" }] } },
  };
  await assert.rejects(blend.composite.create(composite), UnprocessableEntityError);
  assert.deepEqual(await blend.patients.list().toArray({ limit: 100 }), before);
});
