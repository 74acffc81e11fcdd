// Errors: what a newcomer reads, what a program finds, and what stands in none of it.
import assert from "node:assert/strict";
import dns from "node:dns";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inspect } from "node:util";
import Blend, * as sdk from "../../pkg/dist/index.mjs";
import { deadOrigin } from "../support/http.mjs";
import { client, failure, LOGIN, ORDER, SECRET, serveBlend } from "../support/server.mjs";

const { isBlendError } = sdk;

test("a port where nobody listens", async () => {
  const error = await failure(
    new Blend({ ...LOGIN, baseURL: `${await deadOrigin()}/api/v1`, maxRetries: 0 }).orders.create(ORDER),
  );
  assert.deepEqual([error.name, error.causeCode, error.outcome], ["ConnectionError", "ECONNREFUSED", "not_sent"]);
  assert.match(error.message, /^orders\.create: .*refused.*nothing listens.*host and port of baseURL/);
});

for (const [code, words] of [
  ["ENOTFOUND", /host was not found.*host of baseURL/],
  ["EAI_AGAIN", /could not be looked up.*network/],
]) {
  test(`a host that does not exist (${code})`, async (t) => {
    const fail = (host, options, done) =>
      done(Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code, hostname: host }));
    t.mock.method(dns, "lookup", fail);
    const error = await failure(
      new Blend({ accessToken: "t", baseURL: "https://blend.invalid/api/v1", maxRetries: 0 }).orders.create(ORDER),
    );
    assert.deepEqual([error.name, error.causeCode, error.outcome], ["ConnectionError", code, "not_sent"]);
    assert.match(error.message, words);
  });
}

test("a host that is somebody else's", async (t) => {
  const server = await serveBlend(t, undefined, () => ({
    status: 200,
    text: "<html>Welcome</html>",
    headers: { "content-type": "text/html" },
  }));
  const error = await failure(client(server, LOGIN).orders.get("1"));
  assert.match(error.message, /text\/html.*baseURL/);
  assert.equal(error.outcome, "not_sent");
});

test("credentials that are wrong", async (t) => {
  const server = await serveBlend(t, undefined, () => ({ status: 401, json: { message: `no ${SECRET}` } }));
  const error = await failure(client(server, LOGIN).orders.get("1"));
  assert.match(error.message, /refused the e-mail or the password.*check both/);
  assert.ok(!inspect(error).includes(SECRET));
});

test("a path that was only guessed", async (t) => {
  for (const status of [404, 405]) {
    const server = await serveBlend(t, () => status);
    const guessed = await failure(client(server).orders.pause("1"));
    assert.match(guessed.message, /guess.*endpoints/);
    const known = await failure(client(server).orders.get("1"));
    assert.doesNotMatch(known.message, /guess/);
  }
});

const classes = [
  [400, "BadRequestError", "bad_request", "rejected"],
  [401, "AuthenticationError", "authentication", "rejected"],
  [403, "PermissionDeniedError", "permission_denied", "rejected"],
  [404, "NotFoundError", "not_found", "rejected"],
  [408, "APIError", "api", "unknown"],
  [409, "ConflictError", "conflict", "rejected"],
  [418, "APIError", "api", "rejected"],
  [422, "UnprocessableEntityError", "unprocessable_entity", "rejected"],
  [429, "RateLimitError", "rate_limit", "rejected"],
  [500, "InternalServerError", "internal_server", "unknown"],
  [503, "InternalServerError", "internal_server", "unknown"],
  [599, "InternalServerError", "internal_server", "unknown"],
];

for (const [status, name, code, outcome] of classes) {
  test(`${status} is a ${name}`, async (t) => {
    const server = await serveBlend(t, () => ({
      status,
      json: { message: SECRET },
      headers: { "x-request-id": `id ${SECRET}` },
    }));
    const error = await failure(client(server, { maxRetries: 0 }).orders.create(ORDER));
    assert.deepEqual([error.name, error.code, error.outcome, error.status], [name, code, outcome, status]);
    assert.ok(error instanceof sdk[name] && error instanceof sdk.BlendError && error instanceof Error);
    assert.deepEqual(
      [error.operation, error.method, error.path, error.attempts],
      ["orders.create", "POST", "/orders", 1],
    );
    assert.equal(typeof error.elapsedMs, "number");
    assert.ok(!inspect(error, { showHidden: true }).includes(SECRET));
    assert.equal(server.calls.length, 1);
  });
}

