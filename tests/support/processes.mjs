// Child processes that say a first thing when they are ready, and the packed package in a project.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** A program out of the tools' own node_modules. */
export const tool = (name) => join(ROOT, "node_modules/.bin", name);

/** Starts a program; gives it with the first line that it writes to `stream`. */
export async function start(command, words, { stream = 1, ...options } = {}) {
  const stdio = ["ignore", stream === 1 ? "pipe" : "inherit", "inherit", ...(stream > 2 ? ["pipe"] : [])];
  const child = spawn(command, words, { stdio, ...options });
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`${command} ended with ${code}`);
  });
  let text = "";
  const line = new Promise((resolve) => {
    child.stdio[stream].on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
  });
  const first = await Promise.race([line, gone]);
  gone.catch(() => {});
  return { child, first };
}

/** Runs a program that writes one line; gives that, and whether the program then ended within a minute. */
export async function finish(command, words, options) {
  const { child, first } = await start(command, words, options);
  const timer = setTimeout(() => child.kill(), 60_000);
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  clearTimeout(timer);
  return { out: first, ended: child.exitCode === 0 };
}

/** A project with the package in it, installed twice out of the tarball, and with a program: what lies in the folder `from`. */
export function project(from) {
  const folder = mkdtempSync(join(tmpdir(), "blend-sdk-conformance-"));
  const npm = (cwd, ...words) =>
    execFileSync("npm", [...words, "--loglevel=error"], { cwd, stdio: ["ignore", "ignore", "inherit"] });
  npm(join(ROOT, "pkg"), "pack", "--pack-destination", folder);
  const [tarball] = readdirSync(folder);
  const dependencies = { "blend-sdk": `file:${tarball}`, "blend-sdk-copy": `file:${tarball}` };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "conformance", private: true, type: "module", dependencies }),
  );
  npm(folder, "install", "--offline", "--no-audit", "--no-fund");
  for (const name of ["program", "runtimes"]) cpSync(join(from, name), join(folder, name), { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
