// The proxy for staff pages: a client in the page reaches the operations that are listed and allowed, and nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import express from "express";
import { Blend } from "../../pkg/dist/index.mjs";
import { createProxy, toNodeHandler } from "../../pkg/dist/intake-server.mjs";
import { listen } from "../support/http.mjs";
import { call, fullAnswer, fullParams, idsOf, nameOf, operations } from "../support/tables.mjs";
import { PATIENT, pharmacy, PRODUCTS } from "./portal.mjs";

const PAGE = "https://portal.example.com";
const offered = operations.filter(({ group }) => group !== "auth");
const NAMES = offered.map(nameOf);

/** A page's client in front of a proxy in front of a client. The page's own token never leaves the page's server. */
function staff({ blend, sandbox } = pharmacy(), options = {}) {
  const asked = [];
  const errors = [];
  const proxy = createProxy(blend, {
    operations: NAMES,
    authorize: (_, about) => (asked.push(about), true),
    onError: (error) => void errors.push(error),
    ...options,
  });
  const statuses = [];
  const fetch = async (url, init) => {
    const headers = { ...init.headers, "sec-fetch-site": "same-origin" };
    const response = await proxy(new Request(url, { ...init, headers }));
    assert.equal(response.headers.get("cache-control"), "no-store");
    statuses.push(response.status);
    return response;
  };
  const page = new Blend({
    baseURL: `${PAGE}/blend`,
    accessToken: "of-the-page",
    fetch,
    logLevel: "off",
    maxRetries: 0,
  });
  return { page, proxy, asked, errors, statuses, sandbox, blend };
}

/** Sends a request as a page does. */
const send = (proxy, path, { headers, ...init } = {}) =>
  proxy(new Request(`${PAGE}${path}`, { ...init, headers: { "sec-fetch-site": "same-origin", ...headers } }));

const failure = (promise) =>
  promise.then(
    () => assert.fail("it did not fail"),
    (error) => error,
  );

test("a portal's work goes through it: create, list in pages, get, pause, search, history", async () => {
  const { page, sandbox, asked } = staff(pharmacy({ orders: 60 }));
  const params = { patient_id: PATIENT, products: PRODUCTS, external_id: "visit-1", force_new: true };
  const order = await page.orders.create(params);
  assert.equal((await page.orders.pause(order.id)).status, "paused");
  assert.equal((await page.orders.get("visit-1")).order_number, order.order_number);
  const all = await page.orders.list({ page_size: 25 }).toArray({ limit: 999 });
  assert.equal(all.length, 61);
  const paused = await page.orders.list({ status: ["paused"], page_size: 5 }).toArray({ limit: 999 });
  assert.ok(paused.length && paused.every(({ status }) => status === "paused"));
  assert.ok((await page.search.all({ q: "Sandboxer", limit: 3 })).results.length);
  const found = await page.orders.createOnce({ ...params });
  assert.equal(found.id, order.id);
  assert.deepEqual(asked[0], { operation: "orders.create", ids: [], params });
  assert.deepEqual([asked[1].operation, asked[1].ids], ["orders.pause", [order.id]]);
  assert.deepEqual(asked.find(({ operation }) => operation === "orders.list").params, { page_size: 25 });
  assert.ok(sandbox.calls.every(({ operation }) => operation !== ""));
});

for (const operation of offered) {
  test(`${nameOf(operation)}: what the page's client sends reaches Blend unchanged, and so does the answer`, async () => {
    const requests = [];
    const answered = fullAnswer(operation);
    const fetch = async (url, init) => {
      requests.push([init.method, String(url).replace(/^.*?\/api\/v1/, ""), init.body && JSON.parse(init.body)]);
      const headers = { "content-type": "application/json", "x-total-count": "1" };
      return new Response(answered === undefined ? null : JSON.stringify(answered), { status: 201, headers });
    };
    const blend = new Blend({ accessToken: "of-the-server", fetch, logLevel: "off" });
    const { page, asked, statuses } = staff({ blend });
    for (const params of fullParams(operation)) {
      requests.length = 0;
      const direct = await call(blend, operation, idsOf(operation), params);
      const through = await call(page, operation, idsOf(operation), params);
      assert.equal(requests.length, 2);
      assert.deepEqual(requests[1], requests[0]);
      assert.deepEqual(JSON.stringify(through.data), JSON.stringify(direct.data));
      assert.equal(through.headers.get("x-total-count"), "1");
      assert.equal(statuses.at(-1), 201);
      assert.deepEqual([asked.at(-1).operation, asked.at(-1).ids], [nameOf(operation), idsOf(operation)]);
    }
  });
}

