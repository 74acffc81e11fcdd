// Runs the conformance program against the packed package in all runtimes, and compares with what the
// tables say. With --peers, in more browsers and against other clients too, and writes the tables.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project, start } from "../support/processes.mjs";
import { PEERS, peer } from "./peers.mjs";
import { probes } from "./program/index.mjs";
import { block, blockIn, document, stale, withBlock } from "./results.mjs";
import { EXIT, moreRuntimes, RUNTIMES } from "./runs.mjs";

const here = (path) => join(import.meta.dirname, path);
const [RESULTS, README] = [here("RESULTS.md"), here("../../README.md")];
const all = [...probes, EXIT];
const byName = (results) => new Map(results.map(({ name, ...rest }) => [name, rest]));
const withPeers = process.argv.includes("--peers");
const runtimes = withPeers ? { ...RUNTIMES, ...(await moreRuntimes()) } : RUNTIMES;
const faults = [];

const { child: server, first: control } = await start(process.execPath, [here("server.mjs")]);
const { folder, remove } = project(here("."));
const own = {};
const others = {};
try {
  for (const [runtime, run] of Object.entries(runtimes)) {
    const started = performance.now();
    const results = await run(folder, control);
    if (!results) {
      console.log(`LEFT OUT: ${runtime}, which is not installed`);
      if (process.env.CI === "true") faults.push(`${runtime} is missing`);
      continue;
    }
    own[runtime] = byName(results);
    const failed = results.filter(({ pass }) => pass === false);
    const excused = (name) => all.find((probe) => probe.name === name).except?.[runtime];
    for (const { name, seen, detail } of failed.filter(({ name }) => !excused(name)))
      faults.push(`${runtime}: ${name}: ${seen} ${detail?.join(", ") ?? ""}`);
    const kept = results.filter(({ pass }) => pass).length;
    console.log(
      `${runtime}: ${kept} kept, ${failed.length} broken, ${results.length - kept - failed.length} do not apply (${Math.round((performance.now() - started) / 1000)} s)`,
    );
  }
  if (withPeers) {
    // One at a time: no client shall be slow because of another.
    for (const name of PEERS) {
      const { title, results } = await peer(name, control);
      others[title] = byName(results);
      console.log(title);
    }
    const text = document(all, own, others);
    writeFileSync(RESULTS, text);
    writeFileSync(README, withBlock(readFileSync(README, "utf8"), block(text)));
  }
} finally {
  server.kill();
  remove();
}

const text = readFileSync(RESULTS, "utf8");
for (const fault of stale(text, all, own))
  faults.push(`RESULTS.md is out of date, \`make conformance-peers\` writes it: ${fault}`);
if (blockIn(readFileSync(README, "utf8")) !== block(text))
  faults.push("the README's table is not that of RESULTS.md: `make conformance-peers` writes it");
for (const fault of faults) console.error(`BROKEN: ${fault}`);
process.exitCode = faults.length ? 1 : 0;
