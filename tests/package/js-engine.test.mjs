// `blend-sdk/js`: the client on the engine in plain JavaScript.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as wasm from "../../pkg/dist/index.mjs";
import * as plain from "../../pkg/dist/js.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const PATIENT = { first_name: "Testina", last_name: "Muster", phone: "6175550123" };
const client = ({ Blend }, options) => new Blend({ accessToken: "t", logLevel: "off", ...options });
const checks = [wasm, plain].map((sdk) => client(sdk).patients.check);

test("it exports what the other entry exports", () => {
  assert.deepEqual(Object.keys(plain), Object.keys(wasm));
});

test("it says of any text what the other engine says", () => {
  const texts = [
    "",
    "é",
    "\u0000\u001f",
    "漢字".repeat(1000),
    "😀 ☃ \u2028",
    "\ud800",
    "a\udc00b",
    "x".repeat(300_000),
  ];
  for (const text of texts) {
    for (const value of [
      { ...PATIENT, first_name: text },
      { ...PATIENT, phone: text },
      { ...PATIENT, [text]: 1 },
    ]) {
      const [one, other] = checks.map((check) => check.create(value));
      assert.deepEqual(other, one);
    }
  }
});

test("its memory grows while it works, and goes on working", async () => {
  const orders = Array.from({ length: 4000 }, (_, place) => ({
    id: String(place),
    status: "received",
    gift: "x".repeat(1000),
  }));
  const bodies = [JSON.stringify(orders), "[]"];
  const fetch = async () => new Response(bodies.shift());
  const blend = client(plain, { fetch, checkResponses: "report" });
  const { data } = await blend.orders.list();
  assert.equal(data.length, 4000);
  assert.deepEqual((await blend.orders.list()).data, []);
  assert.deepEqual(blend.patients.check.create(PATIENT), checks[0].create(PATIENT));
});

/** What checking a patient gives in a Node without WebAssembly. Its fetch is missing there too. */
function jitless(entry) {
  const script = `
    import { Blend } from ${JSON.stringify(here(`../../pkg/dist/${entry}.mjs`))};
    const summary = () => {
      try {
        return new Blend({ accessToken: "t" }).patients.check.create(${JSON.stringify(PATIENT)});
      } catch (error) {
        return error.message;
      }
    };
    console.log(JSON.stringify(summary()));`;
  return JSON.parse(execFileSync(process.execPath, ["--jitless", "--input-type=module", "-e", script]));
}

test("under node --jitless, which has no WebAssembly, it works; the other entry names it, and no policy", () => {
  assert.deepEqual(jitless("js"), checks[0].create(PATIENT));
  const message = jitless("index");
  assert.match(message, /WebAssembly is missing here; import from "blend-sdk\/js"/);
  assert.doesNotMatch(message, /polic|CSP/i);
});

test("its own UTF-8, for React Native, writes and reads what the platform's does", async () => {
  const { outputFiles } = await build({
    entryPoints: [here("../../pkg-template/src/engine/utf8.ts")],
    bundle: true,
    write: false,
    format: "esm",
  });
  const { Utf8Decoder, Utf8Encoder } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  // Both ends of what takes one byte, two, three and four; and halves of a character.
  const edges = [
    0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff, 0x10000, 0x10ffff,
  ];
  for (const one of edges) {
    for (const other of edges) {
      const text = `a${String.fromCodePoint(one)}${String.fromCodePoint(other)}z`;
      const bytes = new Utf8Encoder().encode(text);
      assert.deepEqual(bytes, new TextEncoder().encode(text));
      assert.equal(new Utf8Decoder().decode(bytes), new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
    }
  }
  assert.equal(new Utf8Decoder().decode(), "");
});
