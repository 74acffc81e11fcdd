// The wasm modules of the package, read as the package itself reads them.
import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";

const source = readFileSync(new URL("../../pkg-template/src/engine/bytes.ts", import.meta.url), "utf8");
const { code } = transformSync(source, { loader: "ts" });
const { moduleFromText } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

/** The bytes of a module. */
export async function bytesOf(name) {
  const { wasm } = await import(new URL(`../../pkg-template/generated/${name}-wasm.js`, import.meta.url));
  return Buffer.from(moduleFromText(wasm));
}
