// The sandbox of the command line: who may call, what it logs, how it ends, and what its commands do.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { run, serve } from "./desk.mjs";
import { TESTINA } from "./story.mjs";

/** A request with headers that fetch does not let through. */
function raw(origin, { method = "GET", path = "/", headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const sent = request(origin + path, { method, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, text: String(Buffer.concat(chunks)) }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

test("it goes by names of this machine, of containers and by addresses, and by dotted names that were allowed", async (t) => {
  const { origin } = await serve(t, "--allow-host", "blend.test");
  const status = async (host) => (await raw(origin, { path: "/health", headers: { host } })).status;
  for (const host of [
    "localhost",
    "sandbox:4010",
    "host.docker.internal:4010",
    "10.0.2.2:4010",
    "[::1]:4010",
    "172.17.0.1",
    "blend.test:80",
  ]) {
    assert.equal(await status(host), 200, host);
  }
  for (const host of ["evil.example", "blend.test.evil.example", "127.0.0.1.evil.example", "sandbox.evil"]) {
    assert.equal(await status(host), 421, host);
  }
});

test("control is for programs and its own page, takes JSON only, and CORS does not cover it", async (t) => {
  const { origin } = await serve(t, "--cors-origin", "https://portal.example");
  const post = (headers, body = "{}") => raw(origin, { method: "POST", path: "/__sandbox/clock", headers, body });
  const json = { "content-type": "application/json" };
  assert.equal((await post(json)).status, 200);
  assert.equal((await post({ ...json, origin })).status, 200);
  for (const foreign of ["https://evil.example", "http://localhost:3000", "https://portal.example", "null"]) {
    const refused = await post({ ...json, origin: foreign });
    assert.equal(refused.status, 403, foreign);
    assert.equal(refused.headers["access-control-allow-origin"], undefined);
  }
  assert.equal((await post({ ...json, "sec-fetch-site": "cross-site" })).status, 403);
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", undefined]) {
    assert.equal((await post(type ? { "content-type": type } : {})).status, 415, type);
  }
  assert.equal((await post(json, "[]")).status, 422);
  assert.equal((await post(json, "{")).status, 400);
  const preflight = { origin: "http://localhost:3000", "access-control-request-method": "POST" };
  const asked = await raw(origin, { method: "OPTIONS", path: "/__sandbox/clock", headers: preflight });
  assert.equal(asked.status, 403);
  assert.equal(asked.headers["access-control-allow-origin"], undefined);
  const changes = await raw(origin, { path: "/__sandbox/assumptions?nulls=given" });
  assert.match(changes.text, /"name":"nulls","value":"omitted"/);
});

test("the API may be called by pages of this machine and by those that were named", async (t) => {
  const { origin } = await serve(t, "--cors-origin", "https://portal.example");
  const headers = (from) => ({
    origin: from,
    "access-control-request-method": "PUT",
    "access-control-request-headers": "authorization",
  });
  for (const from of ["http://localhost:3000", "https://portal.example"]) {
    const { status, headers: given } = await raw(origin, {
      method: "OPTIONS",
      path: "/api/v1/orders",
      headers: headers(from),
    });
    assert.equal(status, 204);
    assert.equal(given["access-control-allow-origin"], from);
    assert.equal(given["access-control-allow-headers"], "authorization");
  }
  const refused = await raw(origin, {
    method: "OPTIONS",
    path: "/api/v1/orders",
    headers: headers("https://evil.example"),
  });
  assert.equal(refused.status, 403);
});

test("beyond this machine control wants the token that was printed", async (t) => {
  const { origin, first, control } = await serve(t, "--host", "0.0.0.0");
  assert.match(first.token, /^[\w-]{32}$/);
  assert.match(first.page, /#token=/);
  const port = new URL(origin).port;
  const post = (token) =>
    raw(`http://127.0.0.1:${port}`, {
      method: "POST",
      path: "/__sandbox/clock",
      headers: { "content-type": "application/json", ...(token && { "x-sandbox-token": token }) },
      body: "{}",
    });
  assert.equal((await post()).status, 401);
  assert.equal((await post("x".repeat(32))).status, 401);
  assert.equal((await post(first.token)).status, 200);
  assert.equal((await control("state")).status, 200);
  assert.equal((await raw(`http://127.0.0.1:${port}`, { path: "/__sandbox/calls" })).status, 401);
});

test("a line for each request names no value of a patient", async (t) => {
  const { call, signIn, lines, control, child, ended } = await serve(t);
  const token = await signIn();
  await call("GET", `/patients/${TESTINA}`, undefined, token);
  await call("GET", "/search/patients?q=Testina", undefined, token);
  await call("GET", "/Sandboxer/secret", undefined, token);
  await control("orders", { status: "received" });
  child.kill("SIGTERM");
  assert.equal(await ended, 0);
  const log = lines.slice(1).map((line) => JSON.parse(line));
  assert.deepEqual(
    log.map(({ method, path, status }) => `${method} ${path} ${status}`),
    [
      "POST auth.login 200",
      "GET patients.get 200",
      "GET search.patients 200",
      "GET (unknown path) 404",
      "POST /__sandbox/orders 200",
    ],
  );
  for (const word of [TESTINA, "Testina", "Sandboxer", "testina"])
    assert.ok(!lines.slice(1).join().includes(word), word);
});

test("it stops when it is asked to, and lets a call in flight end", async (t) => {
  const { call, signIn, control, child, ended } = await serve(t);
  const token = await signIn();
  await control("fail", { operation: "orders.list", latency: 700 });
  const late = call("GET", "/orders", undefined, token);
  await control("state");
  child.kill("SIGINT");
  assert.equal((await late).status, 200);
  assert.equal(await ended, 0);
});

test("faults strike on the wire, before or after the effect", async (t) => {
  const { call, signIn, control, origin } = await serve(t);
  const token = await signIn();
  const orders = async () => (await call("GET", "/orders", undefined, token)).body.length;
  const create = (fail) =>
    call("POST", "/orders?force_new=true", { patient_id: TESTINA }, token, fail ? { "x-sandbox-fail": fail } : {});
  await assert.rejects(create("lost"), /fetch failed/);
  assert.equal(await orders(), 0);
  await assert.rejects(create("lost after"), /fetch failed/);
  assert.equal(await orders(), 1);
  await assert.rejects(create("truncated after"));
  assert.equal(await orders(), 2);
  await control("fail", { operation: "orders.create", status: 503, headers: { "retry-after": "2" }, times: 1 });
  const refused = await create();
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [503, "2"]);
  const begun = performance.now();
  assert.equal((await create("latency=300")).status, 201);
  assert.ok(performance.now() - begun > 250);
  for (const fail of ["stalled", "stalled after"]) {
    const headers = { authorization: `Bearer ${token}`, "x-sandbox-fail": fail };
    const waiting = fetch(`${origin}/api/v1/orders`, { headers, signal: AbortSignal.timeout(300) });
    if (fail === "stalled") await assert.rejects(waiting);
    else await assert.rejects((await waiting).text());
  }
  assert.equal(await orders(), 3);
});

test("HEAD, health and the page answer", async (t) => {
  const { origin, signIn } = await serve(t);
  const token = await signIn();
  const head = await fetch(`${origin}/api/v1/orders`, {
    method: "HEAD",
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(head.status, 200);
  assert.deepEqual(await (await fetch(`${origin}/health`)).json(), { status: "ok" });
  const page = await fetch(`${origin}/`);
  assert.match(page.headers.get("content-security-policy"), /default-src 'none'/);
  assert.match(await page.text(), /<h1>Blend sandbox<\/h1>/);
});

test("a command for each thing that control does", async (t) => {
  const { origin, call, signIn } = await serve(t, "--patients", "3", "--orders", "8");
  const token = await signIn();
  const order = (await call("POST", "/orders?force_new=true", { patient_id: TESTINA, external_id: "visit-1" }, token))
    .body;
  const sandbox = async (...words) => {
    const { code, out, errors } = await run(["sandbox", ...words, "--url", origin]);
    assert.equal(code, 0, errors);
    return JSON.parse(out);
  };
  assert.equal((await sandbox("advance", order.order_number)).status, "picked");
  assert.equal((await sandbox("advance", "visit-1", "shipped")).status, "shipped");
  assert.equal((await sandbox("set", "visit-1", "exception")).status, "exception");
  assert.ok((await sandbox("stuck")).some(({ reason }) => reason === "clarification needed"));
  const { id } = await sandbox("fail", "orders.get", "status=503", "when=after", "times=always");
  assert.equal((await call("GET", "/orders/visit-1", undefined, token)).status, 503);
  await sandbox("heal", String(id));
  assert.equal((await call("GET", "/orders/visit-1", undefined, token)).status, 200);
  await sandbox("assumptions", "nulls=given");
  assert.equal((await call("GET", "/orders/visit-1", undefined, token)).body.custom_shipping, null);
  assert.equal((await sandbox("populate", "2", "3")).patients, 9);
  await sandbox("clock", "61m");
  assert.equal((await call("GET", "/orders", undefined, token)).status, 401);
  assert.ok((await sandbox("calls", "orders.get")).length >= 2);
  assert.deepEqual(await sandbox("reset").then(({ patients }) => patients), 7);
  const { code, errors } = await run(["sandbox", "advance", "nothing", "--url", origin]);
  assert.deepEqual([code, /There is no order with this id/.test(errors)], [2, true]);
  assert.equal((await sandbox("orders", "received")).filter(({ external_id }) => external_id === "visit-2").length, 0);
  await call("POST", "/orders?force_new=true", { patient_id: TESTINA, external_id: "visit-2" }, await signIn());
  assert.equal((await sandbox("orders"))[0].external_id, "visit-2");
  const unwritable = await run(["sandbox", "snapshot", "/nowhere/file", "--url", origin]);
  assert.deepEqual([unwritable.code, /"\/nowhere\/file" cannot be written/.test(unwritable.errors)], [2, true]);
  assert.match((await run(["sandbox", "heal", "id=first", "--url", origin])).errors, /id: expected a whole number/);
  assert.match((await run(["sandbox", "fly", "--url", origin])).errors, /Unknown command "sandbox fly"/);
  assert.match((await run(["sandbox", "set", "visit-1", "--url", origin])).errors, /status is missing/);
  assert.match((await run(["sandbox", "state", "--url", "http://127.0.0.1:1"])).errors, /There is no sandbox at/);
});

test("what it is opened with is checked", async () => {
  for (const [words, said] of [
    [["--port", "x"], /--port: expected a whole number/],
    [["--assume", "nulls=maybe"], /assumptions\.nulls: expected one of/],
    [["--assume", "nulls"], /--assume: expected name=value/],
    [["--schedule", "picked=soon"], /schedule\.picked: expected a length/],
    [["--fixture", "/nowhere.json"], /--fixture: .* cannot be read/],
    [["--now", "yesterday"], /now: expected a time/],
    [["--forward-to", "nonsense"], /webhooks\.to: expected a URL/],
    [["--forward-to", "https://receiver.example/hook"], /webhooks\.to: is not on this machine.*--allow-target/],
    [["--state", ""], /--state: expected the path/],
    [["--state", "/nowhere/state"], /--state: "\/nowhere\/state" cannot be used/],
    [["--prt", "1"], /--prt/],
  ]) {
    const { code, errors } = await run(["sandbox", "--port", "0", ...words]);
    assert.deepEqual([code, said.test(errors)], [2, true], `${words}: ${errors}`);
  }
});
