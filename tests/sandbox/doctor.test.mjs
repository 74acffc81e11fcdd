// `blend-sdk doctor`: what it says about a sandbox that answers, moves paths, drifts, or cannot be reached.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { deadOrigin, listen } from "../support/http.mjs";
import { run, serve } from "./desk.mjs";

const environment = ({ first }, more) => ({
  BLEND_BASE_URL: first.url,
  BLEND_EMAIL: first.email,
  BLEND_PASSWORD: first.password,
  ...more,
});

async function examine(sandbox, more) {
  const { code, out, errors } = await run(["doctor", "--json"], environment(sandbox, more));
  assert.equal(errors, "");
  const diagnosis = JSON.parse(out);
  const by = Object.fromEntries(diagnosis.operations.map((one) => [one.operation, one]));
  return { code, out, diagnosis, by };
}

/** A proxy in front of a sandbox that changes the headers of its answers. */
async function proxied(t, sandbox, change) {
  const target = new URL(sandbox.first.url);
  const { origin, close } = await listen((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const sent = request({ host: target.hostname, port: target.port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, change({ ...answer.headers }));
      answer.pipe(outgoing);
    });
    incoming.pipe(sent);
  });
  t.after(close);
  return { BLEND_BASE_URL: origin + target.pathname };
}

test("a sandbox with orders answers all that has an id; it sends only reads", async (t) => {
  const sandbox = await serve(t, "--orders", "40");
  const login = await sandbox.signIn();
  const webhook = { url: "https://portal.example/hook", event_codes: ["order.shipped"] };
  assert.equal((await sandbox.call("POST", "/notifications/webhooks", webhook, login)).status, 201);
  await sandbox.control("forget-calls");
  const { code, out, diagnosis, by } = await examine(sandbox);
  assert.equal(code, 0, out);
  assert.equal(diagnosis.signedIn, true);
  assert.deepEqual(
    diagnosis.operations
      .filter(({ result }) => result !== "answered")
      .map(({ operation, result }) => [operation, result]),
    by["prescriptions.get"].result === "untried" ? [["prescriptions.get", "untried"]] : [],
  );
  const calls = (await sandbox.control("calls")).body;
  assert.ok(calls.length >= diagnosis.operations.length);
  for (const { method, operation } of calls) assert.ok(method === "GET" || operation === "auth.login", operation);
});

test("no id and no value of an answer is printed", async (t) => {
  const sandbox = await serve(t, "--orders", "5");
  const token = await sandbox.signIn();
  const [order] = (await sandbox.call("GET", "/orders?page_size=1", undefined, token)).body;
  const [patient] = (await sandbox.call("GET", "/patients?page_size=1", undefined, token)).body;
  await sandbox.control("fail", { operation: "patients.get", drifted: true });
  await sandbox.control("fail", { operation: "orders.get", status: 500, times: 9 });
  const texts = [
    (await run(["doctor"], environment(sandbox))).out,
    (await run(["doctor", "--json"], environment(sandbox))).out,
  ];
  const { id, first_name, last_name, phone, email, date_of_birth } = patient;
  for (const text of texts) {
    assert.match(text, /patients\.get/);
    for (const value of [order.id, order.order_number, id, first_name, last_name, phone, email, date_of_birth]) {
      assert.ok(value && !text.includes(value), `${value} is printed`);
    }
    assert.ok(!text.includes(sandbox.first.password));
  }
});

