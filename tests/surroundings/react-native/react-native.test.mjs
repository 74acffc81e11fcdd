// What React Native makes of the package: Metro bundles it with React Native's own settings, Hermes' compiler takes the bundle,
// and the bundle works where only that is there which React Native has: its fetch, and no WebAssembly.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { Sandbox } from "../../../pkg/dist/sandbox.mjs";
import { Blend } from "../../../pkg/dist/index.mjs";
import { site } from "../../support/browser.mjs";
import { installPackage } from "../install.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "blend-sdk-react-native-"));
const bundle = join(folder, "app.bundle.js");
let code;

before(async () => {
  installPackage(here);
  // A process of its own: Metro watches files, and greets.
  const script = `
    const Metro = require("metro");
    Metro.loadConfig({ cwd: ${JSON.stringify(here)}, resetCache: true, maxWorkers: 1 })
      .then((config) => Metro.runBuild(config, { entry: "app.js", platform: "ios", dev: false, minify: true }))
      .then(({ code }) => require("node:fs").writeFileSync(${JSON.stringify(bundle)}, code));`;
  execFileSync(process.execPath, ["-e", script], { cwd: here, stdio: ["ignore", "ignore", "inherit"] });
  code = readFileSync(bundle, "utf8");
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The bundle, run where there is what React Native has; gives what the app calls. */
function start() {
  const { console, setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, URL, URLSearchParams } =
    globalThis;
  const { AbortController, AbortSignal } = require("abort-controller");
  const globals = {
    ...{ console, setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, URL, URLSearchParams },
    ...{ AbortController, AbortSignal, TextEncoder, ArrayBuffer, Uint8Array, XMLHttpRequest: require("xhr2") },
    performance: { now: () => performance.now() },
    navigator: { product: "ReactNative" },
  };
  const context = createContext(Object.assign(globals, { window: globals, self: globals, global: globals }));
  // What Node gives every context, and Hermes has not.
  runInContext(
    "for (const name of ['WebAssembly', 'SharedArrayBuffer', 'FinalizationRegistry']) delete globalThis[name];",
    context,
  );
  runInContext(code, context);
  return globals.app;
}

/** What another realm made, as one of this realm: its prototypes are others. */
const own = (value) => JSON.parse(JSON.stringify(value));

test("Metro takes the engine in plain JavaScript, and no WebAssembly", () => {
  assert.doesNotMatch(code, /WebAssembly\.(Module|Instance)/);
});

test("Hermes' compiler takes the bundle", () => {
  const out = join(folder, "app.hbc");
  const hermesc = join(here, "node_modules/hermes-compiler/hermesc/linux64-bin/hermesc");
  execFileSync(hermesc, ["-w", "-O", "-emit-binary", "-out", out, bundle]);
  assert.ok(statSync(out).size > 100_000);
});

test("the bundle checks what the package checks elsewhere", () => {
  const params = { first_name: "Zoë ☃ 😀", phone: "1", nope: 1 };
  assert.deepEqual(own(start().check(params)), new Blend({ accessToken: "t" }).patients.check.create(params));
});

test("the bundle signs in, orders, lists and pauses against the sandbox, by React Native's fetch", async (t) => {
  const sandbox = new Sandbox();
  const origin = await site(t, {}, sandbox);
  const { email, password } = sandbox;
  const app = start();
  const options = { email, password, baseURL: `${origin}/api/v1` };
  const patient_id = "40000000-0000-4000-8000-000000000001";
  const order = { patient_id, products: { prescription: [{ sku: "RX-TRE-05", quantity: 1 }] } };
  assert.deepEqual(own(await app.order(options, order)), { status: "received", listed: true, paused: "paused" });
  assert.deepEqual(own(await app.missing(options)), [true, "NotFoundError", 404]);
});

/** The output of a script behind the bundle, in the virtual machine of Hermes. `answers` are those of the server. */
function inHermes(answers, script) {
  const polyfill = readFileSync(require.resolve("abort-controller/dist/abort-controller.umd.js"), "utf8");
  const file = join(folder, "device.js");
  const given = `globalThis.answers = ${JSON.stringify(answers)};`;
  const device = readFileSync(join(here, "device.js"), "utf8");
  writeFileSync(file, [given, device, polyfill, code, script].join("\n"));
  const hermes = join(here, "node_modules/hermes-engine-cli/linux64-bin/hermes");
  return JSON.parse(execFileSync(hermes, ["-w", "-O", file], { encoding: "utf8" }));
}

test("Hermes itself runs the engine, without TextEncoder and TextDecoder: the same findings", () => {
  const params = { first_name: "Zoë ☃ 😀", phone: "1", nope: 1 };
  const found = inHermes([], `print(JSON.stringify(app.check(${JSON.stringify(params)})));`);
  assert.deepEqual(found, new Blend({ accessToken: "t" }).patients.check.create(params));
});

for (const flow of ["order", "once"]) {
  test(`Hermes itself makes calls (${flow}): the same requests as Node, and the same end`, async () => {
    const sandbox = new Sandbox();
    const options = { email: sandbox.email, password: sandbox.password, baseURL: "https://api.test/api/v1" };
    const patient_id = "40000000-0000-4000-8000-000000000001";
    const products = { prescription: [{ sku: "RX-TRE-05", quantity: 1 }] };
    const key = flow === "once" && { external_id: "visit-1", force_new: true };
    const params = { patient_id, products, ...key };
    const sent = [];
    const answers = [];
    const fetch = async (url, init) => {
      const response = await sandbox.fetch(url, init);
      sent.push({ method: init.method, url, ...(init.body !== undefined && { body: init.body }) });
      answers.push({ status: response.status, text: await response.clone().text() });
      return response;
    };
    const result = own(await start()[flow]({ ...options, fetch }, params));
    const script = `app.${flow}(${JSON.stringify(options)}, ${JSON.stringify(params)}).then(
      (result) => print(JSON.stringify({ result, sent })),
      (error) => print(JSON.stringify({ error: String(error), stack: error.stack })));`;
    assert.deepEqual(inHermes(answers, script), { result, sent });
  });
}
