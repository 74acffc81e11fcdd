// How the sandbox grows: what calls cost at 1,000, 10,000 and 100,000 orders, as ratios of the first; how long the orders
// take to make, and what the process takes of memory. Each size has a process of its own.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Sandbox } from "../pkg/dist/sandbox.mjs";

const SIZES = [1000, 10_000, 100_000];
const TESTINA = "40000000-0000-4000-8000-000000000001";
const CREAM = "10000000-0000-4000-8000-000000000001";

/** What is measured: a name, how often, and the call with its place in the row. */
function calls({ order, key }) {
  const products = { prescription: [{ id: CREAM }] };
  const medication = { prescription_product_id: CREAM };
  const rx = "/prescriptions/electronic_prescriptions";
  return [
    ["get by id", 300, () => ["GET", `/orders/${order}`]],
    ["get by external_id", 300, () => ["GET", `/orders/${key}`]],
    ["list of 25", 100, () => ["GET", "/orders"]],
    ["list of 200", 20, () => ["GET", "/orders?page_size=200"]],
    ["list of 25 by status", 100, () => ["GET", "/orders?status=paused"]],
    [
      "create",
      300,
      (place) => ["POST", "/orders?force_new=true", { patient_id: TESTINA, external_id: `bench-${place}`, products }],
    ],
    ["prescription", 300, () => ["POST", rx, { medication, patient: { id: TESTINA } }]],
    [
      "composite",
      200,
      () => [
        "POST",
        `${rx}/composite?force_new=true`,
        { patient: { id: TESTINA }, electronic_prescription: { medication }, order: { products } },
      ],
    ],
    ["report of orders", 100, () => ["GET", "/reports/orders?start_date=2020-01-01&end_date=2040-01-01"]],
    ["search orders", 10, () => ["GET", "/search/orders?q=sampleton"]],
  ];
}

function measure(size) {
  const begun = performance.now();
  const sandbox = new Sandbox({ patients: Math.floor(size / 3), orders: size });
  const made = performance.now() - begun;
  const memory = process.memoryUsage().rss;
  const send = (method, target, body, token) => {
    const content = body === undefined ? {} : { content_type: "application/json" };
    const authorization = token && `Bearer ${token}`;
    const answer = sandbox.handle({
      method,
      target,
      authorization,
      ...content,
      body: body ? JSON.stringify(body) : "",
    });
    if (answer.status >= 300) throw new Error(`${method} ${target}: ${answer.body}`);
    return JSON.parse(answer.body);
  };
  const { access_token: token } = send("POST", "/auth/login", { email: sandbox.email, password: sandbox.password });
  const [{ id: order, external_id: key }] = send("GET", "/orders", undefined, token);
  const rows = calls({ order, key }).map(([name, times, call]) => {
    const took = Array.from({ length: times }, (_, place) => {
      const [method, target, body] = call(place);
      const start = performance.now();
      send(method, target, body, token);
      return performance.now() - start;
    }).sort((one, other) => one - other);
    return [name, took[times >> 1]];
  });
  return { made, memory, rows };
}

if (process.argv[2]) {
  console.log(JSON.stringify(measure(Number(process.argv[2]))));
} else {
  const runs = SIZES.map((size) =>
    JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), String(size)])),
  );
  const line = (name, ...cells) => console.log(name.padEnd(24) + cells.map((cell) => cell.padStart(16)).join(""));
  line("sandbox", ...SIZES.map((size) => `${size} orders`));
  line("made in", ...runs.map(({ made }) => `${(made / 1000).toFixed(1)} s`));
  line("memory of the process", ...runs.map(({ memory }) => `${Math.round(memory / 1e6)} MB`));
  runs[0].rows.forEach(([name, first], place) => {
    line(name, ...runs.map(({ rows }) => `${rows[place][1].toFixed(2)} ms  ×${(rows[place][1] / first).toFixed(1)}`));
  });
}
