// What proves that a request was not sent: an error that names this request's own host and port, and nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deadOrigin } from "../support/http.mjs";
import { client, failure, ORDER, serveBlend } from "../support/server.mjs";

const real = globalThis.fetch;

/** Puts something in the place of the global fetch, until the test ends. */
function replaceFetch(t, fetch) {
  globalThis.fetch = fetch;
  t.after(() => (globalThis.fetch = real));
}

/** How a fetch gets to the client. */
const WAYS = {
  "an own fetch": (t, server, fetch) => client(server, { fetch }),
  "a global fetch that somebody wrapped": (t, server, fetch) => (replaceFetch(t, fetch), client(server)),
  "an own fetch behind middleware": (t, server, fetch) =>
    client(server, { fetch, middleware: [(request, next) => next(request)] }),
};

/** An order as the server makes it. */
const made = { status: 201, json: { id: "1", ...ORDER } };
const orders = ({ calls }) => calls.filter(({ method }) => method === "POST").length;

for (const [way, open] of Object.entries(WAYS)) {
  test(`${way} that sends the order, and then reports to a dead port: nobody knows`, async (t) => {
    const server = await serveBlend(t, () => made);
    const collector = await deadOrigin();
    const fetch = async (url, init) => {
      const response = await real(url, init);
      await real(collector, { method: "POST", body: "a report" });
      return response;
    };
    const blend = open(t, server, fetch);
    const error = await failure(blend.orders.create(ORDER));
    assert.deepEqual([error.code, error.outcome, error.attempts], ["connection", "unknown", 1]);
    assert.equal(orders(server), 1);
  });

  test(`${way} that fails, and resolves to the code of an error: nobody knows`, async (t) => {
    const server = await serveBlend(t, () => made);
    const { port } = new URL(server.origin);
    const fetch = async (url, init) => {
      await real(url, init);
      return { code: "ECONNREFUSED", address: "127.0.0.1", port: Number(port) };
    };
    const error = await failure(open(t, server, fetch).orders.create(ORDER));
    assert.deepEqual([error.code, error.outcome, orders(server)], ["connection", "unknown", 1]);
  });

  test(`${way} whose connection to Blend itself is refused: it was not sent, and is tried again`, async (t) => {
    t.mock.method(Math, "random", () => 0);
    const origin = await deadOrigin();
    for (const host of ["127.0.0.1", "localhost"]) {
      const server = { base: `${origin.replace("127.0.0.1", host)}/api/v1` };
      const error = await failure(open(t, server, (url, init) => real(url, init)).orders.create(ORDER));
      assert.deepEqual(
        [error.code, error.outcome, error.causeCode, error.attempts],
        ["connection", "not_sent", "ECONNREFUSED", 3],
        host,
      );
    }
  });
}

test("createOnce says unknown as well, and makes one order", async (t) => {
  const server = await serveBlend(t, ({ method }) => (method === "POST" ? made : 404));
  const collector = await deadOrigin();
  const fetch = async (url, init) => {
    const response = await real(url, init);
    if (init.method === "POST") await real(collector, { method: "POST", body: "a report" });
    return response;
  };
  const blend = client(server, { fetch });
  const error = await failure(blend.orders.createOnce({ ...ORDER, external_id: "visit-proof" }, { lookFor: 0 }));
  assert.deepEqual([error.code, error.outcome, orders(server)], ["unknown_outcome", "unknown", 1]);
});

const REFUSED = { code: "ECONNREFUSED", address: "127.0.0.1", port: 4000 };
const refused = (facts = {}) => Object.assign(new Error("connect"), REFUSED, facts);
const failed = (cause) => Object.assign(new TypeError("fetch failed"), { cause });

for (const [what, error, outcome] of [
  ["the address and port of Blend", failed(refused()), "not_sent"],
  ["the same, without a wrapper", refused(), "not_sent"],
  ["the same, as a text", refused({ port: "4000" }), "not_sent"],
  ["each address of Blend", failed(new AggregateError([refused(), refused()])), "not_sent"],
  [
    "Blend's URL, as Bun does",
    Object.assign(new Error(), { code: "ECONNREFUSED", path: "http://127.0.0.1:4000/api/v1/orders" }),
    "not_sent",
  ],
  ["another port", failed(refused({ port: 4001 })), "unknown"],
  ["another address", failed(refused({ address: "10.0.0.1" })), "unknown"],
  ["no address", failed(refused({ address: undefined })), "unknown"],
  ["no port", failed(refused({ port: undefined })), "unknown"],
  ["another address among several", failed(new AggregateError([refused(), refused({ port: 4001 })])), "unknown"],
  ["a reset among several", failed(new AggregateError([refused(), refused({ code: "ECONNRESET" })])), "unknown"],
  [
    "a host that is not Blend's",
    failed(Object.assign(new Error(), { code: "ENOTFOUND", hostname: "collector.invalid" })),
    "unknown",
  ],
  ["no host", failed(Object.assign(new Error(), { code: "ENOTFOUND" })), "unknown"],
  ["a certificate", failed(Object.assign(new Error(), { code: "CERT_HAS_EXPIRED" })), "unknown"],
  ["a connect timeout", failed(Object.assign(new Error(), { code: "UND_ERR_CONNECT_TIMEOUT" })), "unknown"],
  [
    "Bun's URL of another",
    Object.assign(new Error(), { code: "ECONNREFUSED", path: "http://127.0.0.1:4001/" }),
    "unknown",
  ],
  ["a code inside of a code", Object.assign(refused(), { cause: refused({ port: 4001 }) }), "unknown"],
  ["a chain without end", endless(), "unknown"],
  [
    "a getter that throws",
    Object.defineProperty(new Error(), "cause", {
      get: () => {
        throw new Error("no");
      },
    }),
    "unknown",
  ],
]) {
  test(`an error that names ${what}: ${outcome}`, async () => {
    const fetch = () => Promise.reject(error);
    const blend = client({ base: "http://127.0.0.1:4000/api/v1" }, { fetch, maxRetries: 0 });
    const { code, outcome: reported } = await failure(blend.orders.create(ORDER));
    assert.deepEqual([code, reported], ["connection", outcome]);
  });
}

/** Wraps itself. */
function endless() {
  const error = refused({ code: undefined });
  return Object.assign(error, { cause: error });
}

test("a host that was not found is Blend's own only by its name", async () => {
  const found = async (hostname) => {
    const error = failed(Object.assign(new Error(), { code: "ENOTFOUND", hostname }));
    const blend = client(
      { base: "https://blend.invalid/api/v1" },
      { fetch: () => Promise.reject(error), maxRetries: 0 },
    );
    return (await failure(blend.orders.create(ORDER))).outcome;
  };
  assert.deepEqual(
    [await found("blend.invalid"), await found("BLEND.invalid"), await found("other.invalid")],
    ["not_sent", "not_sent", "unknown"],
  );
});
