// The handler and the proxy behind pages in a real browser: what its own page may do, and pages of others may not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { createProxy, toNodeHandler } from "../../pkg/dist/intake-server.mjs";
import { findChromium } from "../support/browser.mjs";
import { listen } from "../support/http.mjs";
import { ANSWERS, FIELDS, PATIENT, portal, PRODUCTS } from "./portal.mjs";

const executablePath = findChromium();
let browser;

function inBrowser(name, work) {
  if (executablePath) test(name, work);
}
if (!executablePath) {
  console.log("LEFT OUT: the tests of the handler in a browser, because there is no chromium");
  test("there is a browser in CI", () => assert.notEqual(process.env.CI, "true"));
}

before(async () => {
  if (!executablePath) return;
  const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];
  // A name of a host, which is no secure context over plain HTTP.
  const args = [...quiet, "--host-resolver-rules=MAP portal.test 127.0.0.1"];
  browser = await chromium.launch({ executablePath, args });
});
after(() => browser?.close());

const SUBMIT = `
  import { createIntake, fetchTransport, rules } from "/pkg/dist/intake.mjs";
  const steps = [{ name: "all", fields: ${JSON.stringify(FIELDS)} }];
  const intake = createIntake({ schema: rules().patient, steps, initial: ${JSON.stringify(ANSWERS)}, transport: fetchTransport("/intake") });
  const [{ status, result }] = await Promise.all([intake.submit(), intake.submit()]);
  globalThis.result = { status, result };
`;
const STAFF = `
  import { Blend } from "/pkg/dist/js.mjs";
  const blend = new Blend({ baseURL: "/blend" });
  const order = await blend.orders.create({ patient_id: "${PATIENT}", products: ${JSON.stringify(PRODUCTS)}, external_id: "visit-1" });
  const paused = await blend.orders.pause(order.id);
  const numbers = [];
  for await (const { order_number } of blend.orders.list({ page_size: 1 })) numbers.push(order_number);
  const refused = await blend.patients.get("${PATIENT}").catch(({ name, status, outcome }) => [name, status, outcome]);
  globalThis.result = { status: paused.status, listed: numbers.includes(order.order_number), refused };
`;

/** A portal with pages; `seen` gets what its handlers were sent. */
async function serve(t, options) {
  const own = portal(options);
  const { origins } = options ?? {};
  const operations = ["orders.create", "orders.pause", "orders.list"];
  const proxy = createProxy(own.blend, { operations, authorize: () => true, origins, onError: () => {} });
  const seen = [];
  const noted = (handler) => async (request) => {
    const response = await handler(request);
    seen.push([request.method, response.status, request.headers.get("sec-fetch-site"), request.headers.get("origin")]);
    return response;
  };
  const [submit, call] = [own.handler, proxy].map((handler) => toNodeHandler(noted(handler)));
  const scripts = { "/submit.js": SUBMIT, "/staff.js": STAFF };
  const { origin, close } = await listen((request, response) => {
    const { pathname } = new URL(request.url, "http://x");
    if (pathname === "/intake") return submit(request, response);
    if (pathname.startsWith("/blend/")) return call(request, response);
    const file = pathname.startsWith("/pkg/") && readFileSync(new URL(`../..${pathname}`, import.meta.url));
    const script = file || scripts[pathname];
    const [, name = "none"] = /^\/(\w+)$/.exec(pathname) ?? [];
    response.setHeader("content-security-policy", "default-src 'self'; script-src 'self'");
    response.setHeader("referrer-policy", "no-referrer");
    response.setHeader("content-type", script ? "text/javascript" : "text/html");
    response.end(script || `<!doctype html><title>page</title><script type="module" src="/${name}.js"></script>`);
  });
  t.after(close);
  return { ...own, seen, origin };
}

async function visit(t, url) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => "result" in globalThis, undefined, { timeout: 60_000 });
  return page.evaluate(() => globalThis.result);
}

