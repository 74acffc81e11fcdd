// The package as users get it: packed, installed out of the tarball, imported and required, run.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Blend } from "../../pkg/dist/index.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "blend-sdk-"));
const projects = { esm: join(folder, "esm"), cjs: join(folder, "cjs") };
const sandboxes = {};

const npm = (cwd, ...words) => execFileSync("npm", [...words, "--loglevel=error"], { cwd, encoding: "utf8" });

before(async () => {
  npm(here("../../pkg"), "pack", "--pack-destination", folder);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  for (const [kind, project] of Object.entries(projects)) {
    cpSync(here("fixtures"), project, { recursive: true });
    writeFileSync(
      join(project, "package.json"),
      JSON.stringify({ name: `fixture-${kind}`, private: true, type: kind === "esm" ? "module" : "commonjs" }),
    );
    npm(project, "install", "--offline", "--no-audit", "--no-fund", join(folder, tarball));
    sandboxes[kind] = await startSandbox(project);
  }
});

after(() => {
  // The whole group: npx, its shell and the server.
  for (const { pid } of Object.values(sandboxes)) process.kill(-pid, "SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command-line tool as its greeting tells, and reads the account from there. */
async function startSandbox(cwd) {
  const child = spawn("npx", ["--offline", "--no", "--", "blend-sdk", "sandbox", "--port", "0"], {
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.includes("new Blend(")) break;
  }
  const [, base] = /^Blend sandbox: (\S+)$/m.exec(text);
  const [, email] = /^E-mail: +(\S+)$/m.exec(text);
  const [, password] = /^Password: +(\S+)$/m.exec(text);
  return { pid: child.pid, base, email, password };
}

/** Runs a script of a project to its end; it finds the sandbox in its environment. */
async function run(kind, script) {
  const { base, email, password } = sandboxes[kind];
  const env = { ...process.env, BLEND_BASE_URL: base, BLEND_EMAIL: email, BLEND_PASSWORD: password };
  const child = spawn(process.execPath, [script], { cwd: projects[kind], env, stdio: ["ignore", "pipe", "pipe"] });
  let [out, errors] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (errors += chunk));
  const [code, signal] = await once(child, "close");
  return { out, errors, code, signal };
}

/** Whether the last thing that a walk did, without awaiting it, has arrived. */
async function paused(kind) {
  const { base, email, password } = sandboxes[kind];
  const list = await new Blend({ baseURL: base, email, password }).orders.list({ status: "paused" });
  return list.data.length;
}

const well = { out: "all well\n", errors: "", code: 0, signal: null };

test("an ES module imports it and walks through it", async () => {
  assert.deepEqual(await run("esm", "esm.mjs"), well);
  assert.equal(await paused("esm"), 1);
});

test("a CommonJS script requires it and walks through it", async () => {
  assert.deepEqual(await run("cjs", "cjs.cjs"), well);
  assert.equal(await paused("cjs"), 1);
});

test("importing does nothing", async () => {
  assert.deepEqual(await run("esm", "idle.mjs"), well);
});

test("a process ends as soon as its last call has settled", async () => {
  const started = performance.now();
  assert.deepEqual(await run("esm", "exits.mjs"), { ...well, out: "settled\n" });
  // A lock that stays behind would last for ten minutes.
  assert.ok(performance.now() - started < 60_000);
});

test("it brings nothing along", () => {
  assert.deepEqual(
    readdirSync(join(projects.cjs, "node_modules")).filter((name) => !name.startsWith(".")),
    ["blend-sdk"],
  );
});

test("the command-line tool explains itself and refuses what it does not know", () => {
  const tool = (...words) =>
    execFileSync("npx", ["--offline", "--no", "--", "blend-sdk", ...words], {
      cwd: projects.cjs,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  assert.match(tool("--help"), /blend-sdk sandbox/);
  for (const [words, said] of [
    [[], /Give a command/],
    [["sandbx"], /Unknown command "sandbx"/],
    [["sandbox", "--prt", "1"], /--prt/],
    [["sandbox", "--port", "x"], /--port/],
  ]) {
    assert.throws(
      () => tool(...words),
      (error) => error.status === 2 && said.test(error.stderr),
      words.join(" "),
    );
  }
});
