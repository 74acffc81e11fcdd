// The form of `blend-sdk/intake` and its handler over real HTTP: node:http, Express 4 and 5, behind body parsers or not.
import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import express from "express";
import express4 from "express4";
import { createIntake, fetchTransport, rules } from "../../pkg/dist/intake.mjs";
import { toNodeHandler } from "../../pkg/dist/intake-server.mjs";
import { listen } from "../support/http.mjs";
import { ANSWERS, HEADERS, pharmacy, portal, requestOf } from "./portal.mjs";

const today = "2026-11-28";

/** The address of a portal's handler on a port. */
async function serve(t, handler, listener = toNodeHandler(handler)) {
  const { origin, close } = await listen(listener);
  t.after(close);
  return `${origin}/intake`;
}

/** Requests of this process get the header that a browser adds. */
function asBrowser(t) {
  const { fetch } = globalThis;
  t.after(() => Object.assign(globalThis, { fetch }));
  const headers = { "sec-fetch-site": "same-origin" };
  globalThis.fetch = (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers } });
}

/** A form as a person filled it in. */
function filled(url, transport = fetchTransport(url), { extra, own = [] } = {}) {
  const steps = [
    { name: "identity", fields: ["first_name", "last_name", "date_of_birth", "risk_factors"] },
    { name: "contact", fields: ["email", "phone", "address", ...own] },
  ];
  const intake = createIntake({ schema: rules({ today }).patient, extra, steps, transport });
  const typed = { ...ANSWERS, date_of_birth: "3/25/1990", phone: "+1 (617) 555-0123", address: undefined };
  for (const [path, value] of Object.entries(typed)) intake.set(path, value);
  for (const [name, value] of Object.entries(ANSWERS.address)) intake.set(`address.${name}`, value);
  intake.set("risk_factors.allergies", "latex\npenicillin");
  return intake;
}

for (const [name, parser] of [
  ["node:http"],
  ["Express 5, without a body parser", express],
  ["Express 4, without a body parser", express4],
  ["Express 5, behind express.json()", express, "json"],
  ["Express 4, behind express.json()", express4, "json"],
  ["Express 5, behind express.text()", express, "text"],
  ["Express 4, behind express.raw()", express4, "raw"],
]) {
  test(`${name}: a form is submitted, and what the handler refuses comes back`, async (t) => {
    asBrowser(t);
    const { handler, orders, submissions } = portal();
    const [make, kind] = [parser, name.match(/express\.(\w+)/)?.[1]];
    const app = make?.();
    if (kind) app.use(make[kind]({ type: "*/*" }));
    app?.post("/intake", toNodeHandler(handler));
    const url = await serve(t, handler, app);
    const intake = filled(url);
    const { status, result } = await intake.submit();
    assert.deepEqual([status, result], ["accepted", { order_number: submissions[0].order.order_number }]);
    assert.equal(submissions[0].answers.phone, ANSWERS.phone);
    assert.equal(orders(), 1);
    const { headers, body } = { headers: HEADERS, body: await requestOf({ answers: { phone: "1" } }).text() };
    const refused = await fetch(url, { method: "POST", headers, body });
    assert.deepEqual([refused.status, (await refused.json()).issues[0].path], [422, "phone"]);
  });
}

test("the form's own questions reach onSubmit, checked on both sides, and never Blend", async (t) => {
  asBrowser(t);
  const validate = (given) =>
    given?.consent === "yes" ? { value: given } : { issues: [{ message: "Give your consent", path: ["consent"] }] };
  const extra = { "~standard": { version: 1, vendor: "test", validate } };
  const { handler, submissions, sandbox } = portal({ extra });
  const url = await serve(t, handler);
  const intake = filled(url, fetchTransport(url), { extra, own: ["extra.consent"] });
  const refused = await intake.submit();
  assert.deepEqual([refused.status, refused.issues[0].path], ["invalid", "extra.consent"]);
  intake.set("extra.consent", "yes");
  assert.equal((await intake.submit()).status, "accepted");
  assert.deepEqual(submissions[0].extra, { consent: "yes" });
  assert.ok(sandbox.calls.length && sandbox.calls.every(({ body }) => !body.includes("consent")));

  // A page that does not check them.
  const lax = await filled(url, fetchTransport(url), { own: [] }).submit();
  assert.deepEqual([lax.status, lax.issues[0]?.path, lax.issues[0]?.code], ["invalid", "extra.consent", "extra"]);
});

test("what the form sends is what its rules take again: nothing changes on the way", async (t) => {
  asBrowser(t);
  const { handler, submissions } = portal();
  const intake = filled(await serve(t, handler));
  const { value } = rules({ today }).patient.check(intake.getSnapshot().values);
  await intake.submit();
  assert.deepEqual(submissions[0].answers, value);
});

