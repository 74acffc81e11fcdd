// A double click: the same create, called again while it is in flight, is one request.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import vm from "node:vm";
import { Blend } from "../../pkg/dist/index.mjs";
import { failure, ORDER } from "../support/server.mjs";

/** A client whose requests wait: `answer()` answers the oldest one. */
function waiting(options = {}, Client = Blend) {
  const requests = [];
  const lines = [];
  const logger = { debug() {}, info() {}, warn: (line) => lines.push(line), error() {} };
  let sent = 0;
  const fetch = (_, { signal }) => {
    sent++;
    return new Promise((resolve, reject) => {
      requests.push(resolve);
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };
  const blend = new Client({ accessToken: "given", fetch, logger, ...options });
  const arrived = async (count = 1) => {
    while (sent < count) await new Promise(setImmediate);
  };
  const answer = (body = { id: "1", list: [1] }, status = 201) =>
    requests.shift()(
      new Response(body instanceof ReadableStream ? body : JSON.stringify(body), {
        status,
        headers: { "content-type": "application/json" },
      }),
    );
  return { blend, lines, fetch, arrived, answer, sent: () => sent };
}

/** How many requests two calls make that are started at once. */
async function requestsOf(start, options) {
  const { blend, fetch, arrived, answer, sent } = waiting(options);
  const calls = start(blend, fetch);
  await arrived();
  // Whatever is sent is sent by then.
  await new Promise(setImmediate);
  const count = sent();
  for (let answered = 0; answered < count; answered++) answer();
  await Promise.all(calls);
  return count;
}

test("a double click is one request, and a log line says so", async () => {
  const { blend, lines, arrived, answer, sent } = waiting();
  const both = Promise.all([blend.orders.create(ORDER), blend.orders.create(structuredClone(ORDER))]);
  await arrived();
  answer();
  const [first, second] = await both;
  assert.deepEqual(first, second);
  assert.equal(sent(), 1);
  assert.deepEqual(lines, ["blend-sdk: orders.create: the same call is in flight already; it is sent once"]);
});

test("after its answer, the next click is a call of its own", async () => {
  const { blend, arrived, answer, sent } = waiting();
  for (const count of [1, 2]) {
    const call = blend.orders.create(ORDER);
    await arrived(count);
    answer();
    await call;
    assert.equal(sent(), count);
  }
});

test("after its failure too", async () => {
  const { blend, arrived, answer, sent } = waiting();
  const first = failure(blend.orders.create(ORDER));
  await arrived(1);
  answer({}, 422);
  assert.equal((await first).status, 422);
  const second = blend.orders.create(ORDER);
  await arrived(2);
  answer();
  await second;
  assert.equal(sent(), 2);
});

test("the order of the fields does not matter", async () => {
  const { patient_id, ...rest } = ORDER;
  const start = ({ orders }) => [orders.create(ORDER), orders.create({ ...rest, patient_id })];
  assert.equal(await requestsOf(start), 1);
});

class Clinic {
  constructor(name) {
    this.name = name;
  }
}
const clinic = new Clinic("A");
const cyclic = { name: "A" };
cyclic.self = cyclic;
const middle = () => {};

for (const [what, one, other] of [
  ["a header", { headers: { "x-clinic": "A" } }, { headers: { "x-clinic": "B" } }],
  ["a header that only one of them has", {}, { headers: { "x-clinic": "B" } }],
  ["plain context", { context: { clinic: "A" } }, { context: { clinic: "B" } }],
  ["context of a class", { context: clinic }, { context: new Clinic("A") }],
  ["context by its kind", { context: 1 }, { context: "1" }],
  ["context with a getter that throws", { context: unreadable() }, { context: unreadable() }],
  // What cannot be compared equals nothing.
  ["context that contains itself", { context: cyclic }, { context: cyclic }],
  ["onDrift", { onDrift: () => {} }, { onDrift: () => {} }],
  ["timeout", {}, { timeout: 5000 }],
  ["totalTimeout", { totalTimeout: 6000 }, { totalTimeout: 5000 }],
  ["maxRetries", {}, { maxRetries: 1 }],
  ["omit", {}, { omit: ["id"] }],
  ["checkResponses", {}, { checkResponses: "report" }],
]) {
  test(`two calls that differ in ${what} are two requests`, async () => {
    const start = ({ orders }) => [orders.create(ORDER, one), orders.create(ORDER, other)];
    assert.equal(await requestsOf(start), 2);
  });
}

test("two calls with another fetch are two requests", async () => {
  const start = ({ orders }, fetch) => [
    orders.create(ORDER, { fetch: (...request) => fetch(...request) }),
    orders.create(ORDER, { fetch: (...request) => fetch(...request) }),
  ];
  assert.equal(await requestsOf(start), 2);
});

test("a header that changes in one object makes another call", async () => {
  const headers = { "x-clinic": "A" };
  const start = ({ orders }) => {
    const first = orders.create(ORDER, { headers });
    headers["x-clinic"] = "B";
    return [first, orders.create(ORDER, { headers })];
  };
  assert.equal(await requestsOf(start), 2);
});

for (const [what, one, other] of [
  ["equal headers", { headers: { a: "1", b: "2" } }, { headers: { b: "2", a: "1" } }],
  ["the option of the client", {}, { headers: { "x-own": "1" } }],
  ["undefined options", {}, { timeout: undefined, context: undefined }],
  ["equal plain context", { context: { a: [1, null] } }, { context: { a: [1, null] } }],
  ["the same object as context", { context: clinic }, { context: clinic }],
  ["the same function", { onDrift: middle }, { onDrift: middle }],
  ["signals of their own", { signal: new AbortController().signal }, { signal: new AbortController().signal }],
]) {
  test(`two calls with ${what} are one request`, async () => {
    const start = ({ orders }) => [orders.create(ORDER, one), orders.create(ORDER, other)];
    assert.equal(await requestsOf(start, { headers: what.includes("client") ? { "x-own": "1" } : {} }), 1);
  });
}

test("another payload, operation or client is a call of its own", async () => {
  const start = (blend) => [
    blend.orders.create(ORDER),
    blend.orders.create({ ...ORDER, external_id: "visit-2" }),
    blend.composite.create({ order: ORDER }),
    blend.withOptions({ headers: { "x-clinic": "B" } }).orders.create(ORDER),
    blend.withOptions({}).orders.create(ORDER),
    blend.withOptions({ accessToken: "another" }).orders.create(ORDER),
  ];
  assert.equal(await requestsOf(start), 6);
});

test("calls that create nothing are sent as often as they are called", async () => {
  const start = ({ orders }) => [orders.pause("1"), orders.pause("1"), orders.get("1"), orders.get("1")];
  assert.equal(await requestsOf(start), 4);
});

test("a joined call with wrong options is refused, and leaves the other one alone", async () => {
  const { blend, arrived, answer, sent } = waiting();
  const first = blend.orders.create(ORDER);
  assert.equal((await failure(blend.orders.create(ORDER, { timeOut: 5 }))).issues[0].path, "options.timeOut");
  await arrived();
  answer();
  await first;
  assert.equal(sent(), 1);
});

test("each caller has a copy of the answer of its own", async () => {
  const { blend, arrived, answer } = waiting();
  const body = '{"id":"1","list":[{"a":1}],"__proto__":{"b":2},"large":1e400,"nothing":null}';
  const [first, second] = [blend.orders.create(ORDER), blend.orders.create(ORDER)];
  await arrived();
  answer(new Blob([body]).stream());
  const changed = await first;
  changed.id = "changed";
  changed.list[0].a = 2;
  assert.deepEqual(await second, JSON.parse(body));
});

test("the option omit holds for each of them", async () => {
  const { blend, arrived, answer } = waiting({ omit: ["ssn"] });
  const calls = [1, 2].map(() => blend.patients.create({ last_name: "Example" }, { omit: ["ssn", "id"] }));
  await arrived();
  answer({ id: "1", nested: { ssn: "s", kept: 1 } });
  for (const call of calls) assert.deepEqual(await call, { nested: { kept: 1 } });
});

test("the copy is made in the caller's realm, as test runners compare it", async () => {
  // Jest runs the package in a realm of its own, with functions such as structuredClone of the realm outside.
  const inside = new Set(vm.runInNewContext("Object.getOwnPropertyNames(globalThis)"));
  const names = Object.getOwnPropertyNames(globalThis).filter((name) => !inside.has(name));
  const outside = Object.fromEntries(names.map((name) => [name, globalThis[name]]));
  const file = new URL("../../pkg/dist/index.cjs", import.meta.url);
  const context = vm.createContext({ ...outside, module: { exports: {} }, require: createRequire(file) });
  vm.runInContext(readFileSync(file, "utf8"), context);
  const { blend, arrived, answer } = waiting({}, context.module.exports.Blend);
  const calls = [blend.orders.create(ORDER), blend.orders.create(ORDER)];
  await arrived();
  answer();
  const own = vm.runInContext("Object.prototype", context);
  for (const call of calls) assert.equal(Object.getPrototypeOf(await call), own);
});

for (const leaves of [0, 1]) {
  test(`caller ${leaves + 1} may leave, and the other one gets the answer`, async () => {
    const { blend, arrived, answer, sent } = waiting();
    const stops = [new AbortController(), new AbortController()];
    const calls = stops.map(({ signal }) => blend.orders.create(ORDER, { signal }));
    await arrived();
    const left = failure(calls[leaves]);
    stops[leaves].abort();
    const error = await left;
    assert.deepEqual([error.code, error.outcome, error.operation], ["abort", "unknown", "orders.create"]);
    assert.match(error.message, /goes on for another caller/);
    answer();
    assert.equal((await calls[1 - leaves]).id, "1");
    assert.equal(sent(), 1);
    for (const { signal } of stops) assert.equal(getEventListeners(signal, "abort").length, 0);
  });
}

test("when all callers have left, the request is aborted", async () => {
  const { blend, arrived } = waiting();
  const stops = [new AbortController(), new AbortController()];
  const ends = stops.map(({ signal }) => failure(blend.orders.create(ORDER, { signal })));
  await arrived();
  for (const stop of stops) stop.abort("all gone");
  for (const { code, outcome } of await Promise.all(ends)) assert.deepEqual([code, outcome], ["abort", "unknown"]);
});

test("a component that is mounted twice sends one request", async () => {
  const { blend, arrived, answer, sent } = waiting();
  const stop = new AbortController();
  const first = failure(blend.orders.create(ORDER, { signal: stop.signal }));
  stop.abort();
  const second = blend.orders.create(ORDER);
  assert.equal((await first).code, "abort");
  await arrived();
  answer();
  assert.equal((await second).id, "1");
  assert.equal(sent(), 1);
});

test("a call after all callers have left is a call of its own", async () => {
  const { blend, arrived, answer, sent } = waiting();
  const stop = new AbortController();
  const first = failure(blend.orders.create(ORDER, { signal: stop.signal }));
  await arrived();
  stop.abort();
  await first;
  const second = blend.orders.create(ORDER);
  await arrived(2);
  answer({}, 500);
  answer();
  assert.equal((await second).id, "1");
  assert.equal(sent(), 2);
});

test("a caller whose signal is aborted already keeps nobody waiting", async () => {
  const { blend, arrived, answer, sent } = waiting();
  const first = blend.orders.create(ORDER);
  await arrived();
  assert.equal((await failure(blend.orders.create(ORDER, { signal: AbortSignal.abort() }))).code, "abort");
  answer();
  assert.equal((await first).id, "1");
  assert.equal(sent(), 1);
});

test("an abort is heard at every moment between the headers and the end of the body", async () => {
  // A few dozen jobs lie between the two.
  for (let moment = 0; moment < 60; moment++) {
    const { blend, arrived, answer } = waiting();
    const stop = new AbortController();
    const call = failure(blend.orders.create(ORDER, { signal: stop.signal }));
    await arrived();
    // A body that never ends.
    answer(new ReadableStream());
    for (let job = 0; job < moment; job++) await undefined;
    stop.abort();
    assert.equal((await call).code, "abort");
  }
});

test("a joined create is repeated as it would be alone", async (t) => {
  t.mock.method(Math, "random", () => 0);
  const { blend, arrived, answer, sent } = waiting();
  const both = [1, 2].map(() =>
    blend.prescribers.create({ first_name: "Ada", last_name: "Example", npi: "1234567893" }),
  );
  await arrived();
  answer({}, 503);
  await arrived(2);
  answer();
  for (const call of both) assert.equal((await call).id, "1");
  assert.equal(sent(), 2);
});

test("both callers may take the response unread", async () => {
  const { blend, arrived, answer } = waiting();
  const both = [blend.orders.create(ORDER).asResponse(), blend.orders.create(ORDER).asResponse()];
  await arrived();
  answer();
  for (const response of await Promise.all(both)) assert.equal((await response.json()).id, "1");
});

test("one caller may take the response unread, while the other one reads the answer", async () => {
  const { blend, arrived, answer } = waiting();
  const calls = [blend.orders.create(ORDER), blend.orders.create(ORDER)];
  const unread = calls[0].asResponse();
  const read = calls[1].withResponse();
  await arrived();
  answer();
  assert.equal((await (await unread).json()).id, "1");
  assert.equal((await read).data.id, "1");
});

test("a caller that takes the response while another one reads it gets the same data", async () => {
  const { blend, arrived, answer } = waiting();
  const first = blend.orders.create(ORDER);
  await arrived();
  let send;
  const body = new ReadableStream({
    start: (controller) => (
      (send = (text) => controller.enqueue(new TextEncoder().encode(text))),
      (send.end = () => controller.close())
    ),
  });
  send('{"id":');
  answer(body);
  while (!body.locked) await new Promise(setImmediate);
  const late = blend.orders.create(ORDER).asResponse();
  send('"1"}');
  send.end();
  const response = await late;
  assert.deepEqual([response.status, (await response.json()).id, (await first).id], [201, "1", "1"]);
});

function unreadable() {
  return {
    get clinic() {
      throw new Error("unreadable");
    },
  };
}
