// One of several workers: makes orders, and works off webhook events.
//   node examples-web/portal/worker.mjs

import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "bullmq";
import { connectBlend, connectPostgres, connectRedis, openInbox, openQueue, QUEUE } from "./connections.mjs";
import { eventHandler } from "./events.mjs";
import { makeOrder, relay } from "./outbox.mjs";

const pool = connectPostgres();
const blend = connectBlend(pool);
const inbox = openInbox(pool);
const queue = openQueue();
const handler = eventHandler({ pool, blend, inbox, secret: process.env.BLEND_WEBHOOK_SECRET });
const stop = new AbortController();

// A job whose worker died is taken over after at most fifteen seconds.
const worker = new Worker(QUEUE, (job) => makeOrder(pool, blend, job.data.visit_id), {
  connection: connectRedis(),
  concurrency: 8,
  lockDuration: 10_000,
  stalledInterval: 5000,
  maxStalledCount: 10,
});
worker.on("error", (error) => console.error(`queue: ${error.name}`));

/** Does some work again and again, until the process is asked to end. What fails is tried again a second later. */
async function repeat(name, work) {
  while (!stop.signal.aborted) {
    await work().catch((error) => console.error(`${name}: ${error.name}`));
    await sleep(1000, undefined, { signal: stop.signal }).catch(() => {});
  }
}

process.once("SIGTERM", () => stop.abort());
console.log("working");
await Promise.all([
  repeat("outbox", () => relay(pool, queue)),
  repeat("inbox", () => inbox.drain(handler, { concurrency: 8, signal: stop.signal })),
]);
await worker.close();
await queue.close();
await pool.end();
process.exit();
