// Tokens: where they come from, how often Blend is asked for them, and who shares them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend } from "../../pkg/dist/index.mjs";
import { client, failure, LOGIN, LockingStore, MemoryStore, serve, serveBlend, tokens } from "../support/server.mjs";

const nowhere = { base: "https://blend.invalid/api/v1" };
const paths = (requests) => requests.map(({ url }) => url.replace("/api/v1", ""));
const authorizations = (requests) => requests.map(({ headers }) => headers.authorization);

/** Sets variables of the environment for one test. */
function withEnv(t, variables) {
  for (const [name, value] of Object.entries(variables)) {
    process.env[name] = value;
    t.after(() => delete process.env[name]);
  }
}

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
    urls.push(url.slice(nowhere.base.length)),
    new Response(JSON.stringify({ access_token: token, refresh_token: "r" }))
  );
  const blend = client(nowhere, { ...LOGIN, fetch });
  await blend.orders.get("1");
  await blend.orders.get("2");
  const nearly = performance.now() + 3_590_000;
  t.mock.method(performance, "now", () => nearly);
  await blend.orders.get("3");
  assert.deepEqual(urls, ["/auth/login", "/orders/1", "/orders/2", "/auth/refresh", "/orders/3"]);
});

test("while one call renews a token that lives for two minutes yet, the others go on with it", async (t) => {
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

test("a refused password is tried again once it is another one", async (t) => {
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

test("an access token alone is used, and its end is told", async (t) => {
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

test("token() is asked once for many calls, and again when Blend refuses its token", async (t) => {
  const server = await serveBlend(t, ({ headers }) => (headers.authorization === "Bearer t-1" ? 401 : { json: {} }));
  let asked = 0;
  const blend = client(server, { token: async () => `t-${++asked}` });
  await Promise.all([1, 2, 3].map((id) => blend.orders.get(`${id}`)));
  assert.equal(asked, 2);
  assert.deepEqual([...new Set(authorizations(server.calls))], ["Bearer t-1", "Bearer t-2"]);
  assert.equal(server.signIns.length, 0);
});

test("token() that fails or gives nothing is told, without its words", async (t) => {
  const server = await serveBlend(t);
  for (const token of [
    () => "",
    () => undefined,
    async () => Promise.reject(new Error("hunter2")),
    () => {
      throw "hunter2";
    },
  ]) {
    const error = await failure(client(server, { token }).orders.get("1"));
    assert.deepEqual([error.code, error.outcome], ["authentication", "not_sent"]);
    assert.match(error.message, /token\(\)/);
    assert.doesNotMatch(error.message + error.stack, /hunter2/);
  }
  assert.equal(server.requests.length, 0);
});

test("without credentials the first call says which there are", async (t) => {
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

test("withOptions with other credentials begins a session of its own", async (t) => {
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

test("withOptions with another origin begins a session of its own", async (t) => {
  const [server, other] = [await serveBlend(t), await serveBlend(t)];
  const blend = client(server, LOGIN);
  await blend.orders.get("1");
  await blend.withOptions({ baseURL: other.base }).orders.get("2");
  assert.deepEqual([server.requests.length, other.signIns.length, other.calls.length], [2, 1, 1]);
});

test("withOptions keeps what is undefined there, and the session where only the log changes", async (t) => {
  const server = await serveBlend(t, () => ({ json: { id: "1", ssn: "s" } }));
  const blend = client(server, { ...LOGIN, omit: ["ssn"] });
  for (const options of [{ baseURL: undefined, omit: undefined }, { logLevel: "error" }, { logger: console }]) {
    assert.deepEqual(await blend.withOptions({ logLevel: "off", ...options }).orders.get("1"), { id: "1" });
  }
  assert.equal(server.signIns.length, 1);
});

test("a token that cannot be sent is not kept", async (t) => {
  const server = await serveBlend(t);
  let asked = 0;
  const blend = client(server, { token: () => (asked++ ? "good" : "one\nline") });
  assert.equal((await failure(blend.orders.get("1"))).outcome, "not_sent");
  assert.deepEqual(await blend.orders.get("1"), {});
  assert.deepEqual([asked, server.calls[0].headers.authorization], [2, "Bearer good"]);
});

test("a sign-in goes the way of the call that needs it", async (t) => {
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

test("withOptions refuses what the constructor refuses", () => {
  const blend = new Blend({ accessToken: "t" });
  assert.throws(() => blend.withOptions({ timeot: 1 }), { name: "ValidationError", message: /timeout/ });
  for (const middleware of [() => {}, [1], "x"])
    assert.throws(() => blend.withOptions({ middleware }), {
      name: "ValidationError",
      message: /middleware: expected an array of functions/,
    });
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

test("after logout the next call signs in", async (t) => {
  const store = new MemoryStore();
  const server = await serveBlend(t);
  const blend = client(server, { ...LOGIN, tokenStore: store });
  await blend.orders.get("1");
  await blend.auth.logout();
  assert.equal(store.held.size, 0);
  await blend.orders.get("2");
  assert.deepEqual(paths(server.signIns), ["/auth/login", "/auth/login"]);
});

for (const slow of ["set", "clear"]) {
  test(`a logout does not bring the old session back, though the store takes its time to ${slow}`, async (t) => {
    const store = new MemoryStore();
    let arrived, release;
    const writing = new Promise((resolve) => (arrived = resolve));
    const held = new Promise((resolve) => (release = resolve));
    const work = Object.fromEntries(["get", "set", "clear"].map((name) => [name, (...args) => store[name](...args)]));
    const tokenStore = { ...work, [slow]: async (...args) => (arrived(), await held, store[slow](...args)) };
    const server = await serveBlend(t);
    const blend = client(server, { ...LOGIN, tokenStore });
    const first = blend.orders.get("1");
    if (slow === "clear") await first;
    else await writing;
    const out = blend.auth.logout();
    const second = blend.orders.get("2");
    await writing;
    release();
    await Promise.all([first, out, second]);
    assert.equal(server.calls.find(({ url }) => url.endsWith("2")).headers.authorization, "Bearer access-2");
    for (const { value } of store.held.values()) assert.ok(!value.includes("access-1"), value);
  });
}

test("a logout before the first call finds the session in the store", async (t) => {
  const store = new MemoryStore();
  const server = await serveBlend(t);
  const options = { refreshToken: "kept", tokenStore: store };
  await client(server, options).orders.get("1");
  assert.equal(store.held.size, 1);
  await client(server, options).auth.logout();
  assert.equal(store.held.size, 0);
});

test("two clients that share a store sign in once", async (t) => {
  const store = new MemoryStore();
  const server = await serveBlend(t);
  await client(server, { ...LOGIN, tokenStore: store }).orders.get("1");
  await client(server, { ...LOGIN, tokenStore: store }).orders.get("2");
  assert.equal(server.signIns.length, 1);
  assert.deepEqual(authorizations(server.calls), ["Bearer access-1", "Bearer access-1"]);
  // One key, and it tells nobody whose session it is.
  assert.match([...store.keys].join(), /^blend-sdk:[0-9a-f]{32}$/);
});

test("two clients that share a store with a lock sign in once, even at the same time", async (t) => {
  const store = new LockingStore();
  const server = await serveBlend(t);
  await Promise.all([1, 2, 3].map((id) => client(server, { ...LOGIN, tokenStore: store }).orders.get(`${id}`)));
  assert.equal(server.signIns.length, 1);
  assert.deepEqual(
    store.done.filter((what) => what !== "lock"),
    ["get", "set", "unlock", "get", "unlock", "get", "unlock"],
  );
});

test("accounts and origins are apart in a store", async (t) => {
  const store = new MemoryStore();
  const [server, other] = [await serveBlend(t), await serveBlend(t)];
  await client(server, { ...LOGIN, tokenStore: store }).orders.get("1");
  await client(server, { ...LOGIN, email: "other@example.com", tokenStore: store }).orders.get("1");
  await client(other, { ...LOGIN, tokenStore: store }).orders.get("1");
  assert.equal(store.keys.size, 3);
});

test("who is overtaken at the store takes over what is in it", async (t) => {
  const store = new MemoryStore();
  const newer = JSON.stringify({
    access: "theirs",
    refresh: "r",
    expires: Date.now() + 7_200_000,
    refreshExpires: Date.now() + 9_000_000,
  });
  const server = await serveBlend(t, undefined, (request, number) => {
    store.overwrite(newer);
    return tokens(request, number);
  });
  await client(server, { ...LOGIN, tokenStore: store }).orders.get("1");
  assert.deepEqual(store.done, ["get", "set", "get"]);
  assert.equal(server.signIns.length, 1);
  assert.deepEqual(authorizations(server.calls), ["Bearer theirs"]);
});

test("a login by hand goes to the store, after an earlier one too", async (t) => {
  const store = new MemoryStore();
  const server = await serveBlend(t);
  const blend = client(server, { ...LOGIN, tokenStore: store });
  await blend.orders.get("1");
  await blend.auth.login();
  // What writes to the store is not waited for by the login.
  while (store.done.filter((what) => what === "set").length < 2) await new Promise(setImmediate);
  await client(server, { ...LOGIN, tokenStore: store }).orders.get("2");
  assert.equal(server.signIns.length, 2);
  assert.equal(server.calls[1].headers.authorization, "Bearer access-2");
});

test("a store that fails or hands out rubbish costs a sign-in and no call", async (t) => {
  const server = await serveBlend(t);
  const fails = () => {
    throw new Error("hunter2");
  };
  const lines = [];
  const logger = Object.fromEntries(
    ["debug", "info", "warn", "error"].map((level) => [level, (line) => lines.push(line)]),
  );
  for (const store of [
    { get: fails, set: fails, clear: fails, lock: fails },
    { get: async () => fails(), set: async () => fails(), clear: async () => fails() },
    { get: () => ({ value: "{not JSON", version: 1 }), set: () => true, clear: () => {} },
    { get: () => ({ value: 7 }), set: () => undefined, clear: () => {} },
  ]) {
    assert.deepEqual(
      await client(server, { ...LOGIN, tokenStore: store, logger, logLevel: "error" }).orders.get("1"),
      {},
    );
  }
  assert.equal(server.signIns.length, 4);
  assert.ok(lines.some((line) => line.includes("tokenStore.get failed")));
  assert.doesNotMatch(lines.join(), /hunter2/);
});

test("credentials go to the base's origin alone", async (t) => {
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

test("a header of the user's cannot take the token's place", async (t) => {
  const server = await serveBlend(t);
  await client(server).orders.get("1", { headers: { Authorization: "Bearer stolen", "x-own": "1" } });
  assert.deepEqual([authorizations(server.calls)[0], server.calls[0].headers["x-own"]], ["Bearer given", "1"]);
});

test("a sign-in that nobody waits for any more is given up, and the next call begins anew", async (t) => {
  let closed;
  const gone = new Promise((resolve) => (closed = resolve));
  const server = await serveBlend(t, undefined, (request, number) => {
    if (number > 1) return tokens(request, number);
    request.socket.on("close", closed);
    return undefined;
  });
  const blend = client(server, LOGIN);
  const stop = new AbortController();
  const calls = [
    blend.orders.get("1", { signal: stop.signal }),
    blend.orders.get("2", { totalTimeout: 5000, signal: stop.signal }),
  ];
  await server.signInArrived(1);
  stop.abort();
  const [first, second] = await Promise.all(calls.map(failure));
  assert.deepEqual([first.code, first.outcome, second.code], ["abort", "not_sent", "abort"]);
  // Right away, while the old one is still being given up.
  await blend.orders.get("3");
  assert.equal(server.signIns.length, 2);
  await gone;
});

test("a sign-in goes on for those who still wait for it", async (t) => {
  let answer;
  const server = await serveBlend(
    t,
    undefined,
    (request) => new Promise((resolve) => (answer = () => resolve(tokens(request, 1)))),
  );
  const blend = client(server, LOGIN);
  const stop = new AbortController();
  const calls = [blend.orders.get("1", { signal: stop.signal }), blend.orders.get("2")];
  while (!answer) await new Promise(setImmediate);
  stop.abort();
  assert.equal((await failure(calls[0])).code, "abort");
  answer();
  await calls[1];
  assert.equal(server.signIns.length, 1);
});

/** Work that hangs when it is done for the first time: `begun` tells of it, and `settle` lets it go on. */
function hanging(work) {
  const [begun, held] = [deferred(), deferred()];
  let count = 0;
  const hangs = async (...args) => {
    if (!count++) {
      begun.resolve();
      await held.promise;
    }
    return work(...args);
  };
  return { hangs, begun: begun.promise, settle: held.resolve };
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

/** A store of which one thing hangs when it is done for the first time. */
function storeThatHangs(what) {
  const store = new LockingStore();
  const work = Object.fromEntries(
    ["get", "set", "clear", "lock"].map((name) => [name, (...args) => store[name](...args)]),
  );
  const { hangs, ...rest } = hanging(work[what]);
  return { store, tokenStore: { ...work, [what]: hangs }, ...rest };
}

/** Two calls that wait for what hangs: the one until its time is up, the other one until it is aborted. */
async function leaveBehind(blend, begun) {
  const stop = new AbortController();
  const calls = [blend.orders.get("1", { totalTimeout: 20 }), blend.orders.get("2", { signal: stop.signal })].map(
    failure,
  );
  await begun;
  const late = await calls[0];
  stop.abort();
  const aborted = await calls[1];
  assert.deepEqual(
    [late.code, late.outcome, aborted.code, aborted.outcome],
    ["timeout", "not_sent", "abort", "not_sent"],
  );
}

test("a token() that hangs is given up with the last who waits for it, and asked anew by the next call", async (t) => {
  let asked = 0;
  const { hangs, begun, settle } = hanging(() => `t-${++asked}`);
  const server = await serveBlend(t, ({ headers }) => (headers.authorization === "Bearer t-1" ? { json: {} } : 401));
  const blend = client(server, { token: hangs });
  await leaveBehind(blend, begun);
  await blend.orders.get("3");
  settle();
  await new Promise(setImmediate);
  await blend.orders.get("4");
  assert.equal(asked, 2, "the one that was given up came late");
  assert.deepEqual(authorizations(server.calls), ["Bearer t-1", "Bearer t-1"]);
});

for (const what of ["lock", "get", "set"]) {
  test(`a store whose ${what} hangs is given up with the last who waits for it, and what comes late does no harm`, async (t) => {
    const { store, tokenStore, begun, settle } = storeThatHangs(what);
    // So that the next call needs a token, whatever the one before has got.
    const server = await serveBlend(t, ({ headers }) =>
      headers.authorization === "Bearer access-1" ? 401 : { json: {} },
    );
    const blend = client(server, { ...LOGIN, tokenStore });
    await leaveBehind(blend, begun);
    await blend.orders.get("3");
    settle();
    await blend.orders.get("4");
    // Whose lock came late has given it back.
    await client(server, { ...LOGIN, tokenStore: store }).orders.get("5");
    assert.deepEqual(paths(server.signIns), ["/auth/login", "/auth/refresh"]);
    assert.deepEqual(authorizations(server.calls), ["Bearer access-1", ...Array(3).fill("Bearer access-2")]);
  });
}

test("a session whose writing was given up does not come back behind a logout", async (t) => {
  const { store, tokenStore, begun, settle } = storeThatHangs("set");
  const server = await serveBlend(t);
  const blend = client(server, { ...LOGIN, tokenStore });
  await leaveBehind(blend, begun);
  const out = blend.auth.logout();
  settle();
  await out;
  assert.deepEqual(store.done.slice(-2), ["set", "clear"]);
  assert.equal(store.held.size, 0);
});

test("a store is told when nobody waits for its lock any more", async (t) => {
  const server = await serveBlend(t);
  const stop = new AbortController();
  let asked;
  const lines = [];
  const logger = Object.fromEntries(
    ["debug", "info", "warn", "error"].map((level) => [level, (line) => lines.push(line)]),
  );
  const lock = (key, ttlMs, signal) =>
    new Promise((_, reject) => {
      asked = signal;
      signal.addEventListener("abort", () => reject(new Error("left")));
      stop.abort();
    });
  const tokenStore = Object.assign(new MemoryStore(), { lock });
  const error = await failure(
    client(server, { ...LOGIN, tokenStore, logger }).orders.get("1", { signal: stop.signal }),
  );
  assert.deepEqual([error.code, asked.aborted], ["abort", true]);
  await new Promise(setImmediate);
  assert.deepEqual(lines, [], "no failure of the store's");
});

test("where token() gives the tokens, no store is asked for any", async (t) => {
  const store = new LockingStore();
  const server = await serveBlend(t, ({ headers }) => (headers.authorization === "Bearer t-1" ? 401 : { json: {} }));
  let asked = 0;
  const blend = client(server, { token: () => `t-${++asked}`, tokenStore: store });
  await blend.orders.get("1");
  await blend.auth.logout();
  assert.deepEqual([asked, store.done], [2, []]);
});
