// A double click: the same create, started again while it is in flight, is one request.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { Blend } from "../../pkg/dist/index.mjs";
import { failure, ORDER } from "../support/server.mjs";

/** A client whose requests wait to be answered: `answer()` answers the oldest. */
function desk(options = {}) {
  const waiting = [];
  const lines = [];
  const logger = { debug() {}, info() {}, warn: (line) => lines.push(line), error() {} };
  let sent = 0;
  const fetch = (_, { signal }) => {
    sent++;
    return new Promise((resolve, reject) => {
      waiting.push(resolve);
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };
  const blend = new Blend({ accessToken: "given", fetch, logger, ...options });
  const arrived = async (count = 1) => {
    while (sent < count) await new Promise(setImmediate);
  };
  const answer = (body = { id: "1", list: [1] }, status = 201) =>
    waiting.shift()(
      new Response(body instanceof ReadableStream ? body : JSON.stringify(body), {
        status,
        headers: { "content-type": "application/json" },
      }),
    );
  return { blend, lines, arrived, answer, sent: () => sent };
}

test("a double click is one request, and a log line says so", async () => {
  const { blend, lines, arrived, answer, sent } = desk();
  const both = Promise.all([blend.orders.create(ORDER), blend.orders.create(structuredClone(ORDER))]);
  await arrived();
  answer();
  const [first, second] = await both;
  assert.deepEqual(first, second);
  // What one does to his answer does nothing to the other's.
  first.list.push(2);
  assert.deepEqual(second.list, [1]);
  assert.equal(sent(), 1);
  assert.deepEqual(lines, ["blend-sdk: orders.create: the same call is in flight already, and is sent once"]);
});

test("it is over with its answer: the next click is a call of its own", async () => {
  const { blend, arrived, answer, sent } = desk();
  const first = blend.orders.create(ORDER);
  await arrived(1);
  answer();
  await first;
  const second = blend.orders.create(ORDER);
  await arrived(2);
  answer();
  await second;
  assert.equal(sent(), 2);
});

test("it is over with its failure too", async () => {
  const { blend, arrived, answer, sent } = desk();
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

test("the same fields in another order are the same payload", async () => {
  const { blend, arrived, answer, sent } = desk();
  const { patient_id, ...rest } = ORDER;
  const calls = [blend.orders.create(ORDER), blend.orders.create({ ...rest, patient_id })];
  await arrived();
  answer();
  await Promise.all(calls);
  assert.equal(sent(), 1);
});

test("each gets the answer as his own options want it", async () => {
  const { blend, arrived, answer, sent } = desk();
  const careful = blend.withOptions({ omit: ["ssn"] });
  const params = { last_name: "Example" };
  const calls = [
    blend.patients.create(params, { omit: ["id"] }),
    careful.patients.create(params),
    blend.patients.create(params),
  ];
  await arrived();
  answer({ id: "1", nested: { ssn: "s" } });
  assert.deepEqual(await Promise.all(calls), [
    { nested: { ssn: "s" } },
    { id: "1", nested: {} },
    { id: "1", nested: { ssn: "s" } },
  ]);
  assert.equal(sent(), 1);
});

test("what one does to his answer before another one takes it does nothing to that", async () => {
  const { blend, arrived, answer } = desk();
  const [first, second] = [blend.orders.create(ORDER), blend.orders.create(ORDER)];
  await arrived();
  answer();
  (await first).id = "changed";
  assert.equal((await second).id, "1");
});

test("who joins is checked by his own options", async () => {
  const { blend, arrived, answer, sent } = desk();
  const first = blend.orders.create(ORDER);
  assert.equal((await failure(blend.orders.create(ORDER, { timeOut: 5 }))).issues[0].path, "options.timeOut");
  await arrived();
  answer();
  await first;
  assert.equal(sent(), 1);
});

test("who joins waits no longer than his own totalTimeout", async () => {
  const { blend, arrived, answer, sent } = desk();
  const first = blend.orders.create(ORDER);
  const error = await failure(blend.orders.create(ORDER, { totalTimeout: 20 }));
  assert.deepEqual([error.code, error.outcome], ["timeout", "unknown"]);
  await arrived();
  answer();
  assert.equal((await first).id, "1");
  assert.equal(sent(), 1);
});

test("who comes when all have left begins anew", async () => {
  const { blend, arrived, answer, sent } = desk();
  const stop = new AbortController();
  // As a component does that is mounted twice.
  const first = failure(blend.orders.create(ORDER, { signal: stop.signal }));
  stop.abort();
  const second = blend.orders.create(ORDER);
  assert.deepEqual([(await first).code, (await first).outcome], ["abort", "not_sent"]);
  await arrived();
  answer();
  assert.equal((await second).id, "1");
  assert.equal(sent(), 1);
});

test("an abort is heard at every moment between the headers and the end of the body", async () => {
  // A few dozen jobs lie between the two.
  for (let moment = 0; moment < 60; moment++) {
    const { blend, arrived, answer } = desk();
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

test("another payload, another operation and another session are calls of their own", async () => {
  const { blend, arrived, answer, sent } = desk();
  const calls = [
    blend.orders.create(ORDER),
    blend.orders.create({ ...ORDER, external_id: "visit-2" }),
    blend.composite.create({ order: ORDER }),
    blend.withOptions({ accessToken: "another" }).orders.create(ORDER),
  ];
  await arrived(4);
  for (const _ of calls) answer();
  await Promise.all(calls);
  assert.equal(sent(), 4);
});

test("clients that share a session share what is in flight", async () => {
  const { blend, arrived, answer, sent } = desk();
  const calls = [
    blend.patients.create({ last_name: "Example" }),
    blend.withOptions({ timeout: 5000 }).patients.create({ last_name: "Example" }),
  ];
  await arrived();
  answer();
  await Promise.all(calls);
  assert.equal(sent(), 1);
});

test("what is no create is sent as often as it is called", async () => {
  const { blend, arrived, answer, sent } = desk();
  const calls = [blend.orders.pause("1"), blend.orders.pause("1"), blend.orders.get("1"), blend.orders.get("1")];
  await arrived(4);
  for (const _ of calls) answer();
  await Promise.all(calls);
  assert.equal(sent(), 4);
});

for (const leaves of [0, 1]) {
  test(`caller ${leaves + 1} may leave, and the other gets the answer`, async () => {
    const { blend, arrived, answer, sent } = desk();
    const stops = [new AbortController(), new AbortController()];
    const calls = stops.map(({ signal }) => blend.orders.create(ORDER, { signal }));
    await arrived();
    const left = failure(calls[leaves]);
    stops[leaves].abort();
    const error = await left;
    assert.deepEqual([error.code, error.outcome, error.operation], ["abort", "unknown", "orders.create"]);
    answer();
    assert.equal((await calls[1 - leaves]).id, "1");
    assert.equal(sent(), 1);
    for (const { signal } of stops) assert.equal(getEventListeners(signal, "abort").length, 0);
  });
}

test("when all have left, the request is aborted", async () => {
  const { blend, arrived } = desk();
  const stops = [new AbortController(), new AbortController()];
  const ends = stops.map(({ signal }) => failure(blend.orders.create(ORDER, { signal })));
  await arrived();
  for (const stop of stops) stop.abort("all gone");
  const errors = await Promise.all(ends);
  assert.deepEqual(
    errors.map(({ code, outcome }) => [code, outcome]),
    [
      ["abort", "unknown"],
      ["abort", "unknown"],
    ],
  );
});

test("a caller whose signal is aborted already joins nothing", async () => {
  const { blend, arrived, answer, sent } = desk();
  const first = blend.orders.create(ORDER);
  await arrived();
  assert.equal((await failure(blend.orders.create(ORDER, { signal: AbortSignal.abort() }))).code, "abort");
  answer();
  assert.equal((await first).id, "1");
  assert.equal(sent(), 1);
});

test("both may take the response unread", async () => {
  const { blend, arrived, answer } = desk();
  const both = [blend.orders.create(ORDER).asResponse(), blend.orders.create(ORDER).asResponse()];
  await arrived();
  answer();
  for (const response of await Promise.all(both)) assert.equal((await response.json()).id, "1");
});

test("who asks for the response when its body is being read gets what was read", async () => {
  const { blend, arrived, answer } = desk();
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

test("a joined create is repeated as it would be alone", async (t) => {
  t.mock.method(Math, "random", () => 0);
  const { blend, arrived, answer, sent } = desk();
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

test("one may take the response unread, and the other reads the answer", async () => {
  const { blend, arrived, answer } = desk();
  const calls = [blend.orders.create(ORDER), blend.orders.create(ORDER)];
  const unread = calls[0].asResponse();
  const read = calls[1].withResponse();
  await arrived();
  answer();
  assert.equal((await (await unread).json()).id, "1");
  assert.equal((await read).data.id, "1");
});
