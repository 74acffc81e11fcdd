// Clients in the state of frameworks, which put proxies around them, and in what logs show.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Blend } from "../../pkg/dist/index.mjs";
import { WRAPPERS } from "../support/proxies.mjs";
import { json, LOGIN, SECRET } from "../support/server.mjs";

/** A client, and what it sent. */
function desk(options = {}) {
  const sent = [];
  const fetch = async (url, { method, headers }) => {
    sent.push(`${method} ${new URL(url).pathname.replace("/api/v1", "")} ${headers["x-clinic"] ?? ""}`.trim());
    return json({ id: "1" });
  };
  return { blend: new Blend({ accessToken: "given", fetch, logLevel: "off", ...options }), sent };
}

for (const [name, wrap] of Object.entries(WRAPPERS)) {
  test(`${name}: a client in it makes calls, raw requests and other clients`, async () => {
    const { blend, sent } = desk();
    const wrapped = wrap(blend);
    assert.deepEqual(await wrapped.orders.get("1"), { id: "1" });
    assert.deepEqual(await wrapped.request("GET", "/orders/{id}", { path: { id: "2" } }), { id: "1" });
    const derived = wrap(wrapped.withOptions({ headers: { "x-clinic": "a" } }));
    await derived.orders.get("3");
    await wrap(derived.withOptions({ headers: { "x-clinic": "b" } })).request("GET", "/orders");
    assert.deepEqual(sent, ["GET /orders/1", "GET /orders/2", "GET /orders/3 a", "GET /orders b"]);
    assert.deepEqual(wrapped.orders.check.get("1"), { issues: [], warnings: [] });
    assert.equal(wrapped.orders.can("pause", { status: "received" }), true);
  });
}

test("a class of the user's own may extend it", async () => {
  const { sent } = desk();
  class Clinic extends Blend {
    request(method, path, ...rest) {
      sent.push("mine");
      return super.request(method, path, ...rest);
    }
  }
  const clinic = new Clinic({ accessToken: "given", fetch: async () => json({ id: "1" }) });
  assert.deepEqual(await clinic.request("GET", "/orders"), { id: "1" });
  assert.deepEqual(sent, ["mine"]);
});

test("no log shows its options or its session", async () => {
  const fetch = async (url) => json(url.endsWith("login") ? { access_token: SECRET, refresh_token: SECRET } : {});
  const blend = new Blend({ ...LOGIN, password: SECRET, headers: { "x-own": SECRET }, fetch });
  await blend.orders.get("1");
  const shown = [
    inspect(blend, { showHidden: true, depth: 9, getters: true }),
    inspect(blend.withOptions({ timeout: 1 }), { showHidden: true, depth: 9 }),
    JSON.stringify(blend),
    JSON.stringify({ ...blend }),
    String(blend),
    Object.keys(blend).join(),
  ];
  for (const text of shown) assert.ok(!text.includes(SECRET), text);
  assert.deepEqual(Object.keys(blend), []);
});
