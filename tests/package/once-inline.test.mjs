// Creating an order once together with its patient and the risk factors, on the sandbox.
import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, MemoryStore } from "../support/server.mjs";
import { ADA, Clinic, KEY, ORDER } from "../support/visits.mjs";

const { patient_id, ...order } = ORDER;
const RISKS = { allergies: "Penicillin", conditions: "Asthma; Eczema" };
const visitOf = (patient) => ({ ...order, patient: { ...patient, risk_factors: RISKS }, force_new: true });

for (const loses of [false, true]) {
  test(`order, patient and risk factors are there once${loses ? ", though the answer is lost" : ""}`, async () => {
    const clinic = new Clinic();
    clinic.loses = loses;
    const blend = await clinic.client();
    const made = await blend.orders.createOnce(visitOf(ADA));
    assert.deepEqual([made.external_id, made.patient.external_id], [KEY, ADA.external_id]);
    const { allergies, conditions } = await blend.patients.riskFactors(made.patient.id);
    const names = [...allergies, ...conditions].map(({ name }) => name).sort();
    assert.deepEqual(names, ["Asthma", "Eczema", "Penicillin"]);
    for (const again of [blend, await clinic.client()])
      assert.equal((await again.orders.createOnce(visitOf(ADA))).id, made.id);
    assert.deepEqual([clinic.creates, await clinic.orders()], [1, 1]);
  });
}

const { last_name, ...mononym } = ADA;
const { external_id, ...keyless } = ADA;
for (const [who, patient] of [
  ["one name", mononym],
  ["no key", keyless],
  ["a middle name", { ...ADA, middle_name: "Mary" }],
  ["letters that have two forms", { ...ADA, first_name: "Zoe\u0308", last_name: "Nguyễn ".normalize("NFD") }],
]) {
  test(`the lost order of a patient with ${who} is found, also by another process`, async () => {
    const clinic = new Clinic();
    clinic.loses = true;
    const tokenStore = new MemoryStore();
    const { id } = await (await clinic.client({ tokenStore })).orders.createOnce(visitOf(patient));
    const again = await (await clinic.client({ tokenStore })).orders.createOnce(visitOf(patient));
    assert.deepEqual([again.id, clinic.creates], [id, 1]);
  });
}

for (const [what, other] of [
  ["another first name", { first_name: "Eve" }],
  ["no last name", { last_name: undefined }],
  ["another birth date", { date_of_birth: "1990-01-02" }],
  ["another key", { external_id: "p-78" }],
]) {
  test(`a patient with ${what} is somebody else: the key of the order is taken`, async () => {
    const clinic = new Clinic();
    await (await clinic.client()).orders.createOnce(visitOf(ADA));
    const error = await failure((await clinic.client()).orders.createOnce(visitOf({ ...ADA, ...other })));
    assert.deepEqual([error.code, error.issues[0].code, clinic.creates], ["validation", "taken", 1]);
  });
}

test("the patient of an order may have changed phone and e-mail since", async () => {
  const clinic = new Clinic();
  const { id, patient } = await (await clinic.client()).orders.createOnce(visitOf(ADA));
  const blend = await clinic.client();
  await blend.patients.update(patient.id, { phone: "6175550199", email: "new@example.com" });
  assert.equal((await blend.orders.createOnce(visitOf(ADA))).id, id);
});

test("a new patient needs a birth date and one name, to be recognised", async () => {
  const blend = await new Clinic().client();
  const { date_of_birth, first_name, ...nobody } = mononym;
  const { issues } = await failure(blend.orders.createOnce(visitOf(nobody)));
  assert.deepEqual(
    issues.map(({ path }) => path),
    ["patient.date_of_birth", "patient.last_name"],
  );
});
