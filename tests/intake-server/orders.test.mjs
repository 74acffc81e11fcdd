// What the handler makes of a submission in the sandbox: one order, or one registered patient, whatever goes wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rules } from "../../pkg/dist/intake.mjs";
import { ANSWERS, PATIENT, pharmacy, portal, PRODUCTS } from "./portal.mjs";

/** The bodies of the calls of an operation that came to the sandbox. */
const sent = (sandbox, operation) =>
  sandbox.calls
    .filter((call) => call.operation === operation)
    .map(({ body, target }) => ({ ...JSON.parse(body), target }));

test("a submission makes one order with a new patient, by a key that Blend takes", async () => {
  const { submit, sandbox, blend, submissions, orders } = portal();
  const { status, body } = await submit({ answers: { risk_factors: { allergies: "latex; penicillin" } } });
  const [{ outcome, key, order, merged, answers, session }] = submissions;
  assert.deepEqual([status, outcome, merged], [200, "accepted", false]);
  assert.deepEqual(body, { order_number: order.order_number });
  assert.match(key, /^intake-[A-Za-z0-9]{30,40}$/);
  assert.deepEqual([answers.last_name, session], ["Zebrawood", { subject: "account-7" }]);
  const made = await blend.orders.get(key);
  assert.equal(made.id, order.id);
  assert.deepEqual([made.patient.last_name, made.patient.external_id], ["Zebrawood", key]);
  assert.equal(made.products.prescription[0].sku, "RX-MUP-01");
  const [request] = sent(sandbox, "orders.create");
  assert.match(request.target, /force_new=true/);
  assert.equal(request.patient.risk_factors.allergies, "latex; penicillin");
  assert.equal(orders(), 1);
});

test("the key depends on subject, submission and secret, and tells none of them", async () => {
  const keys = new Set();
  for (const options of [{}, { session: () => ({ subject: "account-8" }) }, { secret: "another-secret-of-the-portal" }])
    for (const id of ["0123456789abcdef", "fedcba9876543210"]) {
      const { submit, submissions } = portal(options);
      assert.equal((await submit({ id })).status, 200);
      assert.ok(!/account|0123456789|secret/.test(submissions[0].key));
      keys.add(submissions[0].key);
    }
  assert.equal(keys.size, 6);
  // No text of both together is another pair.
  const { submit, submissions } = portal({ session: () => ({ subject: "account-7,0123" }), rateLimit: { limit: 99 } });
  await submit({ id: "0123456789abcdef" });
  assert.ok(!keys.has(submissions[0].key));
});

test("the same submission again gives the same order; with other answers it is a 409", async () => {
  const { submit, orders, submissions } = portal();
  const first = await submit();
  const second = await submit();
  assert.deepEqual([second.status, second.body], [200, first.body]);
  assert.equal(submissions.length, 2);
  const other = await submit({ answers: { last_name: "Other" } });
  assert.deepEqual([other.status, other.body], [409, { code: "taken" }]);
  assert.equal(orders(), 1);
  const registering = portal({ products: () => null });
  assert.equal((await registering.submit()).status, 200);
  const changed = await registering.submit({ answers: { phone: "6175550199" } });
  assert.deepEqual([changed.status, changed.body], [409, { code: "taken" }]);
  assert.equal(registering.errors[0].code, "taken");
});

test("twenty equal submissions at once make one order", async () => {
  const { submit, orders } = portal({ rateLimit: { limit: 20 } });
  const answers = await Promise.all(Array.from({ length: 20 }, () => submit()));
  assert.deepEqual([...new Set(answers.map(({ status, text }) => `${status} ${text}`))].length, 1);
  assert.equal(answers[0].status, 200);
  assert.equal(orders(), 1);
});

test("a patient with one name orders and registers like any other", async () => {
  for (const products of [() => ({ products: PRODUCTS }), () => null]) {
    const { submit, blend, submissions } = portal({ products });
    assert.equal((await submit({ answers: { last_name: undefined } })).status, 200);
    assert.equal((await submit({ answers: { last_name: undefined } })).status, 200);
    const patient = submissions[0].patient ?? (await blend.orders.get(submissions[0].key)).patient;
    assert.deepEqual([patient.first_name, patient.last_name], ["Testina", undefined]);
  }
});

test("null registers the patient once and orders nothing", async () => {
  const { submit, sandbox, blend, submissions, orders } = portal({ products: async () => null });
  const before = sandbox.state.patients;
  const { status, body } = await submit();
  assert.deepEqual([status, body], [200, {}]);
  assert.equal((await submit()).status, 200);
  assert.deepEqual([sandbox.state.patients - before, orders()], [1, 0]);
  const { patient, key, order, merged } = submissions[0];
  assert.equal((await blend.patients.get(patient.id)).external_id, key);
  assert.deepEqual([order, merged], [undefined, false]);
});

