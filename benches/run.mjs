// Speed beside other clients, as ratios in one run. Adds the run to history.json, and writes RESULTS.md and chart.svg of it.
//   node benches/run.mjs

import { execFileSync, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openChromium } from "./chromium.mjs";
import { coldInNode } from "./cold.mjs";
import { ratios } from "./measure.mjs";
import { orders } from "./orders.mjs";
import { record } from "./record.mjs";
import * as ways from "./ways.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const rows = [];

/** Adds rows: `value` becomes a text by `shown`. */
function add(measure, runtime, list, shown) {
  console.log(`${runtime}: ${measure}`);
  for (const { way, ratio, value } of list) rows.push({ measure, runtime, way, ratio, value: shown(value) });
}

const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const micros = (value) => `${(value * 1000).toFixed(0)} µs`;
const perSecond = (value) => `${(1000 / value).toFixed(0)} calls/s`;

const CALLS = [
  [1, { inFlight: 1, count: 150, rounds: 11 }],
  [64, { inFlight: 64, count: 320, rounds: 11 }],
];

async function measure(runtime, run, port) {
  const baseURL = `http://127.0.0.1:${port}/api/v1`;
  add("a list of 200 orders, 679 KB", runtime, await run("lists", JSON.stringify(orders(200)), 30), ms);
  for (const [inFlight, sizes] of CALLS) {
    const measured = await run("calls", baseURL, sizes);
    const shown = inFlight === 1 ? micros : perSecond;
    add(`a call over loopback, ${inFlight} in flight: time`, runtime, ratios(measured, "ms"), shown);
    if (runtime === "Node") add(`the same, ${inFlight} in flight: CPU`, runtime, ratios(measured, "cpu"), micros);
  }
  add("10,000 orders in 50 pages, from a server that answers in 20 ms", runtime, await run("pages", baseURL, 3), ms);
}

function growth() {
  const text = execFileSync(process.execPath, ["--expose-gc", here("growth.mjs")], { encoding: "utf8" });
  const { sizes, pages, calls, memory } = JSON.parse(text);
  const costs = (list) =>
    list.map((value, place) => ({ way: String(sizes[place]), ratio: value / list[0], value: value / 1000 }));
  add("the cost of a page, as a list has more of them", "Node", costs(pages), micros);
  add("the cost of a call, as more are in flight", "Node", costs(calls), micros);
  const megabytes = (value) => `${(value / 1e6).toFixed(1)} MB`;
  const { before, after } = memory;
  const left = [
    { way: "after 10,000 calls", ratio: 1, value: before },
    { way: "after 100,000 more", ratio: after / before, value: after },
  ];
  add("memory", "Node", left, megabytes);
}

const server = fork(here("server.mjs"));
const port = await new Promise((resolve) => server.once("message", resolve));
await measure("Node", (name, ...args) => ways[name](...args), port);
add("import and first call, cold", "Node", await coldInNode(7), ms);
growth();
const chromium = await openChromium(port);
if (chromium) {
  await measure("Chromium", chromium.run, port);
  add("import and first call, cold", "Chromium", await chromium.cold(7), ms);
  await chromium.close();
} else {
  console.log("LEFT OUT: all in Chromium, because there is no chromium");
}
server.disconnect();
record(rows, chromium?.version);