test("each outcome of the handler is one that the form understands", async (t) => {
  asBrowser(t);
  const lost = { operation: "orders.create", when: "after", lost: true };
  const cases = [
    [{}, undefined, { status: "accepted", retryable: false }],
    [{ schema: rules({ today: "1980-01-01" }).patient }, undefined, { status: "invalid", retryable: false }],
    [{}, lost, { status: "pending", retryable: true }],
    [{ session: () => undefined }, undefined, { status: "failed", retryable: false }],
    [{ fields: ["first_name"] }, undefined, { status: "failed", retryable: false }],
    [{}, { operation: "orders.create", status: 422 }, { status: "failed", retryable: false }],
    [{}, { operation: "orders.get", status: 500, times: 9 }, { status: "failed", retryable: true }],
    [
      { rateLimit: { store: { hit: () => ({ count: 99, remainingMs: 1 }) } } },
      undefined,
      { status: "failed", retryable: true },
    ],
  ];
  for (const [options, fault, expected] of cases) {
    const settings = { totalTimeout: 600, maxRetries: 0 };
    const own = pharmacy({ now: "2026-11-28T12:00:00Z", assumptions: { lookupLag: "1h" } }, settings);
    if (fault) own.sandbox.fail(fault);
    const { handler } = portal(options, own);
    const { status, retryable, issues } = await filled(await serve(t, handler)).submit();
    assert.deepEqual({ status, retryable }, expected, JSON.stringify(fault ?? Object.keys(options)));
    if (status === "invalid") assert.deepEqual([issues[0].path, issues[0].code], ["date_of_birth", "date_future"]);
  }
});

test("an answer lost between handler and page is pending; the form sends the identical text, and there is one order", async (t) => {
  asBrowser(t);
  const { handler, orders, submissions } = portal();
  const adapted = toNodeHandler(handler);
  let isCut = true;
  const url = await serve(t, handler, async (request, response) => {
    if (!isCut) return adapted(request, response);
    const end = () => request.socket.destroy();
    await adapted(request, { statusCode: 0, setHeader() {}, end });
  });
  const texts = [];
  const send = fetchTransport(url);
  const intake = filled(url, (text, about) => (texts.push(text), send(text, about)));
  assert.equal((await intake.submit()).status, "pending");
  isCut = false;
  assert.equal((await intake.submit()).status, "accepted");
  assert.equal(texts[0], texts[1]);
  assert.equal(submissions[0].key, submissions[1].key);
  assert.equal(orders(), 1);
});

test("a body that another parser threw away is a 500 that says why in the log, not a hang", async (t) => {
  const lines = [];
  t.mock.method(console, "error", (line) => lines.push(line));
  const { handler, sandbox } = portal();
  const adapted = toNodeHandler(handler);
  const url = await serve(t, handler, async (request, response) => {
    for await (const _ of request);
    await adapted(request, response);
  });
  const response = await fetch(url, { method: "POST", headers: HEADERS, body: await requestOf().text() });
  assert.equal(response.status, 500);
  assert.match(lines[0], /something read the body/);
  assert.deepEqual(sandbox.calls, []);
});

test("a body in pieces arrives whole; one without an end, and one that lies about its length, are cut at 64 KB", async (t) => {
  const { handler, orders } = portal({ rateLimit: { limit: 99 } });
  const url = await serve(t, handler);
  const start = (headers = {}) => {
    const request = httpRequest(url, { method: "POST", headers: { ...HEADERS, ...headers } });
    request.on("error", () => {});
    return { request, answered: once(request, "response").then(([{ statusCode }]) => statusCode) };
  };
  const pieces = start();
  for (const letter of await requestOf().text()) pieces.request.write(letter);
  pieces.request.end();
  assert.equal(await pieces.answered, 200);
  for (const headers of [{}, { "content-length": String(1e9) }]) {
    const endless = start(headers);
    for (let sent = 0; sent <= 70; sent++) endless.request.write("x".repeat(1024));
    assert.equal(await endless.answered, 413, "before it ends");
    endless.request.destroy();
  }
  assert.equal(orders(), 1);
});

test("a body is whole also where it is read after the request was closed", async (t) => {
  const slow = async (request) => {
    const reader = request.body.getReader();
    let length = 0;
    for (let part; !(part = await reader.read()).done; length += part.value.length)
      // What comes meanwhile waits in the stream, and Node closes the request at its end.
      await closed;
    return new Response(`${length}`);
  };
  let closed;
  const adapted = toNodeHandler(slow);
  const url = await serve(t, slow, (request, response) => {
    closed = new Promise((resolve) => request.on("close", resolve));
    return adapted(request, response);
  });
  const request = httpRequest(url, { method: "POST" });
  for (let piece = 0; piece < 4; piece++) {
    request.write("x".repeat(1000));
    await new Promise(setImmediate);
  }
  request.end();
  const [response] = await once(request, "response");
  let text = "";
  for await (const chunk of response) text += chunk;
  assert.equal(text, "4000");
});

test("a body shorter than it says, from a client that hangs up, leaves nothing behind", async (t) => {
  const { handler, sandbox } = portal();
  const adapted = toNodeHandler(handler);
  let ended;
  const over = new Promise((resolve) => (ended = resolve));
  const url = await serve(t, handler, (request, response) => adapted(request, response).then(ended));
  const socket = connect(new URL(url).port, "127.0.0.1");
  const lines = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`);
  socket.write(`POST /intake HTTP/1.1\r\nHost: x\r\n${lines.join("\r\n")}\r\nContent-Length: 999\r\n\r\n{`, () =>
    socket.destroy(),
  );
  await over;
  assert.deepEqual(sandbox.calls, []);
});

test("other methods are a 405 that names the one, also by HEAD, TRACE and OPTIONS", async (t) => {
  const { handler } = portal();
  const url = await serve(t, handler);
  for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"]) {
    const request = httpRequest(url, { method }).end();
    const [response] = await once(request, "response");
    response.resume();
    assert.deepEqual([response.statusCode, response.headers.allow], [405, "POST"], method);
    assert.equal(response.headers["cache-control"], "no-store");
  }
});
