// Runtimes that compile no bytes: what workerd does with the package at the top of a worker, over
// several requests and in its older editions, and the file that edge functions get.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { hostsOf, OK } from "./program/host.mjs";
import { blend } from "./program/blend.mjs";
import { project, start } from "../support/processes.mjs";
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

/** Long enough for many requests to wait for it. */
const [[login, [signedIn]]] = Object.entries(blend({}).signIn);
const signIn = { [login]: [{ ...signedIn, late: 500 }] };

/** A worker whose client stands at the top of it, as most people would have it. */
const WORKER = (origin) => `
  import { Blend } from "blend-sdk";
  const blend = new Blend({ baseURL: "${origin}/api/v1", email: "desk@example.com", password: "word", timeout: 5000 });
  const summary = (error) => ({ error: error.name, message: error.message });
  export default {
    fetch: async () => Response.json(await blend.orders.get("1").catch(summary)),
  };
`;

/** Starts that worker; gives it as a function that calls it. */
async function worker(t, origin, date) {
  const entry = `worker-${date}-${new URL(origin).port}.mjs`;
  writeFileSync(join(packed.folder, entry), WORKER(origin));
  const { child, origin: there } = await startWorker(packed.folder, entry, { date });
  t.after(() => child.kill());
  return async () => (await fetch(there)).json();
}

for (const date of ["2026-10-01", "2024-01-01", "2022-08-01"]) {
  test(`workerd as of ${date}: a client at the top of a worker serves many requests at once, with one sign-in`, async (t) => {
    const host = await hosts.open({ ...signIn, "*": [OK] });
    const call = await worker(t, host.origin, date);
    assert.deepEqual(await Promise.all(Array.from({ length: 5 }, call)), Array(5).fill({ id: "1" }));
    assert.deepEqual(await call(), { id: "1" });
    const signIns = (await host.seen()).filter(({ url }) => url.endsWith("/auth/login"));
    assert.equal(signIns.length, 1);
  });
}

test("edge functions get a file that imports the wasm as their tools ask for it", async () => {
  const out = join(packed.folder, "edge.mjs");
  const modules = [];
  await build({
    stdin: { contents: 'export { Blend } from "blend-sdk";', resolveDir: packed.folder },
    outfile: out,
    bundle: true,
    format: "esm",
    conditions: ["edge-light"],
    // What the tools of Vercel do with `?module`.
    plugins: [
      {
        name: "module",
        setup(tools) {
          tools.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
            path: join(resolveDir, path.replace("?module", "")),
            namespace: "module",
          }));
          tools.onLoad({ filter: /.*/, namespace: "module" }, ({ path }) => {
            modules.push(path);
            // A module of another realm, as in the runtime of Next.js: no instance of this one's WebAssembly.Module.
            return {
              contents: `
            import { readFileSync } from "node:fs";
            import { runInNewContext } from "node:vm";
            export default runInNewContext("(bytes) => new WebAssembly.Module(bytes)")(readFileSync(${JSON.stringify(path)}));`,
            };
          });
        },
      },
    ],
    external: ["node:*"],
  });
  assert.deepEqual(modules, [join(packed.folder, "node_modules/blend-sdk/dist/blend.wasm")]);
  const { Blend } = await import(out);
  const host = await hosts.open({ "*": [OK] });
  assert.deepEqual(await new Blend({ baseURL: `${host.origin}/api/v1`, accessToken: "t" }).orders.get("1"), {
    id: "1",
  });
});
