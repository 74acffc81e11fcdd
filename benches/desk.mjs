// The order desk of examples-web over 5,000 orders, in Chromium: when the first rows are there, and how long an input was
// blocked at most while somebody works and events come in.

import { newOrder, openDesk } from "../tests/order-desk/desk.mjs";

const ROUNDS = 5;
const desk = await openDesk({ orders: 5000 });

/** Runs in the page before its own scripts. */
function watch() {
  const seen = (globalThis.seen = { firstRows: 0, events: [], tasks: [] });
  new MutationObserver((_, observer) => {
    if (!document.querySelector("tbody tr")) return;
    seen.firstRows = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
  const collect =
    (list, ...fields) =>
    (entries) =>
      list.push(...entries.getEntries().map((entry) => fields.map((name) => entry[name])));
  new PerformanceObserver(collect(seen.events, "duration", "name")).observe({ type: "event", durationThreshold: 16 });
  new PerformanceObserver(collect(seen.tasks, "duration")).observe({ type: "longtask" });
}

/** From the address to the first rows, and beside it what the list's own answer takes. */
async function open() {
  const { page, context } = await desk.open("luis", { before: (page) => page.addInitScript(watch) });
  await page.waitForFunction(() => globalThis.seen.firstRows);
  const firstRows = await page.evaluate(() => globalThis.seen.firstRows);
  const answer = await page.evaluate(async () => {
    const start = performance.now();
    await (await fetch("/blend/orders?page=1&page_size=100&status=received,paused,exception,picked,verified")).json();
    return performance.now() - start;
  });
  return { page, context, firstRows, answer };
}

/** A stretch of work: search letter by letter, walk down the list, open orders, filter; an event comes in at each step. */
async function work(page) {
  const [one, other] = [await newOrder(desk), await newOrder(desk)];
  const event = (order) => desk.sandbox.trigger("order.stuck", { order: order.id });
  for (const letter of "loremipsum") {
    await page.locator("#q").press(letter);
    event(one);
  }
  await page.getByRole("heading", { name: "Search results" }).waitFor();
  await page.locator("#q").press("Escape");
  await page.locator("tbody a").first().focus();
  for (let step = 0; step < 30; step++) await page.keyboard.press("ArrowDown");
  for (const order of [one, other]) {
    await page.locator(`#row-${order.id}`).click();
    event(order);
    await page.getByRole("heading", { name: "Timeline" }).waitFor();
  }
  for (const name of ["Shipped", "Delivered", "Shipped", "Delivered"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await page.locator("tbody tr").first().waitFor();
    event(one);
  }
  return page.evaluate(() => globalThis.seen);
}

const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];
const most = (list) => Math.max(0, ...list.map(([duration]) => duration));
const rounds = [];
for (let round = 0; round < ROUNDS; round++) {
  const { page, context, firstRows, answer } = await open();
  const { events, tasks } = await work(page);
  rounds.push({ firstRows, answer, blocked: most(events), task: most(tasks) });
  await context.close();
}
await desk.close();

const show = (name, value, note = "") => console.log(`${name.padEnd(44)}${value.toFixed(0).padStart(6)} ms${note}`);
const ratio = median(rounds.map(({ firstRows, answer }) => firstRows / answer));
console.log(`The order desk over 5,000 orders (Chromium, ${ROUNDS} rounds)`);
show(
  "first rows, median",
  median(rounds.map((one) => one.firstRows)),
  `, ${ratio.toFixed(1)} times the list's own answer`,
);
show("longest blocked input, median of rounds", median(rounds.map((one) => one.blocked)));
show("longest blocked input of all", Math.max(...rounds.map((one) => one.blocked)));
show("longest task of the page", Math.max(...rounds.map((one) => one.task)), " (0: none over 50 ms)");
