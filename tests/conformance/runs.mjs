// The conformance program in five runtimes, in two more browsers, and on the engine in plain JavaScript, with the packed package.
import { join } from "node:path";
import { build } from "esbuild";
import { findChromium, launch, site, visit } from "../support/browser.mjs";
import { finish, tool } from "../support/processes.mjs";
import { startWorker } from "./workerd.mjs";

const inProcess =
  (command, ...words) =>
  async (folder, control) => {
    const { out, ended } = await finish(command, [...words, join(folder, "runtimes/process.mjs"), control]);
    const exit = { name: "exit", pass: ended, seen: ended ? "" : "the process goes on" };
    return [...JSON.parse(out), exit];
  };

/** Where no process of the program's own could end. */
const noExit = { name: "exit", seen: "" };

/** By runtime, what gives the results of all probes in it. */
export const RUNTIMES = {
  Node: inProcess(process.execPath),
  // The engine in plain JavaScript, as React Native's tools choose it.
  "Node, JavaScript engine": inProcess(process.execPath, "--conditions=react-native"),
  Bun: inProcess(tool("bun")),
  Deno: inProcess(tool("deno"), "run", "--quiet", "--allow-net", "--allow-env"),

  async workerd(folder, control) {
    const { child, origin } = await startWorker(folder, "runtimes/worker.mjs", { bindings: { CONTROL: control } });
    try {
      return [...(await (await fetch(origin)).json()), noExit];
    } finally {
      child.kill();
    }
  },

  async Chromium(folder, control) {
    const executable = findChromium();
    if (!executable) return undefined;
    return inPage(folder, control, async (t, url) => {
      const browser = await launch(executable);
      t.after(() => browser.close());
      return (await visit(t, browser, url)).result;
    });
  },
};

/** The same in the browsers of `tests/more-browsers`. */
export async function moreRuntimes() {
  const { BROWSERS, waitFor } = await import("../more-browsers/browsers.mjs");
  const run = (open) => (folder, control) =>
    inPage(folder, control, async (t, url) => {
      const window = await open(t);
      await window.visit(url);
      return JSON.parse(await waitFor(window, "return JSON.stringify(globalThis.result)"));
    });
  return Object.fromEntries(Object.entries(BROWSERS).map(([name, open]) => [name, run(open)]));
}

/** Serves the program as a page. `open` opens it in a browser, and gives its results. */
async function inPage(folder, control, open) {
  const bundle = await build({
    entryPoints: [join(folder, "runtimes/page.mjs")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
  });
  const undo = [];
  const t = { after: (work) => undo.push(work) };
  try {
    const origin = await site(t, {
      "/": '<!doctype html><script type="module" src="/page.js"></script>',
      "/page.js": bundle.outputFiles[0].text,
    });
    return [...(await open(t, `${origin}/?control=${control}`)), noExit];
  } finally {
    for (const work of undo.reverse()) await work();
  }
}

/** What the process itself shows, beside the program's probes. */
export const EXIT = { name: "exit", promise: "The process ends by itself when its calls have ended" };
