// `blend-sdk/intake`: the rules, and the form without a page.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Blend } from "../../pkg/dist/index.mjs";
import { createIntake, fetchTransport, rules } from "../../pkg/dist/intake.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";

const TODAY = "2026-11-28";
const { patient, order, prescriber, address, fields } = rules({ today: TODAY });
const found = ({ issues, warnings }) =>
  [issues, warnings].map((list) => list.map(({ path, code }) => `${path}: ${code}`));

const GOOD = {
  first_name: "Testina",
  last_name: "Muster",
  date_of_birth: "03/25/1990",
  email: "testina@example.com",
  phone: "(617) 555-0123",
  address: { address_1: "1 Main St", city: "Boston", state: "MA", zip_code: "02108" },
};

test("what is typed becomes what Blend takes, and what is not answered is left out", () => {
  const { value, issues, warnings } = patient.check({
    ...GOOD,
    middle_name: " ",
    phone: "＋１ ６１７\u00a0555\u20110123",
    date_of_birth: { month: 3, day: 25, year: 1990 },
    height_inches: { feet: "5", inches: "10.5" },
    weight_pounds: "82 kg",
    is_smoker: "",
    is_pregnant: "not sure",
    is_diabetic: "no",
    primary_language: "yue",
    ssn: "123-45-6789",
    unknown: "x",
    risk_factors: { allergies: "N/A", conditions: "asthma\nhay  fever", medications: ["amoxicillin/clavulanate"] },
  });
  assert.deepEqual(issues, []);
  assert.deepEqual(
    warnings.map(({ path, code }) => `${path}: ${code}`),
    ["risk_factors.allergies: none_word", "risk_factors.medications: separator", "primary_language: language_unknown"],
  );
  assert.deepEqual(value, {
    ...GOOD,
    phone: "6175550123",
    date_of_birth: "1990-03-25",
    height_inches: 70.5,
    weight_pounds: 180.78,
    is_diabetic: false,
    risk_factors: { conditions: "asthma; hay fever", medications: "amoxicillin/clavulanate" },
  });
  assert.equal(fields.risk_factors.replaceSeparators("amoxicillin/clavulanate"), "amoxicillin-clavulanate");
});

test("needed answers are asked for by name, in English, Spanish or words of the author's", () => {
  const needed = [
    "first_name",
    "date_of_birth",
    "email",
    "phone",
    "address.address_1",
    "address.city",
    "address.state",
    "address.zip_code",
  ];
  assert.deepEqual(found(patient.check({})), [
    needed.map((path) => `${path}: required`),
    ["last_name: last_name_missing"],
  ]);
  const message = (options) => rules(options).patient.pick("phone").check({ phone: "1" }).issues[0].message;
  assert.equal(message({}), "Enter ten digits, with the area code first, such as 617-555-0123");
  assert.match(message({ locale: "es-MX" }), /^Escriba diez cifras/);
  assert.equal(message({ messages: { phone_digits: "Ten digits, please" } }), "Ten digits, please");
  const byPath = { phone_digits: "Ten digits, please", "phone.phone_digits": "Ten digits of your phone" };
  assert.equal(message({ messages: byPath }), "Ten digits of your phone");
  const strict = rules({ required: ["gender", "risk_factors.allergies"] });
  assert.deepEqual(found(strict.patient.pick("gender", "risk_factors", "is_smoker").check({}))[0], [
    "gender: required",
    "risk_factors.allergies: required",
  ]);
  assert.deepEqual(found(strict.order.pick("patient.gender").check({}))[0], ["patient.gender: required"]);
  assert.ok(strict.patient["~standard"].jsonSchema.output({ target: "draft-07" }).required.includes("gender"));
  const { issues } = rules({ optional: ["email", "address"] }).patient.check({});
  assert.deepEqual(
    issues.map(({ path }) => path),
    ["first_name", "date_of_birth", "phone"],
  );
});

