// Where credentials come from, and where they go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend } from "../../pkg/dist/index.mjs";
import { client, failure, LOGIN, serve, serveBlend } from "../support/server.mjs";
import { authorizations, paths } from "../support/session.mjs";

/** Sets variables of the environment for one test. */
function withEnv(t, variables) {
  for (const [name, value] of Object.entries(variables)) {
    process.env[name] = value;
    t.after(() => delete process.env[name]);
  }
}

test("without credentials the first call names the options for them", async (t) => {
  const server = await serveBlend(t);
  const blend = new Blend({ baseURL: server.base });
  const error = await failure(blend.orders.get("1"));
  assert.deepEqual([error.code, error.outcome, server.requests.length], ["authentication", "not_sent", 0]);
  assert.match(error.message, /email and password.*accessToken.*BLEND_EMAIL/);
});

test("credentials and base URL come from the environment", async (t) => {
  const server = await serveBlend(t);
  withEnv(t, { BLEND_EMAIL: "env@example.com", BLEND_PASSWORD: "from-env", BLEND_BASE_URL: server.base });
  await new Blend().orders.get("1");
  assert.deepEqual(JSON.parse(server.signIns[0].body), { email: "env@example.com", password: "from-env" });
});

test("an access token comes from the environment", async (t) => {
  const server = await serveBlend(t);
  withEnv(t, { BLEND_ACCESS_TOKEN: "env-token", BLEND_BASE_URL: server.base });
  await new Blend().orders.get("1");
  assert.deepEqual(authorizations(server.requests), ["Bearer env-token"]);
});

test("any credential that is given switches those of the environment off", async (t) => {
  const server = await serveBlend(t, () => 401);
  withEnv(t, { BLEND_EMAIL: "env@example.com", BLEND_PASSWORD: "from-env", BLEND_ACCESS_TOKEN: "env-token" });
  const error = await failure(client(server, { accessToken: "own" }).orders.get("1"));
  assert.equal(error.status, 401);
  assert.deepEqual(authorizations(server.requests), ["Bearer own"]);
});

test("withOptions shares the session", async (t) => {
  const server = await serveBlend(t);
  const blend = client(server, LOGIN);
  const derived = blend.withOptions({ maxRetries: 0, headers: { "x-one": "1" } });
  await Promise.all([
    blend.orders.get("1"),
    derived.orders.get("2"),
    derived.withOptions({ timeout: 5000 }).orders.get("3"),
  ]);
  assert.equal(server.signIns.length, 1);
  const header = (id) => server.calls.find(({ url }) => url.endsWith(id)).headers["x-one"];
  assert.deepEqual([header("1"), header("2"), header("3")], [undefined, "1", "1"]);
});

test("withOptions with other credentials starts a session of its own", async (t) => {
  const server = await serveBlend(t);
  const blend = client(server, LOGIN);
  await blend.orders.get("1");
  await blend.withOptions({ email: "other@example.com", password: "p" }).orders.get("2");
  await blend.withOptions({ accessToken: "own" }).orders.get("3");
  assert.deepEqual(
    server.signIns.map(({ body }) => JSON.parse(body).email),
    [LOGIN.email, "other@example.com"],
  );
  assert.deepEqual(authorizations(server.calls), ["Bearer access-1", "Bearer access-2", "Bearer own"]);
});

test("withOptions with one credential drops the others", async (t) => {
  const server = await serveBlend(t, () => 401);
  const error = await failure(client(server, LOGIN).withOptions({ accessToken: "own" }).orders.get("1"));
  assert.equal(error.status, 401);
  assert.deepEqual(paths(server.requests), ["/orders/1"]);
});

test("withOptions with another origin starts a session of its own", async (t) => {
  const [server, other] = [await serveBlend(t), await serveBlend(t)];
  const blend = client(server, LOGIN);
  await blend.orders.get("1");
  await blend.withOptions({ baseURL: other.base }).orders.get("2");
  assert.deepEqual([server.requests.length, other.signIns.length, other.calls.length], [2, 1, 1]);
});

test("withOptions ignores undefined options, and keeps the session where only the log changes", async (t) => {
  const server = await serveBlend(t, () => ({ json: { id: "1", ssn: "s" } }));
  const blend = client(server, { ...LOGIN, omit: ["ssn"] });
  for (const options of [{ baseURL: undefined, omit: undefined }, { logLevel: "error" }, { logger: console }]) {
    assert.deepEqual(await blend.withOptions({ logLevel: "off", ...options }).orders.get("1"), { id: "1" });
  }
  assert.equal(server.signIns.length, 1);
});

test("withOptions refuses what the constructor refuses", () => {
  const blend = new Blend({ accessToken: "t" });
  assert.throws(() => blend.withOptions({ timeot: 1 }), { name: "ValidationError", message: /timeout/ });
  for (const middleware of [() => {}, [1], "x"])
    assert.throws(() => blend.withOptions({ middleware }), {
      name: "ValidationError",
      message: /middleware: expected an array of functions/,
    });
});

test("credentials go to the origin of the base URL alone", async (t) => {
  const other = await serve(t, () => ({ json: {} }));
  const server = await serveBlend(t);
  const blend = client(server);
  for (const path of [`${other.origin}/x`, `//${other.origin.slice(7)}/x`, "/\\x", "/a/../../x", "x"]) {
    const error = await failure(blend.request("GET", path));
    assert.deepEqual([error.code, error.outcome], ["validation", "not_sent"], path);
  }
  assert.throws(() => client(server, { endpoints: { "orders.get": { path: `${other.origin}/{order_id}` } } }), {
    name: "ValidationError",
  });
  await blend.orders.get("//evil.example/x");
  assert.deepEqual(paths(server.requests), ["/orders/%2F%2Fevil.example%2Fx"]);
  assert.equal(other.requests.length, 0);
});

test("the option headers cannot replace the token", async (t) => {
  const server = await serveBlend(t);
  await client(server).orders.get("1", { headers: { Authorization: "Bearer stolen", "x-own": "1" } });
  assert.deepEqual([authorizations(server.calls)[0], server.calls[0].headers["x-own"]], ["Bearer given", "1"]);
});
