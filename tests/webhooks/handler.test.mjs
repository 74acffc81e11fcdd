// The handler's answers, and how often an event runs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createWebhookHandler } from "../../pkg/dist/webhooks.mjs";
import { CREATED, delivery, NAME, SECRET, SHIPPED } from "./deliveries.mjs";

const MEGABYTE = 1024 * 1024;
const tick = () => new Promise(setImmediate);

/** A handler, and the events that reached its functions. */
function receiver(options = {}) {
  const ran = [];
  const errors = [];
  const handler = createWebhookHandler({
    secret: SECRET,
    on: { "order.created": (event) => void ran.push(event) },
    fallback: (event) => void ran.push({ fallback: true, ...event }),
    onError: (error, event) => errors.push([error.message, event.event_code]),
    ...options,
  });
  const status = async (body, init) => (await handler(delivery(body, init))).status;
  return { handler, ran, errors, status };
}

/** Work that waits until it is let go. */
function gate() {
  let open;
  let entered;
  const arrived = new Promise((resolve) => (entered = resolve));
  const opened = new Promise((resolve) => (open = resolve));
  return { work: () => (entered(), opened), open, arrived };
}

test("events go to their function, others to the fallback, which hears whether they are known", async () => {
  const { ran, status } = receiver();
  const other = { event_code: "order.returned", data: { id: "1" } };
  for (const body of [CREATED, SHIPPED, other]) assert.equal(await status(body), 200);
  assert.deepEqual(ran, [
    { known: true, ...CREATED },
    { fallback: true, known: true, ...SHIPPED },
    { fallback: true, known: false, ...other },
  ]);
});

test("it names its events for the subscription", () => {
  assert.deepEqual(receiver().handler.events, ["order.created"]);
  assert.deepEqual(receiver({ on: undefined }).handler.events, ["all"]);
});

test("wrong methods, secrets and bodies get their status, an empty answer, and reach no function", async () => {
  const { handler, ran } = receiver();
  const cases = [
    [405, delivery(CREATED, { method: "PUT" })],
    [405, new Request("https://portal.example.com/blend")],
    [401, delivery(CREATED, { secret: "other" })],
    [401, delivery("{", { headers: {} })],
    [400, delivery("")],
    [400, delivery("{")],
    [400, delivery("[]")],
    [400, delivery({ data: {} })],
    [400, delivery("[".repeat(MEGABYTE))],
    [413, delivery({ ...CREATED, more: "x".repeat(MEGABYTE) })],
  ];
  for (const [status, request] of cases) {
    const response = await handler(request);
    assert.equal(response.status, status);
    assert.equal(await response.text(), "");
  }
  assert.equal((await handler(new Request("https://portal.example.com/"))).headers.get("allow"), "POST");
  assert.deepEqual(ran, []);
});

test("a body of exactly 1 MB passes, one byte more does not, whatever Content-Length says", async () => {
  const { handler, status } = receiver();
  const envelope = JSON.stringify({ ...CREATED, more: "" }).length;
  const body = (length) => JSON.stringify({ ...CREATED, more: "x".repeat(length - envelope) });
  assert.equal(await status(body(MEGABYTE)), 200);
  assert.equal(await status(body(MEGABYTE + 1)), 413);
  const headers = { authorization: `Bearer ${SECRET}`, "content-length": "10" };
  assert.equal((await handler(delivery(body(MEGABYTE + 1), { headers }))).status, 413);
});

test("a stranger's body is not read", async () => {
  const { handler } = receiver();
  const request = delivery(CREATED, { secret: "other" });
  await handler(request);
  assert.equal(request.bodyUsed, false);
});

test("an event that was handled does not run again, however its JSON is spaced", async () => {
  const { ran, status } = receiver();
  assert.equal(await status(CREATED), 200);
  assert.equal(await status(JSON.stringify(CREATED, null, 2)), 200);
  assert.equal(await status({ ...CREATED, data: { ...CREATED.data, updated_at: "2025-08-01T00:00:00" } }), 200);
  assert.equal(ran.length, 2);
});

