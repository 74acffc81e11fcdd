// Runtimes that wait for a call by its native state: workerd's waitUntil, and the matchers of Bun's test runner.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { hostsOf, OK, settle } from "./program/host.mjs";
import { blend } from "./program/blend.mjs";
import { project, start, tool } from "../support/processes.mjs";
import { startWorker } from "./workerd.mjs";

let packed;
let server;
let hosts;

before(async () => {
  packed = project(import.meta.dirname);
  server = await start(process.execPath, [join(import.meta.dirname, "server.mjs")]);
  hosts = hostsOf(server.first);
});
after(() => {
  server?.child.kill();
  packed?.remove();
});

test("workerd's ctx.waitUntil keeps a worker until the write is done", async (t) => {
  const [[login, [signedIn]]] = Object.entries(blend({}).signIn);
  // The write goes out long after the worker has answered.
  const host = await hosts.open({ [login]: [{ ...signedIn, late: 500 }], "*": [OK] });
  const file = "wait-until.mjs";
  writeFileSync(
    join(packed.folder, file),
    `
      import { Blend } from "blend-sdk";
      const options = { baseURL: "${host.origin}/api/v1", email: "desk@example.com", password: "word" };
      export default {
        async fetch(request, env, ctx) {
          ctx.waitUntil(new Blend(options).orders.pause("1"));
          return new Response("answered");
        },
      };
    `,
  );
  const { child, origin } = await startWorker(packed.folder, file);
  t.after(() => child.kill());
  assert.equal(await (await fetch(origin)).text(), "answered");
  const { hangs, value } = await settle(host.arrived(2));
  assert.ok(!hangs, "the write was lost");
  assert.equal(value[1].url, "/api/v1/orders/1/pause");
});

test("the matchers of Bun's test runner wait for a call", () => {
  const file = join(packed.folder, "matchers.test.mjs");
  writeFileSync(
    file,
    `
      import { expect, test } from "bun:test";
      import { Blend } from "blend-sdk";
      const later = (answer) => new Promise((resolve) => setTimeout(resolve, 10, answer));
      const fetch = (url) => later(url.endsWith("/1") ? Response.json({ id: "1" }) : Response.json({}, { status: 404 }));
      const { orders } = new Blend({ accessToken: "t", logLevel: "off", fetch });
      test("resolves", async () => {
        await expect(orders.get("1")).resolves.toEqual({ id: "1" });
      });
      test("rejects", async () => {
        await expect(orders.get("2")).rejects.toMatchObject({ code: "not_found", outcome: "rejected" });
      });
      test("rejects by class", async () => {
        await expect(orders.get("..")).rejects.toThrow("nothing was sent");
      });
    `,
  );
  const { status, stderr } = spawnSync(tool("bun"), ["test", file], { cwd: packed.folder, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /\b3 pass/);
});
