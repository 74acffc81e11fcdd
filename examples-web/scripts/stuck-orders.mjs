import { stringify } from "csv-stringify/sync";
import Blend from "../../pkg/dist/index.mjs";
import { command, NEEDS_A_PERSON, progressBar, wholeNumber } from "./command.mjs";

const usage = `Prints orders that seem to be stuck, as CSV without anything of their patients.

  node examples-web/scripts/stuck-orders.mjs [--hours 24]

  --hours N   how old an order without a prescription has to be [24]

Blend has no status for it. Printed are orders in exception, paused ones, and received ones that are older and have a line without
a matched prescription. Blend's own event order.stuck knows more: refills too early, expired prescriptions.
Signs in with BLEND_EMAIL and BLEND_PASSWORD. Exit code 3: there are such orders.`;

const HOUR_MS = 3_600_000;

await command({
  usage,
  words: 0,
  options: { hours: { type: "string", default: "24" } },
  async run({ options, signal }) {
    const limit = wholeNumber(options, "hours");
    const blend = new Blend({ omit: ["patient", "address", "custom_shipping"], logLevel: "error" });
    const print = (row) => process.stdout.write(stringify([row], { escape_formulas: true }));
    print(["order_number", "status", "hours", "reason"]);
    const bar = progressBar({ printsRows: true });
    let read = 0;
    let count = 0;
    for await (const order of blend.orders.list({ status: "received,paused,exception", page_size: 200 }, { signal })) {
      bar.update({ done: ++read });
      const hours = (Date.now() - timeOf(order.created_at)) / HOUR_MS;
      const reason = reasonOf(order, hours, limit);
      if (!reason) continue;
      count++;
      print([order.order_number, order.status, Math.floor(hours), reason]);
    }
    bar.stop();
    return count ? NEEDS_A_PERSON : 0;
  },
});

/** Some of Blend's times have no zone. We take them as UTC, because most others say UTC. */
function timeOf(text) {
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
}

function reasonOf({ status, products }, hours, limit) {
  if (status !== "received") return status;
  const lacks = products?.prescription?.some((line) => line.has_prescription === false);
  return hours >= limit && lacks ? "no prescription" : undefined;
}
