// What the handler refuses, in which order, and what it then says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rules } from "../../pkg/dist/intake.mjs";
import { createIntakeHandler } from "../../pkg/dist/intake-server.mjs";
import { ANSWERS, FIELDS, ID, pharmacy, portal, requestOf } from "./portal.mjs";

const KILOBYTE = 1024;

test("each check stands behind the ones before it", async () => {
  const calls = [];
  const note = (name, value) => () => (calls.push(name), value);
  const cases = [
    ["405", { method: "PUT" }],
    ["415", { headers: { "content-type": "text/plain" } }],
    ["413", { body: "x".repeat(65 * KILOBYTE) }],
    ["403 origin", { headers: { "sec-fetch-site": "cross-site" } }],
    ["403 header", { headers: { "x-blend-intake": undefined } }],
    ["401", {}],
    ["429", {}],
    ["400 not_json", { body: "{" }],
    ["400 unknown_field", { answers: { stranger: "x" } }],
    ["422", { answers: { phone: "1" } }],
    ["403 challenge", {}],
  ];
  const place = (name) => cases.findIndex(([other]) => other === name);
  // From the last to the first: each is wrong together with all that come after it.
  let wrong = {};
  for (const [name, fault] of cases.toReversed()) {
    wrong = { ...wrong, ...fault, headers: { ...wrong.headers, ...fault.headers } };
    const has = (other) => place(other) >= place(name);
    const { submit } = portal({
      session: note("session", has("401") ? undefined : { subject: "account-7" }),
      rateLimit: { store: { hit: () => ({ count: has("429") ? 11 : 1, remainingMs: 1500 }) } },
      challenge: note("challenge", false),
      products: note("products", null),
    });
    const { status, body } = await submit(wrong);
    assert.equal([status, status === 400 || status === 403 ? body.code : ""].join(" ").trim(), name);
  }
  assert.ok(!calls.includes("products"));
});

test("every answer forbids caches to keep it, and says nothing of what was sent", async () => {
  const { submit } = portal({ rateLimit: { limit: 3 } });
  const faults = [
    {},
    { method: "GET", body: null },
    { headers: { "content-type": "text/html" } },
    { headers: { "sec-fetch-site": "none" } },
    { body: "[" },
    { answers: { phone: "12" } },
    {},
    {},
  ];
  const seen = new Set();
  for (const fault of faults) {
    const { status, headers, text } = await submit(fault);
    seen.add(status);
    assert.equal(headers.get("cache-control"), "no-store", `${status}`);
    for (const value of [ANSWERS.last_name, ANSWERS.email, ANSWERS.phone, ID, "account-7"])
      assert.ok(!text.includes(value), `${status}: ${text}`);
  }
  assert.deepEqual([...seen].sort(), [200, 400, 403, 405, 415, 422, 429]);
});

test("origins: same-origin passes, all else needs a listed Origin", async () => {
  const own = "https://portal.example.com";
  const { submit } = portal({ origins: [own], rateLimit: { limit: 99 } });
  const cases = [
    ["same-origin", undefined, 200],
    ["same-origin", own, 200],
    // A page under `no-referrer`.
    ["same-origin", "null", 200],
    // A page of another host of the site, or of another site.
    ["same-site", own, 200],
    ["same-site", "https://www.example.com", 403],
    ["cross-site", own, 200],
    ["cross-site", "https://evil.example", 403],
    ["cross-site", "null", 403],
    ["cross-site", undefined, 403],
    ["none", undefined, 403],
    // Plain HTTP on a host name.
    [undefined, own, 200],
    [undefined, "http://portal.example.com", 403],
    [undefined, "https://portal.example.com.evil.example", 403],
    [undefined, "https://portal.example.com:8443", 403],
    [undefined, "null", 403],
    [undefined, undefined, 403],
  ];
  for (const [site, origin, expected] of cases) {
    const { status } = await submit({ headers: { "sec-fetch-site": site, origin } });
    assert.equal(status, expected, `${site}, ${origin}`);
  }
});

