// The packed package as a form's backend in Bun, Deno, workerd and Node's own server there too: started and called.
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { startWorker } from "../conformance/workerd.mjs";
import { project, start, tool } from "../support/processes.mjs";
import { HEADERS, requestOf } from "./portal.mjs";

const { folder, remove } = project(import.meta.dirname);
after(remove);

const program = (name) => join(folder, "runtimes", name);
const onPort = async ({ child, first }) => ({ child, origin: `http://127.0.0.1:${Number(first)}` });
const deno = ["run", "--quiet", "--allow-net", "--allow-env"];

const SERVERS = {
  Bun: async () => onPort(await start(tool("bun"), [program("bun.mjs")])),
  "Bun's node:http": async () => onPort(await start(tool("bun"), [program("node.mjs")])),
  Deno: async () => onPort(await start(tool("deno"), [...deno, program("deno.mjs")])),
  "Deno's node:http": async () => onPort(await start(tool("deno"), [...deno, program("node.mjs")])),
  workerd: () => startWorker(folder, "runtimes/worker.mjs"),
  Node: async () => onPort(await start(process.execPath, [program("node.mjs")])),
};

/** A body without an end, in pieces: gives the status that cuts it off. */
function statusOfEndless(url, headers) {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: "POST", headers }, ({ statusCode }) => {
      resolve(statusCode);
      request.destroy();
    });
    request.on("error", reject);
    for (let sent = 0; sent <= 80; sent++) request.write("x".repeat(1024));
  });
}

for (const [name, serve] of Object.entries(SERVERS)) {
  test(`${name} takes submissions and calls of staff`, async (t) => {
    const { child, origin } = await serve();
    t.after(() => child.kill());
    const body = await requestOf().text();
    const ask = async (path, { method = "POST", headers, ...init } = {}) => {
      const response = await fetch(`${origin}${path}`, { method, headers: { ...HEADERS, ...headers }, ...init });
      const text = await response.text();
      return [response.status, text && JSON.parse(text)];
    };
    const visitor = { cookie: "visitor-1" };
    const [status, made] = await ask("/intake", { headers: visitor, body });
    assert.deepEqual([status, Object.keys(made)], [200, ["order_number"]]);
    assert.deepEqual(await ask("/intake", { headers: visitor, body }), [200, made]);
    assert.equal((await ask("/intake", { body }))[0], 401);
    assert.equal((await ask("/intake", { headers: { ...visitor, "sec-fetch-site": "cross-site" }, body }))[0], 403);
    assert.equal((await ask("/intake", { headers: visitor, body: "{" }))[0], 400);
    assert.equal((await ask("/intake", { headers: visitor, body: "x".repeat(65 * 1024) }))[0], 413);
    assert.equal(await statusOfEndless(`${origin}/intake`, { ...HEADERS, ...visitor }), 413);
    assert.equal((await ask("/intake", { method: "GET" }))[0], 405);

    const staff = { method: "GET", headers: { cookie: "staff", "content-type": "" } };
    const [listed, [order]] = await ask("/blend/orders?page_size=5", staff);
    assert.deepEqual([listed, order.order_number], [200, made.order_number]);
    const [paused] = await ask(`/blend/orders/${order.id}/pause`, { ...staff, method: "PUT" });
    assert.equal(paused, 200);
    assert.equal((await ask("/blend/orders", { ...staff, headers: { cookie: "nobody" } }))[0], 403);
    const [, orders] = await ask("/", { method: "GET" });
    assert.deepEqual([orders.received, orders.paused], [0, 1]);
  });
}
