// error.fieldErrors: the fields that a refusal names, of the sandbox and of servers of Blend's likely kinds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Blend, errorFromJSON } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { client, failure, ORDER, SECRET, serveBlend } from "../support/server.mjs";

const OFF = { validate: "off" };
const PATIENT = "40000000-0000-4000-8000-000000000001";
const NONSENSE = { patient_id: PATIENT, products: { prescription: [{ sku: 7, quantity: "x" }] }, colour: "red" };

/** A client of a sandbox that writes its errors in a style. */
function desk(errorBody) {
  const sandbox = new Sandbox({ assumptions: { errorBody } });
  const { email, password, fetch } = sandbox;
  return new Blend({ email, password, fetch, logLevel: "off" });
}

for (const style of ["fields", "list"]) {
  test(`the sandbox's refusals, as ${style}`, async () => {
    const blend = desk(style);
    const order = await failure(blend.orders.create(NONSENSE, OFF));
    assert.equal(order.status, 422);
    const found = order.fieldErrors.map(({ path, code }) => `${path} ${code}`).sort();
    assert.deepEqual(found, [
      "products.prescription[0].quantity wrong_kind",
      "products.prescription[0].sku wrong_kind",
    ]);
    const patient = await failure(blend.patients.create({ phone: SECRET, date_of_birth: "2099-01-01" }, OFF));
    assert.deepEqual(
      patient.fieldErrors.filter(({ path }) => path === "phone"),
      [{ path: "phone", code: "invalid_format" }],
    );
    assert.ok(!inspect(patient, { depth: 9 }).includes(SECRET));
  });
}

test("the sandbox's refusals as text name no field", async () => {
  for (const style of ["detail", "text"]) {
    const error = await failure(desk(style).orders.create(NONSENSE, OFF));
    assert.deepEqual([error.status, error.fieldErrors], [422, undefined], style);
  }
});

const bodies = {
  FastAPI: {
    detail: [
      { type: "missing", loc: ["body", "products", "prescription", 0, "id"], msg: "Field required", input: SECRET },
      { type: "string_type", loc: ["body", SECRET], msg: SECRET, input: SECRET },
      { type: "int_type", loc: ["body", "products", "prescription", 987654321, "quantity"], msg: SECRET },
    ],
  },
  "Flask with marshmallow": {
    products: {
      prescription: {
        0: { id: ["Missing data for required field."] },
        987654321: { [SECRET]: ["Not a valid integer."] },
      },
    },
    [SECRET]: ["Unknown field."],
  },
};

for (const [server, body] of Object.entries(bodies)) {
  for (const status of [400, 422]) {
    test(`${server}'s refusal with ${status}`, async (t) => {
      const blend = client(await serveBlend(t, () => ({ status, json: body })));
      const error = await failure(blend.orders.create(ORDER));
      assert.deepEqual(error.fieldErrors, [
        { path: "products.prescription[0].id", code: "required" },
        { path: "products.prescription", code: "wrong_kind" },
      ]);
      assert.match(error.message, /error\.fieldErrors/);
      assert.ok(!inspect(error, { showHidden: true, depth: 9 }).includes(SECRET));
      assert.doesNotMatch(JSON.stringify(error), /98765/);
      assert.ok(error.unsafe().body.includes(SECRET));
      assert.deepEqual(errorFromJSON(error.toJSON()).fieldErrors, error.fieldErrors);
    });
  }
}

test("other refusals have none", async (t) => {
  const json = { errors: { "products.prescription[0].sku": ["missing"] } };
  const conflict = client(await serveBlend(t, () => ({ status: 409, json })));
  assert.ok(!("fieldErrors" in (await failure(conflict.orders.create(ORDER)))));
  const server = client(await serveBlend(t, () => ({ status: 422, json })));
  assert.ok(!("fieldErrors" in (await failure(server.request("POST", "/orders", { body: ORDER })))));
});
