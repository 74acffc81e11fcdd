// What a release consists of, and when the script refuses to make one.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (name) => readFileSync(join(root, name), "utf8");

test("the notices name each crate in the wasm, with the text of its licence", () => {
  const notices = read("pkg/THIRD-PARTY-NOTICES.md");
  for (const name of ["wasm-bindgen", "gloo-net", "serde_json", "talc", "serde-wasm-bindgen"]) {
    assert.match(notices, new RegExp(`^\\| ${name} \\d`, "m"));
    assert.match(notices, new RegExp(`^- ${name}: \\S`, "m"));
  }
  // A macro runs at build time: none of its code is in the package.
  assert.doesNotMatch(notices, /^\| (serde_derive|syn|quote|proptest|tsify) /m);
  assert.equal(notices.match(/^## /gm).length, notices.match(/^```text$/gm).length);
  assert.match(notices, /Permission is hereby granted/);
});

test("the bill of materials names the same crates, and what depends on them", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "blend-sdk-release-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "bom.json");
  execFileSync("cargo", ["run", "-q", "-p", "xtask", ...features(), "--", "sbom", file], { cwd: root });
  const bom = JSON.parse(readFileSync(file, "utf8"));
  assert.equal(bom.bomFormat, "CycloneDX");
  const crates = [...read("pkg/THIRD-PARTY-NOTICES.md").matchAll(/^\| (\S+) (\d\S+) \|/gm)];
  assert.ok(crates.length > 20);
  assert.deepEqual(
    bom.components.map(({ purl }) => purl),
    crates.map(([, name, version]) => `pkg:cargo/${name}@${version}`),
  );
  assert.deepEqual(
    bom.dependencies[0].dependsOn,
    bom.components.map((component) => component["bom-ref"]),
  );
  for (const { licenses } of bom.components) assert.ok(licenses[0].expression);
});

/** The features with which the tools were compiled already. */
function features() {
  return (process.env.XTASK_FEATURES ?? "").split(" ").filter(Boolean);
}

test("the script refuses without a repository, with changes, without the changelog's line, and with a silent change of the API", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "blend-sdk-release-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of [".ci", "pkg-template", "api"]) mkdirSync(join(folder, name));
  for (const name of [".ci/release", "pkg-template/package.json", "Cargo.toml", "CHANGELOG.md", "api/index.d.ts"]) {
    cpSync(join(root, name), join(folder, name));
  }
  // The script goes on to all tests: a file in their place says that it came so far.
  writeFileSync(join(folder, ".ci/run"), "#!/bin/sh\necho all tests; exit 9\n", { mode: 0o755 });
  const git = (...words) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...words], { cwd: folder });
  const commit = () => {
    git("add", "-A");
    git("commit", "-qm", "x");
  };
  const release = () => spawnSync(join(folder, ".ci/release"), { encoding: "utf8" });
  git("init", "-q");
  commit();

  const description = JSON.parse(read("pkg-template/package.json"));
  const describe = (repository) =>
    writeFileSync(join(folder, "pkg-template/package.json"), JSON.stringify({ ...description, repository }));
  describe(undefined);
  commit();
  assert.match(release().stderr, /no repository\.url/);

  describe({ type: "git", url: "https://example.com/blend-sdk.git" });
  assert.match(release().stderr, /changes: commit them/);

  commit();
  assert.match(release().stderr, /CHANGELOG\.md has no line/);

  const changelog = read("CHANGELOG.md").replace(", unreleased", ", 2026-12-01");
  writeFileSync(join(folder, "CHANGELOG.md"), changelog);
  commit();
  const last = release();
  assert.equal(last.status, 9, last.stderr);
  assert.match(last.stdout, /all tests/);

  git("tag", "v0.1.0");
  const write = (name, text) => writeFileSync(join(folder, name), text);
  write("Cargo.toml", read("Cargo.toml").replace(/^version = .*$/m, 'version = "0.2.0"'));
  // A line of the release before does not count.
  const dated = (line) =>
    `# Changelog\n\n## 0.2.0, 2026-12-02\n\n${line}\n\n${changelog.split("\n").slice(2).join("\n")}\n- API: old\n`;
  write("CHANGELOG.md", dated("- Fixes."));
  commit();
  assert.equal(release().status, 9);
  write("api/index.d.ts", `${read("api/index.d.ts")}export type New = string;\n`);
  commit();
  assert.match(release().stderr, /api\/ differs from v0\.1\.0/);
  write("CHANGELOG.md", dated("- API: the type `New`."));
  commit();
  assert.equal(release().status, 9);
});
