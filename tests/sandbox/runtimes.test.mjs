// The sandbox where it has to do without something: in workerd, which compiles no bytes, and under jsdom, which has no fetch.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";
import { startWorker } from "../conformance/workerd.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";

const PKG = fileURLToPath(new URL("../../pkg", import.meta.url));

/** A worker that makes its sandbox while it starts, when workerd still compiles bytes, or in a request, when it does not. */
const worker = (atStart) => `
  import { Blend } from "blend-sdk";
  import { Sandbox } from "blend-sdk/sandbox";
  const make = () => new Sandbox({ seed: 3, patients: 4, orders: 20, now: "2025-03-15T12:00:00Z" });
  const made = ${atStart ? "make()" : "undefined"};
  export default {
    async fetch() {
      const sandbox = made ?? make();
      const { email, password, fetch } = sandbox;
      const blend = new Blend({ email, password, fetch });
      const order = await blend.orders.create({ patient_id: "40000000-0000-4000-8000-000000000001" }, { });
      return Response.json({ status: sandbox.ship(order.id), state: sandbox.state.orders, id: order.id });
    },
  };
`;

for (const atStart of [true, false]) {
  const when = atStart ? "while a worker starts" : "in a request";
  test(`in workerd, ${when}, the same seed makes the same world`, (t) => inWorkerd(t, atStart));
}

async function inWorkerd(t, atStart) {
  const folder = mkdtempSync(join(tmpdir(), "blend-workerd-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(PKG, join(folder, "node_modules", "blend-sdk"));
  writeFileSync(join(folder, "worker.mjs"), worker(atStart));
  const { child, origin } = await startWorker(folder, "worker.mjs");
  t.after(() => child.kill());
  const there = await (await fetch(origin)).json();
  const here = new Sandbox({ seed: 3, patients: 4, orders: 20, now: "2025-03-15T12:00:00Z" });
  assert.equal(there.status, "shipped");
  const { shipped, ...others } = here.state.orders;
  assert.deepEqual(there.state, { ...others, shipped: shipped + 1 });
}

const OF_WINDOW = ["AbortController", "AbortSignal", "Event", "EventTarget", "FormData", "DOMException"];
const OF_FETCH = ["fetch", "Request", "Response", "Headers"];

/** Puts what jsdom has into the place of Node's; without Node's fetch, as jest-environment-jsdom does, or with it, as Vitest. */
function asInJsdom(t, { fetch }) {
  const { window } = new JSDOM("", { url: "http://localhost/" });
  const names = ["window", "document", ...OF_WINDOW, ...(fetch ? [] : OF_FETCH)];
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  for (const name of names) {
    const value = name === "window" ? window : OF_FETCH.includes(name) ? undefined : window[name];
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  t.after(() => {
    for (const [name, descriptor] of before) {
      delete globalThis[name];
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    }
  });
}

test("under jsdom with Node's fetch a client works with it, and jsdom's signals end its calls", async (t) => {
  asInJsdom(t, { fetch: true });
  const { Blend } = await import("../../pkg/dist/index.mjs");
  const sandbox = new Sandbox();
  const { email, password, fetch } = sandbox;
  const blend = new Blend({ email, password, fetch, logLevel: "off" });
  const order = await blend.orders.create({ patient_id: "40000000-0000-4000-8000-000000000001" });
  assert.equal(order.status, "received");
  sandbox.fail({ operation: "orders.get", latency: "10s" });
  const controller = new AbortController();
  const call = sandbox.fetch(`http://x/api/v1/orders/${order.id}`, { signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  await assert.rejects(call, { name: "AbortError" });
});

test("under jsdom without any fetch it answers all the same", async (t) => {
  asInJsdom(t, { fetch: false });
  const sandbox = new Sandbox();
  const { email, password, fetch } = sandbox;
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ email, password });
  const answer = await fetch("http://x/api/v1/auth/login", { method: "POST", headers, body });
  assert.deepEqual([answer.ok, answer.headers.get("Content-Type")], [true, "application/json"]);
  const { access_token } = await answer.json();
  const orders = await fetch("http://x/api/v1/orders", { headers: { authorization: `Bearer ${access_token}` } });
  assert.deepEqual([orders.status, await orders.text()], [200, "[]"]);
  const hit = (fault, init) =>
    fetch("http://x/api/v1/orders", {
      headers: { authorization: `Bearer ${access_token}`, "x-sandbox-fail": fault },
      ...init,
    });
  await assert.rejects((await hit("truncated")).json(), { message: "terminated" });
  const controller = new AbortController();
  const stalled = (await hit("stalled after", { signal: controller.signal })).text();
  controller.abort();
  await assert.rejects(stalled, { name: "AbortError" });
});
