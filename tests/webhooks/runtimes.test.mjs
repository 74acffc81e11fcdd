// The packed package as a receiver in Bun, Deno, workerd and Node's own server there too: started and called.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { startWorker } from "../conformance/workerd.mjs";
import { project, start, tool } from "../support/processes.mjs";
import { CREATED, SECRET, SHIPPED } from "./deliveries.mjs";

const { folder, remove } = project(import.meta.dirname);
after(remove);

const MEGABYTE = 1024 * 1024;
const program = (name) => join(folder, "runtimes", name);
const onPort = async ({ child, first }) => ({ child, origin: `http://127.0.0.1:${Number(first)}` });

const SERVERS = {
  Bun: async () => onPort(await start(tool("bun"), [program("bun.mjs"), SECRET])),
  "Bun's node:http": async () => onPort(await start(tool("bun"), [program("node.mjs"), SECRET])),
  Deno: async () => onPort(await start(tool("deno"), ["run", "--quiet", "--allow-net", program("deno.mjs"), SECRET])),
  "Deno's node:http": async () =>
    onPort(await start(tool("deno"), ["run", "--quiet", "--allow-net", "--allow-env", program("node.mjs"), SECRET])),
  workerd: () => startWorker(folder, "runtimes/worker.mjs", { bindings: { SECRET } }),
  Node: async () => onPort(await start(process.execPath, [program("node.mjs"), SECRET])),
};

for (const [name, serve] of Object.entries(SERVERS)) {
  test(`${name} receives`, async (t) => {
    const { child, origin } = await serve();
    t.after(() => child.kill());
    const post = async (body, secret = SECRET) => {
      const init = { method: "POST", headers: { authorization: `bearer ${secret}` }, body };
      const response = await fetch(`${origin}/blend`, init);
      assert.equal(await response.text(), "");
      return response.status;
    };
    assert.equal(await post(JSON.stringify(CREATED)), 200);
    assert.equal(await post(JSON.stringify(CREATED)), 200);
    assert.equal(await post(JSON.stringify(SHIPPED)), 200);
    assert.equal(await post("{"), 400);
    assert.equal(await post(JSON.stringify(CREATED), "other"), 401);
    assert.equal(await post("x".repeat(MEGABYTE + 1)), 413);
    assert.equal((await fetch(origin, { method: "PUT" })).status, 405);
    const ran = await (await fetch(origin)).json();
    assert.deepEqual(ran, [
      { known: true, ...CREATED },
      { known: true, ...SHIPPED },
    ]);
  });
}
