// Speed, as ratios in one run: what the client adds to the engine's own parse of the same answer.

import { readFile } from "node:fs/promises";
import { Blend } from "../pkg/dist/index.mjs";

const [order] = JSON.parse(
  await readFile(new URL("../tests/contract/examples/orders-list.response.json", import.meta.url), "utf8"),
);
const page = JSON.stringify(
  Array.from({ length: 200 }, (_, place) => ({
    ...order,
    id: `00000000-0000-0000-0000-${String(place).padStart(12, "0")}`,
  })),
);

const fetch = async () => new Response(page, { headers: { "content-type": "application/json" } });
const blend = (checkResponses) => new Blend({ accessToken: "bench", fetch, checkResponses, logLevel: "off" });
const plain = blend("off");
const checked = blend("report");

/** What is measured; the first is what the others are compared with. */
const ways = {
  "fetch and JSON.parse": async () => JSON.parse(await (await fetch()).text()),
  "orders.list": async () => (await plain.orders.list()).data,
  'orders.list, checkResponses: "report"': async () => (await checked.orders.list()).data,
  "request, without a model": async () => plain.request("GET", "/orders"),
};

// Taking turns, so that whatever else the machine does strikes all alike; the median of many rounds.
const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
for (let round = 0; round < 120; round++) {
  for (const [name, way] of Object.entries(ways)) {
    const start = performance.now();
    const items = await way();
    const time = performance.now() - start;
    if (items.length !== 200) throw new Error(`${name} gave ${items.length} items`);
    if (round >= 20) times[name].push(time);
  }
}

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const base = median(times["fetch and JSON.parse"]);
console.log(`200 orders, ${Math.round(page.length / 1024)} KB, Node ${process.versions.node}`);
for (const [name, list] of Object.entries(times)) console.log(`${(median(list) / base).toFixed(2)}  ${name}`);
