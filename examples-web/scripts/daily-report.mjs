import Blend from "../../pkg/dist/index.mjs";
import { command, Misuse } from "./command.mjs";

const usage = `Prints how many orders there were, by status and by product.

  node examples-web/scripts/daily-report.mjs [--from 2026-11-01] [--to 2026-11-30] [--json]

  --from DATE   the first day [yesterday]
  --to DATE     the last day [the first day]
  --json        as Blend answers it

Days are those of UTC. Signs in with BLEND_EMAIL and BLEND_PASSWORD.`;

const DAY_MS = 86_400_000;
const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);

await command({
  usage,
  words: 0,
  options: { from: { type: "string", default: yesterday }, to: { type: "string" }, json: { type: "boolean" } },
  async run({ options, signal }) {
    const { from, to = from, json } = options;
    const blend = new Blend({ logLevel: "error" });
    const days = { start_date: from, end_date: to };
    for (const { path, message } of blend.reports.check.orders(days).warnings)
      throw new Misuse(`--${path === "start_date" ? "from" : "to"}: ${message}`);
    if (to < from) throw new Misuse("--to: expected a day that is not before --from");
    const report = await blend.reports.orders(days, { signal });
    if (json) return console.log(JSON.stringify(report, null, 2));
    console.log(`Orders from ${from} to ${to}: ${report.total_orders ?? "unknown"}`);
    print("By status", report.orders_by_status, ({ status, status_name }) => status_name ?? status);
    for (const [kind, lines] of Object.entries(report.orders_by_product ?? {}))
      print(kind.replaceAll("_", " "), lines, ({ name }) => name);
  },
});

function print(title, lines, label) {
  if (!lines?.length) return;
  console.log(`\n${title}`);
  for (const line of lines) console.log(`${String(line.count ?? "?").padStart(8)}  ${label(line) ?? "?"}`);
}
