// The tables: RESULTS.md, and the block of it that the README shows.

/** The six that cost most in a pharmacy. */
const README_ROWS = ["stalled-body", "write-503", "write-reset", "read-429", "401-for-ever", "echo"];
const OWN = "blend-sdk";

const cell = ({ pass }) => (pass === undefined ? "-" : pass ? "yes" : "**no**");
const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
const plain = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** The whole of RESULTS.md. `own` and `others` are results by runtime and by client; a result by a probe's name. */
export function document(probes, own, others) {
  const runtimes = Object.keys(own);
  const clients = Object.keys(others);
  const detailed = ({ pass, seen }) => (pass === undefined ? "-" : pass ? "yes" : `**no**: ${plain(seen)}`);
  return `# Conformance

The probes of \`program/\`, run against a hostile server on this machine: each a promise, and whether it was kept.
Written by \`make conformance-peers\`; \`make conformance\`, which is part of \`make test\`, fails where a column of blend-sdk is out of date.
A \`-\` stands where a probe does not apply: the client has no such option, or the runtime does not show it.
"Hangs" is no end within 20 seconds, or 3 where it had to end at once.

## blend-sdk

${table(
  ["Probe", "Promise", ...runtimes],
  probes.map(({ name, promise }) => [
    `\`${name}\``,
    promise,
    ...runtimes.map((runtime) => cell(own[runtime].get(name))),
  ]),
)}
${exceptions(probes)}

## Beside others

In Node, each by its own create or get call and with its own defaults.
Repeats under one idempotency key count as kept: the servers that these clients are made for carry such a request out once.

${table(
  ["Probe", OWN, ...clients],
  [
    ...probes.map(({ name }) => [
      `\`${name}\``,
      cell(own.Node.get(name)),
      ...clients.map((client) => detailed(others[client].get(name))),
    ]),
    ["kept, of those that apply", total(own.Node), ...clients.map((client) => total(others[client]))],
  ],
)}
`;
}

/** What blend-sdk cannot keep, and why. */
function exceptions(probes) {
  const why = new Map();
  for (const { name, except = {} } of probes)
    for (const reason of Object.values(except)) why.set(reason, new Set(why.get(reason)).add(`\`${name}\``));
  return [...why].map(([reason, names]) => `\n${[...names].join(", ")}: ${reason}`).join("\n");
}

function total(results) {
  const applied = [...results.values()].filter(({ pass }) => pass !== undefined);
  return `${applied.filter(({ pass }) => pass).length} of ${applied.length}`;
}

/** The rows of the table whose head begins with these cells. */
function read(text, ...begin) {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${begin.join(" | ")} |`));
  const cells = (line) => line.slice(2, -2).split(/ (?<!\\)\| /);
  const end = lines.findIndex((line, place) => place > start && !line.startsWith("|"));
  return { head: cells(lines[start]), rows: lines.slice(start + 2, end).map(cells) };
}

/** Where RESULTS.md differs from the measurement. */
export function stale(text, probes, own) {
  const { head, rows } = read(text, "Probe", "Promise");
  const faults = [];
  const listed = rows.map(([name]) => name).join();
  if (listed !== probes.map(({ name }) => `\`${name}\``).join()) faults.push("the probes are others");
  if (probes.some(({ promise }, place) => rows[place]?.[1] !== promise)) faults.push("a promise reads otherwise");
  for (const [runtime, results] of Object.entries(own)) {
    const column = head.indexOf(runtime);
    for (const cells of rows) {
      const result = results.get(cells[0].slice(1, -1));
      if (!result || cells[column] !== cell(result))
        faults.push(`${cells[0]} in ${runtime}: ${result && cell(result)}, and the table has ${cells[column]}`);
    }
  }
  const beside = read(text, "Probe", OWN).rows;
  for (const [name, cells] of own.Node)
    if (beside.find((line) => line[0] === `\`${name}\``)?.[1] !== cell(cells))
      faults.push(`\`${name}\` in the table of others`);
  return faults;
}

/** The README's block, out of RESULTS.md. */
export function block(text) {
  const { head, rows } = read(text, "Probe", OWN);
  const promises = new Map(read(text, "Probe", "Promise").rows.map(([name, promise]) => [name, promise]));
  const short = (given) => given.replace(/: .*/, "");
  const shown = README_ROWS.map((name) => {
    const [, ...cells] = rows.find((cells) => cells[0] === `\`${name}\``);
    return [promises.get(`\`${name}\``), ...cells.map(short)];
  });
  const [label, ...totals] = rows.at(-1);
  return table(["Promise", ...head.slice(1)], [...shown, [`All probes: ${label}`, ...totals]]);
}

const [BEGIN, END] = ["<!-- conformance -->\n", "\n<!-- /conformance -->"];

export const blockIn = (readme) => readme.split(BEGIN)[1]?.split(END)[0];
export const withBlock = (readme, text) => readme.replace(blockIn(readme), () => text);
