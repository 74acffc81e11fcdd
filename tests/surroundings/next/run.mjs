// A portal in Next.js, built and started: a server component that does the whole story, and the route of docs/webhooks.md.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeGuide } from "../../support/guide.mjs";
import { serveSandbox } from "../../support/serve-sandbox.mjs";
import { installPackage } from "../install.mjs";
import { CREATED, SECRET, SHIPPED } from "../../webhooks/deliveries.mjs";

/** Starts the portal in the folder of one version of Next, and gives its origin. */
export async function startPortal(t, folder) {
  installPackage(folder);
  // A copy: Next treats links to other folders in a way of its own.
  rmSync(join(folder, "app"), { recursive: true, force: true });
  for (const part of ["app", "blend-handler.mjs"])
    cpSync(join(import.meta.dirname, part), join(folder, part), { recursive: true });
  const guide = writeGuide("webhooks", []);
  cpSync(join(guide.folder, "app"), join(folder, "app"), { recursive: true });
  guide.remove();
  const sandbox = await serveSandbox();
  t.after(() => sandbox.stop());
  const options = {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NEXT_TELEMETRY_DISABLED: "1",
      ...sandbox.env,
    },
  };
  const next = join(folder, "node_modules/next/dist/bin/next");
  execFileSync(process.execPath, [next, "build"], { ...options, stdio: ["ignore", "ignore", "inherit"] });
  const words = [next, "start", "--port", "0", "--hostname", "127.0.0.1"];
  const env = { ...options.env, BLEND_WEBHOOK_SECRET: SECRET };
  const child = spawn(process.execPath, words, { ...options, env, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill());
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  while (!/Ready/.test(said)) await once(child.stdout, "data");
  return /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(said)[0];
}

/** No read of a server component is answered from the memory of its render. */
export async function assertTrueReads(origin) {
  const page = await (await fetch(`${origin}/story`)).text();
  const story = /<pre id="story">(.*?)<\/pre>/.exec(page)?.[1].replaceAll("&quot;", '"');
  assert.deepEqual(JSON.parse(story ?? "null"), {
    repeated: "received",
    paused: "paused",
    moved: "shipped",
    once: true,
  });
}

/** The route handler receives each event once, and answers every wrong delivery with its status. */
export async function assertWebhooks(origin) {
  const url = `${origin}/blend`;
  const post = async (body, secret = SECRET) =>
    (await fetch(url, { method: "POST", headers: { authorization: `Bearer ${secret}` }, body })).status;
  for (const event of [CREATED, CREATED, SHIPPED]) assert.equal(await post(JSON.stringify(event)), 200);
  assert.equal(await post("{"), 400);
  assert.equal(await post(JSON.stringify(CREATED), "other"), 401);
  assert.equal(await post("x".repeat(1024 * 1024 + 1)), 413);
  for (const method of ["GET", "PUT"]) assert.equal((await fetch(url, { method })).status, 405);
  assert.deepEqual(await (await fetch(`${origin}/ran`)).json(), ["order.created", "order.shipped"]);
}