inBrowser("its own page submits under script-src 'self' and no-referrer, and makes one order", async (t) => {
  const { origin, seen, orders, submissions } = await serve(t);
  const { status, result } = await visit(t, `${origin}/submit`);
  assert.deepEqual([status, result], ["accepted", { order_number: submissions[0].order.order_number }]);
  assert.deepEqual(
    seen.map(([method, code, site]) => [method, code, site]),
    [["POST", 200, "same-origin"]],
  );
  assert.equal(orders(), 1);
});

inBrowser(
  "a client of this package in a staff page works through the proxy, as far as operations are listed",
  async (t) => {
    const { origin, seen } = await serve(t);
    const result = await visit(t, `${origin}/staff`);
    assert.deepEqual(result, { status: "paused", listed: true, refused: ["PermissionDeniedError", 403, "rejected"] });
    assert.ok(seen.every(([, , site]) => site === "same-origin"));
  },
);

inBrowser(
  "over plain HTTP on a host name, where browsers send no Sec-Fetch-Site, a listed origin passes and no other",
  async (t) => {
    const closed = await serve(t);
    const url = (origin) => `${origin.replace("127.0.0.1", "portal.test")}/submit`;
    assert.equal((await visit(t, url(closed.origin))).status, "failed");
    const [[, status, site]] = closed.seen;
    assert.deepEqual([status, site], [403, null]);
    assert.equal(closed.orders(), 0);

    const origins = [];
    const open = await serve(t, { origins });
    origins.push(open.origin.replace("127.0.0.1", "portal.test"));
    assert.equal((await visit(t, url(open.origin))).status, "accepted");
    assert.equal(open.orders(), 1);
  },
);

/** What a page of another origin may try. Runs in the page. */
async function attack([url, body]) {
  const headers = { "content-type": "application/json", "x-blend-intake": "1" };
  const tries = [
    fetch(url, { method: "POST", mode: "no-cors", credentials: "include", body }),
    fetch(url, { method: "POST", credentials: "include", headers, body }),
    fetch(url, { method: "PUT", mode: "cors" }),
    fetch(url, { mode: "no-cors", credentials: "include" }),
  ];
  await Promise.allSettled(tries);
  // A form whose one field is the JSON.
  const form = Object.assign(document.createElement("form"), { method: "POST", action: url, enctype: "text/plain" });
  const [name, value] = [body.slice(0, -1) + ',"x":"', '"}'];
  form.append(Object.assign(document.createElement("input"), { name, value }));
  document.body.append(form);
  form.submit();
}

inBrowser("pages of another site, and of another origin of the same one, reach nothing", async (t) => {
  const victim = await serve(t);
  for (const host of ["127.0.0.1", "localhost"]) {
    const { origin, close } = await listen((_, response) =>
      response.setHeader("content-type", "text/html").end("<!doctype html><body>evil"),
    );
    t.after(close);
    for (const path of ["/intake", "/blend/orders/visit-1/pause", "/blend/orders"]) {
      victim.seen.length = 0;
      const context = await browser.newContext();
      t.after(() => context.close());
      const page = await context.newPage();
      await page.goto(origin.replace("127.0.0.1", host));
      const body = JSON.stringify({ submission_id: "0123456789abcdef", answers: ANSWERS });
      const landed = page.waitForURL(`${victim.origin}${path}`);
      await page.evaluate(attack, [`${victim.origin}${path}`, body]);
      await landed;
      assert.ok(victim.seen.length >= 3, `${victim.seen.length}`);
      for (const [method, status, site] of victim.seen) {
        assert.ok([403, 404, 405, 415].includes(status), `${method} ${status}`);
        assert.equal(site, host === "localhost" ? "cross-site" : "same-site");
      }
    }
  }
  assert.deepEqual([victim.orders(), victim.submissions, victim.sandbox.calls], [0, [], []]);
});
