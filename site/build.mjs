// Builds the site: the guides as they are in the repository, and a reference made of the package's declarations.
//   node site/build.mjs
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const site = fileURLToPath(new URL(".", import.meta.url));
const root = join(site, "..");
const pages = join(site, "pages");

/** Copies the declarations of all entries, each with its name in front. */
function declarations() {
  const { exports } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));
  const entries = Object.entries(exports).filter(([name, way]) => way.import && name !== "./js");
  return entries.map(([name, way]) => {
    const file = `declarations/${basename(way.import.types)}`;
    const text = readFileSync(join(root, "pkg", way.import.types), "utf8");
    writeFileSync(join(site, file), `/** @module ${name.replace(".", "blend-sdk")} */\n${text}`);
    return file;
  });
}

function run(tool, ...words) {
  const { status } = spawnSync(join(site, "node_modules/.bin", tool), words, { cwd: site, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

for (const folder of ["pages", "declarations"]) {
  rmSync(join(site, folder), { recursive: true, force: true });
  mkdirSync(join(site, folder));
}
for (const name of ["docs", "api.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"]) {
  cpSync(join(root, name), join(pages, name), { recursive: true });
}
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(join(root, name), join(pages, `${name}.md`));
cpSync(join(root, "README.md"), join(pages, "start.md"));
cpSync(join(site, "home.md"), join(pages, "index.md"));

const files = declarations();
writeFileSync(join(site, "tsconfig.json"), JSON.stringify({ extends: "./tsconfig.base.json", files }));
run("typedoc", "--entryPoints", ...files);
run("vitepress", "build", ".");
