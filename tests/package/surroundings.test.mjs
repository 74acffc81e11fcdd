// What surrounds a client: hosts of containers, tokens with their scheme, ways to load the package, odd answers, permissions.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import * as mobx from "mobx";
import Blend, { isBlendError } from "../../pkg/dist/index.mjs";
import { tool } from "../support/processes.mjs";
import { failure, json, ORDER } from "../support/server.mjs";

const QUIET = { logLevel: "off", maxRetries: 0 };
const answering = (answer, options) =>
  new Blend({ accessToken: "t", ...QUIET, fetch: async () => answer(), ...options });

test("plain http goes to a private host by an option or the environment, and warns once", async (t) => {
  const lines = [];
  const logger = { debug() {}, info() {}, warn: (line) => lines.push(line), error() {} };
  const urls = [];
  const fetch = async (url) => (urls.push(url), json({}));
  const options = { accessToken: "t", baseURL: "http://sandbox:4010/api/v1", fetch, logger };
  assert.throws(() => new Blend(options), /options\.baseURL: expected https.*allowInsecureHTTP/);
  const blend = new Blend({ ...options, allowInsecureHTTP: true });
  await blend.orders.get("1");
  await blend.withOptions({ timeout: 5 }).orders.get("2");
  assert.deepEqual(urls, ["http://sandbox:4010/api/v1/orders/1", "http://sandbox:4010/api/v1/orders/2"]);
  assert.equal(lines.length, 1);
  assert.match(lines[0], /plain http/);
  // These stay on this machine.
  for (const host of ["localhost:4010", "blend.LOCALHOST", "127.0.0.1:4010", "127.8.8.8", "[::1]:4010"])
    await new Blend({ ...options, baseURL: `http://${host}/api/v1`, allowInsecureHTTP: true }).orders.get("1");
  assert.equal(lines.length, 1);

  process.env.BLEND_ALLOW_INSECURE_HTTP = "1";
  t.after(() => delete process.env.BLEND_ALLOW_INSECURE_HTTP);
  await new Blend(options).orders.get("3");
  assert.throws(() => new Blend({ ...options, allowInsecureHTTP: false }), /options\.baseURL/);
  assert.throws(() => new Blend({ ...options, baseURL: "http://api.byblend.com" }), /options\.baseURL/);
});

test("a path as base URL may be made anywhere, and called in a browser only", async () => {
  const blend = answering(() => json({}), { baseURL: "/blend" });
  assert.deepEqual(blend.orders.check.create(ORDER).issues, []);
  const error = await failure(blend.orders.get("1"));
  assert.deepEqual([error.code, error.outcome, error.issues[0].path], ["validation", "not_sent", "options.baseURL"]);
});

test("a token with its scheme is sent once", async () => {
  const sent = [];
  const fetch = async (_, { headers }) => (sent.push(headers.authorization), json({}));
  for (const accessToken of ["abc", "Bearer abc", "bearer  abc "])
    await new Blend({ accessToken, fetch }).orders.get("1");
  await new Blend({ token: () => "BEARER abc", fetch }).orders.get("1");
  assert.deepEqual(sent, Array(4).fill("Bearer abc"));
});

test("require gives the class, with everything else on it", () => {
  const required = createRequire(import.meta.url)("../../pkg/dist/index.cjs");
  assert.ok(new required({ accessToken: "t" }).orders);
  assert.deepEqual([required.Blend, required.default, required.__esModule], [required, required, true]);
  assert.equal(typeof required.isBlendError, "function");
  assert.deepEqual(
    Object.keys(required).filter((name) => name.startsWith("_")),
    [],
  );
});

test("a part of an answer is no answer, and a create needs one", async () => {
  for (const [answer, call, outcome, says] of [
    [() => json({ id: "1" }, 206), "get", "done", /only a part/],
    [() => json({ id: "1" }, 206), "create", "done", /only a part.*do not send it again/],
    [() => new Response("", { status: 201 }), "create", "done", /no body.*do not send it again/],
  ]) {
    const error = await failure(answering(answer).orders[call](call === "get" ? "1" : ORDER));
    assert.deepEqual([error.code, error.outcome], ["api", outcome]);
    assert.match(error.message, says);
  }
});

test("an answer with a byte order mark is read", async () => {
  const text = async () => '\uFEFF{"id":"1"}';
  const plain = { status: 200, headers: new Headers(), text };
  const streamed = new Response(new Blob([new Uint8Array([0xef, 0xbb, 0xbf]), '{"id":"1"}']).stream());
  for (const answer of [plain, streamed]) assert.deepEqual(await answering(() => answer).orders.get("1"), { id: "1" });
});

test("a 421 is reported as a server that does not use this host name", async () => {
  const error = await failure(answering(() => json({}, 421)).orders.get("1"));
  assert.match(error.message, /does not go by this host name.*--allow-host/);
});

test("lists of state libraries go out as lists", async () => {
  const bodies = [];
  const fetch = async (_, { body }) => (bodies.push(body), json({ id: "1" }));
  const state = mobx.observable({ skus: [{ sku: "S-1", quantity: 1 }] });
  assert.ok(Array.isArray(state.skus));
  await answering(undefined, { fetch }).orders.create({ ...ORDER, products: { prescription: state.skus } });
  assert.deepEqual(JSON.parse(bodies[0]).products, { prescription: [{ sku: "S-1", quantity: 1 }] });
});

test("headers and endpoints may have no prototype, or that of another realm", async () => {
  const sent = [];
  const fetch = async (url, { headers }) => (sent.push([new URL(url).pathname, headers["x-clinic"]]), json({}));
  const bare = (fields) => Object.assign(Object.create(null), fields);
  const endpoints = bare({ "orders.get": bare({ path: "/pharmacy/{order_id}" }) });
  await answering(undefined, { fetch, headers: bare({ "x-clinic": "a" }), endpoints }).orders.get("1");
  const elsewhere = runInNewContext(`({ "x-clinic": "a" })`);
  await answering(undefined, { fetch, headers: elsewhere, endpoints }).orders.get("1");
  assert.deepEqual(sent, Array(2).fill(["/api/v1/pharmacy/1", "a"]));
});

test("Deno needs no permission to read the environment", () => {
  const script = `import Blend from "${pathToFileURL("pkg/dist/index.mjs")}";
    const fetch = async () => new Response('{"id":"1"}');
    const given = new Blend({ accessToken: "t", baseURL: "https://blend.invalid", logLevel: "off", fetch });
    console.log((await given.orders.get("1")).id);
    console.log(typeof new Blend().orders.get);`;
  const out = execFileSync(tool("deno"), ["run", "--no-prompt", "--quiet", "-"], { input: script, encoding: "utf8" });
  assert.equal(out, "1\nfunction\n");
});

test("a UUID as key has a code of its own", async () => {
  const key = crypto.randomUUID();
  const error = await failure(answering().orders.createOnce({ ...ORDER, external_id: key, force_new: true }));
  assert.ok(isBlendError(error));
  assert.deepEqual(
    error.issues.map(({ path, code }) => [path, code]),
    [["external_id", "uuid"]],
  );
  assert.match(error.message, /`visit-\$\{crypto\.randomUUID\(\)\}`/);
  assert.ok(!error.message.includes(key));
});
