// What needs no engine costs under 1 KB in each bundler, and what needs it works.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { installPackage } from "../install.mjs";
import { BUNDLERS } from "./bundle.mjs";

const HERE = import.meta.dirname;
const LIMIT = 1024;
const ALONE = ["isBlendError", "NotFoundError", "errorFromJSON", "medicationsOf", "isKnownSearchResult"];
/** What a class of promises or pages does takes more, but no engine. */
const CLASSES = ["Page", "BlendPromise"];
const CLASS_LIMIT = 2048;

let work;

before(() => {
  installPackage(HERE);
  mkdirSync(join(HERE, "work"), { recursive: true });
  work = mkdtempSync(join(HERE, "work/"));
});
after(() => rmSync(work, { recursive: true }));

async function sizeOf(bundler, imports) {
  const folder = mkdtempSync(join(work, "out-"));
  const entry = join(folder, "entry.js");
  writeFileSync(entry, `import { ${imports} } from "blend-sdk";\nglobalThis.used = [${imports}];\n`);
  mkdirSync(join(folder, "dist"));
  return gzipSync(await BUNDLERS[bundler](entry, join(folder, "dist")), { level: 9 }).length;
}

for (const bundler of Object.keys(BUNDLERS)) {
  test(`${bundler}: what needs no engine costs under 1 KB`, async (t) => {
    const sizes = {};
    for (const name of [...ALONE, ...CLASSES]) sizes[name] = await sizeOf(bundler, name);
    t.diagnostic(`${bundler}: ${JSON.stringify(sizes)}`);
    for (const [name, size] of Object.entries(sizes))
      assert.ok(size < (ALONE.includes(name) ? LIMIT : CLASS_LIMIT), `${name}: ${size} bytes`);
  });

  test(`${bundler}: the client comes whole`, async (t) => {
    const size = await sizeOf(bundler, "Blend");
    t.diagnostic(`${bundler}: ${size} bytes`);
    assert.ok(size > 30 * 1024, `${size} bytes`);
  });
}