test("an existing patient comes from the session alone, and keeps their record", async () => {
  const fields = ["risk_factors"];
  const options = { fields, session: () => ({ subject: "account-7", patientId: PATIENT }) };
  const ordering = portal(options);
  const before = await ordering.blend.patients.get(PATIENT);
  const more = { answers: { risk_factors: { allergies: "latex" } } };
  assert.equal((await ordering.submit({ more })).status, 200);
  const { order, key, answers } = ordering.submissions[0];
  assert.equal((await ordering.blend.orders.get(key)).patient.id, PATIENT);
  assert.ok(order.id);
  assert.deepEqual(answers, { risk_factors: { allergies: "latex" } });
  assert.deepEqual(await ordering.blend.patients.get(PATIENT), before);

  const waiting = portal({ ...options, products: () => null });
  assert.deepEqual((await waiting.submit({ more })).body, {});
  assert.deepEqual(waiting.sandbox.calls, [], "there is nothing to make");
  assert.equal(waiting.submissions[0].outcome, "accepted");
});

test("what products returns cannot change the patient, the key or the merging", async () => {
  const wishes = {
    products: PRODUCTS,
    patient_id: PATIENT,
    patient: { id: PATIENT },
    external_id: "x",
    force_new: false,
  };
  const { submit, sandbox, submissions, blend } = portal({ products: () => wishes });
  assert.equal((await submit()).status, 200);
  assert.notEqual((await blend.orders.get(submissions[0].key)).patient.id, PATIENT);
  assert.match(sent(sandbox, "orders.create")[0].target, /force_new=true/);
});

const PRESCRIPTION = {
  medication: {
    product_code: "MUPIROCIN1",
    quantity: 30,
    units: "C48155",
    refills: 2,
    sig: "Apply a thin layer twice daily",
    written_at: "2026-11-28T00:00:00",
  },
};

/** What `products` returns for an order with its prescription, with a prescriber whom Blend has. */
async function prescribed({ blend }, more = {}) {
  await blend.prescribers.create({ first_name: "Grace", last_name: "Example", npi: "1234567893" });
  const prescriber = { npi: "1234567893" };
  return { order: { products: PRODUCTS }, prescriber, electronic_prescription: { ...PRESCRIPTION, ...more } };
}

test("an order with its prescription is one composite, once, for the patient of the session or a new one", async () => {
  for (const patientId of [undefined, PATIENT]) {
    const own = pharmacy();
    const decision = await prescribed(own, { patient: { id: "40000000-0000-4000-8000-000000000002" } });
    const session = () => ({ subject: "account-7", patientId });
    const { submit, sandbox, submissions, blend, orders } = portal({ products: () => decision, session }, own);
    const [first, second] = await Promise.all([submit(), submit()]);
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.equal((await submit()).status, 200);
    assert.equal(sent(sandbox, "composite.create").length, 1);
    assert.deepEqual([orders(), sandbox.state.prescriptions, submissions[0].merged], [1, 1, false]);
    const order = await blend.orders.get(submissions[0].key);
    assert.deepEqual([order.id, submissions[0].order.id], [submissions[2].order.id, order.id]);
    assert.equal(order.patient.id === PATIENT, patientId === PATIENT);
    const { electronic_prescription: id } = sent(sandbox, "composite.create")[0];
    assert.equal(id.patient, undefined);
  }
});

test("a composite whose answer is lost is found, or pending, and there is one", async () => {
  for (const lookupLag of ["0s", "1h"]) {
    const own = pharmacy({ now: "2026-11-28T12:00:00Z", assumptions: { lookupLag } }, { totalTimeout: 700 });
    const decision = await prescribed(own);
    const { submit, sandbox, orders } = portal({ products: () => decision }, own);
    sandbox.fail({ operation: "composite.create", when: "after", status: 503 });
    assert.equal((await submit()).status, lookupLag === "0s" ? 200 : 202);
    sandbox.clock.advance("2h");
    assert.equal((await submit()).status, 200);
    assert.deepEqual([orders(), sandbox.state.prescriptions], [1, 1]);
  }
});

test("with the rules of an order, its address and products come to products, and the address to Blend", async () => {
  const asked = [];
  const products = (session, answers, extra) => {
    asked.push([session, answers.products, extra]);
    return { products: answers.products, shipping: { carrier: "usps" } };
  };
  const { submit, submissions, blend } = portal({
    schema: rules().order,
    fields: ["patient", "address", "products"],
    products,
  });
  const address = { address_1: "2 Side St", city: "Salem", state: "MA", zip_code: "01970" };
  const wish = { prescription: [{ sku: "RX-MUP-01", quantity: 2 }] };
  const answers = { patient: ANSWERS, address, products: wish };
  assert.equal((await submit({ more: { answers } })).status, 200);
  assert.deepEqual(asked, [[{ subject: "account-7" }, wish, undefined]]);
  const order = await blend.orders.get(submissions[0].key);
  assert.equal(order.address.city, "Salem");
  assert.equal(order.products.prescription[0].quantity, 2);
});

