// Creating a prescription with its order once: the same guarantees as for an order, and one key space with it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { UnknownOutcomeError } from "../../pkg/dist/index.mjs";
import { failure, LockingStore, MemoryStore } from "../support/server.mjs";
import { ADA, Clinic, KEY, ORDER, PATIENT, VISIT } from "../support/visits.mjs";

test("it is sent once, and the answer says what was made", async () => {
  const clinic = new Clinic();
  const { order, found, result } = await (await clinic.client()).composite.createOnce(VISIT);
  assert.deepEqual([found, order.id, clinic.creates, await clinic.orders()], [false, result.order.id, 1, 1]);
  assert.ok(result.electronic_prescription.id);
});

test("a repeat finds the order, in the same process and in another one", async () => {
  const clinic = new Clinic();
  const blend = await clinic.client();
  const { order } = await blend.composite.createOnce(VISIT);
  for (const again of [blend, await clinic.client()]) {
    const made = await again.composite.createOnce(VISIT);
    assert.deepEqual(Object.keys(made), ["order", "found"]);
    assert.deepEqual([made.found, made.order.id, made.order.external_id], [true, order.id, KEY]);
    assert.ok(made.order.order_number);
  }
  assert.deepEqual([clinic.creates, await clinic.orders()], [1, 1]);
});

test("after a lost answer the order is found, and there is no result", async () => {
  const clinic = new Clinic();
  clinic.loses = true;
  const made = await (await clinic.client()).composite.createOnce(VISIT);
  assert.deepEqual([made.found, made.order.external_id, "result" in made], [true, KEY, false]);
  assert.deepEqual([clinic.creates, await clinic.orders()], [1, 1]);
});

test("an answer that does not name the order counts as lost", async () => {
  const clinic = new Clinic();
  const fetch = async (url, init) => {
    const answer = await clinic.fetch(url, init);
    return init.method === "POST" ? Response.json({ summary: {} }, { status: 201 }) : answer;
  };
  const made = await (await clinic.client({ fetch })).composite.createOnce(VISIT);
  assert.deepEqual([made.found, made.order.external_id, clinic.creates], [true, KEY, 1]);
});

test("an order that cannot be found is never sent again, and the error keeps the params", async () => {
  const clinic = new Clinic();
  clinic.loses = clinic.blind = true;
  const blend = await clinic.client();
  const error = await failure(blend.composite.createOnce(VISIT, { lookFor: 5 }));
  assert.ok(error instanceof UnknownOutcomeError);
  assert.deepEqual(
    [error.operation, error.outcome, error.attempts, error.path],
    ["composite.createOnce", "unknown", 1, "/prescriptions/electronic_prescriptions/composite"],
  );
  assert.deepEqual(error.unsafe().params, VISIT);
  for (const said of [error.message, error.stack, inspect(error, { depth: 9 }), JSON.stringify(error)])
    assert.doesNotMatch(said, /visit-2041|RX-MUP|MUPIROCIN/);
  const again = await failure(blend.composite.createOnce(VISIT, { lookFor: 5 }));
  assert.deepEqual([again.code, again.attempts, clinic.creates], ["unknown_outcome", 0, 1]);
});

test("it needs a key, force_new, and what tells a new patient from others", async () => {
  const clinic = new Clinic();
  const blend = await clinic.client();
  const paths = async (params, options) =>
    (await failure(blend.composite.createOnce(params, options))).issues.map(({ path }) => path);
  const { external_id, ...keyless } = ORDER;
  const { patient_id, ...order } = ORDER;
  const { date_of_birth, ...ageless } = ADA;
  assert.deepEqual(await paths({ ...VISIT, order: keyless }), ["order.external_id"]);
  assert.deepEqual(await paths({ ...VISIT, order: { ...ORDER, external_id: "ORD1" } }), ["order.external_id"]);
  assert.deepEqual(await paths({ ...VISIT, order: undefined }), ["order.external_id"]);
  assert.deepEqual(await paths({ ...VISIT, force_new: undefined }), ["force_new"]);
  assert.deepEqual(await paths({ ...VISIT, force_new: false }), ["force_new"]);
  assert.deepEqual(await paths({ ...VISIT, order, patient: ageless }), ["patient.date_of_birth"]);
  assert.deepEqual(await paths({ ...VISIT, order: { ...order, patient: ageless } }), ["order.patient.date_of_birth"]);
  assert.deepEqual(await paths(VISIT, { ifDifferent: "return" }), ["options.ifDifferent"]);
  assert.equal(clinic.creates, 0);
});

test("an order of another patient or with other lines keeps the key", async () => {
  const clinic = new Clinic();
  const blend = await clinic.client();
  await blend.orders.create({ ...ORDER, products: { prescription: [{ sku: "RX-MUP-01", quantity: 3 }] } });
  const error = await failure(blend.composite.createOnce(VISIT));
  assert.deepEqual(
    [error.code, error.outcome, error.issues[0].code, error.issues[0].path, clinic.creates],
    ["validation", "not_sent", "taken", "order.external_id", 1],
  );
});

for (const [where, params] of [
  ["beside the order", { ...VISIT, order: { ...ORDER, patient_id: undefined }, patient: ADA }],
  ["in the order", { ...VISIT, order: { ...ORDER, patient_id: undefined, patient: ADA } }],
  [
    "beside the order, by Blend's id",
    { ...VISIT, order: { ...ORDER, patient_id: undefined }, patient: { id: PATIENT } },
  ],
]) {
  test(`the lost order is recognised by a patient ${where}`, async () => {
    const clinic = new Clinic();
    clinic.loses = true;
    const { electronic_prescription, prescriber, ...alone } = params;
    const { order } = await (await clinic.client()).composite.createOnce(alone);
    assert.equal(order.external_id, KEY);
    // The same key for somebody else.
    const other = { ...ADA, first_name: "Eve", external_id: "p-78" };
    const { patient, order: line } = alone;
    const changed = patient ? { ...alone, patient: other } : { ...alone, order: { ...line, patient: other } };
    const error = await failure((await clinic.client()).composite.createOnce(changed));
    assert.deepEqual([error.issues[0].code, clinic.creates], ["taken", 1]);
  });
}

