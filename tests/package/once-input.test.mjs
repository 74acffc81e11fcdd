// Creating once: what is refused before anything is sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PARAMS, PATIENT, Pharmacy } from "../support/pharmacy.mjs";
import { failure, LOGIN } from "../support/server.mjs";

test("the params go out as they were at the call", async () => {
  const pharmacy = new Pharmacy();
  const blend = pharmacy.client();
  const params = structuredClone(PARAMS);
  const calls = ["visit-1", "visit-2", "visit-3"].map((external_id) => {
    params.external_id = external_id;
    return blend.orders.createOnce(params);
  });
  const made = await Promise.all(calls);
  assert.deepEqual(
    made.map(({ external_id }) => external_id),
    ["visit-1", "visit-2", "visit-3"],
  );
  assert.equal(pharmacy.creates, 3);
});

test("wrong params and options are refused before anything is sent", async () => {
  const pharmacy = new Pharmacy();
  const blend = pharmacy.client();
  assert.equal((await failure(blend.orders.createOnce(PARAMS, {}, {}))).issues[0].path, "arguments");
  for (const params of [undefined, null, 7, "x"])
    assert.equal((await failure(blend.orders.createOnce(params))).code, "validation");
  const error = await failure(blend.orders.createOnce(PARAMS, { timeOut: 5 }));
  assert.deepEqual(
    [error.code, error.operation, error.issues[0].path],
    ["validation", "orders.createOnce", "options.timeOut"],
  );
  for (const resend of [true, "always"])
    assert.equal((await failure(blend.orders.createOnce(PARAMS, { resend }))).issues[0].path, "options.resend");
  const patient = { external_id: "p-1", date_of_birth: "1990-01-01", last_name: "Example" };
  assert.match(
    (await failure(blend.patients.createOnce(patient, { resend: "assume-unique" }))).message,
    /a patient is never sent again/,
  );
  assert.deepEqual([pharmacy.creates, pharmacy.lookUps], [0, 0]);
});

test("resend needs force_new, and every order needs a key that Blend cannot mistake", async () => {
  const pharmacy = new Pharmacy();
  const { force_new, ...mergeable } = PARAMS;
  const paths = async (params, options) =>
    (await failure(pharmacy.client().orders.createOnce(params, options))).issues.map(({ path }) => path);
  assert.deepEqual(await paths(mergeable, { resend: "assume-unique" }), ["force_new"]);
  assert.deepEqual(await paths(PARAMS, { resend: "always" }), ["options.resend"]);
  assert.deepEqual(await paths(PARAMS, { lookFor: -1 }), ["options.lookFor"]);
  for (const external_id of [undefined, "", "ORD123", "a/b", PATIENT, "x".repeat(65)])
    assert.deepEqual(await paths({ ...PARAMS, external_id }), ["external_id"]);
  assert.deepEqual(await paths({ ...PARAMS, patient_id: undefined }), [""]);
  assert.deepEqual([pharmacy.creates, pharmacy.lookUps], [0, 0]);
});

test("what is wrong inside token() is named, though it is nothing about this call", async () => {
  const pharmacy = new Pharmacy();
  const other = pharmacy.client();
  const token = () => other.orders.get("");
  const error = await failure(pharmacy.client({ accessToken: undefined, token }).orders.createOnce(PARAMS));
  assert.deepEqual([error.code, error.outcome, pharmacy.creates], ["validation", "not_sent", 0]);
  assert.match(error.message, /signing in failed: orders\.get: nothing was sent: order_id: expected an id/);
});

test("a header that cannot be sent is named, also where the client has to sign in first", async () => {
  for (const credentials of [{}, { ...LOGIN, accessToken: undefined }]) {
    const pharmacy = new Pharmacy();
    const error = await failure(
      pharmacy.client(credentials).orders.createOnce(PARAMS, { headers: { "x-clinic": "Клиника" } }),
    );
    assert.deepEqual([error.code, error.outcome, pharmacy.creates], ["validation", "not_sent", 0]);
    assert.match(error.message, /^orders\.\w+: .*options\.headers: a name or value that no header can have/);
    assert.doesNotMatch(error.message, /Клиника/);
  }
});