test("an answer that is lost after the effect is found: one order, and the page hears nothing of it", async () => {
  for (const fault of [{ lost: true }, { status: 503 }, { truncated: true }, { html: true }]) {
    const { submit, sandbox, orders } = portal();
    sandbox.fail({ operation: "orders.create", when: "after", ...fault });
    const { status, body } = await submit();
    assert.deepEqual([status, Object.keys(body)], [200, ["order_number"]], JSON.stringify(fault));
    assert.equal(orders(), 1);
  }
});

test("an order that cannot be found yet is pending; the identical submission then finds it, and there is one", async () => {
  for (const fault of [{ lost: true }, { status: 503 }]) {
    const own = pharmacy({ now: "2026-11-28T12:00:00Z", assumptions: { lookupLag: "1h" } }, { totalTimeout: 700 });
    const { submit, sandbox, orders, submissions, errors } = portal({}, own);
    sandbox.fail({ operation: "orders.create", when: "after", ...fault });
    const first = await submit();
    assert.deepEqual([first.status, first.text], [202, ""]);
    assert.deepEqual(
      [submissions[0].outcome, submissions[0].merged, submissions[0].order],
      ["pending", false, undefined],
    );
    assert.equal(submissions[0].error.outcome, "unknown");
    assert.deepEqual(errors, []);
    assert.equal((await submit()).status, 202);
    sandbox.clock.advance("2h");
    const last = await submit();
    assert.equal(last.status, 200);
    assert.equal(submissions.at(-1).outcome, "accepted");
    assert.equal(orders(), 1);
  }
});

test("a registration whose answer is lost is pending in the same way", async () => {
  const own = pharmacy({ now: "2026-11-28T12:00:00Z", assumptions: { lookupLag: "1h" } }, { totalTimeout: 700 });
  const { submit, sandbox, submissions } = portal({ products: () => null }, own);
  const before = sandbox.state.patients;
  sandbox.fail({ operation: "patients.create", when: "after", lost: true });
  assert.equal((await submit()).status, 202);
  sandbox.clock.advance("2h");
  assert.equal((await submit()).status, 200);
  assert.deepEqual([submissions[0].outcome, submissions[1].outcome], ["pending", "accepted"]);
  assert.equal(sandbox.state.patients - before, 1);
});

test("where Blend was not reached, or was busy, it is a 503, nothing is made, and a repeat works", async () => {
  const cases = [
    ["orders.get", { status: 503, times: 9 }],
    ["orders.create", { status: 429, headers: { "retry-after": "7" }, times: 9 }],
    ["orders.create", { status: 403 }],
    ["orders.create", { status: 404 }],
  ];
  for (const [operation, fault] of cases) {
    const { submit, sandbox, orders, errors, submissions } = portal({}, pharmacy({}, { maxRetries: 0 }));
    sandbox.fail({ operation, ...fault });
    const { status, body, headers } = await submit();
    assert.deepEqual([status, body], [503, { code: "not_sent" }], operation);
    assert.equal(headers.get("retry-after"), fault.status === 429 ? "7" : null);
    assert.deepEqual([orders(), errors.length, submissions.length], [0, 1, 0]);
    sandbox.heal();
    assert.equal((await submit()).status, 200);
  }
});

test("a server without credentials, or with wrong ones, is a 503", async () => {
  const { sandbox, blend } = pharmacy();
  const strangers = blend.withOptions({ email: sandbox.email, password: "wrong" });
  const { submit, errors } = portal({}, { sandbox, blend: strangers });
  assert.equal((await submit()).status, 503);
  assert.equal(errors[0].code, "authentication");
});

test("a refusal of Blend is a 422 that does not say why; the portal hears it", async () => {
  const reasons = [
    { status: 422, body: { message: "bad", errors: { "patient.email": ["Zebrawood exists already"] } } },
    { status: 409, body: { message: "patient exists" } },
    { status: 400 },
  ];
  const texts = new Set();
  for (const fault of reasons) {
    const { submit, sandbox, errors } = portal();
    sandbox.fail({ operation: "orders.create", ...fault });
    const { status, text } = await submit();
    assert.equal(status, 422);
    texts.add(text);
    assert.equal(errors[0].status, fault.status);
  }
  assert.deepEqual([...texts], ['{"code":"refused"}']);
});