test("a path that moved is missing, and ends as a stub; with an id, a 404 proves nothing", async (t) => {
  const sandbox = await serve(t, "--orders", "5");
  await sandbox.control("fail", { operation: "orders.statuses", status: 404, times: 99 });
  await sandbox.control("fail", { operation: "prescribers.credentials", status: 405, times: 99 });
  await sandbox.control("fail", { operation: "patients.orders", status: 404, times: 99 });
  const { code, by } = await examine(sandbox);
  assert.equal(code, 1);
  assert.deepEqual([by["orders.statuses"].result, by["orders.statuses"].inferred], ["missing", true]);
  assert.equal(by["prescribers.credentials"].result, "missing");
  assert.equal(by["patients.orders"].result, "unclear");
  const { out } = await run(["doctor"], environment(sandbox));
  assert.match(out, /"orders\.statuses": \{ verb: "GET", path: "\/orders\/statuses" \}, \/\/ 404/);
  assert.match(out, /"prescribers\.credentials": \{ verb: "GET", .*405/);
  assert.doesNotMatch(out, /"patients\.orders": \{ verb/);
  assert.match(out, /proves nothing/);
});

test("an answer that drifted is shown by path and kind", async (t) => {
  const sandbox = await serve(t, "--orders", "5");
  await sandbox.control("fail", { operation: "patients.list", drifted: true });
  const { code, by } = await examine(sandbox);
  assert.equal(code, 1);
  assert.equal(by["patients.list"].result, "answered");
  assert.ok(by["patients.list"].drift.length > 0);
  for (const { path, code: kind, message } of by["patients.list"].drift) assert.ok(path && kind && message);
  assert.deepEqual(by["orders.list"].drift, []);
});

test("headers: totals by name, a clock that is off, and a proxy on the way", async (t) => {
  const sandbox = await serve(t, "--assume", "totals=header");
  const proxy = await proxied(t, sandbox, (headers) => ({
    ...headers,
    date: new Date(Date.now() - 3_600_000).toUTCString(),
    via: "1.1 proxy.example",
  }));
  const { diagnosis, out: json } = await examine(sandbox, proxy);
  assert.ok(diagnosis.totals.includes("x-total-count"), json);
  assert.ok(!diagnosis.totals.includes("content-type"), json);
  assert.ok(Math.abs(diagnosis.clockAheadMs - 3_600_000) < 60_000, String(diagnosis.clockAheadMs));
  assert.match(diagnosis.network.join(), /header via/);
  const { out } = await run(["doctor"], environment(sandbox, { ...proxy, HTTPS_PROXY: "http://proxy.example:3128" }));
  assert.match(out, /clock is about 3[56]\d\d s ahead of/);
  assert.match(out, /NODE_USE_ENV_PROXY=1/);
});

test("what stands in the way of all calls is named, with what to do", async (t) => {
  const sandbox = await serve(t);
  const tries = [
    [{ BLEND_PASSWORD: "wrong" }, /refused the e-mail or the password/],
    [{ BLEND_BASE_URL: `${await deadOrigin()}/api/v1` }, /connection/],
    [{ BLEND_BASE_URL: sandbox.first.url.replace("http:", "https:") }, /TLS|connection/],
    [{ BLEND_EMAIL: "", BLEND_PASSWORD: "" }, /no credentials/],
  ];
  for (const [more, expected] of tries) {
    const { code, out, diagnosis } = await examine(sandbox, more);
    assert.equal(code, 1, out);
    assert.equal(diagnosis.signedIn, false);
    assert.match(diagnosis.message, expected);
    assert.match(diagnosis.message, /Hint: /);
    assert.deepEqual(diagnosis.operations, []);
  }
});

test("one call without an answer is its own failure: the others are made and reported", async (t) => {
  const sandbox = await serve(t, "--orders", "5");
  await sandbox.control("fail", { operation: "patients.list", lost: true, times: 99 });
  const { code, diagnosis, by } = await examine(sandbox);
  assert.equal(code, 1);
  assert.equal(diagnosis.signedIn, true);
  assert.equal(by["patients.list"].result, "failed");
  assert.equal(by["prescribers.list"].result, "answered");
  const { out } = await run(["doctor"], environment(sandbox));
  assert.doesNotMatch(out, /No call could be made/);
});

test("it takes --json and nothing else", async () => {
  for (const words of [
    ["doctor", "now"],
    ["doctor", "--port", "1"],
  ]) {
    const { code, errors } = await run(words);
    assert.equal(code, 2);
    assert.match(errors, /takes --json only/);
  }
});
