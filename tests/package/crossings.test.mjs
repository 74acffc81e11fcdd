// How often a call asks the engine: each time costs copies of text on both sides.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { json, LOGIN, ORDER } from "../support/server.mjs";

// The build shortens the names of exports; the glue has the names of both sides.
const glue = readFileSync(new URL("../../pkg-template/generated/client.js", import.meta.url), "utf8");
const exported = (name) =>
  new RegExp(`function ${name}\\(.*?wasm\\.(\\w+)\\((?:val|request|number)`, "s").exec(glue)[1];

// Before the package is there: it calls what these instances export.
const { Instance } = WebAssembly;
const asked = [];
WebAssembly.Instance = class {
  constructor(...args) {
    const { exports } = new Instance(...args);
    const noted = Object.fromEntries(
      ["ask", "send", "sent"].map((name) => [
        exported(name),
        (...words) => (asked.push(name), exports[exported(name)](...words)),
      ]),
    );
    this.exports = { ...exports, ...noted };
  }
};
const { Blend } = await import("../../pkg/dist/index.mjs?crossings");

/** What a create asks when the client was used before. */
async function ofAWarmCreate(t, options) {
  const blend = new Blend({ logLevel: "off", ...options });
  await blend.orders.get("1");
  asked.length = 0;
  await blend.orders.create(ORDER);
  t.diagnostic(asked.join(" "));
  return [...asked];
}

const fetch = async (url) =>
  json(url.endsWith("/login") ? { access_token: "a", refresh_token: "r" } : { id: "1" }, 201);

test("a create with an own fetch asks three times: start, headers, body", async (t) => {
  assert.deepEqual(await ofAWarmCreate(t, { accessToken: "t", fetch }), ["ask", "ask", "ask"]);
  assert.deepEqual(await ofAWarmCreate(t, { ...LOGIN, fetch }), ["ask", "ask", "ask"]);
});

test("with the global fetch it goes through gloo-net, there and back", async (t) => {
  const { fetch: real } = globalThis;
  t.after(() => (globalThis.fetch = real));
  globalThis.fetch = fetch;
  assert.deepEqual(await ofAWarmCreate(t, { accessToken: "t" }), ["ask", "send", "sent", "ask", "ask"]);
});
