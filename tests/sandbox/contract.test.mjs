// Every answer of every operation is in the contract, as ajv reads it, and stays so under what else may be assumed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, idOf, operations } from "./contract.mjs";
import { desk } from "./desk.mjs";
import { tellStory } from "./story.mjs";

/** Tells the story; gives the operations that it drove and what of their answers is not in the contract. */
async function driveAll(options, afterEach = () => {}) {
  const { sandbox, call, login } = desk(options);
  const driven = new Set();
  const faults = [];
  const checked = (method, path, body, token) => {
    const answer = call(method, path, body, token);
    afterEach(sandbox);
    driven.add(idOf(answer.operation));
    faults.push(...faultsOf(answer.operation, answer.status, answer.body));
    return answer;
  };
  const made = await tellStory({ call: checked, login, pharmacy: (name, params) => sandbox.control(name, params) });
  return { sandbox, driven, faults, made };
}

test("the story drives every operation of the contract, and no answer is outside of it", async () => {
  const { driven, faults, made } = await driveAll();
  const all = Object.keys(operations).filter((id) => id !== "receiveWebhookEvent");
  assert.equal(all.length, 77);
  assert.deepEqual([...driven].sort(), all.sort());
  assert.deepEqual(faults, []);
  assert.equal(made.order.status, "delivered");
  assert.equal(made.order.replacement_order_ids.length, 2);
});

test("a large world is in the contract", async () => {
  const { call, signIn } = desk({ patients: 50, orders: 300, schedule: { picked: "2h" } });
  const token = signIn();
  const targets = ["/orders?page_size=200", "/orders?page=2&page_size=200", "/patients?page_size=200"];
  targets.push("/search?q=a&limit=100", "/search/tasks?q=order&limit=100", "/reports/daily");
  targets.push("/reports/orders?start_date=2024-01-01&end_date=2026-01-01");
  for (const target of targets) {
    const { operation, status, body } = call("GET", target, undefined, token);
    assert.deepEqual(faultsOf(operation, status, body), [], target);
  }
});

const ALTERNATIVES = [
  { badToken: 422, forbiddenAction: 422, errorBody: "list" },
  { errorBody: "detail", unknownFields: "ignore" },
  { unknownFields: "refuse", partialAddress: "refuse", stuckOrders: "hold" },
  { errorBody: "text", expectedFields: "refuse" },
  { externalId: "oldest", uniqueExternalId: "yes" },
  { mergeable: "open", mergeKeeps: "all" },
  { mergeable: "never", mergeKeeps: "nothing" },
  { partialAddress: "accept", strictValues: "accept", expectedFields: "accept" },
  { strictValues: "refuse" },
  { totals: "header", shortPages: "yes", searchTracking: "yes" },
  { refillAfter: 0, minorUntil: 21, stuckAfter: "1m" },
  // Between two calls there are ten seconds.
  { riskFactorDelay: "5s", lookupLag: "5s", riskFactorsMatch: "no" },
];

for (const assumptions of ALTERNATIVES) {
  test(`the story holds under ${JSON.stringify(assumptions)}`, async () => {
    const { sandbox, faults, made } = await driveAll({ assumptions }, ({ clock }) => clock.advance("10s"));
    assert.deepEqual(faults, []);
    assert.equal(made.order.replacement_request_status, "fulfilled");
    for (const [name, value] of Object.entries(assumptions)) {
      assert.equal(sandbox.assumptions.find((one) => one.name === name).value, String(value));
    }
  });
}

test("with nulls given, nulls are all that is outside of the contract", async () => {
  const { faults } = await driveAll({ assumptions: { nulls: "given" } });
  assert.ok(faults.length > 100);
  const others = faults.filter(
    (fault) => !/must be (string|object|array|number|integer|boolean|equal to one)/.test(fault),
  );
  assert.deepEqual(others, []);
});

test("every value of every switch is driven", () => {
  const { sandbox } = desk();
  const driven = [...ALTERNATIVES, { nulls: "given" }].flatMap(Object.entries);
  for (const { name, values, default: usual } of sandbox.assumptions) {
    const others = driven.filter(([known, value]) => known === name && String(value) !== usual);
    const missing = Array.isArray(values)
      ? values.filter((value) => value !== usual && !others.some(([, other]) => String(other) === value))
      : ["another value"].slice(others.length);
    assert.deepEqual(missing, [], name);
  }
  assert.throws(() => desk({ assumptions: { nulls: "maybe" } }), /assumptions\.nulls: expected one of omitted, given/);
});

test("errors are in the contract too", () => {
  const { call, signIn } = desk();
  const token = signIn();
  for (const [method, path, body, status] of [
    ["GET", "/orders/none", undefined, 404],
    ["POST", "/orders", {}, 422],
    ["POST", "/patients", { height_inches: {} }, 422],
    ["DELETE", "/notifications/none", undefined, 404],
  ]) {
    const answer = call(method, path, body, token);
    assert.equal(answer.status, status);
    assert.deepEqual(faultsOf(answer.operation, status, answer.body), []);
    assert.equal(typeof answer.body.message, "string");
  }
  assert.equal(call("GET", "/orders").status, 401);
});
