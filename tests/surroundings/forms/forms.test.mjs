// The rules of `blend-sdk/intake` in the libraries that forms are made with: react-hook-form by two editions of its resolvers,
// TanStack Form, and ajv, which reads what a schema says of itself.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { installPackage } from "../install.mjs";

const require = createRequire(import.meta.url);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const EDITIONS = ["resolvers-5", "resolvers-7"];
let patient;
let rules;

before(async () => {
  installPackage(here("."));
  // Each imports itself by its own name, so each needs a place where that is its name.
  for (const edition of EDITIONS)
    cpSync(here(`node_modules/${edition}`), here(`node_modules/.${edition}/node_modules/@hookform/resolvers`), {
      recursive: true,
    });
  ({ rules } = await import("blend-sdk/intake"));
  ({ patient } = rules({ today: "2026-11-28" }));
});

const GOOD = {
  first_name: " Testina ",
  last_name: "Muster",
  date_of_birth: "3/25/1990",
  email: "testina@example.com",
  phone: "+1 (617) 555-0123",
  address: { address_1: "1 Main St", city: "Boston", state: "Massachusetts", zip_code: "021081234" },
  height_inches: "5'10\"",
  is_smoker: "",
};
const SENT = {
  first_name: "Testina",
  last_name: "Muster",
  date_of_birth: "1990-03-25",
  email: "testina@example.com",
  phone: "6175550123",
  address: { address_1: "1 Main St", city: "Boston", state: "MA", zip_code: "02108-1234" },
  height_inches: 70,
};
const BAD = { ...GOOD, phone: "617-555-0123 x9", address: { ...GOOD.address, state: "Ontario" } };

for (const edition of EDITIONS) {
  /** What react-hook-form does with values: what it submits, or its errors. */
  async function submitted(values) {
    const { createFormControl } = require("react-hook-form");
    const { standardSchemaResolver } = require(
      here(`node_modules/.${edition}/node_modules/@hookform/resolvers/standard-schema`),
    );
    const { control, handleSubmit } = createFormControl({
      defaultValues: values,
      resolver: standardSchemaResolver(patient),
    });
    control._updateFormState?.();
    let end;
    await handleSubmit(
      (data) => (end = { data }),
      (errors) => (end = { errors }),
    )();
    return end;
  }

  test(`react-hook-form by ${edition} submits what Blend takes`, async () => {
    assert.deepEqual(await submitted(GOOD), { data: SENT });
  });

  test(`react-hook-form by ${edition} shows each error at its field`, async () => {
    const { errors } = await submitted(BAD);
    assert.deepEqual(Object.keys(errors), ["phone", "address"]);
    assert.match(errors.phone.message, /without letters or an extension/);
    assert.match(errors.address.state.message, /state of the United States/);
  });
}

test("TanStack Form takes a schema for the form, and one for a field", async () => {
  const { FieldApi, FormApi } = require("@tanstack/form-core");
  const sent = [];
  const open = (values) => {
    const form = new FormApi({
      defaultValues: values,
      validators: { onSubmit: patient },
      onSubmit: ({ value }) => sent.push(patient.check(value).value),
    });
    form.mount();
    return form;
  };
  await open(GOOD).handleSubmit();
  assert.deepEqual(sent, [SENT]);

  const bad = open(BAD);
  const field = new FieldApi({ form: bad, name: "address.state" });
  field.mount();
  await bad.handleSubmit();
  assert.equal(sent.length, 1);
  assert.deepEqual(
    field.state.meta.errors.map(({ code, path }) => [code, path.join(".")]),
    [["state_unknown", "address.state"]],
  );

  const { fields } = rules();
  const phone = new FieldApi({ form: open(GOOD), name: "phone", validators: { onBlur: fields.phone } });
  phone.mount();
  phone.setValue("12");
  await phone.validate("blur");
  assert.deepEqual(
    phone.state.meta.errors.map(({ code }) => code),
    ["phone_digits"],
  );
});

const SAMPLES = [
  GOOD,
  BAD,
  {},
  { ...GOOD, date_of_birth: { month: "3", day: "25", year: "1990" }, height_inches: { feet: 5, inches: 10 } },
  { ...GOOD, date_of_birth: ["3", "25"], first_name: {} },
  { ...GOOD, address: { ...GOOD.address, country: "Canada", state: "Ontario", zip_code: "K1A 0B1" } },
  { ...GOOD, risk_factors: { allergies: ["latex", "N/A"], medications: { answer: "no" } }, is_diabetic: true },
  { ...GOOD, address: null, email: undefined },
  { ...GOOD, weight_pounds: 180.5, gender: "female", ssn: "123-45-6789", primary_language: "es-MX" },
];

for (const [target, edition] of [
  ["draft-2020-12", "ajv/dist/2020.js"],
  ["draft-07", "ajv"],
]) {
  test(`ajv agrees with the schemas in ${target}`, () => {
    const { default: Ajv } = require(edition);
    for (const options of [
      {},
      { ssn: true },
      { optional: ["email", "address"] },
      { rules: { state: "warn", phone: "off" } },
    ]) {
      for (const schema of [rules(options).patient, rules(options).patient.pick("email", "address.state")]) {
        const { input, output } = schema["~standard"].jsonSchema;
        const [typed, sent] = [input, output].map((side) =>
          new Ajv({ allowUnionTypes: true }).compile(side({ target })),
        );
        for (const sample of SAMPLES) {
          const values = JSON.parse(JSON.stringify(sample));
          const { value, issues } = schema.check(values);
          if (value) assert.ok(sent(value), JSON.stringify([value, sent.errors]));
          // What ajv refuses as it was typed, the rules refuse as well.
          if (!typed(values)) assert.ok(issues.length > 0, JSON.stringify([options, sample, typed.errors]));
        }
        // What is needed is so in both.
        assert.equal(sent({}), schema.check({}).issues.length === 0);
      }
    }
    assert.throws(() => patient["~standard"].jsonSchema.output({ target: "draft-04" }), TypeError);
    assert.throws(() => patient["~standard"].jsonSchema.input({ target: "__proto__" }), TypeError);
  });
}