test("a rule can be softened: then the typed text goes out, with a warning or without", () => {
  const value = { ...GOOD, address: { ...GOOD.address, state: "Québec" } };
  assert.deepEqual(found(patient.check(value)), [["address.state: state_unknown"], []]);
  const warned = rules({ today: TODAY, rules: { state: "warn" } }).patient.check(value);
  assert.deepEqual(found(warned), [[], ["address.state: state_unknown"]]);
  assert.equal(warned.value.address.state, "Québec");
  assert.deepEqual(found(rules({ today: TODAY, rules: { state: "off" } }).patient.check(value)), [[], []]);
});

test("a minor needs a guardian, whom the author may ask for or not", () => {
  const child = { ...GOOD, date_of_birth: "11/29/2008" };
  assert.deepEqual(found(patient.check(child)), [["guardian_name: guardian_required"], []]);
  assert.deepEqual(found(patient.check({ ...child, guardian_name: "John Muster" })), [[], []]);
  assert.deepEqual([patient.minor(child), patient.minor(GOOD)], [true, false]);
  const own = (minor) => rules({ today: TODAY, minor }).patient;
  assert.deepEqual(found(own(() => false).check(child)), [[], []]);
  assert.deepEqual(found(own(() => true).check(GOOD)), [["guardian_name: guardian_required"], []]);
  // A step that does not ask for the guardian has no issue about one.
  assert.deepEqual(found(patient.pick("date_of_birth").check(child)), [[], []]);
});

test("nobody is born tomorrow, wherever the day begins, on leap days and at the end of a year too", (t) => {
  for (const now of ["2024-02-29T12:00:00Z", "2026-12-31T11:00:00Z", "2026-12-31T09:59:00Z", "2027-01-01T11:59:00Z"]) {
    t.mock.timers.enable({ apis: ["Date"], now: Date.parse(now) });
    const at = (hours) => new Date(Date.parse(now) + hours * 3_600_000).toISOString().slice(0, 10);
    const born = (date_of_birth) => rules().patient.pick("date_of_birth").check({ date_of_birth }).issues.length;
    assert.deepEqual([born(at(14)), born(at(14 + 24)), born(at(-12))], [0, 1, 0], now);
    t.mock.timers.reset();
  }
});

test("hostile values cost neither time nor answers, and no finding repeats them", () => {
  const long = "7".repeat(50_000);
  const hostile = [
    long,
    `${"a ".repeat(25_000)}b`,
    "\u202eevil",
    "\0",
    "\ud800",
    "💉".repeat(10_000),
    "%s%n",
    "<img src=x>",
  ];
  for (const value of hostile) {
    const all = { risk_factors: { allergies: value }, address: {} };
    for (const { name } of patient.fields) if (!(name in all)) all[name] = value;
    for (const name of ["address_1", "city", "state", "zip_code"]) all.address[name] = value;
    const checked = rules({ ssn: true }).patient.check(all);
    const text = JSON.stringify([checked.issues, checked.warnings]);
    assert.ok(text.length < 10_000 && !text.includes(value.slice(0, 20)) && checked.issues.length > 3);
  }
  const polluting = JSON.parse(
    '{"__proto__": {"first_name": "x"}, "address": {"__proto__": {"state": "MA"}}, "constructor": {"prototype": 1}}',
  );
  const { issues } = patient.check(polluting);
  assert.ok(issues.some(({ path }) => path === "first_name") && issues.some(({ path }) => path === "address.state"));
  assert.equal({}.first_name, undefined);
  for (const value of [undefined, null, 1, "x", [], () => 1, new Map()]) {
    const { issues } = patient["~standard"].validate(value);
    // Each has a path, for resolvers take an issue without one for valid.
    assert.ok(issues.length > 0 && issues.every(({ path }) => path.length > 0));
  }
});

