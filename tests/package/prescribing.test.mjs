// Prescribers, prescriptions and deprecated calls, through the package.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend, medicationsOf } from "../../pkg/dist/index.mjs";

const ID = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";
const NPI = "1234567893";

/** A client whose every call is answered with `json`; its requests and its log lines. */
function desk(json, options = {}) {
  const requests = [];
  const lines = [];
  const fetch = async (url, init) => {
    requests.push({ url, ...init });
    return new Response(json === undefined ? null : JSON.stringify(json), {
      headers: { "content-type": "application/json" },
    });
  };
  const logger = Object.fromEntries(
    ["debug", "info", "warn", "error"].map((level) => [level, (line) => lines.push(`${level} ${line}`)]),
  );
  return { blend: new Blend({ accessToken: "given", fetch, logger, ...options }), requests, lines };
}

test("a prescription goes out as XML where it is a string", async () => {
  const { blend, requests } = desk({ id: ID });
  await blend.prescriptions.create("<Message>ü</Message>");
  await blend.prescriptions.create("<Message/>", { headers: { "Content-Type": "text/xml" } });
  assert.deepEqual(
    requests.map(({ body, headers }) => [body, new Headers(headers).get("content-type")]),
    [
      ["<Message>ü</Message>", "application/xml"],
      ["<Message/>", "text/xml"],
    ],
  );
});

test("a prescriber who is somebody else is reported, without a name", async () => {
  const { blend, lines } = desk({ id: ID, last_name: "Stranger", npi: NPI });
  const { data, warnings } = await blend.prescribers
    .create({ first_name: "Ada", last_name: "Example", npi: NPI })
    .withResponse();
  assert.equal(data.last_name, "Stranger");
  assert.deepEqual(
    warnings.map(({ path, code }) => [path, code]),
    [["last_name", "mismatch"]],
  );
  assert.equal(lines.length, 1);
  assert.match(
    lines[0],
    /^warn blend-sdk: prescribers\.create: last_name: came back with another value than it was sent with/,
  );
  assert.doesNotMatch(lines.join() + JSON.stringify(warnings), /Stranger|Example/);
});

test("a deprecated call warns once for each process", async () => {
  const first = desk([]);
  await first.blend.notifications.listSubscriptions();
  await first.blend.notifications.listSubscriptions();
  const second = desk([]);
  await second.blend.notifications.listSubscriptions();
  assert.deepEqual(first.lines, [
    "warn blend-sdk: notifications.listSubscriptions is deprecated by Blend: its documentation names what to use instead",
  ]);
  assert.deepEqual(second.lines, []);
  await second.blend.notifications.deactivateSubscription(ID);
  assert.equal(second.lines.length, 1);
  await second.blend.notifications.listWebhooks();
  assert.equal(second.lines.length, 1);
});

test("an answer without a body is nothing", async () => {
  const { blend } = desk(undefined);
  assert.equal(await blend.prescribers.deactivateQualification(ID, "MA"), undefined);
  assert.equal(await blend.notifications.deleteWebhook(ID), undefined);
});

test("medicationsOf reads each of the shapes", () => {
  const one = { id: "1" };
  const two = { id: "2" };
  assert.deepEqual(medicationsOf({ medications: [one, two] }), [one, two]);
  assert.deepEqual(medicationsOf({ medication: one }), [one]);
  assert.deepEqual(medicationsOf({ prescriptions: [one, two] }), [one, two]);
  assert.deepEqual(medicationsOf({ medications: [one], medication: two, prescriptions: [two] }), [one]);
  assert.deepEqual(medicationsOf({ medications: [], medication: two }), [two]);
  assert.deepEqual(medicationsOf({ medications: null, medication: null }), []);
  assert.deepEqual(medicationsOf({}), []);
});
