// A project of tests/surroundings: its tools out of its lock file, and the packed package.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const run = (cwd, command, ...words) => execFileSync(command, words, { cwd, stdio: ["ignore", "ignore", "inherit"] });

/** Installs what the project's lock file says, where that is not done yet, and the package as it is now. */
export function install(folder) {
  const done = join(folder, "node_modules/.package-lock.json");
  const lock = join(folder, "package-lock.json");
  if (!existsSync(done) || statSync(done).mtimeMs < statSync(lock).mtimeMs)
    run(folder, "npm", "ci", "--ignore-scripts", "--loglevel=error");
  const packed = mkdtempSync(join(tmpdir(), "blend-sdk-"));
  try {
    const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
    run(pkg, "npm", "pack", "--pack-destination", packed, "--loglevel=error");
    const own = join(folder, "node_modules/blend-sdk");
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own);
    run(packed, "tar", "-xzf", readdirSync(packed)[0], "-C", own, "--strip-components=1");
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
}
