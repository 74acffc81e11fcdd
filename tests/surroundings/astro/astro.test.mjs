// A portal in Astro, built and started: a page that the server renders, and that orders once.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { freePort } from "../../support/http.mjs";
import { serveSandbox } from "../../support/serve-sandbox.mjs";
import { installPackage } from "../install.mjs";

test("a portal in Astro: a rendered page orders once and reads", async (t) => {
  const folder = import.meta.dirname;
  installPackage(folder);
  const sandbox = await serveSandbox();
  t.after(() => sandbox.stop());
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ASTRO_TELEMETRY_DISABLED: "1", ...sandbox.env };
  execFileSync(join(folder, "node_modules/.bin/astro"), ["build"], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const server = join(folder, "dist/server/entry.mjs");
  const port = await freePort();
  const child = spawn(process.execPath, [server], {
    cwd: folder,
    env: { ...env, HOST: "127.0.0.1", PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill());
  await new Promise((resolve) =>
    child.stdout.setEncoding("utf8").on("data", (text) => text.includes("http") && resolve()),
  );
  const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
  assert.match(page, /<p id="status">paused<\/p>/);
  assert.match(page, /<p id="issues">[1-9]\d*<\/p>/);
});
