// The examples of docs/intake.md do what they say: each is run, and prints what stands behind its console.log.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { rules } from "../../pkg/dist/intake.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const guide = readFileSync(join(root, "docs/intake.md"), "utf8");
const blocks = [...guide.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);

const folder = mkdtempSync(join(tmpdir(), "blend-sdk-intake-"));
mkdirSync(join(folder, "node_modules"));
symlinkSync(join(root, "pkg"), join(folder, "node_modules/blend-sdk"));
after(() => rmSync(folder, { recursive: true }));

for (const [place, code] of blocks.entries()) {
  test(`example ${place + 1} prints what it says`, () => {
    const file = join(folder, `example-${place}.mjs`);
    writeFileSync(file, code);
    const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    assert.ok(said.length > 0);
    assert.deepEqual(execFileSync(process.execPath, [file], { encoding: "utf8" }).trim().split("\n"), said);
  });
}

test("the guide lists every rule, and each can be softened", () => {
  const names = [...guide.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell]) => cell.match(/\w+/g));
  for (const name of [
    "needed",
    "text",
    "date",
    "guardian",
    "phone",
    "email",
    "state",
    "zip",
    "sex",
    "height",
    "weight",
    "language",
    "ssn",
    "npi",
    "dea",
    "yes_no",
    "risks",
    "products",
  ])
    assert.ok(names.includes(name), name);
  const { issues } = rules({ rules: { needed: "off" } }).patient.check({});
  assert.deepEqual(issues, []);
});