test("an operation that is not listed is a 403, an unknown one a 404, and neither is asked for", async () => {
  const own = staff(undefined, { operations: ["orders.get", "orders.list"] });
  const { page, proxy, asked, sandbox } = own;
  assert.equal((await failure(page.orders.pause("visit-1"))).name, "PermissionDeniedError");
  assert.equal((await failure(page.patients.list())).outcome, "rejected");
  // A literal beside an id is an operation of its own.
  assert.equal((await failure(page.orders.statuses())).status, 403);
  for (const [path, method] of [
    ["/blend/ordres", "GET"],
    ["/blend/orders/1/2/3", "GET"],
    ["/blend/orders", "PATCH"],
    ["/blend/orders/visit-1", "HEAD"],
    ["/blend/auth/login", "POST"],
    ["/blend/auth/verify", "GET"],
    ["/blend/orders/%E0%A4%A", "GET"],
    ["/blend/", "GET"],
    ["/", "GET"],
  ])
    assert.equal((await send(proxy, path, { method })).status, 404, path);
  assert.deepEqual([asked, sandbox.calls], [[], []]);
});

test("an id reaches authorize as Blend will have it, and cannot lead to another path", async () => {
  const { proxy, asked, sandbox } = staff(undefined, { operations: ["orders.get"] });
  const ids = {
    "a%2Fpause": "a/pause",
    "..%2Fpatients": "../patients",
    "%2e%2e": "..",
    "visit%201": "visit 1",
    statuses: "",
  };
  for (const [written, id] of Object.entries(ids)) {
    asked.length = 0;
    const { status } = await send(proxy, `/blend/orders/${written}`);
    assert.ok([403, 404, 422].includes(status), `${written}: ${status}`);
    if (asked.length) assert.deepEqual(asked[0].ids, [id]);
  }
  for (const { operation, path } of sandbox.calls.filter(({ operation }) => operation !== "auth.login"))
    assert.deepEqual([operation, path], ["orders.get", "/orders/{order_id}"]);
});

test("only true allows: nothing else does, and a hook that throws is a 500", async () => {
  for (const verdict of [false, undefined, null, 1, "yes", {}, Promise.resolve(false)]) {
    const { page, sandbox } = staff(undefined, { authorize: () => verdict });
    assert.equal((await failure(page.orders.get("visit-1"))).status, 403);
    assert.deepEqual(sandbox.calls, []);
  }
  const authorize = () => {
    throw new Error("a patient's name");
  };
  const { proxy, errors, sandbox } = staff(undefined, { authorize });
  const response = await send(proxy, "/blend/orders/visit-1");
  assert.deepEqual([response.status, await response.text()], [500, '{"code":"failed"}']);
  assert.equal(errors[0].message, "a patient's name");
  assert.deepEqual(sandbox.calls, []);
});

test("pages of other origins are refused like those of the intake handler, before anything else", async () => {
  const { proxy, asked, sandbox } = staff(undefined, { origins: ["https://desk.example.com"] });
  for (const [headers, status] of [
    [{ "sec-fetch-site": "same-origin", origin: "null" }, 200],
    [{ "sec-fetch-site": "cross-site", origin: "https://desk.example.com" }, 200],
    [{ "sec-fetch-site": "cross-site", origin: "https://evil.example" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "none" }, 403],
    [{ "sec-fetch-site": "", origin: PAGE }, 403],
    [{ "sec-fetch-site": "" }, 403],
  ]) {
    asked.length = 0;
    const response = await send(proxy, "/blend/orders/statuses", { headers });
    assert.equal(response.status, status, JSON.stringify(headers));
    assert.equal(asked.length, status === 200 ? 1 : 0);
    assert.equal(response.headers.get("cache-control"), "no-store");
  }
  assert.ok(sandbox.calls.length);
});

test("bodies: only JSON objects, of at most 1 MB", async () => {
  const { proxy, asked } = staff();
  const post = (body, type = "application/json") =>
    send(proxy, "/blend/orders", { method: "POST", body, headers: { "content-type": type } });
  for (const [body, type, status] of [
    ["{", undefined, 400],
    ["[]", undefined, 400],
    ["null", undefined, 400],
    ["{}", "text/plain", 415],
    ["a=b", "application/x-www-form-urlencoded", 415],
    [" ".repeat(1024 * 1024 + 1), undefined, 413],
  ])
    assert.equal((await post(body, type)).status, status, `${body.slice(0, 5)} ${type}`);
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("cut")) });
  const init = { method: "POST", body: broken, duplex: "half", headers: { "content-type": "application/json" } };
  assert.equal((await send(proxy, "/blend/orders", init)).status, 400);
  assert.deepEqual(asked, []);
});

