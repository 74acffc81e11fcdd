// SECURITY.md names the tests behind each threat and each promise: they are there.
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const text = readFileSync(new URL("SECURITY.md", root), "utf8");

/** The rows of the table under a heading, each by its cells. */
const rows = (heading) => {
  const lines = text
    .split(`\n## ${heading}`)[1]
    .split("\n## ")[0]
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const [head, , ...body] = lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  assert.equal(head.at(-1), "Proof");
  for (const cells of body) assert.equal(cells.length, head.length, cells.join());
  return body;
};

/** What is not there of a proof, `file: name`, whose file may leave its folder to the proof before. */
function lacks(path, name) {
  if (!existsSync(new URL(path, root))) return "no such file";
  if (name === undefined) return undefined;
  if (!statSync(new URL(path, root)).isFile()) return "no file";
  const code = readFileSync(new URL(path, root), "utf8");
  const begins = path.endsWith(".rs") ? [`fn ${name}(`] : [`"${name}`, `\`${name}`];
  return begins.some((begin) => code.includes(begin)) ? undefined : "no such test";
}

for (const [heading, least] of [
  ["Who might do harm", 10],
  ["What is promised", 10],
]) {
  test(`${heading}: each row names its proofs, and they are there`, () => {
    const all = rows(heading);
    assert.ok(all.length >= least, `${all.length} rows`);
    for (const cells of all) {
      let folder = "";
      let named = 0;
      for (const [, proof] of cells.at(-1).matchAll(/`([^`]+)`/g)) {
        const [file, name] = proof.split(/: (.*)/);
        const path = file.startsWith("tests/") ? file : folder + file;
        folder = path.slice(0, path.lastIndexOf("/") + 1);
        assert.equal(lacks(path, name), undefined, proof);
        named += name !== undefined;
      }
      assert.ok(named, `no test is named: ${cells.join(" | ")}`);
    }
  });
}
