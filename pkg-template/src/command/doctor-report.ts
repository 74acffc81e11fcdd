// What `blend-sdk doctor` prints.

import type { Checked, Diagnosis } from "./doctor";

/** More than this, in milliseconds, and the clock is worth a line. Tokens are renewed two minutes early. */
const CLOCK_MS = 5000;

/** Whether everything answered as documented. */
export function isHealthy({ signedIn, operations }: Diagnosis): boolean {
  return signedIn && operations.every(({ result, drift }) => !["missing", "failed"].includes(result) && !drift.length);
}

export function reportOf(diagnosis: Diagnosis): string {
  const { baseURL, signedIn, operations } = diagnosis;
  const lines = [`Blend at ${baseURL ?? "its own address"}`];
  if (!signedIn) lines.push(`No call could be made: ${diagnosis.message}`);
  lines.push(...clock(diagnosis.clockAheadMs), ...diagnosis.network);
  if (!operations.length) return lines.join("\n");
  lines.push("", ...operations.map(line), "", ...summary(operations));
  if (diagnosis.totals.length) lines.push(`Headers that look like totals: ${diagnosis.totals.join(", ")}.`);
  return [...lines, ...stubs(operations)].join("\n");
}

function line({ operation, path, inferred, result, status, message, drift }: Checked): string {
  const shown = `${operation.padEnd(36)} ${result.padEnd(9)}${String(status ?? "").padEnd(4)} ${inferred ? "inferred  " : "documented"}`;
  const differences = drift.map((one) => `\n    differs at ${one.path}: ${one.message}`);
  const why = message !== undefined && result !== "missing" && result !== "unclear" ? `\n    ${message}` : "";
  return `${shown} GET ${path}${why}${differences.join("")}`;
}

function clock(ahead: number | undefined): string[] {
  if (ahead === undefined || Math.abs(ahead) < CLOCK_MS) return [];
  const where = ahead > 0 ? "ahead of" : "behind";
  return [`This machine's clock is about ${Math.round(Math.abs(ahead) / 1000)} s ${where} Blend's.`];
}

function summary(operations: Checked[]): string[] {
  const count = (result: Checked["result"]) => operations.filter((one) => one.result === result).length;
  const drifted = operations.filter(({ drift }) => drift.length).length;
  const lines = [
    `${count("answered")} of ${operations.length} operations answered, ${drifted} of them not as documented.`,
  ];
  if (count("unclear"))
    lines.push("A 404 for a path with an id proves nothing: the id may be gone, or the path wrong.");
  if (count("untried")) lines.push("Untried: no answer above gave such an id.");
  return lines;
}

/** The option `endpoints`, to fill in. */
function stubs(operations: Checked[]): string[] {
  const missing = operations.filter(({ result }) => result === "missing");
  if (!missing.length) return [];
  const entries = missing.map(
    ({ operation, path, status }) => `    "${operation}": { verb: "GET", path: "${path}" }, // ${status}: not there`,
  );
  return ["", "Fill in the real paths:", "", "const blend = new Blend({", "  endpoints: {", ...entries, "  },", "});"];
}
