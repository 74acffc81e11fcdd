// Which deliveries are Blend's, and what they say.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createWebhookHandler, parseWebhook, verifyWebhook } from "../../pkg/dist/webhooks.mjs";
import { CREATED, delivery, NAME, SECRET, SHIPPED } from "./deliveries.mjs";

const bearer = (text) => ({ authorization: text });

test("the secret passes, whatever the letter case of the scheme and the kind of headers", () => {
  for (const scheme of ["Bearer", "bearer", "BEARER", "bEaReR"]) {
    const authorization = `${scheme} ${SECRET}`;
    assert.equal(verifyWebhook({ authorization }, SECRET), true);
    assert.equal(verifyWebhook({ Authorization: authorization }, SECRET), true);
    assert.equal(verifyWebhook(new Headers({ authorization }), SECRET), true);
    assert.equal(verifyWebhook({ headers: { authorization } }, SECRET), true, "a request of node:http");
  }
  assert.equal(verifyWebhook(delivery(CREATED), SECRET), true);
});

test("nothing else passes", () => {
  for (const headers of [
    {},
    bearer(""),
    bearer("Bearer"),
    bearer("Bearer "),
    bearer(SECRET),
    bearer(`Basic ${SECRET}`),
    bearer(`Basic ${btoa(`user:${SECRET}`)}`),
    bearer(`Bearer  ${SECRET}`),
    bearer(`Bearer\t${SECRET}`),
    bearer(`Bearer ${SECRET}\n`),
    bearer(`Bearer ${SECRET} `),
    bearer(` Bearer ${SECRET}`),
    bearer(`Bearer ${SECRET.slice(0, -1)}`),
    bearer(`Bearer ${SECRET}x`),
    bearer(`Bearer ${SECRET}${SECRET}`),
    bearer(`Bearer ${SECRET.toUpperCase()}`),
    bearer(`Bearer ${SECRET}, Bearer ${SECRET}`),
    bearer([`Bearer ${SECRET}`]),
    { "proxy-authorization": `Bearer ${SECRET}` },
  ]) {
    assert.equal(verifyWebhook(headers, SECRET), false, inspect(headers));
  }
  for (let place = 0; place < SECRET.length; place++) {
    const other = `${SECRET.slice(0, place)}~${SECRET.slice(place + 1)}`;
    assert.equal(verifyWebhook(bearer(`Bearer ${other}`), SECRET), false, `differs at ${place}`);
  }
});

test("while a secret is rotated, both pass", () => {
  const secrets = ["new-secret", SECRET];
  for (const each of secrets) assert.equal(verifyWebhook(bearer(`Bearer ${each}`), secrets), true);
  assert.equal(verifyWebhook(bearer("Bearer other"), secrets), false);
  assert.equal(verifyWebhook(bearer(`Bearer ${secrets}`), secrets), false);
});

test("a secret that is missing, empty or unsendable throws, at once and unprinted", () => {
  for (const secret of [
    undefined,
    null,
    "",
    [],
    [""],
    [SECRET, ""],
    [SECRET, undefined],
    `${SECRET}\n`,
    "two words",
    7,
  ]) {
    const refused = (error) =>
      error instanceof TypeError && /^secret: expected/.test(error.message) && !error.message.includes(SECRET);
    assert.throws(() => verifyWebhook({}, secret), refused, inspect(secret));
    assert.throws(() => createWebhookHandler({ secret, fallback() {} }), refused, inspect(secret));
  }
});

test("known events come with their data, in both styles of payload", () => {
  for (const event of [CREATED, SHIPPED]) {
    assert.deepEqual(parseWebhook(event), { known: true, ...event });
    assert.deepEqual(parseWebhook(JSON.stringify(event)), { known: true, ...event });
  }
  for (const event_code of ["order.delivered", "order.stuck", "prescription.cancelled"])
    assert.deepEqual(parseWebhook({ event_code, data: {} }), { known: true, event_code, data: {} });
});

test("fields beside the code are its data", () => {
  const { event_code, data } = SHIPPED;
  assert.deepEqual(parseWebhook({ event_code, ...data }), { known: true, ...SHIPPED });
});

test("an event that this version does not know is marked as unknown", () => {
  const unknown = (event_code, data) =>
    assert.deepEqual(parseWebhook({ event_code, data }), { known: false, event_code, data });
  unknown("order.returned", { id: "1" });
  unknown("constructor", {});
  unknown("all", {});
  unknown("order.created", null);
  unknown("order.created", "text");
  unknown("order.created", []);
});

test("what is no event is refused, and nothing of it is printed", () => {
  for (const body of [
    undefined,
    null,
    "",
    "{",
    `{"event_code":"${NAME}`,
    NAME,
    "7",
    "[]",
    "{}",
    '{"event_code":7}',
    '{"event_code":""}',
    [],
  ]) {
    assert.throws(
      () => parseWebhook(body),
      (error) => error instanceof TypeError && !inspect(error).includes(NAME),
      inspect(body),
    );
  }
});
