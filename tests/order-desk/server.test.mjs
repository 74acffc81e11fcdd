// The server of the desk, without a browser: sessions, what strangers get, what webhooks need.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dateOf } from "../../examples-web/order-desk/time.mjs";
import { openDesk } from "./desk.mjs";

let desk;
before(async () => (desk = await openDesk({ orders: 20 })));
after(() => desk?.close());

const call = (method, path, { cookie, body, headers } = {}) =>
  fetch(`${desk.origin}${path}`, {
    method,
    headers: {
      ...{ "sec-fetch-site": "same-origin", ...(cookie && { cookie }) },
      ...(body && { "content-type": "application/json" }),
      ...headers,
    },
    body: body && JSON.stringify(body),
  });
const cookieOf = (response) => response.headers.get("set-cookie")?.split(";")[0];
const signIn = async (name, password) => call("POST", "/desk/session", { body: { name, password } });

test("a time without a zone is UTC, wherever the desk runs", (t) => {
  const { TZ } = process.env;
  t.after(() => (TZ === undefined ? delete process.env.TZ : (process.env.TZ = TZ)));
  for (process.env.TZ of ["America/Los_Angeles", "Asia/Tokyo"]) {
    assert.equal(dateOf("2025-03-15T12:00:00.123456").toISOString(), "2025-03-15T12:00:00.123Z");
    assert.equal(dateOf("2025-03-15T12:00:00Z").toISOString(), "2025-03-15T12:00:00.000Z");
    assert.equal(dateOf("2025-03-15T12:00:00-04:00").toISOString(), "2025-03-15T16:00:00.000Z");
  }
});

test("without a session nothing of Blend is answered", async () => {
  for (const [method, path] of [
    ["GET", "/blend/orders"],
    ["GET", "/desk/session"],
    ["GET", "/desk/stuck"],
    ["GET", "/desk/events"],
    ["POST", "/desk/search"],
    ["PUT", "/desk/views"],
  ])
    assert.equal((await call(method, path)).status, 401, path);
  assert.equal((await call("GET", "/blend/orders", { cookie: "desk=made-up" })).status, 401);
});

test("the cookie is out of reach of scripts and other sites, and ends with the session", async () => {
  const response = await signIn("luis", "liaison-pass");
  assert.equal(response.status, 200);
  assert.match(response.headers.get("set-cookie"), /; HttpOnly; SameSite=Strict$/);
  const cookie = cookieOf(response);
  const session = await call("GET", "/desk/session", { cookie });
  assert.equal(session.headers.get("cache-control"), "no-store");
  const { name, role, operations } = await session.json();
  assert.deepEqual([name, role], ["luis", "liaison"]);
  assert.deepEqual(operations["orders.cancel"], ["supervisor"]);
  await call("DELETE", "/desk/session", { cookie });
  assert.equal((await call("GET", "/blend/orders", { cookie })).status, 401);
});

test("the page never gets a token of Blend, nor fields that nobody needs there", async () => {
  const [{ id: patient_id }] = await desk.blend.patients.list().toArray({ limit: 1 });
  await desk.blend.patients.update(patient_id, { ssn: "987654320", driver_license_number: "S1234567" });
  await desk.blend.orders.create({ patient_id, force_new: true });
  const cookie = cookieOf(await signIn("rita", "read-only"));
  const text = await (await call("GET", "/blend/orders?page_size=5", { cookie })).text();
  assert.ok(JSON.parse(text).length > 0);
  assert.doesNotMatch(text, /"ssn"|driver_license|access_token|Bearer/);
});

test("another site's page is refused, with the cookie too", async () => {
  const cookie = cookieOf(await signIn("luis", "liaison-pass"));
  for (const site of ["cross-site", "same-site"])
    for (const [method, path] of [
      ["GET", "/blend/orders"],
      ["POST", "/desk/search"],
      ["DELETE", "/desk/session"],
    ])
      assert.equal((await call(method, path, { cookie, headers: { "sec-fetch-site": site } })).status, 403, path);
});

test("five wrong passwords pause a name for a minute; an unknown name looks like a wrong password", async (t) => {
  assert.equal((await signIn("nobody", "x")).status, 401);
  for (let time = 0; time < 5; time++) assert.equal((await signIn("sofia", "wrong")).status, 401);
  const paused = await signIn("sofia", "super-pass");
  assert.deepEqual([paused.status, paused.headers.get("retry-after")], [429, "60"]);
  const now = Date.now();
  t.mock.method(Date, "now", () => now + 61_000);
  assert.equal((await signIn("sofia", "super-pass")).status, 200);
});

test("a body that is no JSON, or too much of it, is refused, and nothing breaks", async () => {
  const cookie = cookieOf(await signIn("luis", "liaison-pass"));
  for (const body of [undefined, {}, { q: "" }, { q: 7 }, { q: "x".repeat(20_000) }])
    assert.equal((await call("POST", "/desk/search", { cookie, body })).status, 422);
  for (const body of [{}, [{ name: "" }], [{ name: "x", status: "../", stuck: true }], Array(21).fill({})])
    assert.equal((await call("PUT", "/desk/views", { cookie, body })).status, 422);
  assert.equal((await call("GET", "/desk/nothing", { cookie })).status, 404);
  assert.equal((await call("GET", "/..%2fserver.mjs")).status, 404);
  assert.equal((await call("GET", "/assets/../../server.mjs")).status, 404);
});

test("a webhook without the secret tells nobody anything", async () => {
  const cookie = cookieOf(await signIn("rita", "read-only"));
  const events = await call("GET", "/desk/events", { cookie });
  const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
  assert.match((await reader.read()).value, /event: hello/);
  const event = { event_code: "order.stuck", data: { id: "0227d1e5-ba9a-42b5-8fe2-38882aa65708", first_name: "Nova" } };
  assert.equal((await call("POST", "/webhooks/blend", { body: event })).status, 401);
  const headers = { authorization: "Bearer a-secret-of-the-tests" };
  assert.equal((await call("POST", "/webhooks/blend", { body: event, headers })).status, 200);
  // The first that comes is the one with the secret, without the patient's name.
  assert.equal(
    (await reader.read()).value,
    'event: change\ndata: {"code":"order.stuck","order":"0227d1e5-ba9a-42b5-8fe2-38882aa65708"}\n\n',
  );
  await reader.cancel();
});

test("a session that ended gets no more events", async () => {
  const cookie = cookieOf(await signIn("rita", "read-only"));
  const events = await call("GET", "/desk/events", { cookie });
  const reader = events.body.getReader();
  await reader.read();
  await call("DELETE", "/desk/session", { cookie });
  desk.desk.hub.tell({ code: "order.created" });
  assert.equal((await reader.read()).done, true);
});