test("without a list no Origin passes, whatever the address and the proxies' headers say", async () => {
  const { submit } = portal();
  const origin = "https://portal.example.com";
  const headers = { "sec-fetch-site": undefined, origin, host: "portal.example.com", "x-forwarded-host": origin };
  assert.equal((await submit({ headers })).status, 403);
});

test("content types", async () => {
  const { submit } = portal({ rateLimit: { limit: 99 } });
  for (const [type, expected] of [
    ["application/json", 200],
    ["application/json; charset=utf-8", 200],
    ["Application/JSON", 200],
    ["application/json-patch+json", 415],
    ["text/plain; application/json", 415],
    ["application/x-www-form-urlencoded", 415],
    [undefined, 415],
  ]) {
    // A text has a type of its own.
    const body = new Blob([await requestOf().text()]);
    assert.equal((await submit({ body, headers: { "content-type": type } })).status, expected, type);
  }
});

test("the size is counted while reading: a body of 64 KB passes, one byte more does not, and no more is read", async () => {
  const { submit, handler } = portal({ rateLimit: { limit: 99 } });
  const text = await requestOf().text();
  assert.equal((await submit({ body: text.padEnd(64 * KILOBYTE) })).status, 200);
  assert.equal((await submit({ body: text.padEnd(64 * KILOBYTE + 1) })).status, 413);
  const lying = { "content-length": "10" };
  assert.equal((await submit({ body: text.padEnd(64 * KILOBYTE + 1), headers: lying })).status, 413);
  let pulled = 0;
  const pull = (controller) => (pulled++, controller.enqueue(new Uint8Array(KILOBYTE)));
  const endless = new ReadableStream({ pull }, { highWaterMark: 0 });
  assert.equal((await handler(requestOf({ body: endless, duplex: "half" }))).status, 413);
  assert.equal(pulled, 65);
});

test("a body that breaks is a 400", async () => {
  const { handler } = portal();
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("a patient's name")) });
  const response = await handler(requestOf({ body: broken, duplex: "half" }));
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), { code: "unreadable" });
});

test("what is no submission is a 400", async () => {
  const { submit } = portal({ rateLimit: { limit: 99 } });
  for (const body of ["", "{", "[]", "null", '"text"', "[".repeat(60_000)])
    assert.deepEqual((await submit({ body })).body, { code: "not_json" }, body.slice(0, 9));
  for (const id of [undefined, 7, "", "short", "x".repeat(65), "a b c d e f g h i j"])
    assert.deepEqual((await submit({ more: { submission_id: id } })).body, {
      code: "wrong_kind",
      path: "submission_id",
    });
  for (const answers of [undefined, null, [], "text"])
    assert.deepEqual((await submit({ more: { answers } })).body, { code: "wrong_kind", path: "answers" });
  assert.deepEqual((await submit({ more: { challenge: 7 } })).body, { code: "wrong_kind", path: "challenge" });
});

test("a field that is not listed is refused by its path, and nothing reaches Blend", async () => {
  const { submit, sandbox, submissions } = portal({ rateLimit: { limit: 99 } });
  const own = JSON.parse('{"__proto__": {"external_id": "x"}}');
  const cases = [
    [{ answers: { id: "40000000-0000-4000-8000-000000000001" } }, "id"],
    [{ answers: { patient: { id: "40000000-0000-4000-8000-000000000001" } } }, "patient"],
    [{ answers: { patient_id: "40000000-0000-4000-8000-000000000001" } }, "patient_id"],
    [{ answers: { external_id: "visit-1" } }, "external_id"],
    [{ answers: { force_new: false } }, "force_new"],
    [{ answers: { ssn: "123456789" } }, "ssn"],
    [{ answers: { gender: "female" } }, "gender"],
    [{ answers: { address: { ...ANSWERS.address, latitude: 1 } } }, "address.latitude"],
    [
      { body: JSON.stringify({ submission_id: ID, answers: own }).replace('"answers":{', '$&"__proto__":{},') },
      "__proto__",
    ],
    [{ answers: { "Zebrawood, Testina": 1 } }, ""],
    [{ answers: { address: { "Zebrawood, Testina": 1 } } }, "address"],
    [{ more: { force_new: false } }, "force_new"],
    [{ more: { external_id: "visit-1" } }, "external_id"],
    [{ more: { "Zebrawood, Testina": 1 } }, ""],
    [{ more: { extra: { consent: true } } }, "extra"],
  ];
  for (const [given, path] of cases) {
    const { status, body } = await submit(given);
    assert.deepEqual([status, body], [400, { code: "unknown_field", path }]);
  }
  assert.deepEqual(sandbox.calls, []);
  assert.deepEqual(submissions, []);
});

