// Writes all orders of a status as CSV, without anything of their patients:
//   node examples-web/scripts/export-orders.mjs shipped > shipped.csv
// Signs in with BLEND_EMAIL and BLEND_PASSWORD. In a project of yours, import from "blend-sdk".
import Blend, { BlendError } from "../../pkg/dist/index.mjs";

const [status] = process.argv.slice(2);
if (!status) {
  console.error("Give a status: received, paused, exception, picked, verified, shipped, delivered or cancelled.");
  process.exit(2);
}

const columns = ["order_number", "status", "created_at", "prescription_count", "shipped_at", "carrier"];
const cell = (value) => `"${String(value ?? "").replaceAll('"', '""')}"`;

// What is left out here is dropped from every answer, before anything can print it.
const blend = new Blend({ omit: ["patient", "address", "custom_shipping"] });
try {
  console.log(columns.join(","));
  for await (const order of blend.orders.list({ status, page_size: 200 })) {
    const { shipped_at, carrier } = order.shipments?.[0] ?? {};
    console.log(columns.map((name) => cell({ ...order, shipped_at, carrier }[name])).join(","));
  }
} catch (error) {
  if (!(error instanceof BlendError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
