// How often a call asks the engine: each time costs copies of text on both sides.
import assert from "node:assert/strict";
import { test } from "node:test";
import { json, LOGIN, ORDER } from "../support/server.mjs";

// Before the package is there: it calls what these instances export. Their names are shortened; `ask` takes nine numbers.
const { Instance } = WebAssembly;
const crossings = { asks: 0, all: 0 };
const noted = (own) =>
  typeof own !== "function"
    ? own
    : (...numbers) => {
        crossings.all++;
        crossings.asks += Number(own.length === 9);
        return own(...numbers);
      };
WebAssembly.Instance = class {
  constructor(...args) {
    const exports = Object.entries(new Instance(...args).exports);
    this.exports = Object.fromEntries(exports.map(([name, own]) => [name, noted(own)]));
  }
};
const { Blend } = await import("../../pkg/dist/index.mjs?crossings");

/** How often a create asks when the client was used before. */
async function ofAWarmCreate(t, options) {
  const blend = new Blend({ logLevel: "off", ...options });
  await blend.orders.get("1");
  Object.assign(crossings, { asks: 0, all: 0 });
  await blend.orders.create(ORDER);
  t.diagnostic(`${crossings.asks} times, with ${crossings.all} calls of what the module exports`);
  return crossings.asks;
}

const fetch = async (url) => json(url.endsWith("/login") ? { access_token: "a", refresh_token: "r" } : { id: "1" });

test("a create asks three times: at its start, with the headers, with the body", async (t) => {
  assert.equal(await ofAWarmCreate(t, { accessToken: "t", fetch }), 3);
  assert.equal(await ofAWarmCreate(t, { ...LOGIN, fetch }), 3);
});

test("so it does with the global fetch, through gloo-net", async (t) => {
  const { fetch: real } = globalThis;
  t.after(() => (globalThis.fetch = real));
  globalThis.fetch = fetch;
  assert.equal(await ofAWarmCreate(t, { accessToken: "t" }), 3);
});