test("a line of an order needs a product, and an order a line", () => {
  const products = (prescription) => order.check({ patient: GOOD, products: { prescription } });
  assert.deepEqual(found(products([])), [["products: products_required"], []]);
  assert.deepEqual(found(products([{ quantity: "0" }])), [
    ["products.prescription.0.quantity: quantity", "products.prescription.0.id: product_unnamed"],
    [],
  ]);
  assert.deepEqual(products([{ sku: "RX-TRE-05", quantity: "2" }]).value.products, {
    prescription: [{ sku: "RX-TRE-05", quantity: 2 }],
  });
  assert.deepEqual(found(prescriber.check({ first_name: "A", last_name: "B", npi: "1234567890" })), [
    [],
    ["npi: npi_unlikely"],
  ]);
  assert.deepEqual(
    found(address.check({ ...GOOD.address, country: "Canada", state: "Ontario", zip_code: "K1A 0B1" })),
    [[], []],
  );
});

test("every patient of the vendor's examples and of the sandbox passes, and the sandbox takes what passed", async () => {
  const patients = [];
  const folder = new URL("../contract/examples/", import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith("request.json"))) {
    const { patient } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    if (patient?.first_name) patients.push(patient);
  }
  const { email, password, fetch } = new Sandbox();
  const blend = new Blend({ email, password, fetch, logLevel: "off" });
  for await (const one of blend.patients.list()) patients.push(one);
  assert.ok(patients.length > 2);
  const { patient } = rules({ optional: ["email", "phone", "address", "date_of_birth"], ssn: true });
  for (const given of patients) {
    const { value, issues } = patient.check(given);
    assert.deepEqual(issues, []);
    assert.ok((await blend.patients.create(value, { validate: "strict" })).id);
  }
});

const STEPS = [
  { name: "identity", fields: ["first_name", "date_of_birth", "gender"] },
  { name: "guardian", fields: ["guardian_name"], when: "minor" },
  { name: "body", fields: ["height_inches", { path: "is_pregnant", when: { not: { field: "gender", is: "male" } } }] },
];
const open = (transport, schema = rules({ today: TODAY, optional: ["email", "phone", "address"] }).patient) =>
  createIntake({ schema, steps: STEPS, initial: {}, transport });

test("steps and fields come and go with the answers; what is hidden is neither checked nor sent", async () => {
  const sent = [];
  const intake = open(
    async (text) => (sent.push(JSON.parse(text)), { status: "accepted", result: { order_number: "ORD1" } }),
  );
  assert.equal(intake.next(), false);
  assert.deepEqual(found(intake.getSnapshot()), [["first_name: required", "date_of_birth: required"], []]);
  intake.set("first_name", "Tim");
  intake.set("date_of_birth", "01/01/2015");
  assert.deepEqual(intake.getSnapshot().steps, ["identity", "guardian", "body"]);
  intake.set("is_pregnant", "yes");
  intake.set("gender", "male");
  assert.equal(intake.next(), true);
  assert.equal(intake.next(), false);
  intake.set("guardian_name", "Ann");
  assert.equal(intake.next(), true);
  assert.deepEqual(intake.getSnapshot().fields, ["height_inches"]);
  intake.set("date_of_birth", "01/01/1990");
  const { status, result, values } = await intake.submit();
  assert.deepEqual([status, result, values], ["accepted", { order_number: "ORD1" }, {}]);
  assert.deepEqual(sent[0].answers, { first_name: "Tim", date_of_birth: "1990-01-01", gender: "male" });
});