test("equal calls at the same time are one, each with its own copy and its own event", async () => {
  const clinic = new Clinic();
  const events = [];
  const onAudit = ({ operation, outcome, path, resourceIds }) =>
    void events.push({ operation, outcome, path, resourceIds });
  const blend = await clinic.client({ onAudit });
  const [one, other] = await Promise.all([blend.composite.createOnce(VISIT), blend.composite.createOnce(VISIT)]);
  assert.deepEqual(one, other);
  one.result.order.id = "changed";
  assert.notEqual(other.result.order.id, "changed");
  assert.deepEqual([clinic.creates, await clinic.orders()], [1, 1]);
  const path = "/prescriptions/electronic_prescriptions/composite";
  assert.deepEqual(
    events.map((event) => [event.operation, event.outcome, event.path]),
    [
      ["orders.get", "rejected", "/orders/{order_id}"],
      ["composite.create", "done", path],
      ["composite.create", "done", ""],
    ],
  );
  assert.deepEqual(events[1].resourceIds, events[2].resourceIds);
  assert.ok(events[1].resourceIds.includes(other.order.id));
});

test("the option omit holds for the order and for the result", async () => {
  const clinic = new Clinic();
  const blend = await clinic.client({ omit: ["summary", "patient"] });
  assert.equal((await blend.composite.createOnce(VISIT)).result.summary, undefined);
  assert.equal((await blend.composite.createOnce(VISIT)).order.patient, undefined);
});

// All that makes an order shares one key space.
const CALLS = {
  "orders.createOnce": (blend) => blend.orders.createOnce({ ...ORDER, force_new: true }, { lookFor: 5 }),
  "composite.createOnce": (blend) => blend.composite.createOnce(VISIT, { lookFor: 5 }).then(({ order }) => order),
};

for (const [first, second] of [Object.keys(CALLS), Object.keys(CALLS).reverse()]) {
  const both = (one, other = one) => [CALLS[first](one), CALLS[second](other)];
  const oneOrder = async (clinic, ids) => {
    assert.equal(ids[0], ids[1]);
    assert.deepEqual([clinic.creates, await clinic.orders()], [1, 1]);
  };

  test(`${first}, then ${second}: one order, in one process and in two`, async () => {
    for (const shares of [true, false]) {
      const clinic = new Clinic();
      const blend = await clinic.client();
      const { id } = await CALLS[first](blend);
      await oneOrder(clinic, [id, (await CALLS[second](shares ? blend : await clinic.client())).id]);
    }
  });

  test(`${first} and ${second} at the same time: one order, in one process and in two with one store`, async () => {
    for (const tokenStore of [undefined, new MemoryStore(), new LockingStore()]) {
      const clinic = new Clinic();
      const blend = await clinic.client({ tokenStore });
      const other = tokenStore ? await clinic.client({ tokenStore }) : blend;
      const made = await Promise.all(both(blend, other));
      await oneOrder(
        clinic,
        made.map(({ id }) => id),
      );
    }
  });

  test(`${first} whose answer is lost, then ${second}: it finds that order`, async () => {
    for (const tokenStore of [undefined, new MemoryStore()]) {
      const clinic = new Clinic();
      clinic.loses = true;
      const blend = await clinic.client({ tokenStore });
      const { id } = await CALLS[first](blend);
      await oneOrder(clinic, [id, (await CALLS[second](tokenStore ? await clinic.client({ tokenStore }) : blend)).id]);
    }
  });

  test(`${first} whose order cannot be seen, then ${second}: nothing is sent again`, async () => {
    for (const tokenStore of [undefined, new MemoryStore()]) {
      const clinic = new Clinic();
      clinic.loses = clinic.blind = true;
      const blend = await clinic.client({ tokenStore });
      await failure(CALLS[first](blend));
      const error = await failure(CALLS[second](tokenStore ? await clinic.client({ tokenStore }) : blend));
      assert.deepEqual([error.code, error.attempts, clinic.creates], ["unknown_outcome", 0, 1]);
    }
  });

  test(`${first} that Blend refuses leaves the key to ${second}`, async () => {
    const clinic = new Clinic();
    let refuses = true;
    const fetch = (url, init) =>
      refuses && init.method === "POST" ? Response.json({}, { status: 422 }) : clinic.fetch(url, init);
    const blend = await clinic.client({
      fetch: async (...request) => fetch(...request),
      tokenStore: new MemoryStore(),
    });
    assert.equal((await failure(CALLS[first](blend))).status, 422);
    refuses = false;
    await CALLS[second](blend);
    assert.deepEqual([clinic.creates, await clinic.orders()], [1, 1]);
  });
}

test("another visit under the key of an order that this process made is refused", async () => {
  const clinic = new Clinic();
  const blend = await clinic.client();
  await blend.composite.createOnce(VISIT);
  const { sig, ...medication } = VISIT.electronic_prescription.medication;
  const other = { ...VISIT.electronic_prescription, medication: { ...medication, sig: "Apply once daily" } };
  const error = await failure(blend.composite.createOnce({ ...VISIT, electronic_prescription: other }));
  assert.deepEqual([error.issues[0].code, error.issues[0].path, clinic.creates], ["taken", "order.external_id", 1]);
});
