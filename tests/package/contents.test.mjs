// What package.json promises: files that exist, types before code, nothing to install.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
      const own = files.types.replace(/\.d\.(.)ts$/, ".$1js");
      const engine = entry === "./js" ? "js" : ENGINES[way];
      const code = files.default.replace(`sandbox.${way}`, "sandbox");
      assert.equal(engine ? code.replace(engine, "index") : code, own);
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

test("every link of the packed README and guides leads to a packed file", () => {
  const packed = new Set(
    JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: root, encoding: "utf8" }))[0].files.map(
      ({ path }) => path,
    ),
  );
  const pages = [...packed].filter((path) => path === "README.md" || path.startsWith("docs/"));
  assert.ok(pages.length > 5);
  for (const page of pages) {
    for (const [, target] of readFileSync(new URL(page, root), "utf8").matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (!/^https?:/.test(target)) assert.ok(packed.has(join(dirname(page), target)), `${page} links to ${target}`);
    }
  }
});
