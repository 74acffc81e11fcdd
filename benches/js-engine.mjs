// The engine in plain JavaScript beside the one in WebAssembly: sizes, and speed as ratios in one run (WebAssembly = 1).
//   node benches/js-engine.mjs

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const entry = (name) => fileURLToPath(new URL(`../pkg/dist/${name}.mjs`, import.meta.url));
const ENGINES = { WebAssembly: entry("index"), JavaScript: entry("js") };

const [order] = JSON.parse(
  await readFile(new URL("../tests/contract/examples/orders-list.response.json", import.meta.url), "utf8"),
);
const page = (length) =>
  JSON.stringify(
    Array.from({ length }, (_, place) => ({
      ...order,
      id: `00000000-0000-0000-0000-${String(place).padStart(12, "0")}`,
    })),
  );

const PATIENT = {
  first_name: "Testina",
  last_name: "Muster",
  email: "testina@example.com",
  phone: "6175550123",
  date_of_birth: "1990-01-01",
  address: { address_1: "1 Main St", city: "Boston", state: "MA", zip_code: "02108" },
};

/** What is measured, given the client's class: each a function that does it once. */
function ways(Blend) {
  const answering = (text) => async () => new Response(text, { headers: { "content-type": "application/json" } });
  const client = (text, options) =>
    new Blend({ accessToken: "t", fetch: answering(text), logLevel: "off", ...options });
  const plain = client("{}");
  const checked = client(page(200), { checkResponses: "report" });
  const unchecked = client(page(200));
  return {
    "check a patient": async () => plain.patients.check.create(PATIENT),
    "one small call": async () => plain.patients.create(PATIENT),
    "200 orders, 679 KB": async () => unchecked.orders.list(),
    "200 orders, checked": async () => checked.orders.list(),
  };
}

/** Milliseconds from nothing to the end of the first call, in a process of its own. */
function firstCall(file) {
  const script = `
    const start = performance.now();
    const { Blend } = await import(${JSON.stringify(file)});
    new Blend({ accessToken: "t" }).patients.check.create({});
    console.log(performance.now() - start);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }));
}

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

const times = {};
const record = (way, engine, time) => ((times[way] ??= {})[engine] ??= []).push(time);
const both = [];
for (const [engine, file] of Object.entries(ENGINES)) both.push([engine, ways((await import(file)).Blend)]);
// Taking turns, so that whatever else the machine does strikes both alike; the median of many rounds.
for (let round = 0; round < 120; round++) {
  for (const [engine, each] of both) {
    for (const [way, work] of Object.entries(each)) {
      const start = performance.now();
      await work();
      if (round >= 20) record(way, engine, performance.now() - start);
    }
  }
}
for (let round = 0; round < 11; round++)
  for (const [engine, file] of Object.entries(ENGINES)) record("import and first check, cold", engine, firstCall(file));

const sizes = {};
for (const [engine, file] of Object.entries(ENGINES)) {
  const bundle = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    external: ["node:*"],
  });
  sizes[engine] = gzipSync(bundle.outputFiles[0].contents, { level: 9 }).length;
}

console.log(`Node ${process.versions.node}\n`);
console.log("| | WebAssembly | JavaScript | ratio |\n| --- | --- | --- | --- |");
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const row = (name, shown, a, b) => console.log(`| ${name} | ${shown(a)} | ${shown(b)} | ${(b / a).toFixed(2)} |`);
row("whole client, gzip", kilobytes, sizes.WebAssembly, sizes.JavaScript);
for (const [way, { WebAssembly: one, JavaScript: other }] of Object.entries(times))
  row(way, (ms) => `${ms.toFixed(3)} ms`, median(one), median(other));
