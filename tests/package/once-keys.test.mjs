// Creating once: which keys a process remembers to have sent, and for whom.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Blend } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { PARAMS, Pharmacy } from "../support/pharmacy.mjs";
import { failure, json, MemoryStore } from "../support/server.mjs";

test("another client of the same account in this process does not send it again either", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.loseAnswers();
  pharmacy.visible = () => false;
  const fetch = (...request) => pharmacy.fetch(...request);
  const own = (options) =>
    pharmacy.client({ email: "one-account@example.com", password: "p", accessToken: undefined, ...options });
  const { Blend: Required } = createRequire(import.meta.url)("../../pkg/dist/index.cjs");
  const later = [
    own(),
    own({ fetch: (...request) => fetch(...request) }),
    own({ email: "One-Account@example.com" }),
    own().withOptions({ fetch, logLevel: "error", endpoints: {}, tokenStore: new MemoryStore() }),
    new Required({ email: "one-account@example.com", password: "p", fetch, logLevel: "off" }),
  ];
  await failure(own().orders.createOnce(PARAMS, { lookFor: 5 }));
  for (const blend of later) {
    const error = await failure(blend.orders.createOnce(PARAMS, { lookFor: 5, fetch }));
    assert.deepEqual([error.code, error.attempts, pharmacy.creates], ["unknown_outcome", 0, 1]);
  }
});

test("each sandbox remembers for itself", async () => {
  for (let time = 0; time < 2; time++) {
    const { email, password, fetch } = new Sandbox();
    const order = {
      external_id: "visit-2041",
      patient_id: "40000000-0000-4000-8000-000000000001",
      products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] },
    };
    for (const blend of [1, 2].map(() => new Blend({ email, password, fetch })))
      assert.equal((await blend.orders.createOnce(order)).external_id, "visit-2041");
  }
});

test("a client with tokens and the clients derived from it remember together", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.loseAnswers();
  pharmacy.visible = () => false;
  const blend = pharmacy.client();
  await failure(blend.orders.createOnce(PARAMS, { lookFor: 5 }));
  for (const options of [
    { logLevel: "error" },
    { logger: console },
    { endpoints: {} },
    { timeout: 5000 },
    { tokenStore: new MemoryStore() },
  ]) {
    const derived = blend.withOptions({ logLevel: "off", ...options });
    assert.equal((await failure(derived.orders.createOnce(PARAMS, { lookFor: 5 }))).attempts, 0);
  }
  assert.equal(pharmacy.creates, 1);
});

test("the order of the fields does not matter, and every letter of them does", async () => {
  const pharmacy = new Pharmacy();
  const blend = pharmacy.client();
  const { external_id, ...rest } = PARAMS;
  const line = (sku) => ({ ...PARAMS, products: { prescription: [{ sku, quantity: 1 }] } });
  const made = await blend.orders.createOnce(PARAMS);
  assert.deepEqual(await blend.orders.createOnce({ ...rest, external_id }), made);
  // Words that a weak hash takes for one.
  for (const [place, [one, other]] of [
    ["RX-Aa", "RX-BB"],
    ["Kaza", "Kb6Ӝ"],
  ].entries()) {
    const key = { external_id: `weak-${place}` };
    await blend.orders.createOnce({ ...line(one), ...key });
    assert.equal((await failure(blend.orders.createOnce({ ...line(other), ...key }))).issues[0].code, "taken");
  }
  assert.equal(pharmacy.creates, 3);
});

test("accounts that sign in by tokens know nothing of each other's keys", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.visible = () => false;
  // A portal of several pharmacies, each with the same numbers of visits.
  for (const token of ["one", "other"])
    await pharmacy.client({ accessToken: undefined, token: () => token }).orders.createOnce(PARAMS);
  assert.equal(pharmacy.creates, 2);
});

test("an order that this process made is returned again, however it has changed; other params are refused at once", async () => {
  const pharmacy = new Pharmacy();
  const blend = pharmacy.client();
  // Merged into another order, without its key.
  pharmacy.onCreate = (order) => {
    const older = {
      ...order,
      external_id: "older",
      merged_into_existing: true,
      products: { prescription: [{ sku: "S-1", quantity: 9 }] },
    };
    pharmacy.orders.push(older);
    return json(older, 201);
  };
  const made = await blend.orders.createOnce(PARAMS);
  assert.deepEqual(await blend.orders.createOnce(PARAMS), made);
  const error = await failure(
    blend.orders.createOnce({ ...PARAMS, products: { prescription: [{ sku: "S-1", quantity: 3 }] } }),
  );
  assert.deepEqual(
    [error.code, error.outcome, error.issues[0].code, pharmacy.creates],
    ["validation", "not_sent", "taken", 1],
  );
});

test("where there is no SHA-256, as on a page without https, different params still count as different", async (t) => {
  t.mock.getter(globalThis, "crypto", () => ({ randomUUID: () => "1" }));
  const pharmacy = new Pharmacy();
  const blend = pharmacy.client();
  const made = await blend.orders.createOnce(PARAMS);
  assert.deepEqual(await blend.orders.createOnce(PARAMS), made);
  assert.equal((await failure(blend.orders.createOnce({ ...PARAMS, force_new: false }))).issues[0].code, "taken");
});

test("a process remembers the last 10,000 keys", async () => {
  const MOST = 10_000;
  let creates = 0;
  // No key finds the sent order: only the memory of it keeps it from being sent again.
  const fetch = async (_, { method }) => (method === "POST" ? (creates++, json({}, 201)) : json({}, 404));
  const blend = new Pharmacy().client({ fetch });
  const send = (number) => blend.orders.createOnce({ ...PARAMS, external_id: `visit-${number}` }, { lookFor: 0 });
  const isRemembered = (number) =>
    send(number).then(
      () => false,
      ({ code }) => code === "unknown_outcome",
    );
  for (let number = 0; number < MOST; number++) await send(number);
  assert.equal(creates, MOST);
  assert.deepEqual([await isRemembered(0), await isRemembered(MOST - 1)], [true, true]);
  await send(MOST);
  assert.deepEqual([await isRemembered(1), await isRemembered(0)], [true, false]);
  assert.equal(creates, MOST + 2);
});