for (const [what, end] of [
  ["stalls", () => {}],
  ["breaks off", ({ socket }) => setImmediate(() => socket.resetAndDestroy())],
  ["is too large", ({ response }) => response.end("x".repeat(4999))],
]) {
  test(`a refusal whose body ${what} is the same refusal`, async (t) => {
    const server = await serveBlend(t, (request) => {
      request.response.writeHead(422, { "content-type": "application/json", "content-length": "5000" });
      request.response.write("{");
      end(request);
    });
    const error = await failure(
      client(server).orders.create(ORDER, { timeout: 300, maxResponseBytes: what === "is too large" ? 99 : 9999 }),
    );
    assert.deepEqual([error.code, error.outcome, error.status], ["unprocessable_entity", "rejected", 422]);
  });
}

test("every class is exported under its own name, with a code of its own", () => {
  const names = Object.keys(sdk).filter((name) => name.endsWith("Error") && name !== "isBlendError");
  const codes = names
    .filter((name) => name !== "BlendError")
    .map((name) => new sdk[name]({ message: "", outcome: "unknown" }).code);
  assert.equal(names.length, 20);
  assert.equal(new Set(codes).size, names.length - 1);
  for (const name of names) assert.deepEqual([sdk[name].name, sdk[name].prototype.name], [name, name]);
});

test("an error of another copy of the package is known, and nothing else is", async () => {
  const copy = createRequire(import.meta.url)("../../pkg/dist/index.cjs");
  const error = await failure(new copy.Blend({ accessToken: "t" }).orders.get(""));
  assert.ok(error instanceof copy.ValidationError && !(error instanceof sdk.ValidationError));
  assert.ok(isBlendError(error) && copy.isBlendError(error));
  for (const other of [undefined, null, "x", {}, new Error("x"), { code: "validation", outcome: "not_sent" }])
    assert.equal(isBlendError(other), false);
});

test("an id stands in no error: its path is the template", async (t) => {
  const server = await serveBlend(t, () => 404);
  const error = await failure(client(server).orders.get(SECRET));
  assert.equal(error.path, "/orders/{order_id}");
  assert.ok(!inspect(error, { showHidden: true, depth: 9 }).includes(SECRET));
  const raw = await failure(client(server).request("GET", "/x/{id}", { path: { id: SECRET }, query: { q: SECRET } }));
  assert.equal(raw.path, "/x/{id}");
  assert.ok(!inspect(raw, { showHidden: true, depth: 9 }).includes(SECRET));
});

test("an id that was put into the path of a request stands in no error", async (t) => {
  const server = await serveBlend(t, () => 404);
  for (const [path, shown] of [
    [`/patients/${SECRET}/orders`, "/patients/{}/orders"],
    ["/patients/Willard", "/patients/{}"],
    ["/orders/statuses", "/orders/statuses"],
  ]) {
    const error = await failure(client(server).request("GET", path));
    assert.equal(error.path, shown);
    assert.equal(server.calls.at(-1).url, `/api/v1${path}`);
    assert.ok(!inspect(error, { showHidden: true }).includes(SECRET));
  }
});

test("secrets stand in no client, no error and no log line", async (t) => {
  const secrets = ["hunter2", "s3cret-refresh", "tok-access-1", "tok-refresh-1", SECRET];
  const calm = (value, what) => {
    for (const text of [inspect(value, { showHidden: true, depth: 9 }), JSON.stringify(value), String(value)]) {
      for (const secret of secrets) assert.ok(!text?.includes(secret), `${what}: ${text}`);
    }
  };
  const lines = [];
  for (const level of ["debug", "info", "log", "warn", "error"])
    t.mock.method(console, level, (...words) => lines.push(...words));
  const server = await serveBlend(
    t,
    ({ url }) => (url.endsWith("bad") ? { status: 500, text: SECRET } : { json: { ssn: SECRET } }),
    (_, number) => ({
      json: { access_token: `tok-access-${number}`, refresh_token: `tok-refresh-${number}` },
    }),
  );
  const blend = client(server, { email: "a@example.com", password: "hunter2", logLevel: "debug", maxRetries: 0 });
  const call = blend.orders.get(SECRET);
  await call;
  calm(await failure(blend.orders.get("bad")), "error");
  calm(await failure(blend.orders.create({ ...ORDER, external_id: SECRET, nonsense: SECRET })), "validation");
  calm(blend, "client");
  calm(blend.orders, "group");
  calm(call, "call");
  calm(blend.orders.list({ status: SECRET }), "list");
  calm(blend.withOptions({ refreshToken: "s3cret-refresh" }), "derived");
  calm(lines, "log");
  assert.ok(
    lines.some((line) => /orders\.get: 200/.test(line)),
    inspect(lines),
  );
});