test("a part of an object can be listed alone, and an order's products", async () => {
  const { order } = rules();
  const fields = ["patient.first_name", "patient.address.state", "products"];
  const { handler } = portal({ schema: order, fields });
  const send = async (answers) => {
    const response = await handler(requestOf({ more: { answers } }));
    return [response.status, (await response.json()).path];
  };
  assert.deepEqual(await send({ patient: { last_name: "x" } }), [400, "patient.last_name"]);
  assert.deepEqual(await send({ patient: { address: { city: "x" } } }), [400, "patient.address.city"]);
  assert.deepEqual(await send({ products: { prescription: [{ sku: "x", price: 0 }] } }), [
    400,
    "products.prescription.price",
  ]);
  const whole = portal({ schema: order, fields: ["patient", "products"] });
  const keyed = await whole.submit({ more: { answers: { patient: { ...ANSWERS, external_id: "x" } } } });
  assert.deepEqual(keyed.body, { code: "unknown_field", path: "patient.external_id" }, "the handler's own");
  const good = { first_name: "Testina", address: { state: "MA" } };
  assert.deepEqual(await send({ patient: good, products: {} }), [422, undefined], "only the products are missing");
});

test("issues have path, code and message in the language of the rules, and no value", async () => {
  const { submit } = portal({ schema: rules({ locale: "es" }).patient });
  const { status, body, text } = await submit({ answers: { phone: "988-77", date_of_birth: "2021-02-30" } });
  assert.equal(status, 422);
  assert.deepEqual(
    body.issues.map(({ path, code }) => `${path}: ${code}`),
    ["date_of_birth: date_impossible", "phone: phone_digits"],
  );
  assert.match(body.issues[1].message, /^Escriba diez cifras/);
  assert.ok(!/988|2021/.test(text));
});

test("the portal's own questions are checked, and their messages hold no answer", async () => {
  const validate = async (given) => {
    if (given?.consent === true) return { value: { consent: "given" } };
    const message = `"${given?.reason}" is no consent`;
    return {
      issues: [
        { message, path: ["consent"], code: "no_consent" },
        { message: "Give your consent", path: [{ key: "consent" }, "Testina Z.", 0], code: "a sentence" },
        { message: "At the end" },
      ],
    };
  };
  const { submit, submissions } = portal({ extra: { "~standard": { version: 1, vendor: "test", validate } } });
  const refused = await submit({ more: { extra: { reason: "quagga" } }, answers: { phone: "1" } });
  assert.equal(refused.status, 422);
  assert.deepEqual(
    refused.body.issues.map(({ path, code, message }) => [path, code, message]),
    [
      ["phone", "phone_digits", refused.body.issues[0].message],
      ["extra.consent", "no_consent", "Check this answer"],
      ["extra.consent.0", "extra", "Give your consent"],
      ["extra", "extra", "At the end"],
    ],
  );
  assert.equal((await submit()).status, 422, "an answer that is missing is checked, too");
  assert.equal((await submit({ more: { extra: { consent: true } } })).status, 200);
  assert.deepEqual(submissions[0].extra, { consent: "given" });
});

