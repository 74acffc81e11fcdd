// What package.json promises: files that exist, types before code, nothing to install.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../pkg/", import.meta.url);
const description = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const workspace = readFileSync(new URL("../../Cargo.toml", import.meta.url), "utf8");

test("it has the workspace's version", () => {
  assert.equal(description.version, /\[workspace\.package\]\nversion = "([^"]+)"/.exec(workspace)[1]);
});

test("it runs and installs nothing", () => {
  for (const field of ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "scripts"]) {
    assert.equal(description[field], undefined, field);
  }
});

/** Runtimes whose build is the same but for where the engine comes from. */
const ENGINES = { workerd: "workerd", "edge-light": "edge-light", "react-native": "js" };

for (const [entry, conditions] of Object.entries(description.exports).filter(
  ([, value]) => typeof value === "object",
)) {
  for (const [way, files] of Object.entries(conditions)) {
    test(`${entry} by ${way}: types come first and have the code's kind`, () => {
      assert.deepEqual(Object.keys(files), ["types", "default"]);
      const [types, code] = [files.types, files.default].map((file) => file.replace(ENGINES[way], "index"));
      assert.equal(code, types.replace(/\.d\.(.)ts$/, ".$1js"));
    });
    test(`${entry} by ${way}: it loads`, async () => {
      for (const file of Object.values(files)) assert.ok(existsSync(new URL(file, root)), `${file} is missing`);
      // Node loads no wasm by import: tests/conformance loads these where they belong.
      if (files.default.endsWith(`${way}.mjs`)) return;
      const exports = await import(new URL(files.default, root));
      assert.ok(Object.keys(exports).length > 0);
    });
  }
}
