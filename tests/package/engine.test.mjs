// The engine where it cannot be loaded, and what a great many calls leave behind. CALLS sets how many.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// Before the package is there: what it makes of these is seen.
const own = globalThis.WebAssembly;
const memories = [];
own.Instance = new Proxy(own.Instance, {
  construct(Instance, args) {
    const instance = new Instance(...args);
    memories.push(Object.values(instance.exports).find((one) => one instanceof own.Memory));
    return instance;
  },
});
const timers = new Set();
const { setTimeout, clearTimeout } = globalThis;
const shortest = { ms: Infinity };
globalThis.setTimeout = (work, ms, ...words) => {
  shortest.ms = Math.min(shortest.ms, ms ?? 0);
  const timer = setTimeout(() => (timers.delete(timer), work(...words)), ms);
  timers.add(timer);
  return timer;
};
globalThis.clearTimeout = (timer) => (timers.delete(timer), clearTimeout(timer));

const { Blend, EngineError } = await import("../../pkg/dist/index.mjs");
const { failure, ORDER } = await import("../support/server.mjs");

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");
/** Collects until nothing more goes: the callbacks of a collection free more. */
async function collected() {
  for (let [before, left] = [Infinity, 0]; left < before - 10_000;) {
    before = left || Infinity;
    for (let round = 0; round < 3; round++) {
      gc();
      await new Promise(setImmediate);
    }
    left = process.memoryUsage().heapUsed;
  }
}

const open = (options = {}) =>
  new Blend({
    baseURL: "https://blend.invalid/api/v1",
    accessToken: "t",
    logLevel: "off",
    maxRetries: 0,
    fetch: async () => new Response('{"id":"1"}'),
    ...options,
  });
const CSP = /Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'/;
const OTHER_ENTRY = /import from "blend-sdk\/js"/;

const refusing = (name, error) => ({
  ...entries(own),
  [name]: class {
    constructor() {
      throw error;
    }
  },
});
// In the words of Chromium, Firefox and Safari.
const byPolicy = [
  new own.CompileError("WebAssembly.Module(): violates the following Content Security Policy directive"),
  new own.CompileError("call to WebAssembly.Module() blocked by CSP"),
  new EvalError("'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script"),
];
const noMemory = new RangeError("WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory");
const entries = (object) => Object.fromEntries(Object.getOwnPropertyNames(object).map((name) => [name, object[name]]));

for (const [what, broken, hint, thrown] of [
  ["missing", undefined, /WebAssembly is missing here;/],
  ["forbidden to compile, in Chromium", refusing("Module", byPolicy[0]), CSP, byPolicy[0]],
  ["forbidden to compile, in Firefox", refusing("Module", byPolicy[1]), CSP, byPolicy[1]],
  ["forbidden to run, in Safari", refusing("Instance", byPolicy[2]), CSP, byPolicy[2]],
  ["without memory", refusing("Instance", noMemory), /WebAssembly cannot start here;/, noMemory],
]) {
  // First of all: a module that was compiled once is kept.
  test(`WebAssembly is ${what}: each call tells it and what to do, keeps the cause, and when it is there all goes on`, async (t) => {
    t.after(() => (globalThis.WebAssembly = own));
    const { Blend } = await import(`../../pkg/dist/index-client.mjs?${encodeURIComponent(what)}`);
    globalThis.WebAssembly = broken;
    let sent = 0;
    const blend = new Blend({
      accessToken: "t",
      logLevel: "off",
      fetch: async () => (sent++, new Response('{"id":"1"}')),
    });
    const calls = [
      () => blend.orders.get("1"),
      () => blend.orders.create(ORDER),
      async () => blend.orders.list(),
      () => blend.orders.createOnce({ ...ORDER, external_id: "visit-1" }),
      async () => blend.orders.check.get("1"),
      async () => blend.orders.can("pause", {}),
    ];
    for (const call of [...calls, ...calls]) {
      const error = await failure(call());
      assert.ok(error instanceof EngineError, `${error.stack}`);
      assert.deepEqual([error.code, error.outcome], ["engine", "not_sent"]);
      assert.match(error.message, hint);
      assert.match(error.message, OTHER_ENTRY);
      if (hint !== CSP) assert.doesNotMatch(error.message, /polic|CSP/i);
      if (thrown) assert.equal(error.unsafe().thrown, thrown);
      else assert.ok(error.unsafe().thrown instanceof Error);
    }
    assert.equal(sent, 0);
    globalThis.WebAssembly = own;
    assert.deepEqual(await blend.orders.get("1"), { id: "1" });
    assert.equal(sent, 1);
  });
}

test("a load that fails once is tried again by the next call", async (t) => {
  t.after(() => (globalThis.WebAssembly = own));
  let tries = 0;
  const { Blend } = await import("../../pkg/dist/index-client.mjs?once");
  globalThis.WebAssembly = {
    ...entries(own),
    Module: class {
      constructor(bytes) {
        if (++tries < 4) throw new RangeError("out of memory");
        return new own.Module(bytes);
      }
    },
  };
  const blend = new Blend({ accessToken: "t", logLevel: "off", fetch: async () => new Response("{}") });
  const ends = [];
  for (let round = 0; round < 4; round++)
    ends.push(
      await blend.orders.get("1").then(
        () => "well",
        ({ code }) => code,
      ),
    );
  // The constructor made the first try.
  assert.deepEqual([ends, tries], [["engine", "engine", "well", "well"], 4]);
});

const CALLS = Number(process.env.CALLS ?? 10_000);
const AT_ONCE = 100;

