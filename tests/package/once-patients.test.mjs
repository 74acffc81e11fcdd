// Registering a patient once: who is the same patient, and what becomes of another phone or e-mail. One process and several
// behave the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { errorFromJSON, isBlendError, TakenError } from "../../pkg/dist/index.mjs";
import { failure, LockingStore, MemoryStore } from "../support/server.mjs";
import { ADA, Clinic } from "../support/visits.mjs";

/** A patient that is registered, and the client of the second call: in the same process, or in another one. */
const PROCESSES = {
  "in one process": async (params) => {
    const clinic = new Clinic();
    const blend = await clinic.client();
    return { clinic, patient: await blend.patients.createOnce(params), blend };
  },
  "in another process": async (params) => {
    const clinic = new Clinic();
    const patient = await (await clinic.client()).patients.createOnce(params);
    return { clinic, patient, blend: await clinic.client() };
  },
  "in another process, with a store that both share": async (params) => {
    const clinic = new Clinic();
    const tokenStore = new LockingStore();
    const patient = await (await clinic.client({ tokenStore })).patients.createOnce(params);
    return { clinic, patient, blend: await clinic.client({ tokenStore }) };
  },
};

const NFC = { ...ADA, first_name: "Zoë", last_name: "Nguyễn" };

for (const [where, registered] of Object.entries(PROCESSES)) {
  test(`the same patient is returned ${where}`, async () => {
    const { clinic, patient, blend } = await registered(ADA);
    assert.deepEqual([(await blend.patients.createOnce(ADA)).id, clinic.creates], [patient.id, 1]);
  });

  for (const [what, other, differs] of [
    ["another phone", { phone: "6175550199" }, ["phone"]],
    ["another e-mail", { email: "eve@example.com" }, ["email"]],
    ["both", { phone: "6175550199", email: "eve@example.com" }, ["phone", "email"]],
  ]) {
    test(`${what} is refused ${where}, unless it is accepted`, async () => {
      const { clinic, patient, blend } = await registered(ADA);
      const error = await failure(blend.patients.createOnce({ ...ADA, ...other }));
      assert.ok(error instanceof TakenError && isBlendError(error));
      assert.deepEqual(
        [error.code, error.outcome, error.operation, error.existingId, error.differs],
        ["taken", "not_sent", "patients.createOnce", patient.id, differs],
      );
      for (const said of [error.message, error.stack, inspect(error, { depth: 9 }), JSON.stringify(error)])
        assert.doesNotMatch(said, /555|@example|Ada|1990|p-77/);
      const accepted = await blend.patients.createOnce({ ...ADA, ...other }, { ifDifferent: "return" });
      assert.deepEqual([accepted.id, accepted.phone, accepted.email], [patient.id, ADA.phone, ADA.email]);
      // What was accepted once is not accepted for ever.
      assert.equal((await failure(blend.patients.createOnce({ ...ADA, ...other }))).code, "taken");
      assert.equal(clinic.creates, 1);
    });
  }

  test(`a phone that Blend changed since is refused ${where} too`, async () => {
    const { clinic, patient, blend } = await registered(ADA);
    await (await clinic.client()).patients.update(patient.id, { phone: "6175550199" });
    const error = await failure(blend.patients.createOnce(ADA));
    assert.deepEqual([error.code, error.existingId, error.differs], ["taken", patient.id, ["phone"]]);
  });

  test(`other fields are not compared ${where}`, async () => {
    const { clinic, patient, blend } = await registered(ADA);
    const { phone, email, ...rest } = ADA;
    for (const params of [
      { ...ADA, gender: "female", address: { ...ADA.address, city: "Salem" } },
      { ...ADA, email: "Ada@Example.com" },
      rest,
    ])
      assert.equal((await blend.patients.createOnce(params)).id, patient.id);
    assert.equal(clinic.creates, 1);
  });

  test(`names are compared in one form of Unicode and without blanks around them ${where}`, async () => {
    const { clinic, patient, blend } = await registered(NFC);
    for (const form of ["NFD", "NFC"]) {
      const names = {
        first_name: `${NFC.first_name.normalize(form)} `,
        last_name: ` ${NFC.last_name.normalize(form)}`,
      };
      assert.equal((await blend.patients.createOnce({ ...NFC, ...names })).id, patient.id, form);
    }
    assert.equal(clinic.creates, 1);
  });

  test(`a letter behind an escape is not taken for its end ${where}`, async () => {
    // In JSON text, "\n" and a tilde that combines with the letter before it.
    const odd = { ...ADA, address: { ...ADA.address, address_2: "1\n\u0303" }, last_name: "E\u0303xample" };
    const { clinic, patient, blend } = await registered(odd);
    assert.deepEqual([(await blend.patients.createOnce(odd)).id, clinic.creates], [patient.id, 1]);
  });

  test(`who has no last name is another than who has one ${where}`, async () => {
    const { last_name, ...mononym } = ADA;
    const { patient, blend } = await registered(mononym);
    assert.equal((await blend.patients.createOnce(mononym)).id, patient.id);
  });
}