test("a misspelt field is refused where it is written, since its answer would be lost", () => {
  const misspelt = (option) => ({ name: "TypeError", message: `${option}: there is no field "frist_name"` });
  const { patient: schema } = rules();
  assert.throws(() => schema.pick("last_name", "frist_name"), misspelt("pick"));
  assert.throws(() => rules({ required: ["frist_name"] }), misspelt("required"));
  assert.throws(() => rules({ optional: ["frist_name"] }), misspelt("optional"));
  const transport = () => assert.fail("sent");
  const withField = (field) => () => createIntake({ schema, steps: [{ name: "one", fields: [field] }], transport });
  assert.throws(withField("frist_name"), misspelt("steps"));
  assert.throws(withField({ path: "frist_name", when: "minor" }), misspelt("steps"));
  assert.throws(withField("first_name.first"), /there is no field "first_name.first"/);
  assert.throws(withField("patient.first_name"), /there is no field "patient.first_name"/);
  // Parts of a field, groups, and the form's own questions are none.
  for (const path of [
    "date_of_birth.month",
    "height_inches.feet",
    "risk_factors.allergies.entries",
    "address",
    "extra.why",
  ])
    assert.doesNotThrow(withField(path), path);
  assert.deepEqual(schema.pick("first_name", "extra.why").check({ first_name: "Testina" }).value, {
    first_name: "Testina",
  });
  rules({ required: ["products", "npi", "address.city"] });
  assert.throws(() => rules({ required: ["patient.gender"] }), /there is no field "patient.gender"/);
  // A condition may be about a value that is no field of the form.
  const fields = ["email", { path: "phone", when: { field: "flow", is: "refill" } }];
  const intake = createIntake({ schema, steps: [{ name: "one", fields }], initial: { flow: "refill" }, transport });
  assert.deepEqual(intake.getSnapshot().fields, ["email", "phone"]);
});

test("a form's own questions are checked by its own schema, when they are visible, and sent apart from the answers", async () => {
  const consent = { message: "Agree, please", path: [{ key: "consent" }] };
  const seen = [];
  const validate = (value) => (
    seen.push(value),
    value.consent ? { value: { ...value, ok: true } } : { issues: [consent] }
  );
  const sent = [];
  const intake = createIntake({
    schema: patient,
    extra: { "~standard": { version: 1, vendor: "test", validate } },
    steps: [
      {
        name: "product",
        fields: ["extra.product", { path: "extra.size", when: { field: "extra.product", is: "cream" } }],
      },
      { name: "person", fields: ["first_name", "extra.consent"] },
    ],
    transport: async (text) => (sent.push(JSON.parse(text)), { status: "accepted" }),
  });
  intake.set("extra.product", "cream");
  intake.set("extra.size", "");
  assert.deepEqual(intake.getSnapshot().fields, ["extra.product", "extra.size"]);
  // What another step asks for is not this step's issue.
  assert.equal(intake.next(), true);
  assert.deepEqual(
    [intake.next(), found(intake.getSnapshot())[0]],
    [false, ["first_name: required", "extra.consent: extra"]],
  );
  intake.set("extra.size", "large");
  intake.set("extra.product", "oil");
  intake.set("extra.consent", "yes");
  intake.set("first_name", "Testina");
  assert.equal((await intake.submit()).status, "accepted");
  const { answers, extra } = sent[0];
  assert.deepEqual([answers, extra], [{ first_name: "Testina" }, { product: "oil", consent: "yes", ok: true }]);
  assert.deepEqual(seen[0], { product: "cream" });
});

test("a schema of own questions that answers with a promise is refused, so that nothing goes out unchecked", async () => {
  const validate = async (value) => ({ value });
  const intake = createIntake({
    schema: patient,
    extra: { "~standard": { version: 1, vendor: "test", validate } },
    steps: [{ name: "only", fields: ["extra.product"] }],
    transport: async () => assert.fail("sent"),
  });
  assert.throws(() => intake.next(), /^TypeError: extra: /);
  await assert.rejects(intake.submit(), /^TypeError: extra: /);
});

