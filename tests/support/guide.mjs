// The code of a guide as files that can be run: each block is named by the comment on its first line.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Writes the blocks of `docs/<name>.md` into a folder where this package, and `others`, can be imported. */
export function writeGuide(name, others) {
  const folder = mkdtempSync(join(tmpdir(), "blend-sdk-guide-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "pkg"), join(folder, "node_modules/blend-sdk"));
  for (const other of others) symlinkSync(join(root, "node_modules", other), join(folder, "node_modules", other));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const text = readFileSync(join(root, "docs", `${name}.md`), "utf8");
  const files = [...text.matchAll(/^```js\n(\/\/ (\S+).*?)^```$/gms)].map(([, code, path]) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
    return path;
  });
  const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => join(root, "docs", link));
  return { folder, files, links, remove: () => rmSync(folder, { recursive: true }) };
}

/** What a block says that it prints: the comments behind its `console.log`. */
export const promised = (path) =>
  [...readFileSync(path, "utf8").matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, said]) => said);