test("without a store, nobody knows that the key was sent: another name is another patient", async () => {
  const { last_name, ...mononym } = ADA;
  const clinic = new Clinic();
  await (await clinic.client()).patients.createOnce(ADA);
  const other = await (await clinic.client()).patients.createOnce(mononym);
  assert.deepEqual([other.last_name ?? null, clinic.creates], [null, 2]);
});

for (const [where, registered] of Object.entries(PROCESSES)) {
  if (where === "in another process") continue;
  test(`another name under a key that was sent is refused ${where}, whatever is accepted`, async () => {
    const { clinic, patient, blend } = await registered(ADA);
    const { last_name, ...mononym } = ADA;
    for (const [params, differs] of [
      [{ ...ADA, last_name: "Other" }, ["last_name"]],
      [mononym, ["last_name"]],
      [{ ...ADA, first_name: "Eve", middle_name: "M", phone: "6175550199" }, ["first_name", "middle_name", "phone"]],
    ]) {
      const error = await failure(blend.patients.createOnce(params, { ifDifferent: "return" }));
      assert.deepEqual([error.code, error.existingId, error.differs], ["taken", patient.id, differs]);
    }
    assert.equal(clinic.creates, 1);
  });
}

test("another birth date under a key that this process sent is refused", async () => {
  const { clinic, patient, blend } = await PROCESSES["in one process"](ADA);
  const error = await failure(blend.patients.createOnce({ ...ADA, date_of_birth: "1990-01-02" }));
  assert.deepEqual([error.existingId, error.differs, clinic.creates], [patient.id, ["date_of_birth"], 1]);
});

test("a lost answer: the patient is found", async () => {
  const clinic = new Clinic();
  clinic.loses = true;
  const patient = await (await clinic.client()).patients.createOnce(ADA);
  assert.deepEqual([patient.external_id, clinic.creates], [ADA.external_id, 1]);
});

test("a lost answer, and a patient with another phone: nobody knows whether it is this one", async () => {
  const clinic = new Clinic();
  const seen = { ...ADA, phone: "6175550199" };
  const fetch = async (url, init) => {
    if (init.method === "POST") {
      await clinic.fetch(url, { ...init, body: JSON.stringify(seen) });
      throw new Error("lost");
    }
    return clinic.fetch(url, init);
  };
  const blend = await clinic.client({ fetch });
  const error = await failure(blend.patients.createOnce(ADA, { lookFor: 5 }));
  assert.equal(error.code, "unknown_outcome");
  assert.match(error.message, /there is one with another phone or e-mail/);
  const accepted = await blend.patients.createOnce(ADA, { lookFor: 5, ifDifferent: "return" });
  assert.deepEqual([accepted.phone, clinic.creates], [seen.phone, 1]);
});

test("a key and a birth date are needed, and one name", async () => {
  const blend = await new Clinic().client();
  const paths = async (params, options) =>
    (await failure(blend.patients.createOnce(params, options))).issues.map(({ path }) => path);
  const { first_name, last_name, ...nameless } = ADA;
  const { date_of_birth, ...ageless } = ADA;
  assert.deepEqual(await paths(nameless), ["last_name"]);
  assert.deepEqual(await paths(ageless), ["date_of_birth"]);
  assert.deepEqual(await paths(ADA, { ifDifferent: "keep" }), ["options.ifDifferent"]);
  assert.deepEqual(await paths(ADA, { ifDiferent: "return" }), ["options.ifDiferent"]);
});

test("the fields of the error cross to another process", async () => {
  const { patient, blend } = await PROCESSES["in another process"](ADA);
  const error = await failure(blend.patients.createOnce({ ...ADA, phone: "6175550199" }));
  const received = errorFromJSON(JSON.parse(JSON.stringify(error)));
  assert.ok(received instanceof TakenError);
  assert.deepEqual([received.code, received.existingId, received.differs], ["taken", patient.id, ["phone"]]);
});

test("two calls at the same time that differ in the phone register one patient", async () => {
  for (const tokenStore of [undefined, new MemoryStore(), new LockingStore()]) {
    const clinic = new Clinic();
    const one = await clinic.client({ tokenStore });
    const other = tokenStore ? await clinic.client({ tokenStore }) : one;
    const ends = await Promise.allSettled([
      one.patients.createOnce(ADA),
      other.patients.createOnce({ ...ADA, phone: "6175550199" }),
    ]);
    assert.deepEqual(ends.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    const { reason } = ends.find(({ status }) => status === "rejected");
    assert.deepEqual([reason.code, reason.differs, clinic.creates], ["taken", ["phone"], 1]);
  }
});