test("products that cannot be ordered are the portal's own mistake: nothing is sent", async () => {
  const { submit, errors, orders } = portal({
    products: () => ({ products: { prescription: [{ quantity: "two" }] } }),
  });
  assert.deepEqual((await submit()).body, { code: "not_sent" });
  assert.equal(errors[0].name, "ValidationError");
  assert.equal(orders(), 0);
});

test("the portal learns of a merge into somebody else's open order, and the page gets no number", async () => {
  // A Blend that merges whatever it is asked for.
  const fetch = (inSandbox, url, init) => inSandbox(String(url).replace("force_new=true", "force_new=false"), init);
  for (const isComposite of [false, true]) {
    const own = pharmacy({}, { fetch });
    const decision = isComposite ? await prescribed(own) : { products: PRODUCTS };
    const session = () => ({ subject: "account-7", patientId: PATIENT });
    const { submit, submissions, blend } = portal({ session, fields: ["risk_factors"], products: () => decision }, own);
    const other = await blend.orders.create({
      patient_id: PATIENT,
      products: PRODUCTS,
      external_id: "visit-of-another",
    });
    // Another Blend behind a fetch of one's own: the process would remember the key.
    const id = `submission-of-${isComposite ? "a-composite" : "an-order"}`;
    for (let time = 0; time < 2; time++) {
      const { status, text } = await submit({ id, more: { answers: {} } });
      assert.deepEqual([status, text], [200, "{}"]);
      const { outcome, merged, order } = submissions[time];
      assert.deepEqual([outcome, merged, order.id], ["accepted", true, other.id]);
    }
  }
});

test("the answer is the same whether Blend has the patient or not", async () => {
  const shapes = new Set();
  for (const products of [() => ({ products: PRODUCTS }), () => null]) {
    for (const isKnown of [false, true]) {
      const { submit, blend } = portal({ products });
      const { address, ...patient } = ANSWERS;
      if (isKnown) {
        await blend.patients.create({ ...patient, address });
        const known = { ...patient, address, external_id: "known-elsewhere" };
        await blend.orders.create({ patient: known, products: PRODUCTS, external_id: "visit-1" });
      }
      const { status, body, headers } = await submit();
      const shape = JSON.stringify([status, Object.keys(body), [...headers.keys()]]);
      shapes.add(`${products() ? "order" : "registration"} ${shape}`);
    }
  }
  assert.equal(shapes.size, 2);
});

test("where onSubmit throws, the answer is 202, and the repeat tells it again; there is one order", async () => {
  let isDown = true;
  const submissions = [];
  const onSubmit = async (submission) => {
    if (isDown) throw new Error("the database is down");
    submissions.push(submission.outcome);
  };
  const { submit, orders, errors } = portal({ onSubmit });
  assert.equal((await submit()).status, 202);
  assert.equal(errors[0].message, "the database is down");
  isDown = false;
  assert.equal((await submit()).status, 200);
  assert.deepEqual(submissions, ["accepted"]);
  assert.equal(orders(), 1);
});

test("no value stands in a line of the log, in an answer, or in an error that is reported", async (t) => {
  const lines = [];
  for (const level of ["log", "info", "warn", "error", "debug"])
    t.mock.method(console, level, (...words) => lines.push(words.join(" ")));
  const { inspect } = await import("node:util");
  const texts = [];
  const faults = [
    {},
    { operation: "orders.create", status: 422, body: { errors: { "patient.last_name": [ANSWERS.last_name] } } },
    { operation: "orders.create", status: 503, when: "before", body: ANSWERS },
    { operation: "orders.get", status: 500, times: 9, body: ANSWERS },
    { operation: "orders.create", status: 400, body: ANSWERS.email },
  ];
  for (const fault of faults) {
    const own = pharmacy({}, { logLevel: "debug", totalTimeout: 600, maxRetries: 0 });
    if (fault.operation) own.sandbox.fail(fault);
    const reported = portal({}, own);
    texts.push((await reported.submit()).text);
    texts.push((await reported.submit({ answers: { phone: "quagga" } })).text);
    texts.push((await reported.submit({ answers: { last_name: "Other" } })).text);
    const failures = [...reported.errors, ...reported.submissions.map(({ error }) => error)];
    texts.push(...failures.flatMap((error) => [inspect(error), JSON.stringify(error ?? null), String(error?.stack)]));
    const silent = portal({ onError: undefined }, own);
    texts.push((await silent.submit()).text);
  }
  assert.ok(lines.length > 5, "there is a log");
  const planted = ["Zebrawood", "Testina", "testina.", "6175550123", "Quagga", "quagga", "1990-03-25", "account-7"];
  for (const text of [...lines, ...texts]) for (const value of planted) assert.ok(!text.includes(value), text);
});