test("the challenge gets the token, the session and the key of the submission", async () => {
  const asked = [];
  const { submit, submissions } = portal({
    challenge: async (request, given) => (asked.push(given), given.token === "passed" && request.method === "POST"),
  });
  assert.deepEqual((await submit({ more: { challenge: "failed" } })).body, { code: "challenge" });
  assert.equal((await submit()).status, 403);
  assert.equal((await submit({ more: { challenge: "passed" } })).status, 200);
  assert.deepEqual(
    asked.map(({ token }) => token),
    ["failed", undefined, "passed"],
  );
  assert.deepEqual(asked[2], { token: "passed", session: { subject: "account-7" }, key: submissions[0].key });
  const truthy = portal({ challenge: () => "yes" });
  assert.equal((await truthy.submit()).status, 403, "only true passes");
});

test("without a session nobody submits; a hook that throws is a 503, reported without the answer telling", async () => {
  for (const session of [() => undefined, async () => null])
    assert.equal((await portal({ session }).submit()).status, 401);
  const throws = () => {
    throw new Error("a patient's name");
  };
  const hooks = [
    ["session", throws],
    ["session", () => ({})],
    ["session", () => ({ subject: "" })],
    ["session", () => ({ subject: 7 })],
    ["products", throws],
    ["products", () => undefined],
    ["challenge", throws],
    ["rateLimit", { store: { hit: throws } }],
    ["rateLimit", { key: throws }],
    ["extra", { "~standard": { validate: throws } }],
  ];
  for (const [name, hook] of hooks) {
    const { submit, errors, sandbox } = portal({ [name]: hook });
    const { status, text } = await submit();
    assert.deepEqual([status, text], [503, '{"code":"not_sent"}'], name);
    assert.equal(errors.length, 1, name);
    assert.deepEqual(sandbox.calls, []);
  }
});

test("the log names the class of an error, never its message; an onError that throws changes nothing", async (t) => {
  const lines = [];
  t.mock.method(console, "error", (line) => lines.push(line));
  for (const thrown of [new RangeError("Zebrawood"), "Zebrawood", Object.assign(new Error(), { name: "Zebrawood" })]) {
    const products = () => {
      throw thrown;
    };
    assert.equal((await portal({ products, onError: undefined }).submit()).status, 503);
    const onError = () => {
      throw new Error("again");
    };
    assert.equal((await portal({ products, onError }).submit()).status, 503);
  }
  assert.deepEqual(lines, [
    "blend-sdk: createIntakeHandler: RangeError. Use onError to see it",
    "blend-sdk: createIntakeHandler: error. Use onError to see it",
    "blend-sdk: createIntakeHandler: error. Use onError to see it",
  ]);
});

test("options that cannot work are refused at once", () => {
  const { blend } = pharmacy();
  const good = {
    schema: rules().patient,
    fields: FIELDS,
    session: () => ({ subject: "x" }),
    products: () => null,
    onSubmit: () => {},
    secret: "0123456789abcdef",
  };
  createIntakeHandler(blend, good);
  const bad = [
    ["schema", undefined],
    ["schema", { "~standard": {} }],
    ["fields", undefined],
    ["fields", []],
    ["fields", ["first_name", "patient.id"]],
    ["fields", ["external_id"]],
    ["fields", ["address.planet"]],
    ["fields", [7]],
    ["session", undefined],
    ["products", null],
    ["onSubmit", undefined],
    ["secret", undefined],
    ["secret", ""],
    ["secret", "fifteen letters"],
    ["origins", ["https://portal.example.com/"]],
    ["origins", ["portal.example.com"]],
    ["origins", ["null"]],
    ["rateLimit", { limit: 0 }],
    ["rateLimit", { windowMs: -1 }],
    ["rateLimit", { limit: "ten" }],
  ];
  for (const [name, value] of bad)
    assert.throws(
      () => createIntakeHandler(blend, { ...good, [name]: value }),
      (error) => error instanceof TypeError && error.message.startsWith(name),
      `${name}: ${value}`,
    );
});
