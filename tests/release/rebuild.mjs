// Builds the committed state in two fresh clones, and compares the packages byte for byte. Takes as long as two first builds.
//   node tests/release/rebuild.mjs
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Commits that come while the first clone builds are not in the second one. */
const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();

/** The SHA-256 of each file of the package that a fresh clone builds. */
function built() {
  const folder = mkdtempSync(join(tmpdir(), "blend-sdk-rebuild-"));
  try {
    const run = (command, ...words) =>
      execFileSync(command, words, { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
    run("git", "clone", "-q", root, ".");
    run("git", "checkout", "-q", commit);
    execFileSync("make", ["build"], {
      cwd: folder,
      stdio: "inherit",
      env: { ...process.env, CARGO_TARGET_DIR: join(folder, "target") },
    });
    const pkg = join(folder, "pkg");
    const files = readdirSync(pkg, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const hashes = files.map((entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      return `${createHash("sha256").update(readFileSync(path)).digest("hex")}  ${relative(pkg, path)}`;
    });
    return hashes.sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [one, other] = [built(), built()];
const different = one.filter((line) => !other.includes(line)).concat(other.filter((line) => !one.includes(line)));
if (different.length) {
  console.error(`error: the two packages differ:\n${different.join("\n")}`);
  process.exit(1);
}
console.log(`${one.length} files, byte for byte the same`);
