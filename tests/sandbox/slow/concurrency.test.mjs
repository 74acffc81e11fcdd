// Two hundred clients at once over HTTP, with faults on: no order is made twice, no update is lost, and the state is whole at the end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend } from "../../../pkg/dist/index.mjs";
import { serve } from "../desk.mjs";
import { CREAM, NOVA } from "../story.mjs";

const CLIENTS = 200;
const ORDERS = 3;
const FAULTS = [
  { operation: "orders.create", lost: true, when: "after", probability: 0.1 },
  { operation: "orders.create", lost: true, when: "before", probability: 0.1 },
  { operation: "orders.create", status: 503, when: "after", probability: 0.1 },
  { operation: "orders.create", truncated: true, when: "after", probability: 0.05 },
  { operation: "patients.update", status: 503, when: "before", probability: 0.1 },
  { operation: "patients.update", lost: true, when: "after", probability: 0.1 },
  { operation: "orders.get", status: 429, headers: { "retry-after": "0" }, probability: 0.1 },
  { operation: "*", latency: [0, 20], probability: 0.2 },
];

/** What one client does: a patient of its own, updates in a row, and orders under keys of its own. */
async function work(blend, number) {
  const patient = await blend.patients.create({ ...NOVA, external_id: `patient-${number}` });
  const acknowledged = [];
  for (let weight = 100; weight < 105; weight++) {
    const done = await blend.patients.update(patient.id, { weight_pounds: weight }).then(
      () => true,
      () => false,
    );
    if (done) acknowledged.push(weight);
  }
  const orders = [];
  for (let place = 0; place < ORDERS; place++) {
    const key = `visit-${number}-${place}`;
    const products = { prescription: [{ id: CREAM }] };
    const params = { patient_id: patient.id, external_id: key, products, force_new: true };
    for (let attempt = 0; attempt < 10; attempt++) {
      const order = await blend.orders
        .createOnce(params, { lookFor: 500, resend: "assume-unique" })
        .catch(() => undefined);
      if (order) {
        orders.push([key, order.id]);
        break;
      }
    }
  }
  return { patient: patient.id, acknowledged, orders };
}

/** What has to hold of any state. */
function invariants(store) {
  const unique = (list, what) => assert.equal(new Set(list).size, list.length, what);
  const { all: orders } = store.orders;
  unique(
    orders.map(({ id }) => id),
    "ids of orders",
  );
  unique(
    orders.map(({ number }) => number),
    "numbers of orders",
  );
  unique(
    orders.flatMap(({ lines }) => lines.map(({ id }) => id)),
    "ids of lines",
  );
  orders.forEach(({ patient, history, status }, place) => {
    assert.ok(store.patients.all[patient].orders.includes(place));
    assert.equal(history.at(-1).status, status);
  });
  const filled = orders.flatMap(({ lines }, order) =>
    lines
      .filter(({ fill }) => fill)
      .map(({ fill, serial }) => `${fill.prescription}/${fill.medication} ${order}/${serial}`),
  );
  const kept = store.prescriptions.all.flatMap(({ medications }, prescription) =>
    medications.flatMap(({ kept, fills_remaining }, medication) => {
      assert.ok(kept.length <= fills_remaining);
      return kept.map(([order, serial]) => `${prescription}/${medication} ${order}/${serial}`);
    }),
  );
  assert.deepEqual(filled.sort(), kept.sort());
  const counted = Object.values(store.days).flatMap(({ statuses }) => statuses);
  assert.equal(
    counted.reduce((sum, count) => sum + count, 0),
    orders.length,
  );
}

test(`${CLIENTS} clients at once, with faults on`, { timeout: 300_000 }, async (t) => {
  const { first, origin, control } = await serve(
    t,
    "--quiet",
    "--orders",
    "200",
    "--patients",
    "50",
    "--schedule",
    "picked=1m",
  );
  const begun = performance.now();
  for (const fault of FAULTS) await control("fail", fault);
  const credentials = { baseURL: first.url, email: first.email, password: first.password };
  const client = () => new Blend({ ...credentials, maxRetries: 4, logLevel: "off" });
  const done = await Promise.all(Array.from({ length: CLIENTS }, (_, number) => work(client(), number)));
  const faults = (await control("faults")).body;
  await control("heal");
  const took = performance.now() - begun;

  const { store } = await (await fetch(`${origin}/__sandbox/snapshot`)).json();
  const keys = store.orders.all.map(({ external_id }) => external_id).filter((key) => /^visit-\d+-\d$/.test(key));
  assert.equal(new Set(keys).size, keys.length, "no key has two orders");
  const by = new Map(store.orders.all.map(({ external_id, id }) => [external_id, id]));
  const made = done.flatMap(({ orders }) => orders);
  for (const [key, id] of made) assert.equal(by.get(key), id, key);
  const desk = client();
  for (const { patient, acknowledged } of done) {
    const { weight_pounds } = await desk.patients.get(patient);
    // The last that was acknowledged, or a later one whose answer was lost.
    assert.ok(weight_pounds >= (acknowledged.at(-1) ?? 0), "an update was lost");
  }
  invariants(store);
  const hits = faults.reduce((sum, { hits }) => sum + hits, 0);
  assert.ok(hits > 200, `${hits} faults struck`);
  assert.equal(made.length, CLIENTS * ORDERS);
  t.diagnostic(
    `${CLIENTS} clients, ${made.length} orders under as many keys, ${hits} faults, ${Math.round(took / 1000)} s`,
  );
});
