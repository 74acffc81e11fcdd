// Signing in and renewing tokens: how often, and what callers learn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { client, failure, LOGIN, serveBlend, tokens } from "../support/server.mjs";
import { authorizations, paths } from "../support/session.mjs";

test("50 calls at once sign in once", async (t) => {
  const server = await serveBlend(t);
  const blend = client(server, LOGIN);
  await Promise.all(Array.from({ length: 50 }, (_, place) => blend.orders.get(`${place}`)));
  assert.deepEqual([server.signIns.length, server.calls.length], [1, 50]);
  assert.deepEqual([...new Set(authorizations(server.calls))], ["Bearer access-1"]);
  assert.deepEqual(JSON.parse(server.signIns[0].body), LOGIN);
  assert.equal(server.signIns[0].headers.authorization, undefined);
});

test("50 calls whose token is refused refresh once", async (t) => {
  const refused = ({ headers }) => (headers.authorization === "Bearer access-1" ? 401 : { json: {} });
  const server = await serveBlend(t, refused);
  const blend = client(server, LOGIN);
  await Promise.all(Array.from({ length: 50 }, (_, place) => blend.orders.get(`${place}`)));
  assert.deepEqual(paths(server.signIns), ["/auth/login", "/auth/refresh"]);
  assert.equal(server.signIns[1].headers.authorization, "Bearer refresh-1");
});

test("a token that is about to lapse is renewed before it is used", async (t) => {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = `${part({})}.${part({ iat: 1000, exp: 1000 + 3600 })}.x`;
  const urls = [];
  const fetch = async (url) => (
    urls.push(url.slice("https://blend.invalid/api/v1".length)),
    new Response(JSON.stringify({ access_token: token, refresh_token: "r" }))
  );
  const blend = client({ base: "https://blend.invalid/api/v1" }, { ...LOGIN, fetch });
  await blend.orders.get("1");
  await blend.orders.get("2");
  const nearly = performance.now() + 3_590_000;
  t.mock.method(performance, "now", () => nearly);
  await blend.orders.get("3");
  assert.deepEqual(urls, ["/auth/login", "/orders/1", "/orders/2", "/auth/refresh", "/orders/3"]);
});

test("while one call renews a token ahead of time, the others go on with it", async (t) => {
  let refresh;
  const server = await serveBlend(t, undefined, (request, number) =>
    number === 1 ? tokens(request, number) : void (refresh = request),
  );
  const blend = client(server, LOGIN);
  await blend.orders.get("1");
  const later = performance.now() + 3_500_000;
  t.mock.method(performance, "now", () => later);
  const calls = Promise.all(["2", "3", "4", "5"].map((id) => blend.orders.get(id)));
  await server.signInArrived(2);
  await server.arrived(4);
  refresh.response.end(JSON.stringify({ access_token: "access-2" }));
  await calls;
  assert.deepEqual(authorizations(server.calls), [...Array(4).fill("Bearer access-1"), "Bearer access-2"]);
  assert.deepEqual(paths(server.signIns), ["/auth/login", "/auth/refresh"]);
});

test("e-mail and password that were refused are not tried again", async (t) => {
  const server = await serveBlend(t, undefined, () => 401);
  const blend = client(server, LOGIN);
  const together = await Promise.all([1, 2, 3].map((id) => failure(blend.orders.get(`${id}`))));
  for (const error of [...together, await failure(blend.orders.get("4"))]) {
    assert.deepEqual([error.name, error.code, error.outcome], ["AuthenticationError", "authentication", "not_sent"]);
    assert.match(error.message, /refused the e-mail or the password/);
  }
  assert.deepEqual([server.signIns.length, server.calls.length], [1, 0]);
});

test("another password is tried after a refused one", async (t) => {
  const server = await serveBlend(t, undefined, (request, number) =>
    JSON.parse(request.body).password === "new" ? tokens(request, number) : 401,
  );
  const blend = client(server, LOGIN);
  await failure(blend.orders.get("1"));
  assert.deepEqual(await blend.withOptions({ email: LOGIN.email, password: "new" }).orders.get("2"), {});
  const error = await failure(blend.withOptions({ timeout: 5000 }).orders.get("3"));
  assert.deepEqual([error.status, server.signIns.length], [401, 2]);
});

test("a sign-in that failed for the moment is tried again by the next call", async (t) => {
  const server = await serveBlend(t, undefined, (request, number) => (number === 1 ? 503 : tokens(request, number)));
  const blend = client(server, { ...LOGIN, maxRetries: 0 });
  const error = await failure(blend.orders.get("1"));
  assert.deepEqual([error.code, error.outcome], ["internal_server", "not_sent"]);
  assert.match(error.message, /signing in failed/);
  assert.deepEqual(await blend.orders.get("1"), {});
});

test("an access token alone is used, and its end is reported", async (t) => {
  let good = true;
  const server = await serveBlend(t, () => (good ? { json: {} } : 401));
  const blend = client(server, { accessToken: "given" });
  await blend.orders.get("1");
  assert.deepEqual(authorizations(server.calls), ["Bearer given"]);
  good = false;
  const error = await failure(blend.orders.get("1"));
  assert.equal(error.name, "AuthenticationError");
  assert.deepEqual([error.code, error.outcome, error.status], ["authentication", "rejected", 401]);
  assert.equal(server.signIns.length, 0);
});

test("a refresh token alone is traded for an access token", async (t) => {
  const server = await serveBlend(t);
  const blend = client(server, { refreshToken: "kept" });
  await Promise.all([blend.orders.get("1"), blend.orders.get("2")]);
  assert.deepEqual(paths(server.signIns), ["/auth/refresh"]);
  assert.equal(server.signIns[0].headers.authorization, "Bearer kept");
  assert.deepEqual(authorizations(server.calls), ["Bearer access-1", "Bearer access-1"]);
});

test("a refresh token that is refused ends the session", async (t) => {
  const server = await serveBlend(t, undefined, () => 401);
  const error = await failure(client(server, { refreshToken: "old" }).orders.get("1"));
  assert.deepEqual([error.name, error.outcome, server.signIns.length], ["SessionExpiredError", "not_sent", 1]);
});

test("a sign-in uses fetch and middleware of the call that needs it", async (t) => {
  const server = await serveBlend(t);
  const seen = [];
  const by = (name) => (url, init) => (
    seen.push(`${name} ${new URL(url).pathname.split("/").at(-1)}`),
    fetch(url, init)
  );
  const middleware = [(request, next) => (seen.push(`hook ${request.operation}`), next(request))];
  await client(server, { ...LOGIN, fetch: by("first") })
    .withOptions({ fetch: by("derived"), middleware })
    .orders.get("1");
  assert.deepEqual(seen, ["hook auth.login", "derived login", "hook orders.get", "derived 1"]);
});

test("login and refresh by hand replace the session", async (t) => {
  const server = await serveBlend(t);
  const blend = client(server, LOGIN);
  await blend.orders.get("1");
  assert.deepEqual(await blend.auth.login(), { access_token: "access-2", refresh_token: "refresh-2" });
  await blend.orders.get("2");
  await blend.auth.refresh();
  await blend.orders.get("3");
  assert.deepEqual(authorizations(server.calls), ["Bearer access-1", "Bearer access-2", "Bearer access-3"]);
});
