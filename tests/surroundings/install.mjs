// The packed package in a project of tests/surroundings, whose tools `make surroundings` installs out of its lock file.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PACKAGE = join(import.meta.dirname, "../../pkg");

const run = (cwd, command, ...words) => execFileSync(command, words, { cwd, stdio: ["ignore", "ignore", "inherit"] });

export function installPackage(folder) {
  const packed = mkdtempSync(join(tmpdir(), "blend-sdk-"));
  try {
    run(PACKAGE, "npm", "pack", "--pack-destination", packed, "--loglevel=error");
    const own = join(folder, "node_modules/blend-sdk");
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own);
    run(packed, "tar", "-xzf", readdirSync(packed)[0], "-C", own, "--strip-components=1");
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
}