test("memory holds the 10,000 latest events, and no more", async () => {
  const { ran, status } = receiver();
  const deliver = (number) => status({ event_code: "order.stuck", data: { number } });
  for (let number = 0; number <= 10_000; number++) await deliver(number);
  for (const number of [0, 10_000]) await deliver(number);
  assert.equal(ran.length, 10_002, "the first was forgotten, the last was not");
});

test("two deliveries at once run once; the other comes again later", async () => {
  const { work, open, arrived } = gate();
  let runs = 0;
  const { handler, status } = receiver({ on: { "order.created": () => (runs++, work()) } });
  const first = status(CREATED);
  await arrived;
  const second = await handler(delivery(CREATED));
  assert.equal(second.status, 503);
  assert.ok(Number(second.headers.get("retry-after")) > 0);
  open();
  assert.equal(await first, 200);
  assert.equal(await status(CREATED), 200);
  assert.equal(runs, 1);
});

test("over budget the answer is 503, and the work goes on to its end", async () => {
  const { work, open } = gate();
  let runs = 0;
  const kept = [];
  const { handler, status } = receiver({ budget: 20, on: { "order.created": () => (runs++, work()) } });
  const late = await handler(delivery(CREATED), { waitUntil: (promise) => kept.push(promise) });
  assert.equal(late.status, 503);
  assert.ok(Number(late.headers.get("retry-after")) > 0);
  assert.equal(await status(CREATED), 503, "it still runs");
  open();
  assert.equal((await kept[0]).status, 200, "a platform can wait for it");
  assert.equal(await status(CREATED), 200);
  assert.equal(runs, 1);
});

test("a function that throws is a 500, is reported, and runs again at the next delivery", async () => {
  let runs = 0;
  const { errors, status } = receiver({
    on: {
      "order.created": async () => {
        if (++runs === 1) throw new Error("no database");
      },
    },
  });
  assert.equal(await status(CREATED), 500);
  assert.deepEqual(errors, [["no database", "order.created"]]);
  assert.equal(await status(CREATED), 200);
  assert.equal(await status(CREATED), 200);
  assert.equal(runs, 2);
});

test("an onError that throws or rejects changes no answer", async () => {
  const fail = () => {
    throw new Error("handler");
  };
  for (const onError of [fail, async () => fail()])
    assert.equal(await receiver({ on: { "order.created": fail }, onError }).status(CREATED), 500);
});

test("without onError one line says what failed, without the error's message", async (t) => {
  const lines = [];
  t.mock.method(console, "error", (...words) => lines.push(words.join(" ")));
  const fail = (error) => () => {
    throw error;
  };
  for (const error of [new RangeError(NAME), Object.assign(new Error(NAME), { name: NAME.repeat(3) }), undefined]) {
    const { status } = receiver({ onError: undefined, on: { "order.created": fail(error) } });
    assert.equal(await status(CREATED), 500);
  }
  await tick();
  assert.deepEqual(lines.length, 3);
  assert.match(lines[0], /order\.created failed: RangeError/);
  for (const line of lines) assert.ok(!line.includes(NAME), line);
});

/** A stored inbox that keeps what it is given. */
const inbox = (put) => ({ put, claim() {}, done() {}, release() {}, drain() {} });

test("with a stored inbox the answer comes once the event is stored, and no function runs", async () => {
  const { work, open, arrived } = gate();
  const stored = [];
  const { ran, status } = receiver({ inbox: inbox((...given) => (stored.push(given), work())) });
  let answered = false;
  const answer = status(CREATED).finally(() => (answered = true));
  await arrived;
  await tick();
  assert.equal(answered, false);
  open();
  assert.equal(await answer, 200);
  assert.deepEqual(ran, []);
  assert.deepEqual(stored[0][1], {
    known: true,
    event_code: "order.created",
    data: { id: CREATED.data.id, order_number: CREATED.data.order_number },
  });
});

