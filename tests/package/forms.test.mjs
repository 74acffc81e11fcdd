// What a form sends by mistake, and what check and the creates say about it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { client, failure, ORDER, serveBlend } from "../support/server.mjs";

const blend = client({ base: "https://blend.invalid/api/v1" });
const paths = (list) => list.map(({ path, code }) => `${path} ${code}`);
const day = (change) => {
  const date = new Date();
  change(date);
  return date.toISOString().slice(0, 10);
};
const PATIENT = {
  first_name: "Willard",
  last_name: "Donnelly",
  email: "willard@example.com",
  phone: "6417383445",
  date_of_birth: "1984-06-12",
  address: { address_1: "1 Main St", city: "Boston", state: "MA", zip_code: "02108" },
};

/** Issues and warnings of a new patient. */
const patient = (fields) => {
  const { issues, warnings } = blend.patients.check.create({ ...PATIENT, ...fields });
  assert.deepEqual(issues, []);
  return paths(warnings);
};

test("blanks in needed fields warn as missing ones do", () => {
  assert.deepEqual(patient({}), []);
  const address = { ...PATIENT.address, city: "", zip_code: "   " };
  assert.deepEqual(patient({ last_name: "  ", email: "", address }), [
    "address.city required",
    "address.zip_code required",
    "last_name required",
    "email required",
  ]);
});

test("birth dates past today or before 1900 warn", () => {
  const odd = ["date_of_birth out_of_range"];
  assert.deepEqual(patient({ date_of_birth: "1899-12-31" }), odd);
  assert.deepEqual(
    patient({ date_of_birth: day((date) => date.setUTCDate(date.getUTCDate() + 1)), guardian_name: "Mater" }),
    odd,
  );
  assert.deepEqual(patient({ date_of_birth: day(() => {}), guardian_name: "Mater" }), []);
});

test("a minor without a guardian warns, until the 18th birthday", () => {
  const born = (days) =>
    day((date) => {
      date.setUTCFullYear(date.getUTCFullYear() - 18);
      date.setUTCDate(date.getUTCDate() + days);
    });
  assert.deepEqual(patient({ date_of_birth: born(1) }), ["guardian_name required"]);
  assert.deepEqual(patient({ date_of_birth: born(1), guardian_name: " " }), ["guardian_name required"]);
  assert.deepEqual(patient({ date_of_birth: born(-1) }), []);
  const { warnings } = blend.orders.check.create({ ...ORDER, patient: { ...PATIENT, date_of_birth: born(1) } });
  assert.deepEqual(paths(warnings), ["patient.guardian_name required"]);
});

test("an order without products, an empty composite and an empty medication warn", () => {
  const { patient_id } = ORDER;
  const order = (products) => paths(blend.orders.check.create({ patient_id, ...products }).warnings);
  assert.deepEqual(order({}), ["products required"]);
  assert.deepEqual(order({ products: { prescription: [] } }), ["products at_least_one"]);
  assert.deepEqual(paths(blend.composite.check.create({}).warnings), [" at_least_one"]);
  const electronic_prescription = { medication: {}, patient: { id: patient_id }, prescriber: { id: patient_id } };
  const { warnings } = blend.composite.check.create({ electronic_prescription });
  assert.ok(paths(warnings).includes("electronic_prescription.medication.sig required"));
});

test("force_new inside of a composite's order: the message says where it belongs", () => {
  const { issues } = blend.composite.check.create({ order: { ...ORDER, force_new: true } });
  assert.deepEqual(issues, [
    { path: "order.force_new", code: "unknown_field", message: "unknown field; it belongs at the top level" },
  ]);
});

test("a webhook without https is refused", () => {
  const { createWebhook } = blend.notifications.check;
  const check = (url) => paths(createWebhook.call(blend.notifications.check, { event_codes: ["all"], url }).issues);
  assert.deepEqual(check("http://example.com/hook"), ["url invalid_format"]);
  for (const url of ["https://example.com/hook", "http://localhost:3000/hook"]) assert.deepEqual(check(url), []);
});

test("the creates say the same as check, and send what only warns", async (t) => {
  const server = await serveBlend(t, () => ({ status: 422, json: {} }));
  const desk = client(server);
  const { warnings } = await failure(
    desk.patients.create({ ...PATIENT, first_name: " ", date_of_birth: "1899-12-31" }),
  );
  assert.deepEqual(paths(warnings), ["date_of_birth out_of_range", "first_name required"]);
  const strict = await failure(desk.patients.create({ ...PATIENT, first_name: " " }, { validate: "strict" }));
  assert.deepEqual([strict.code, strict.outcome, strict.issues[0].path], ["validation", "not_sent", "first_name"]);
  assert.equal(server.calls.length, 1);
});
