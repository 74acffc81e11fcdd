// Workers in workerd, built as Cloudflare's own tools build them.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { start, tool } from "../support/processes.mjs";

/** Starts a worker from the file `entry` of a project; gives its origin. Its secrets are `bindings`. */
export async function startWorker(folder, entry, { bindings = {}, date = "2026-10-01" } = {}) {
  const name = entry.replace(/\W/g, "-") + date;
  const out = join(folder, name);
  await build({
    entryPoints: [join(folder, entry)],
    outfile: join(out, "worker.mjs"),
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]-[hash]",
    logLevel: "error",
  });
  const modules = readdirSync(out)
    .filter((file) => file.endsWith(".wasm"))
    .map((file) => `(name = "${file}", wasm = embed "${name}/${file}")`);
  const texts = Object.entries(bindings).map(([key, text]) => `(name = "${key}", text = ${JSON.stringify(text)})`);
  writeFileSync(
    join(folder, `${name}.capnp`),
    `
    using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [
        (name = "main", worker = (
          modules = [(name = "worker.mjs", esModule = embed "${name}/worker.mjs"), ${modules.join(", ")}],
          bindings = [${texts.join(", ")}], compatibilityDate = "${date}", globalOutbound = "network",
        )),
        (name = "network", network = (allow = ["public", "private"])),
      ],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );
  `,
  );
  const { child, first } = await start(tool("workerd"), ["serve", join(folder, `${name}.capnp`), "--control-fd=3"], {
    stream: 3,
  });
  return { child, origin: `http://127.0.0.1:${JSON.parse(first).port}` };
}
