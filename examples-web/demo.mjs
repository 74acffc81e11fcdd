// A tour of blend-sdk against the sandbox: no network, no account. Run by `make demo`.
// It checks what it shows, and exits with an error where anything is not as expected.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import Blend, { ConflictError, isBlendError, ValidationError } from "../pkg/dist/index.mjs";
import { Sandbox } from "../pkg/dist/sandbox.mjs";

const title = (text) => console.log(`\n${text}`);
const called = (text) => console.log(`  > ${text}`);
const say = (text) => console.log(`    ${text}`);
const example = (name) => JSON.parse(readFileSync(new URL(`../tests/contract/examples/${name}`, import.meta.url), "utf8"));

/** What a user sees of a call that fails. */
const errors = [];
async function fails(Class, promise) {
  const error = await promise.then(() => assert.fail("this call had to fail"), (reason) => reason);
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
const blend = new Blend({ email: sandbox.email, password: sandbox.password, fetch });
called("blend.auth.verify()");
const { valid, user } = await blend.auth.verify();
assert.ok(valid);
say(`signed in as ${user.email}, role ${user.role}; the client signed in by itself when the first call needed it`);

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

title("Create an order");
payload.patient_id = patient.id;
payload.products.prescription[0].id = cream.id;
payload.products.prescription[0].reasons[0].id = reason.id;
payload.products.non_prescription[0].id = oil.id;
payload.products.order_material[0].id = brochure.id;
called("blend.orders.create(payload)");
const order = await blend.orders.create(payload);
assert.deepEqual([order.status, order.merged_into_existing], ["received", false]);
say(`${order.order_number}, ${order.status}, ${Object.values(order.products).flat().length} lines`);
say(`your own key of it: ${order.external_id}`);

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

title("Search");
called(`blend.search.all({ q: "${person.last_name}" })`);
const { results } = await blend.search.all({ q: person.last_name });
assert.equal(results.length, 6);
say(`${results.length} matches: ${[...new Set(results.map((result) => result.result_type))].join(", ")}`);

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

title("Where it has been");
called("blend.orders.statusHistory(order.id)");
const history = await blend.orders.statusHistory(order.id);
assert.deepEqual(history.map(({ status }) => status).sort(), ["paused", "received", "received"]);
for (const { status, updated_by: by } of history) say(`${status}, by ${by.first_name} ${by.last_name}`);

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

const strings = (value) => (typeof value === "object" ? Object.values(value).flatMap(strings) : typeof value === "string" ? value : []);
const values = strings([person, phone, order.id]).filter((value) => value.length > 4);
for (const error of errors) {
  const text = [error.message, error.stack, JSON.stringify(error), inspect(error)].join("\n");
  for (const value of values) assert.ok(!text.includes(value), `${error.name} holds a value`);
}
title(`None of these ${errors.length} errors holds any of the ${values.length} values of the patient, in message, stack, JSON or inspect.`);
