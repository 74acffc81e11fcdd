// A fetch of the user's, and a global fetch that somebody replaced.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend, ConnectionError } from "../../pkg/dist/index.mjs";
import { client, failure, ORDER, serveBlend } from "../support/server.mjs";

const nowhere = { base: "https://blend.invalid/api/v1" };

/** Fails the test on anything that would end a user's process. */
function guarded(t) {
  const seen = [];
  const note = (error) => seen.push(error);
  for (const event of ["unhandledRejection", "uncaughtException"]) {
    process.on(event, note);
    t.after(() => process.off(event, note));
  }
  return async () => {
    // The runtime reports rejections when a turn of the event loop ends.
    await new Promise(setImmediate);
    assert.deepEqual(seen, []);
  };
}

const real = globalThis.fetch;

/** Puts something in the place of the global fetch, until the test ends. */
function replaceFetch(t, fetch) {
  globalThis.fetch = fetch;
  t.after(() => (globalThis.fetch = real));
}

/** Answers that are no Response of this runtime, as mocks and polyfills make them. */
const duck = (body, status = 200) => ({
  status,
  headers: { get: (name) => (name === "content-type" ? "application/json" : null) },
  text: async () => body,
});

test("it is called as (url, init), redirects and caching off", async () => {
  const calls = [];
  const blend = client(nowhere, {
    fetch: async (...args) => (calls.push(args), new Response('{"id":"1"}')),
    headers: { "x-own": "1" },
  });
  await blend.orders.create(ORDER);
  const [[url, init, ...more]] = calls;
  assert.equal(url, "https://blend.invalid/api/v1/orders");
  const { signal, ...rest } = init;
  assert.ok(signal instanceof AbortSignal);
  assert.deepEqual(rest, {
    method: "POST",
    headers: {
      accept: "application/json",
      authorization: "Bearer given",
      "content-type": "application/json",
      "x-own": "1",
    },
    body: JSON.stringify(ORDER),
    redirect: "manual",
    cache: "no-store",
  });
  assert.deepEqual(more, []);
});

test("one of a call takes the place of the client's", async () => {
  const called = [];
  const fetch = (name) => async () => (called.push(name), new Response("{}"));
  const blend = client(nowhere, { fetch: fetch("client") });
  await blend.orders.get("1", { fetch: fetch("call") });
  await blend.orders.get("1");
  assert.deepEqual(called, ["call", "client"]);
});

test("the sign-in goes the same way", async () => {
  const urls = [];
  const blend = client(nowhere, {
    email: "a@example.com",
    password: "p",
    fetch: async (url) => (
      urls.push(url),
      new Response(url.endsWith("login") ? '{"access_token":"a","refresh_token":"r"}' : "{}")
    ),
  });
  await blend.orders.get("1");
  assert.deepEqual(urls, ["https://blend.invalid/api/v1/auth/login", "https://blend.invalid/api/v1/orders/1"]);
});

test("a global fetch that is replaced later is used, with the same settings", async (t) => {
  const calls = [];
  const blend = client(nowhere);
  replaceFetch(t, async (...args) => (calls.push(args), new Response("{}")));
  await blend.orders.create(ORDER);
  const [[url, { signal, ...init }, ...more]] = calls;
  // A URL and never a Request: React and Next answer a Request from the memory of a render, and mocks compare the URL.
  assert.equal(url, "https://blend.invalid/api/v1/orders");
  assert.ok(signal instanceof AbortSignal);
  assert.deepEqual(init, {
    method: "POST",
    headers: { accept: "application/json", authorization: "Bearer given", "content-type": "application/json" },
    body: JSON.stringify(ORDER),
    redirect: "manual",
    cache: "no-store",
  });
  assert.deepEqual(more, []);
});

for (const [where, use] of [
  ["the global fetch", (t, fetch) => (replaceFetch(t, fetch), client(nowhere, { maxRetries: 0 }))],
  ["an own fetch", (_, fetch) => client(nowhere, { maxRetries: 0, fetch })],
]) {
  test(`${where} may answer with what only looks like a Response`, async (t) => {
    const calm = guarded(t);
    const blend = use(t, async () => duck('{"id":"1"}'));
    assert.deepEqual(await blend.orders.get("1"), { id: "1" });
    assert.equal((await failure(use(t, async () => duck("{}", 404)).orders.get("1"))).code, "not_found");
    await calm();
  });

  test(`${where} may fail in any way`, async (t) => {
    const calm = guarded(t);
    for (const fetch of [
      () => Promise.reject("a string"),
      () => Promise.reject(undefined),
      () => Promise.reject(null),
      () => Promise.reject({ code: 7 }),
      () => Promise.reject(Object.create(null)),
      () => {
        throw new Error("at once");
      },
      () => {
        throw "at once";
      },
      async () => undefined,
      async () => null,
      async () => "text",
      async () => ({}),
      async () => ({ status: 200 }),
      () => undefined,
    ]) {
      const error = await failure(use(t, fetch).orders.create(ORDER));
      assert.ok(error instanceof ConnectionError, `${fetch}: ${error}`);
      assert.deepEqual([error.outcome, error.attempts], ["unknown", 1]);
      assert.doesNotMatch(error.message, /a string|at once/);
    }
    await calm();
  });

  test(`${where} may fail while the body is read`, async (t) => {
    const calm = guarded(t);
    for (const reason of [new TypeError("lost"), "a string", undefined]) {
      const body = () => new ReadableStream({ pull: (controller) => controller.error(reason) });
      for (const answer of [() => new Response(body()), () => ({ ...duck(""), text: () => Promise.reject(reason) })]) {
        const error = await failure(use(t, async () => answer()).orders.create(ORDER));
        assert.deepEqual([error.name, error.outcome], ["ConnectionError", "done"]);
      }
    }
    await calm();
  });
}

test("a runtime without fetch gets an error that says so", async (t) => {
  replaceFetch(t, undefined);
  const error = await failure(client(nowhere).orders.create(ORDER));
  assert.deepEqual([error.name, error.outcome, error.attempts], ["ConnectionError", "not_sent", 0]);
  assert.match(error.message, /no fetch/);
});

test("a redirect that an own fetch followed is refused all the same", async () => {
  const followed = Object.defineProperty(new Response("{}"), "redirected", { value: true });
  const error = await failure(client(nowhere, { fetch: async () => followed }).orders.create(ORDER));
  assert.deepEqual([error.outcome, error.code], ["unknown", "api"]);
  assert.match(error.message, /redirect/);
});

test("an aborted call aborts its fetch with an Error, whatever the reason was", async (t) => {
  const server = await serveBlend(t, () => undefined);
  const controller = new AbortController();
  let inner;
  const fetch = (url, init) => ((inner = init.signal), globalThis.fetch(url, init));
  const settled = failure(
    new Blend({ baseURL: server.base, accessToken: "t", fetch }).orders.get("1", { signal: controller.signal }),
  );
  await server.arrived();
  controller.abort("text");
  assert.equal((await settled).code, "abort");
  assert.equal(inner.aborted, true);
  assert.ok(inner.reason instanceof Error);
});
