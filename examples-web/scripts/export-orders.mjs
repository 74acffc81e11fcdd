import { existsSync, readFileSync, renameSync, truncateSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import Blend from "../../pkg/dist/index.mjs";
import { command, Misuse, openPrivate, progressBar } from "./command.mjs";

const usage = `Writes all orders of a status as CSV, without anything of their patients.

  node examples-web/scripts/export-orders.mjs shipped > shipped.csv
  node examples-web/scripts/export-orders.mjs shipped --out shipped.csv

  --out FILE   into a file with mode 0600. A run that was ended leaves FILE.part, and the next one goes on with it.

Statuses: received, paused, exception, picked, verified, shipped, delivered, cancelled; several with commas.
Cells that a spreadsheet would take for a formula get a ' in front. Signs in with BLEND_EMAIL and BLEND_PASSWORD.`;

const COLUMNS = ["order_number", "status", "created_at", "prescription_count", "shipped_at", "carrier"];

await command({
  usage,
  words: 1,
  options: { out: { type: "string" } },
  async run({ words: [status], options: { out }, signal }) {
    const written = out ? rowsOf(`${out}.part`, status) : new Set();
    const part = out ? openPrivate(`${out}.part`) : { isEmpty: true, write: (text) => process.stdout.write(text) };
    const line = (cells) => part.write(stringify([cells], { escape_formulas: true }));
    if (part.isEmpty) line(COLUMNS);

    // What is left out here is dropped from every answer, before anything can print it.
    const blend = new Blend({ omit: ["patient", "address", "custom_shipping"], logLevel: "error" });
    for (const { message } of blend.orders.check.list({ status }).warnings) console.error(`status: ${message}`);
    const bar = progressBar({ printsRows: !out });
    let done = 0;
    for await (const order of blend.orders.list({ status, page_size: 200 }, { signal })) {
      const { shipped_at, carrier } = order.shipments?.[0] ?? {};
      if (!written.has(order.order_number)) line(COLUMNS.map((name) => ({ ...order, shipped_at, carrier })[name]));
      bar.update({ done: ++done });
    }
    bar.stop();
    if (out) renameSync(`${out}.part`, out);
  },
});

/** The order numbers in a file that an earlier run left. A last line that is incomplete is cut off. */
function rowsOf(path, status) {
  if (!existsSync(path)) return new Set();
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf("\n") + 1;
  const rows = parse(bytes.subarray(0, end).toString(), { columns: true });
  if (rows.some((row) => !status.split(",").includes(row.status)))
    throw new Misuse(`${path} holds orders of another status; delete it first`);
  truncateSync(path, end);
  return new Set(rows.map(({ order_number }) => order_number));
}
