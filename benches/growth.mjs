// What a call and a page cost as there are more of them, and what 100,000 calls leave behind. Answers are there at once, so this is
// what the client itself takes. Prints JSON.
//   node --expose-gc benches/growth.mjs

import { Blend } from "../pkg/dist/index.mjs";
import { order } from "./orders.mjs";

const SIZES = [1, 10, 100, 1000];
const one = JSON.stringify(order(0));
const headers = { "content-type": "application/json" };

/** A client whose answers `answer` gives. */
const client = (answer) =>
  new Blend({
    accessToken: "bench",
    logLevel: "off",
    fetch: async (url) => new Response(await answer(url), { headers }),
  });

/** Microseconds for each of so many: the least of some rounds, which nothing else disturbed. */
async function each(count, work) {
  const rounds = Math.max(9, Math.ceil(300 / count));
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work(count);
    times.push(((performance.now() - start) / count) * 1000);
  }
  return Math.min(...times);
}

async function costsOf(work) {
  const costs = [];
  for (const count of SIZES) costs.push(await each(count, work));
  return costs;
}

async function pageCosts() {
  let last = 0;
  // No more than ids: how long JSON.parse takes is not the question.
  const text = (page) => JSON.stringify(Array.from({ length: 25 }, (_, place) => ({ id: `${page}-${place}` })));
  const blend = client((url) => {
    const page = Number(new URL(url).searchParams.get("page") ?? 1);
    return page > last ? "[]" : text(page);
  });
  const read = async (count) => {
    last = count;
    for await (const page of blend.orders.list().pages()) if (page.page > count) break;
  };
  await read(200);
  return costsOf(read);
}

async function callCosts() {
  let open;
  const blend = client(async () => {
    await open;
    return one;
  });
  const work = async (count) => {
    let release;
    open = new Promise((resolve) => (release = resolve));
    const calls = Array.from({ length: count }, () => blend.orders.get("visit-2041"));
    // All of them are in flight by then.
    setImmediate(release);
    await Promise.all(calls);
  };
  for (let round = 0; round < 20; round++) await work(200);
  return costsOf(work);
}

/** Bytes of heap and buffers, the engine's memory among them. */
function memory() {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function leftBehind() {
  const blend = client(() => one);
  const make = async (count) => {
    for (let made = 0; made < count; made++) await blend.orders.get("visit-2041");
    // The runtime reports what it collected in later turns.
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    return memory();
  };
  const before = await make(10_000);
  return { before, after: await make(100_000) };
}

console.log(
  JSON.stringify({ sizes: SIZES, pages: await pageCosts(), calls: await callCosts(), memory: await leftBehind() }),
);
