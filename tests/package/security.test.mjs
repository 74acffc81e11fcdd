// SECURITY.md names the test behind each promise: those tests are there.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const text = readFileSync(new URL("SECURITY.md", root), "utf8");

test("every proof that it names is there", () => {
  let folder = "";
  const proofs = [...text.matchAll(/`((?:tests\/)?[\w/.-]*(?:\.rs|\.test\.mjs)|tests\/[\w/-]+)`/g)].map(([, name]) => {
    if (name.startsWith("tests/")) folder = name.slice(0, name.lastIndexOf("/") + 1);
    return name.startsWith("tests/") ? name : folder + name;
  });
  assert.ok(proofs.length > 20, `${proofs.length}`);
  assert.deepEqual(proofs.filter((name) => !existsSync(new URL(name, root))), []);
});

test("every threat has a proof", () => {
  const rows = text.split("\n").filter((line) => /^\| \d+ \|/.test(line));
  assert.ok(rows.length >= 10);
  for (const row of rows) assert.match(row.split("|").at(-2), /`/, row);
});