test("errors of Blend pass as their status with code, outcome and fields, and without a value", async () => {
  const planted = "Zebrawood";
  const cases = [
    [{ status: 404, body: { message: planted } }, ["NotFoundError", 404, "rejected"]],
    [{ status: 409, body: { message: planted } }, ["ConflictError", 409, "rejected"]],
    [{ status: 403 }, ["PermissionDeniedError", 403, "rejected"]],
    [{ status: 429, headers: { "retry-after": "7" } }, ["RateLimitError", 429, "rejected"]],
    [{ status: 500, body: planted }, ["InternalServerError", 500, "unknown"]],
    [{ status: 503 }, ["InternalServerError", 503, "unknown"]],
    [{ lost: true, when: "after" }, ["InternalServerError", 502, "unknown"]],
    [{ truncated: true, when: "after" }, ["InternalServerError", 502, "unknown"]],
    // The server's own token: not the visitor's matter.
    [{ status: 401, times: 9 }, ["InternalServerError", 502, "unknown"]],
  ];
  for (const [fault, expected] of cases) {
    const { page, sandbox } = staff();
    sandbox.fail({ operation: "patients.create", ...fault });
    const error = await failure(page.patients.create({ first_name: planted, phone: "6175550123" }));
    assert.deepEqual([error.name, error.status, error.outcome], expected, JSON.stringify(fault));
    if (fault.headers) assert.equal(error.retryAfterMs, 7000);
    assert.ok(!inspect(error).includes(planted) && !error.unsafe().body?.includes(planted));
  }
  const { page, sandbox } = staff(undefined);
  const body = { errors: { phone: [`${planted} is not a phone`], "address.state": ["required"] } };
  sandbox.fail({ operation: "patients.create", status: 422, body });
  const { fieldErrors } = await failure(
    page.patients.create({ first_name: planted, phone: "6175550123", address: {} }),
  );
  assert.deepEqual(
    fieldErrors.map(({ path }) => path),
    ["phone", "address.state"],
  );
});

test("arguments are checked on the server, whatever a page sends; nothing reaches Blend", async () => {
  const { proxy, sandbox, page } = staff();
  const lax = page.withOptions({ validate: "off" });
  const error = await failure(lax.patients.create({ first_name: "Testina", phone: "Zebrawood" }));
  assert.deepEqual(
    [error.status, error.outcome, error.fieldErrors],
    [422, "rejected", [{ path: "phone", code: "invalid_format" }]],
  );
  assert.ok(!error.unsafe().body.includes("Zebrawood"));
  const response = await send(proxy, "/blend/orders?page=first&stranger=1");
  assert.equal(response.status, 422);
  assert.deepEqual(sandbox.calls, []);
});

test("a Blend that is not there is a 503, and a timeout a 504", async () => {
  const { blend } = pharmacy();
  const dead = blend.withOptions({ baseURL: "http://127.0.0.1:9/api/v1", fetch: globalThis.fetch, maxRetries: 0 });
  assert.equal((await send(staff({ blend: dead }).proxy, "/blend/orders/statuses")).status, 503);
  const own = pharmacy({}, { timeout: 50 });
  own.sandbox.fail({ operation: "orders.statuses", stalled: true });
  assert.equal((await send(staff(own).proxy, "/blend/orders/statuses")).status, 504);
});

test("what the server's client omits does not reach the page, and its hooks see each call", async () => {
  const events = [];
  const own = pharmacy({}, { omit: ["ssn", "email"], onAudit: (event) => void events.push(event) });
  const { page } = staff(own);
  const patient = await page.patients.get(PATIENT);
  assert.ok(patient.last_name && !("email" in patient));
  const [first] = (await page.patients.list()).data;
  assert.ok(first.last_name && !("email" in first));
  assert.deepEqual(
    events.map(({ operation }) => operation).filter((name) => !name.startsWith("auth")),
    ["patients.get", "patients.list"],
  );
});

test("a write is sent to Blend once: the proxy repeats nothing", async () => {
  const { page, sandbox } = staff();
  sandbox.fail({ operation: "orders.list", status: 503, times: 9 });
  await failure(page.orders.list());
  assert.equal(sandbox.calls.filter(({ operation }) => operation === "orders.list").length, 1);
});

test("behind Express, where the path is cut off or not, and behind express.json()", async (t) => {
  for (const mount of [
    (app, handler) => app.use("/blend", handler),
    (app, handler) => app.all("/blend/{*path}", handler),
    (app, handler) => app.use(express.json()).use("/blend", handler),
  ]) {
    const { proxy } = staff();
    const app = express();
    mount(app, toNodeHandler(proxy));
    const { origin, close } = await listen(app);
    t.after(close);
    const fetch = (url, init) =>
      globalThis.fetch(url, { ...init, headers: { ...init.headers, "sec-fetch-site": "same-origin" } });
    const page = new Blend({ baseURL: `${origin}/blend`, accessToken: "x", fetch, logLevel: "off" });
    const order = await page.orders.create({ patient_id: PATIENT, products: PRODUCTS });
    assert.equal((await page.orders.pause(order.id)).status, "paused");
    assert.ok((await page.orders.list({ page_size: 5 })).data.length);
  }
});

test("options that cannot work are refused at once", () => {
  const { blend } = pharmacy();
  const good = { operations: ["orders.list"], authorize: () => true };
  createProxy(blend, good);
  for (const [name, value] of [
    ["authorize", undefined],
    ["authorize", true],
    ["operations", undefined],
    ["operations", []],
    ["operations", ["orders.lst"]],
    ["operations", ["orders.*"]],
    ["operations", ["auth.login"]],
    ["operations", ["orders.createOnce"]],
    ["path", "blend"],
    ["path", "/blend/"],
    ["origins", ["*"]],
  ])
    assert.throws(
      () => createProxy(blend, { ...good, [name]: value }),
      (error) => error instanceof TypeError && error.message.startsWith(name),
      `${name}: ${value}`,
    );
});
