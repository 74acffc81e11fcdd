// A portal in Nuxt, built and started: a route of the server that orders, and a page that the server renders.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { serveSandbox } from "../../support/serve-sandbox.mjs";
import { installPackage } from "../install.mjs";

test("a portal in Nuxt: a server route orders once and reads, and a page with a client on a path is rendered", async (t) => {
  const folder = import.meta.dirname;
  installPackage(folder);
  const sandbox = await serveSandbox();
  t.after(() => sandbox.stop());
  const { PATH, HOME } = process.env;
  const options = { cwd: folder, env: { PATH, HOME, NUXT_TELEMETRY_DISABLED: "1", ...sandbox.env } };
  const nuxt = join(folder, "node_modules/.bin/nuxt");
  execFileSync(nuxt, ["build"], { ...options, stdio: ["ignore", "ignore", "inherit"] });
  const server = join(folder, ".output/server/index.mjs");
  const env = { ...options.env, NITRO_PORT: "0", PORT: "0", NITRO_HOST: "127.0.0.1" };
  const child = spawn(process.execPath, [server], { ...options, env, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill());
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  while (!/http:\/\/\S+:\d+/.test(said)) await once(child.stdout, "data");
  const [origin] = /http:\/\/[^\s/]+:\d+/.exec(said);
  const page = await (await fetch(origin)).text();
  assert.match(page, /<p id="status">paused<\/p>/);
  assert.match(page, /<p id="issues">[1-9]\d* false<\/p>/);
});