test("whatever is clicked, one submission is under way; where nobody knows, the identical text goes out again", async () => {
  const sent = [];
  const outcomes = [
    { status: "pending" },
    new Error("lost"),
    { status: "failed", retryable: true },
    { status: "accepted" },
  ];
  const intake = open(async (text, { id }) => {
    sent.push([text, id]);
    await new Promise(setImmediate);
    const outcome = outcomes.shift();
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  intake.set("first_name", "Ann");
  intake.set("date_of_birth", "01/01/1990");
  const [first, again] = [intake.submit(), intake.submit()];
  assert.equal(first, again);
  intake.set("first_name", "Other");
  assert.equal((await first).status, "pending");
  intake.set("first_name", "Other");
  assert.equal((await intake.submit()).status, "pending");
  assert.equal((await intake.submit()).status, "failed");
  assert.deepEqual(sent[0], sent[1]);
  assert.deepEqual(sent[1], sent[2]);
  // Nothing was made: it may be changed, and is still the same submission.
  intake.set("first_name", "Other");
  assert.equal((await intake.submit()).status, "accepted");
  assert.match(sent[3][0], /Other/);
  assert.equal(sent[3][1], sent[0][1]);
  assert.match(sent[0][1], /^[0-9a-f]{32}$/);
  await intake.submit();
  assert.equal(sent.length, 4);
});

test("a form sends without crypto and session storage, as in React Native: each submission has an id of its own", async (t) => {
  t.mock.getter(globalThis, "crypto", () => undefined);
  const ids = [];
  const intake = open(async (_, { id }) => (ids.push(id), { status: "accepted" }));
  for (let time = 0; time < 100; time++) {
    intake.set("first_name", "Tim");
    intake.set("date_of_birth", "01/01/1990");
    await intake.submit();
    intake.reset();
  }
  assert.equal(new Set(ids).size, 100);
  for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
});

test("a text that may have arrived goes out again as it was, though the rules would refuse it by now", async () => {
  let today = TODAY;
  const sent = [];
  const schema = rules({ today: () => today, minor: () => false, optional: ["email", "phone", "address"] }).patient;
  const intake = open(async (text) => (sent.push(text), { status: "pending" }), schema);
  intake.set("first_name", "Ann");
  intake.set("date_of_birth", "11/28/2026");
  await intake.submit();
  today = "2026-11-27";
  assert.equal((await intake.submit()).status, "pending");
  assert.deepEqual([sent.length, sent[1]], [2, sent[0]]);
});

test("a snapshot is frozen and stays the same object until something changes", () => {
  const intake = open(async () => ({ status: "accepted" }));
  const heard = [];
  const end = intake.subscribe((...words) => heard.push(words));
  const before = intake.getSnapshot();
  intake.set("gender", "male");
  intake.set("gender", "male");
  assert.notEqual(intake.getSnapshot(), before);
  assert.equal(intake.getSnapshot(), intake.getSnapshot());
  assert.ok(Object.isFrozen(intake.getSnapshot().values));
  assert.deepEqual(heard, [[]]);
  end();
  intake.set("__proto__.polluted", 1);
  intake.set("gender", "female");
  assert.deepEqual([heard.length, {}.polluted], [1, undefined]);
});

test("the answers of a server become outcomes: what may have been made is pending", async (t) => {
  const issues = [{ path: "phone", code: "phone_digits", message: "Enter ten digits", secret: "x" }];
  const outcome = async (response) => {
    t.mock.method(globalThis, "fetch", async () => response());
    return fetchTransport("/intake")("{}", { id: "1", signal: AbortSignal.timeout(1000) }).catch(() => "threw");
  };
  const status = (number, body = {}) => outcome(() => Response.json(body, { status: number }));
  assert.deepEqual(await status(200, { order_number: "O" }), { status: "accepted", result: { order_number: "O" } });
  assert.deepEqual(await status(422, { issues }), {
    status: "invalid",
    issues: [{ path: "phone", code: "phone_digits", message: "Enter ten digits" }],
  });
  for (const number of [400, 401, 403, 404, 405, 409, 413, 415, 422])
    assert.deepEqual(await status(number), { status: "failed", retryable: false });
  for (const number of [429, 503]) assert.deepEqual(await status(number), { status: "failed", retryable: true });
  for (const number of [202, 408, 500, 502, 504]) assert.deepEqual(await status(number), { status: "pending" });
  assert.equal(await outcome(() => Promise.reject(new TypeError("lost"))), "threw");
});