const signal = new AbortController().signal;
const lost = Object.assign(new TypeError("fetch failed"), {
  cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
});
const refuse =
  (status, text = '{"message":"no"}') =>
  async () =>
    new Response(text, { status });
/** An answer in time is never given: the call has to end by itself. */
const silent = (url, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
const aborted = () => {
  const controller = new AbortController();
  queueMicrotask(() => queueMicrotask(() => controller.abort()));
  return controller.signal;
};

const bare = new Blend({ accessToken: "given", logLevel: "off" });

const GOOD = [
  (blend, id) => blend.orders.get(id, { signal }),
  (blend, id) => blend.orders.pause(id, { timeout: 30_000, totalTimeout: 60_000 }),
  (blend, id) => blend.orders.create({ ...ORDER, external_id: id }, { signal }),
  (blend, id) =>
    blend.patients.update(ORDER.patient_id, { first_name: id }, { checkResponses: "report", onDrift() {} }),
  (blend, id) => blend.orders.get(id).asResponse(),
  (blend, id) => blend.orders.create({ ...ORDER, external_id: id }).asResponse(),
  (blend, id) => blend.orders.get(id, { omit: ["ssn"] }).withResponse(),
  // Through gloo-net.
  (_, id) => bare.orders.get(id),
  // Nobody waits.
  async (blend, id) => void blend.orders.pause(id),
];
const BAD = [
  (blend, id) => blend.orders.get(id, { fetch: refuse(404), signal }),
  (blend, id) => blend.orders.create({ ...ORDER, external_id: id }, { fetch: refuse(422), signal }),
  (blend, id) => blend.orders.pause(id, { fetch: refuse(503), totalTimeout: 60_000 }),
  (blend, id) => blend.orders.pause(id, { fetch: refuse(401) }),
  (blend, id) => blend.orders.create({ ...ORDER, external_id: id }, { fetch: () => Promise.reject(lost), signal }),
  (blend, id) => blend.orders.create({ [id]: 1 }),
  (blend, id) => blend.orders.get(id, { fetch: refuse(200, "<html>") }),
  (blend, id) => blend.orders.get(id, { maxResponseBytes: 1 }),
  (blend, id) => blend.orders.get(id, { signal: AbortSignal.abort() }),
  (blend, id) => blend.orders.get(id, { fetch: silent, signal: aborted() }),
  (blend, id) => blend.orders.get(id, { fetch: silent, timeout: 1 }),
  (blend, id) => blend.orders.get(id, { fetch: silent, totalTimeout: 1 }),
  (blend, id) =>
    blend.patients.update(
      ORDER.patient_id,
      { first_name: id },
      { checkResponses: "throw", fetch: refuse(200, '{"id":7}') },
    ),
  (blend, id) =>
    blend
      .withOptions({
        middleware: [
          () => {
            throw new Error(id);
          },
        ],
      })
      .orders.get(id),
  (blend, id) => blend.orders.createOnce({ ...ORDER, external_id: `v-${id}` }, { fetch: refuse(500), lookFor: 0 }),
];

/** Makes so many calls of those kinds, some at a time; gives how many ended well. */
async function make(kinds, count) {
  const blend = open();
  let well = 0;
  for (let made = 0; made < count; made += AT_ONCE) {
    const calls = Array.from({ length: AT_ONCE }, (_, place) =>
      kinds[(made + place) % kinds.length](blend, `order-${made + place}`),
    );
    for (const { status } of await Promise.allSettled(calls)) well += Number(status === "fulfilled");
  }
  return well;
}

for (const [what, kinds, all] of [
  ["calls", GOOD, 1],
  ["calls that fail", BAD, 0],
]) {
  test(`after ${CALLS} ${what} the engine's memory is as large as before, and nothing is left`, async (t) => {
    const { fetch } = globalThis;
    globalThis.fetch = async () => new Response('{"id":"1"}');
    t.after(() => (globalThis.fetch = fetch));
    await make(kinds, 2000);
    await collected();
    // The engine of this file's own package is the last one.
    const memory = memories.at(-1);
    const before = { wasm: memory.buffer.byteLength, heap: process.memoryUsage().heapUsed };
    const started = performance.now();
    assert.equal(await make(kinds, CALLS), CALLS * all);
    const took = performance.now() - started;
    await collected();
    const after = { wasm: memory.buffer.byteLength, heap: process.memoryUsage().heapUsed };
    t.diagnostic(
      `wasm ${before.wasm / 1024} -> ${after.wasm / 1024} KB, heap ${(before.heap / 1e6).toFixed(1)} -> ${(after.heap / 1e6).toFixed(1)} MB, ${Math.round(took)} ms`,
    );
    assert.equal(after.wasm, before.wasm);
    // A hundred bytes for each call would be far more.
    assert.ok(after.heap - before.heap < 1_000_000 + CALLS * 20, `${after.heap - before.heap} bytes`);
    assert.equal(getEventListeners(signal, "abort").length, 0);
    assert.equal(timers.size, 0);
    assert.ok(shortest.ms >= 0, `a timer of ${shortest.ms} ms`);
  });
}

test("clients and lists that nobody holds any more are forgotten by the engine too", async (t) => {
  const list = async () => new Response('[{"id":"1"},{"id":"2"}]');
  const round = async (count) => {
    for (let made = 0; made < count; made++) {
      await open({ fetch: list }).orders.list();
      if (made % 500 === 499) await collected();
    }
    await collected();
  };
  await round(1000);
  const memory = memories.at(-1);
  const before = memory.buffer.byteLength;
  await round(CALLS / 2);
  t.diagnostic(`wasm ${before / 1024} -> ${memory.buffer.byteLength / 1024} KB`);
  assert.equal(memory.buffer.byteLength, before);
});
