// Keeps the history of the runs, and writes the table and the chart of the last one.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

const file = (path) => new URL(path, import.meta.url);
const read = (path) => JSON.parse(readFileSync(file(path), "utf8"));
const version = (path) => read(path).version;

function versions(chromium) {
  const peers = ["ky", "openai", "openapi-fetch", "stripe"].map((name) => [
    name,
    version(`node_modules/${name}/package.json`),
  ]);
  return {
    "blend-sdk": version("../pkg/package.json"),
    node: process.versions.node,
    chromium,
    ...Object.fromEntries(peers),
  };
}

/** Adds a run to history.json: its ratios alone. RESULTS.md and chart.svg show it. */
export function record(rows, chromium) {
  const history = existsSync(file("history.json")) ? read("history.json") : [];
  const ratios = rows.map(({ measure, runtime, way, ratio }) => [
    `${runtime}, ${measure}: ${way}`,
    Number(ratio.toFixed(2)),
  ]);
  const run = {
    date: new Date().toISOString().slice(0, 10),
    versions: versions(chromium),
    ratios: Object.fromEntries(ratios),
  };
  history.push(run);
  // One line for a run: a change is one line, too.
  writeFileSync(file("history.json"), `[\n${history.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
  const text = markdown(rows, run, history);
  writeFileSync(file("RESULTS.md"), text);
  writeFileSync(file("chart.svg"), chart(rows, run));
  console.log(text);
}

const about = ({ date, versions }) =>
  `${date}. ${Object.entries(versions)
    .filter(([, version]) => version)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}`;

/** The measures in order, each with its rows of all runtimes. */
function grouped(rows) {
  const groups = new Map();
  for (const row of rows) {
    const name = `${row.measure} (${row.runtime})`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups];
}

function markdown(rows, run, history) {
  const lines = [
    "# Speed beside other clients",
    "",
    "`make bench` writes this file. Each ratio compares a way with the first one of its group, in the same run: smaller is faster. Ways take turns, and the median of many rounds counts. Times are those of one machine and say little by themselves.",
    "",
    `${about(run)}; ${cpus().length} cores.`,
    "",
    "![The ratios as bars](chart.svg)",
  ];
  for (const [name, list] of grouped(rows)) {
    lines.push("", `| ${name} | ratio | |`, "| --- | --- | --- |");
    for (const { way, ratio, value } of list) lines.push(`| ${way} | ${ratio.toFixed(2)} | ${value} |`);
  }
  lines.push("", "## Earlier runs", "", "Of blend-sdk alone; `history.json` has all ratios.", "");
  const ours = Object.keys(run.ratios).filter((name) => /orders\.list|blend-sdk/.test(name));
  lines.push(`| | ${history.map(({ date }) => date).join(" | ")} |`, `| --- |${" --- |".repeat(history.length)}`);
  for (const name of ours) lines.push(`| ${name} | ${history.map(({ ratios }) => ratios[name] ?? "").join(" | ")} |`);
  return `${lines.join("\n")}\n`;
}

const LEFT = 260;
const UNIT = 110;
const LINE = 18;
const WIDTH = 760;

/** Bars from the same line, one group below the other. A bar that would be too long is cut. */
function chart(rows, run) {
  const marks = [];
  const text = (x, y, words, more = "") => marks.push(`<text x="${x}" y="${y}"${more}>${words}</text>`);
  let y = 24;
  text(10, y, "Ratio to the first way of each group: smaller is faster", ' font-weight="bold"');
  text(10, (y += LINE), about(run), ' fill="#667"');
  for (const [name, list] of grouped(rows)) {
    text(10, (y += LINE * 1.7), name, ' font-weight="bold"');
    for (const { way, ratio, value } of list) {
      y += LINE;
      const width = Math.min(ratio * UNIT, WIDTH - LEFT - 160);
      const color = /blend-sdk|orders\.list/.test(way) ? "#0b7285" : "#adb5bd";
      text(LEFT - 8, y, way, ' text-anchor="end"');
      marks.push(`<rect x="${LEFT}" y="${y - 11}" width="${width.toFixed(0)}" height="13" fill="${color}"/>`);
      text(LEFT + width + 6, y, `${ratio.toFixed(2)} · ${value}`, ' fill="#445"');
    }
  }
  const height = Math.round(y + LINE);
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="Speed of blend-sdk beside other clients">`;
  return `${head}\n<rect width="100%" height="100%" fill="#fff"/>\n${marks.join("\n")}\n</svg>\n`;
}
