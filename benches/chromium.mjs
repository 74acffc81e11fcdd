// The same ways in Chromium, from one script that esbuild bundles.

import { build } from "esbuild";
import { findChromium, launch } from "../tests/support/browser.mjs";
import { FIRST_CALLS, firstCall } from "./cold.mjs";
import { ratios, takeTurns } from "./measure.mjs";

async function bundled(contents) {
  const stdin = { contents, resolveDir: import.meta.dirname };
  const options = { bundle: true, minify: true, write: false, format: "esm", external: ["node:*"], target: "es2022" };
  return (await build({ stdin, ...options, logLevel: "error" })).outputFiles[0].text;
}

/** Opens a browser whose pages have the origin of `port`. Undefined if there is none. */
export async function openChromium(port) {
  const executablePath = findChromium();
  if (!executablePath) return undefined;
  const browser = await launch(executablePath);
  const ways = await bundled('export * from "./ways.mjs";');
  const fresh = async (scripts = {}) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    for (const [path, body] of Object.entries({ "/ways.mjs": ways, ...scripts }))
      await page.route(`**${path}`, (route) => route.fulfill({ contentType: "text/javascript", body }));
    await page.goto(`http://127.0.0.1:${port}/`);
    return { page, close: () => context.close() };
  };
  return {
    version: browser.version(),
    close: () => browser.close(),
    /** Calls one of `ways.mjs`. */
    async run(name, ...args) {
      const { page, close } = await fresh();
      const call = async ([name, args]) => (await import("/ways.mjs"))[name](...args);
      const result = await page.evaluate(call, [name, args]);
      await close();
      return result;
    },
    async cold(rounds) {
      const ways = {};
      // Stripe is for servers only.
      for (const name of ["blend-sdk", "openai"]) {
        const [from, call] = FIRST_CALLS[name];
        const script = await bundled(`export * from ${JSON.stringify(from.replace("file://", ""))};`);
        ways[name] = { scripts: { "/it.mjs": script }, text: firstCall(["/it.mjs", call]) };
      }
      const once = async ({ scripts, text }) => {
        const { page, close } = await fresh(scripts);
        const ms = await page.evaluate(`(async () => { ${text} return ms; })()`);
        await close();
        return { ms };
      };
      return ratios(await takeTurns(ways, { rounds, warm: 1, once }), "ms");
    },
  };
}
