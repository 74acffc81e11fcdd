// A signal that is aborted before the request goes out: nothing is sent, and the error says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import Blend, { AbortError } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";

const sandbox = new Sandbox();
const sent = [];
const fetch = (url, init) => {
  sent.push(`${init.method} ${new URL(url).pathname}`);
  return sandbox.fetch(url, init);
};
const blend = new Blend({ email: sandbox.email, password: sandbox.password, fetch });
const {
  data: [patient],
} = await blend.patients.list();

/** The requests that went out while `call` failed, and its error. */
async function aborted(call) {
  sent.length = 0;
  const error = await call().then(
    () => assert.fail("it was not aborted"),
    (reason) => reason,
  );
  assert.ok(error instanceof AbortError, error.stack);
  return { sent: [...sent], outcome: error.outcome, attempts: error.attempts, hint: error.hint };
}

const nothing = { sent: [], outcome: "not_sent", attempts: 0, hint: undefined };

test("a signal that was aborted before the call", async () => {
  const signal = AbortSignal.abort();
  assert.deepEqual(await aborted(() => blend.orders.create({ patient_id: patient.id }, { signal })), nothing);
  assert.deepEqual(await aborted(() => blend.orders.list({}, { signal })), nothing);
  assert.equal((await blend.orders.list()).data.length, 0);
});

test("a signal that is aborted right behind the call", async () => {
  const controller = new AbortController();
  const call = () => {
    const order = blend.orders.create({ patient_id: patient.id }, { signal: controller.signal });
    controller.abort();
    return order;
  };
  assert.deepEqual(await aborted(call), nothing);
});

test("a signal that is aborted while the request is on its way", async () => {
  const controller = new AbortController();
  const slow = blend.withOptions({ fetch: (url, init) => (controller.abort(), fetch(url, init)) });
  const { outcome, attempts } = await aborted(() =>
    slow.orders.create({ patient_id: patient.id }, { signal: controller.signal }),
  );
  assert.deepEqual([outcome, attempts], ["unknown", 1]);
});
