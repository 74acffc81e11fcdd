// What a call does when the network or the server does not play along.
import assert from "node:assert/strict";
import { getEventListeners, once } from "node:events";
import { test } from "node:test";
import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  AbortError,
  APIError,
  BlendPromise,
  ConnectionError,
  InternalServerError,
  RateLimitError,
  TimeoutError,
  UnprocessableEntityError,
} from "../../pkg/dist/index.mjs";
import { client, failure, LOGIN, ORDER, SECRET, serve, serveBlend, withoutJitter } from "../support/server.mjs";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

/** Headers and the first byte of a body; the rest never comes. */
const stall = ({ response }) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write("{");
};
const EVERYWHERE = (error) => [
  error.message,
  String(error),
  error.stack,
  inspect(error, { showHidden: true, depth: 9 }),
  JSON.stringify(error),
  JSON.stringify(Object.getOwnPropertyDescriptors(error)),
];

test("A: a body that stalls ends in a timeout", async (t) => {
  const server = await serveBlend(t, stall);
  const started = performance.now();
  const error = await failure(client(server).orders.get("1", { timeout: 500 }));
  const took = performance.now() - started;
  assert.ok(error instanceof TimeoutError);
  assert.equal(error.code, "timeout");
  // A body that nobody gives up on would hang for minutes.
  assert.ok(took >= 490 && took < 15_000, `${took} ms`);
});

test("A: of a write, a stalled body leaves no doubt that it was carried out", async (t) => {
  const server = await serveBlend(t, stall);
  const error = await failure(client(server).orders.create(ORDER, { timeout: 200 }));
  assert.deepEqual([error.code, error.outcome, server.calls.length], ["timeout", "done", 1]);
});

test("A: headers that do not come end in a timeout", async (t) => {
  const server = await serveBlend(t, () => undefined);
  const error = await failure(client(server).orders.create(ORDER, { timeout: 200 }));
  assert.deepEqual([error.code, error.outcome, server.calls.length], ["timeout", "unknown", 1]);
});

test("B: a write that is answered by 503 is sent once", async (t) => {
  const server = await serveBlend(t, () => ({ status: 503, headers: { "retry-after": "0" } }));
  const error = await failure(client(server).orders.create(ORDER));
  assert.ok(error instanceof InternalServerError);
  assert.deepEqual([error.status, error.outcome, error.attempts, server.calls.length], [503, "unknown", 1, 1]);
  assert.match(error.hint, /look before you send it again/);
});

test("C: a write whose connection is reset after it was read is sent once", async (t) => {
  const server = await serveBlend(t, ({ socket }) => void socket.resetAndDestroy());
  const error = await failure(client(server).orders.create(ORDER));
  assert.ok(error instanceof ConnectionError);
  assert.deepEqual([error.outcome, error.attempts, server.calls.length], ["unknown", 1, 1]);
  assert.equal(server.calls[0].body, JSON.stringify(ORDER));
  assert.match(error.causeCode, /^(ECONNRESET|UND_ERR_SOCKET)$/);
});

test("a read whose connection is reset is sent again", async (t) => {
  withoutJitter(t);
  const server = await serveBlend(t, ({ socket }, number) =>
    number < 3 ? void socket.resetAndDestroy() : { json: { id: "1" } },
  );
  const { data, attempts } = await client(server).orders.get("1").withResponse();
  assert.deepEqual([data, attempts, server.calls.length], [{ id: "1" }, 3, 3]);
});

test("D: a read that is answered by 429 waits as long as Retry-After asks for", async (t) => {
  withoutJitter(t);
  const server = await serveBlend(t, (_, number) =>
    number === 1 ? { status: 429, headers: { "retry-after": "1" } } : { json: { id: "1" } },
  );
  assert.deepEqual(await client(server).orders.get("1"), { id: "1" });
  const [first, second] = server.calls;
  // Timers may be early by a millisecond.
  assert.ok(second.at - first.at >= 999, `${second.at - first.at} ms`);
});

test("D: a write that is answered by 429 was not carried out, so it is sent again", async (t) => {
  withoutJitter(t);
  const server = await serveBlend(t, (_, number) => (number === 1 ? 429 : { status: 201, json: { id: "1" } }));
  assert.deepEqual(await client(server).orders.create(ORDER), { id: "1" });
  assert.equal(server.calls.length, 2);
});

