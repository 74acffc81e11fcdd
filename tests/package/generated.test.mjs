// The generated modules: nothing runs when they are imported, and every engine is an instance of its own. And the list of methods.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Blend } from "../../pkg/dist/index.mjs";
import { bytesOf } from "../support/wasm.mjs";

test("api.md lists every method that a client has, and no other", () => {
  const [operations, beside] = readFileSync(new URL("../../api.md", import.meta.url), "utf8").split(
    "## Beside the operations",
  );
  const listed = [...beside.matchAll(/^\| `blend\.([\w.]+)\(/gm)].map(([, name]) => name);
  for (const section of operations.split("\n## blend.").slice(1)) {
    const group = /^\w+/.exec(section)[0];
    for (const [, name] of section.matchAll(/^\| `(\w+)\(/gm)) listed.push(`${group}.${name}`);
  }
  const blend = new Blend({ accessToken: "given" });
  const groups = Object.getOwnPropertyNames(blend);
  const methods = groups.flatMap((group) =>
    Object.keys(blend[group])
      .filter((name) => name !== "check")
      .map((name) => `${group}.${name}`),
  );
  const own = Object.getOwnPropertyNames(Blend.prototype).filter((name) => name !== "constructor");
  assert.deepEqual(listed.sort(), [...methods, ...own].sort());
});

const generated = (module) => new URL(`../../pkg-template/generated/${module}.js`, import.meta.url).href;

for (const name of ["client", "sandbox"]) {
  test(`${name}: importing it needs nothing of the machine`, async () => {
    const script = `
      for (const name of ["TextDecoder", "TextEncoder", "WebAssembly", "FinalizationRegistry", "fetch"]) delete globalThis[name];
      const files = ${JSON.stringify([generated(`${name}-wasm`), generated(name)])};
      Promise.all(files.map((file) => import(file))).then(([{ wasm }, { createEngine }]) => {
        require("node:worker_threads").parentPort.postMessage([typeof wasm, typeof createEngine]);
      });`;
    const worker = new Worker(script, { eval: true });
    const seen = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    assert.deepEqual(seen, ["string", "function"]);
  });

  test(`${name}: the text stands for the module`, async () => {
    const file = generated(name).replace(/js$/, "wasm");
    assert.ok(readFileSync(new URL(file)).equals(await bytesOf(name)));
  });

  test(`${name}: a module makes many engines`, async () => {
    const { createEngine } = await import(generated(name));
    const module = new WebAssembly.Module(await bytesOf(name));
    const [one, two] = [createEngine(module), createEngine(module)];
    assert.notEqual(one, two);
    assert.deepEqual(Object.keys(one), Object.keys(two));
    for (const key of Object.keys(one)) assert.notEqual(one[key], two[key], `${key} is shared`);
  });

  test(`${name}: no folder of the building machine and no name stands in it`, async () => {
    const bytes = await bytesOf(name);
    const text = bytes.toString("latin1");
    assert.doesNotMatch(text, /\.cargo|registry\/src|\/home\/|\/root\//);
    const custom = WebAssembly.Module.customSections;
    const module = new WebAssembly.Module(bytes);
    for (const section of ["name", "producers", "target_features"])
      assert.equal(custom(module, section).length, 0, section);
  });
}
