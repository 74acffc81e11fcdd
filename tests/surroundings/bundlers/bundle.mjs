// One way to bundle for each bundler: from an entry file to what a browser gets, minified.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** webpack and Rspack take the same configuration. */
async function packed(pack, entry, folder) {
  const stats = await promisify(pack)({
    mode: "production",
    entry,
    output: { path: folder, filename: "out.js" },
    context: import.meta.dirname,
    performance: false,
  });
  if (stats.hasErrors()) throw new Error(stats.toString());
  return readFileSync(join(folder, "out.js"));
}

/** By name. Each gives the bytes of the bundle. */
export const BUNDLERS = {
  webpack: async (entry, folder) => packed((await import("webpack")).default, entry, folder),
  Rspack: async (entry, folder) => packed((await import("@rspack/core")).rspack, entry, folder),
  async esbuild(entry) {
    const { build } = await import("esbuild");
    const options = { bundle: true, minify: true, write: false, format: "esm", platform: "browser", logLevel: "error" };
    return (await build({ entryPoints: [entry], ...options })).outputFiles[0].contents;
  },
  async Rollup(entry) {
    const [{ rollup }, resolve, terser] = await Promise.all([
      import("rollup"),
      import("@rollup/plugin-node-resolve"),
      import("@rollup/plugin-terser"),
    ]);
    const plugins = [resolve.default({ browser: true }), terser.default()];
    const bundle = await rollup({ input: entry, plugins, logLevel: "silent" });
    return Buffer.from((await bundle.generate({ format: "es" })).output[0].code);
  },
  async Vite(entry, folder) {
    const { build } = await import("vite");
    const output = { entryFileNames: "out.js" };
    await build({
      root: import.meta.dirname,
      logLevel: "error",
      configFile: false,
      build: { outDir: folder, emptyOutDir: false, rollupOptions: { input: entry, output } },
    });
    return readFileSync(join(folder, "out.js"));
  },
  async Parcel(entry, folder) {
    const words = [
      "build",
      entry,
      "--dist-dir",
      folder,
      "--no-cache",
      "--cache-dir",
      folder,
      "--no-source-maps",
      "--log-level",
      "error",
    ];
    const parcel = join(import.meta.dirname, "node_modules/.bin/parcel");
    execFileSync(parcel, words, { cwd: import.meta.dirname, stdio: ["ignore", "inherit", "inherit"] });
    return readFileSync(
      join(
        folder,
        readdirSync(folder).find((name) => name.endsWith(".js")),
      ),
    );
  },
};