test("D: a longer wait than is worth sleeping is shown", async (t) => {
  const server = await serveBlend(t, () => ({ status: 429, headers: { "retry-after": "3600" } }));
  const error = await failure(client(server).orders.get("1"));
  assert.ok(error instanceof RateLimitError);
  assert.deepEqual([error.retryAfterMs, error.attempts, error.outcome], [3_600_000, 1, "rejected"]);
});

test("E: 401 for ever makes one sign-in and one repeat", async (t) => {
  const server = await serveBlend(t, () => 401);
  const error = await failure(client(server, LOGIN).orders.get("1"));
  assert.deepEqual([error.code, error.status], ["authentication", 401]);
  const paths = server.requests.map(({ url }) => url.replace("/api/v1", ""));
  assert.deepEqual(paths, ["/auth/login", "/orders/1", "/auth/refresh", "/orders/1"]);
});

test("F: what Blend says about a patient stands in unsafe() and nowhere else", async (t) => {
  const said = JSON.stringify({ message: `ssn ${SECRET} is taken`, errors: { ssn: [SECRET] } });
  const server = await serveBlend(t, () => ({
    status: 422,
    text: said,
    headers: { "content-type": "application/json", "x-request-id": "req-7" },
  }));
  const error = await failure(client(server).orders.create({ ...ORDER, external_id: SECRET }));
  assert.ok(error instanceof UnprocessableEntityError);
  for (const text of EVERYWHERE(error)) assert.ok(!text.includes(SECRET), text);
  assert.equal(error.unsafe().body, said);
  assert.deepEqual(
    { ...error, elapsedMs: 0, hint: "" },
    {
      code: "unprocessable_entity",
      outcome: "rejected",
      operation: "orders.create",
      method: "POST",
      path: "/orders",
      status: 422,
      requestId: "req-7",
      attempts: 1,
      elapsedMs: 0,
      hint: "",
    },
  );
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect by ${status} is not followed`, async (t) => {
    const other = await serve(t, () => 200);
    const server = await serveBlend(t, () => ({ status, headers: { location: `${other.origin}/api/v1/orders/1` } }));
    const blend = client(server);
    const read = await failure(blend.orders.get("1"));
    const write = await failure(blend.orders.create(ORDER));
    assert.deepEqual([read.status, read.outcome, write.outcome], [status, "rejected", "unknown"]);
    assert.ok(read instanceof APIError);
    for (const { message } of [read, write]) assert.match(message, /redirect.*baseURL/);
    assert.deepEqual([server.calls.length, other.requests.length], [2, 0]);
  });
}

test("a page in place of JSON is reported by status, type and length", async (t) => {
  const server = await serveBlend(t, () => ({
    text: `<html>Zoë ${SECRET}</html>`,
    headers: { "content-type": "text/html; charset=utf-8" },
  }));
  const error = await failure(client(server).orders.create(ORDER));
  assert.ok(error instanceof APIError);
  assert.deepEqual([error.status, error.outcome], [200, "done"]);
  assert.match(error.message, /\b200\b.*text\/html.*\b29 bytes/);
  for (const text of EVERYWHERE(error)) assert.ok(!text.includes(SECRET), text);
  assert.equal(error.unsafe().body, `<html>Zoë ${SECRET}</html>`);
});

test("204 and an empty body give undefined", async (t) => {
  const server = await serveBlend(t, ({ url }) =>
    url.endsWith("/1") ? 204 : { text: url.endsWith("/2") ? "" : " \r\n" },
  );
  for (const id of ["1", "2", "3"]) assert.equal(await client(server).orders.get(id), undefined);
});

test("an empty body where an object is due is drift, but for a 204", async (t) => {
  const server = await serveBlend(t, ({ url }) => (url.endsWith("/1") ? 204 : { text: "" }));
  const drifts = [];
  const report = { checkResponses: "report", onDrift: (drift) => drifts.push(drift) };
  for (const id of ["1", "2"]) assert.equal(await client(server).orders.get(id, report), undefined);
  assert.deepEqual(drifts, [
    { operation: "orders.get", path: "", code: "null", message: "expected an object, got null" },
  ]);
  const strict = { checkResponses: "throw" };
  assert.equal(await client(server).orders.get("1", strict), undefined);
  const error = await failure(client(server).orders.get("2", strict));
  assert.deepEqual([error.name, error.outcome, error.issues.length], ["ValidationError", "done", 1]);
});

test("with a signal that is aborted already nothing is sent", async (t) => {
  const server = await serveBlend(t);
  const error = await failure(client(server, LOGIN).orders.get("1", { signal: AbortSignal.abort() }));
  assert.ok(error instanceof AbortError);
  assert.deepEqual([error.outcome, server.requests.length], ["not_sent", 0]);
});

test("an abort ends the wait for headers", async (t) => {
  const server = await serveBlend(t, () => undefined);
  const controller = new AbortController();
  const call = failure(client(server).orders.create(ORDER, { signal: controller.signal }));
  await server.arrived();
  controller.abort("a reason that is no Error");
  const error = await call;
  assert.deepEqual([error.code, error.outcome], ["abort", "unknown"]);
});

test("an abort ends the reading of a body", async (t) => {
  const server = await serveBlend(t, stall);
  const controller = new AbortController();
  const call = client(server).orders.get("1", { signal: controller.signal });
  const settled = failure(call);
  await server.arrived();
  controller.abort();
  assert.equal((await settled).code, "abort");
});

test("an abort hangs up on a body, whatever garbage was collected meanwhile", async (t) => {
  const server = await serveBlend(t, stall);
  const controller = new AbortController();
  const { fetch } = globalThis;
  t.after(() => (globalThis.fetch = fetch));
  const opened = new Promise((resolve) => {
    // No mock: one of those would keep what it was called with.
    globalThis.fetch = async (url, init) => {
      const response = await fetch(url, init);
      resolve();
      return response;
    };
  });
  const settled = failure(client(server).orders.get("1", { signal: controller.signal }));
  await opened;
  for (let round = 0; round < 5; round++) {
    await new Promise(setImmediate);
    collectGarbage();
  }
  controller.abort();
  assert.equal((await settled).code, "abort");
  const { socket } = server.calls[0];
  if (!socket.destroyed) await once(socket, "close");
});

test("an abort ends the wait between attempts", async (t) => {
  const server = await serveBlend(t, () => ({ status: 429, headers: { "retry-after": "50" } }));
  const controller = new AbortController();
  const settled = failure(client(server).orders.create(ORDER, { signal: controller.signal }));
  await server.arrived();
  controller.abort();
  const error = await settled;
  assert.deepEqual([error.code, server.calls.length], ["abort", 1]);
});

test("an abort ends the wait for a sign-in, and others go on waiting", async (t) => {
  let signIn;
  const server = await serveBlend(t, undefined, (request) => void (signIn = request));
  const controller = new AbortController();
  const blend = client(server, LOGIN);
  const settled = failure(blend.orders.get("1", { signal: controller.signal }));
  const other = blend.orders.get("2");
  await server.signInArrived();
  controller.abort();
  const error = await settled;
  assert.deepEqual([error.code, error.outcome], ["abort", "not_sent"]);
  signIn.response.end(JSON.stringify({ access_token: "a", refresh_token: "r" }));
  assert.deepEqual(await other, {});
});

test("totalTimeout ends everything: the wait between attempts", async (t) => {
  const server = await serveBlend(t, () => ({ status: 503, headers: { "retry-after": "50" } }));
  const error = await failure(client(server).orders.get("1", { totalTimeout: 300 }));
  assert.ok(error instanceof TimeoutError);
  assert.match(error.message, /300 ms \(totalTimeout\)/);
  assert.equal(server.calls.length, 1);
});

test("totalTimeout ends everything: the sign-in", async (t) => {
  const server = await serveBlend(t, undefined, () => undefined);
  const error = await failure(client(server, { ...LOGIN, totalTimeout: 300 }).orders.create(ORDER));
  assert.deepEqual([error.code, error.outcome, server.calls.length], ["timeout", "not_sent", 0]);
});

test("a sign-in outlives the totalTimeout of the call that began it: others wait for it too", async (t) => {
  let signIn;
  const server = await serveBlend(t, undefined, (request) => void (signIn = request));
  const blend = client(server, { ...LOGIN, totalTimeout: 200 });
  const first = failure(blend.orders.get("1"));
  const other = blend.orders.get("2", { totalTimeout: 60_000 });
  assert.equal((await first).code, "timeout");
  signIn.response.end(JSON.stringify({ access_token: "a", refresh_token: "r" }));
  assert.deepEqual(await other, {});
  assert.equal(server.signIns.length, 1);
});

test("10,000 calls on one signal leave no listener on it", async () => {
  const { signal } = new AbortController();
  let most = 0;
  const blend = client(
    { base: "http://127.0.0.1:1/api/v1" },
    {
      fetch: async () => {
        most = Math.max(most, getEventListeners(signal, "abort").length);
        return new Response("{}");
      },
    },
  );
  for (let round = 0; round < 100; round++) {
    await Promise.all(Array.from({ length: 100 }, (_, place) => blend.orders.get(`${round}-${place}`, { signal })));
  }
  assert.ok(most > 0);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

for (const sized of [true, false]) {
  test(`an answer over maxResponseBytes is not read, ${sized ? "by its length" : "as it grows"}`, async (t) => {
    const text = JSON.stringify({ notes: "x".repeat(5000) });
    const server = await serveBlend(t, ({ response }) => {
      if (sized) response.setHeader("content-length", text.length);
      response.write(text);
      response.end();
    });
    const error = await failure(client(server).orders.get("1", { maxResponseBytes: 1000 }));
    assert.ok(error instanceof APIError);
    assert.match(error.message, /1000 bytes \(maxResponseBytes\)/);
    assert.equal((await client(server).orders.get("1", { maxResponseBytes: 6000 })).notes.length, 5000);
  });
}

test("an answer that says it is over maxResponseBytes is not waited for", async (t) => {
  const server = await serveBlend(t, stall);
  const error = await failure(client(server).orders.get("1", { maxResponseBytes: 99, timeout: 30_000 }));
  assert.match(error.message, /maxResponseBytes/);
});

test("a call is sent once, awaited or not, however often", async (t) => {
  const server = await serveBlend(t);
  const blend = client(server);
  void blend.orders.get("un-awaited");
  const call = blend.orders.get("awaited");
  assert.ok(call instanceof BlendPromise && call instanceof Promise);
  await server.arrived(2);
  await Promise.all([call, call.then((value) => value), call.withResponse(), call.finally(() => {})]);
  const paths = server.calls.map(({ url }) => url);
  assert.deepEqual(paths.sort(), ["/api/v1/orders/awaited", "/api/v1/orders/un-awaited"]);
});

test("a request starts one microtask after the call", async () => {
  let sent = 0;
  const blend = client({ base: "http://127.0.0.1:1/api/v1" }, { fetch: async () => (sent++, new Response("{}")) });
  void blend.orders.get("1");
  assert.equal(sent, 0);
  await undefined;
  assert.equal(sent, 1);
});

test("a body is read, whether somebody waits for it or not, unless the response is asked for", async () => {
  const responses = [];
  const blend = client(
    { base: "http://127.0.0.1:1/api/v1" },
    {
      fetch: async () => {
        responses.push(new Response('{"id":"1"}', { headers: { "x-request-id": "r" } }));
        return responses.at(-1);
      },
    },
  );
  const raw = await blend.orders.get("1").asResponse();
  assert.equal(raw, responses[0]);
  assert.equal(raw.bodyUsed, false);
  assert.deepEqual(await raw.json(), { id: "1" });

  const call = blend.orders.get("1");
  while (!responses[1]?.bodyUsed) await new Promise(setImmediate);
  const { data, response, attempts, warnings } = await call.withResponse();
  assert.deepEqual([data, response, attempts, warnings], [{ id: "1" }, responses[1], 1, []]);
  assert.equal(await call, data);

  // Who wants both gets a response whose body is there for him.
  const both = blend.orders.get("1");
  const [order, own] = await Promise.all([both, both.asResponse()]);
  assert.deepEqual([order, await own.json()], [{ id: "1" }, { id: "1" }]);
});

test("asResponse rejects like any call", async (t) => {
  const server = await serveBlend(t, () => 404);
  const error = await failure(client(server).orders.get("1").asResponse());
  assert.deepEqual([error.code, error.outcome, error.path], ["not_found", "rejected", "/orders/{order_id}"]);
});

test("the length that a browser shows of another origin's answer is not trusted: it may be one of compressed bytes", async () => {
  let pulled = 0;
  const endless = new ReadableStream({
    pull: (controller) => (pulled++ < 1000 ? controller.enqueue(new Uint8Array(1000)) : controller.close()),
  });
  // As a browser gives it: the encoding is not shown.
  const response = Object.defineProperty(
    new Response(endless, { headers: { "content-type": "application/json", "content-length": "100" } }),
    "type",
    { value: "cors" },
  );
  const error = await failure(
    client({ base: "https://blend.invalid/api/v1" }, { fetch: async () => response }).orders.get("1", {
      maxResponseBytes: 10_000,
    }),
  );
  assert.match(error.message, /maxResponseBytes/);
  assert.ok(pulled < 100, `${pulled} pieces were read`);
});
