// The guide's blocks run, its commands work, and its table is the list of assumptions. UPDATE=1 writes the table.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { desk, run, serve } from "./desk.mjs";

const PATH = fileURLToPath(new URL("../../docs/sandbox.md", import.meta.url));
const guide = readFileSync(PATH, "utf8");
const blocks = (kind) => [...guide.matchAll(new RegExp(`\`\`\`${kind}\\n([^]*?)\`\`\``, "g"))].map(([, text]) => text);

/** What each block prints. */
const PRINTED = [
  /^SANDBOX\d{12}\n$/,
  /^received\n$/,
  /^shipped\n$/,
  /^no active prescription\n$/,
  /^unknown\nreceived\n$/,
  /^order\.shipped\n$/,
  /^[1-9]\d*\n$/,
];

test("every block of JavaScript runs and prints what it should", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "blend-docs-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules"));
  for (const [name, path] of [
    ["blend-sdk", "../../pkg"],
    ["msw", "../../node_modules/msw"],
  ]) {
    symlinkSync(fileURLToPath(new URL(path, import.meta.url)), join(folder, "node_modules", name));
  }
  const scripts = blocks("js");
  assert.equal(scripts.length, PRINTED.length);
  scripts.forEach((script, place) => {
    const file = join(folder, `block-${place}.mjs`);
    writeFileSync(file, script);
    assert.match(execFileSync(process.execPath, [file], { encoding: "utf8" }), PRINTED[place], script);
  });
});

test("every command of the terminal works", async (t) => {
  const lines = blocks("sh").join("").trim().split("\n");
  const [start, ...commands] = lines.map((line) => line.replace(/^npx blend-sdk /, "").split(" "));
  const { origin } = await serve(t, ...start.slice(1));
  assert.ok(commands.length > 4);
  for (const words of commands) {
    const { code, errors } = await run([...words, "--url", origin]);
    assert.equal(code, 0, `${words.join(" ")}: ${errors}`);
  }
});

test("its table is the list of assumptions", () => {
  const cell = (text) => text.replaceAll("|", "\\|");
  const values = ({ values, default: first }) =>
    Array.isArray(values) ? values.map((value) => `\`${value}\``).join(", ") : `\`${first}\`, or ${values}`;
  const rows = desk().sandbox.assumptions.map((one) => `| \`${one.name}\` | ${values(one)} | ${cell(one.doc)} |`);
  const table = ["| Name | Values | What it decides |", "| --- | --- | --- |", ...rows].join("\n");
  const marks = /(<!-- assumptions: [^>]*-->\n)[^]*?(<!-- end of assumptions -->)/;
  const expected = guide.replace(marks, (_, begin, end) => `${begin}\n${table}\n\n${end}`);
  if (process.env.UPDATE) writeFileSync(PATH, expected);
  else assert.equal(guide, expected, "write it with UPDATE=1");
});