test("what is stored has ids alone: no name, no address, nothing of an unknown kind", async () => {
  const stored = [];
  const { status } = receiver({ inbox: inbox(async (...given) => stored.push(given)) });
  await status(CREATED);
  await status(SHIPPED);
  const uuid = CREATED.data.id;
  const odd = {
    patient_id: uuid,
    id: NAME,
    order_number: `${NAME} jr.`,
    tracking_number: 7,
    nested: { id: uuid },
    list: [uuid],
  };
  await status({ event_code: "order.returned", data: odd });
  await status({ event_code: "order.returned", data: NAME });
  assert.ok(!JSON.stringify(stored).includes(NAME));
  assert.deepEqual(stored.map(([, { data }]) => data).slice(1), [
    { tracking_number: SHIPPED.data.tracking_number },
    { patient_id: uuid },
    {},
  ]);
});

test("the key of an event is an HMAC that stays while secrets are rotated", async () => {
  const keyUnder = async (secret, body = CREATED) => {
    const keys = [];
    const { status } = receiver({ secret, inbox: inbox(async (key) => keys.push(key)) });
    assert.equal(await status(body, { secret: [secret].flat()[0] }), 200);
    return keys[0];
  };
  const key = await keyUnder(SECRET);
  assert.equal(await keyUnder(["new", SECRET]), key);
  assert.notEqual(await keyUnder("new"), key);
  assert.notEqual(await keyUnder(SECRET, SHIPPED), key);
  const plain = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(CREATED)));
  assert.notEqual(key, Buffer.from(plain).toString("base64"), "nobody without the secret can compute it");
});

test("an inbox that fails or does not answer is a 503, never a 200", async () => {
  const failing = receiver({
    inbox: inbox(async () => {
      throw new Error("disk full");
    }),
  });
  assert.equal(await failing.status(CREATED), 503);
  assert.deepEqual(failing.errors, [["disk full", "order.created"]]);
  const silent = receiver({ budget: 20, inbox: inbox(() => new Promise(() => {})) });
  assert.equal(await silent.status(CREATED), 503);
});

test("dispatch runs a stored event as a delivered one", async () => {
  const { handler, ran } = receiver();
  const event = { known: true, event_code: "order.created", data: { id: CREATED.data.id } };
  await handler.dispatch(event);
  assert.deepEqual(ran, [event]);
});

test("options that cannot be used throw at once, and say what to do", () => {
  const make = (options) => () => createWebhookHandler({ secret: SECRET, fallback() {}, ...options });
  assert.throws(make({ fallback: undefined }), /^TypeError: fallback: expected a function/);
  assert.throws(make({ on: { "order.shiped": () => {} } }), /"order\.shiped" is none of order\.created, .*fallback/);
  assert.throws(make({ on: { "order.shipped": 7 } }), /^TypeError: on\["order\.shipped"\]/);
  for (const inbox of [null, {}, "redis", () => {}]) assert.throws(make({ inbox }), /^TypeError: inbox: expected/);
  for (const budget of [0, -1, NaN, "x", Infinity]) assert.throws(make({ budget }), /^TypeError: budget/);
});

test("a claim lapses, and who comes late with its end changes nothing", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"] });
  const gates = [gate(), gate(), gate()];
  let runs = 0;
  const { status } = receiver({ budget: 1e9, on: { "order.created": () => gates[runs++].work() } });
  const first = status(CREATED);
  await gates[0].arrived;
  t.mock.timers.tick(5 * 60_000 + 1);
  const second = status(CREATED);
  await gates[1].arrived;
  gates[0].open();
  assert.equal(await first, 200);
  assert.equal(await status(CREATED), 503, "the second has it");
  gates[1].open();
  assert.equal(await second, 200);
  t.mock.timers.tick(24 * 60 * 60_000 + 1);
  const third = status(CREATED);
  await gates[2].arrived;
  gates[2].open();
  assert.equal(await third, 200);
  assert.equal(runs, 3, "after a day it is a new one");
});
