// The portal of examples-web/portal at size: orders through an outbox and BullMQ, webhooks through two receivers into the
// inbox, four workers for both. A worker and a receiver are killed with -9 on the way, and Redis too.
//   ORDERS=2000 node --test tests/fleet/portal.test.mjs
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { forAPerson, placeVisit } from "../../examples-web/portal/outbox.mjs";
import { postgresInbox, postgresStore } from "../../pkg/dist/stores.mjs";
import { startPostgres, startRedis } from "../support/services.mjs";
import { serveBlendOverHttp } from "./blend-server.mjs";

const ORDERS = Number(process.env.ORDERS ?? 100);
const DELIVERIES_EACH = 5;
const WORKERS = 4;
const RECEIVERS = 2;
const SECRET = "portal-secret";
const PATIENT = "40000000-0000-4000-8000-000000000001";
const MINUTE = 60_000;

const program = (name) => fileURLToPath(new URL(`../../examples-web/portal/${name}`, import.meta.url));

/** Starts a process of the portal, once it says that it is ready. */
async function start(name, env) {
  const child = spawn(process.execPath, [program(name)], { env, stdio: ["ignore", "pipe", "pipe"] });
  const gone = once(child, "exit");
  const lines = [];
  child.stderr.setEncoding("utf8").on("data", (text) => lines.push(text));
  const [said] = await once(createInterface({ input: child.stdout }), "line");
  const kill = async (signal) => {
    child.kill(signal);
    await gone;
  };
  return { kill, lines, port: /\d+$/.exec(said)?.[0] };
}

/** The events of an order, some of them twice, as Blend would word them. */
function eventsOf({ id, order_number }) {
  const data = { id, order_number, first_name: "Testina", last_name: "Sandboxer" };
  const created = { event_code: "order.created", data: { ...data, updated_at: "2025-07-31T17:13:13.520304" } };
  const again = { event_code: "order.created", data: { ...data, updated_at: "2025-07-31T18:00:00.000001" } };
  const stuck = { event_code: "order.stuck", data: { ...data, status: "received" } };
  return [created, created, stuck, again, stuck];
}

/** Blend as a sender: what waits is delivered in any order, and again until the answer is a 200. */
function sender(receivers) {
  const waiting = [];
  const counted = { deliveries: 0, answers: {} };
  let open = 0;
  const take = () => waiting.splice(Math.floor(Math.random() * waiting.length), 1)[0];
  const deliver = async () => {
    const event = take();
    if (!event) return;
    open++;
    const { port } = receivers[Math.floor(Math.random() * receivers.length)];
    const init = { method: "POST", headers: { authorization: `Bearer ${SECRET}` }, body: JSON.stringify(event) };
    const status = await fetch(`http://127.0.0.1:${port}/`, init).then(
      (answer) => answer.status,
      () => "none",
    );
    counted.answers[status] = (counted.answers[status] ?? 0) + 1;
    if (status === 200) counted.deliveries++;
    else waiting.push(event);
    open--;
  };
  let stopped = false;
  const loop = async () => {
    while (!stopped) {
      if (waiting.length) await deliver();
      else await sleep(10);
    }
  };
  const loops = Promise.all(Array.from({ length: 16 }, loop));
  const stop = () => ((stopped = true), loops);
  return { waiting, counted, isIdle: () => !waiting.length && !open, stop };
}

/** Waits until something is so. */
async function until(what, holds, patience = 15 * MINUTE) {
  const end = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(`waited too long: ${what}`);
    await sleep(5);
  }
}

test(`${ORDERS} orders, ${ORDERS * DELIVERIES_EACH} deliveries, ${WORKERS} workers, kills: nothing lost, nothing twice`, async (t) => {
  const began = Date.now();
  const note = (what) => t.diagnostic(`${((Date.now() - began) / 1000).toFixed(1)} s: ${what}`);
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  t.after(() => Promise.all([postgres.stop(), redis.stop()]));
  const pool = new pg.Pool(postgres.connection);
  t.after(() => pool.end());
  pool.on("error", () => {});
  await pool.query(readFileSync(program("schema.sql"), "utf8"));
  await pool.query(postgresInbox(pool).schema);
  await pool.query(postgresStore(pool).schema);

  const receivers = [];
  const blendsOwn = sender(receivers);
  // Of a hundred creations one is lost, one dropped, and two get a 429.
  const fate = (number) => ({ 13: "lost", 37: "dropped", 59: "busy", 83: "busy" })[number % 100];
  const orders = [];
  const onCreated = (order) => (orders.push(order), blendsOwn.waiting.push(...eventsOf(order)));
  const blend = await serveBlendOverHttp({ fate, onCreated });
  t.after(blend.stop);

  const env = {
    PATH: process.env.PATH,
    PGHOST: postgres.connection.host,
    PGUSER: postgres.connection.user,
    PGDATABASE: postgres.connection.database,
    REDIS_SOCKET: redis.path,
    BLEND_WEBHOOK_SECRET: SECRET,
    ...blend.env,
  };
  for (let number = 0; number < RECEIVERS; number++) receivers.push(await start("receiver.mjs", { ...env, PORT: "0" }));
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => start("worker.mjs", env)));
  t.after(() => Promise.all([...workers, ...receivers].map(({ kill }) => kill("SIGKILL"))));

  const products = { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] };
  const visits = Array.from({ length: ORDERS }, (_, number) => `visit-${number}`);
  const place = async () => {
    for (const id of visits) await placeVisit(pool, { id, patient_id: PATIENT, products });
    note(`${ORDERS} visits placed`);
  };
  const placed = place();

  await until("a quarter of the orders", () => orders.length >= ORDERS / 4);
  await workers.pop().kill("SIGKILL");
  const nextWorker = start("worker.mjs", env);
  note(`a worker was killed with -9 after ${orders.length} orders, and replaced`);
  await until("half of the orders", () => orders.length >= ORDERS / 2);
  await receivers.pop().kill("SIGKILL");
  const nextReceiver = start("receiver.mjs", { ...env, PORT: "0" });
  note(`a receiver was killed with -9 after ${blendsOwn.counted.deliveries} deliveries, and replaced`);
  await until("three quarters of the orders", () => orders.length >= (3 * ORDERS) / 4);
  await redis.kill();
  note(`Redis was killed with -9 after ${orders.length} orders`);
  await redis.start();
  workers.push(await nextWorker);
  receivers.push(await nextReceiver);

  const count = async (sql) => Number((await pool.query(`select count(*) from ${sql}`)).rows[0].count);
  await placed;
  await until("all rows of the outbox settled", async () => !(await count("order_outbox where state = 'waiting'")));
  note("the outbox is settled");
  // Some orders leave the pharmacy: their events tell a tracking number alone.
  const shipped = orders.filter((_, number) => number % 20 === 0);
  for (const { id } of shipped) {
    for (let status = ""; status !== "shipped";) status = blend.sandbox.advance(id);
    const answer = await blend.sandbox.fetch(`http://sandbox/api/v1/orders/${id}`, { headers: await signIn(blend) });
    const [{ tracking_number }] = (await answer.json()).shipments;
    const event = { event_code: "order.shipped", data: { carrier: "USPS", tracking_number } };
    blendsOwn.waiting.push(event, event);
  }
  await until("all deliveries answered by 200", blendsOwn.isIdle);
  note(`${blendsOwn.counted.deliveries} deliveries: ${JSON.stringify(blendsOwn.counted.answers)}`);
  await until("the inbox worked off", async () => !(await count("blend_inbox where event is not null")));
  note("the inbox is worked off");
  await blendsOwn.stop();

  // Nothing twice: each key has one order at most, and one where the portal thinks so.
  const made = new Map();
  for (const { external_id } of orders) made.set(external_id, (made.get(external_id) ?? 0) + 1);
  assert.ok(
    [...made.values()].every((times) => times === 1),
    "an order was made twice",
  );
  const { rows } = await pool.query(
    "select visit_id, state, order_id, order_status from order_outbox join visits on id = visit_id",
  );
  assert.equal(rows.length, ORDERS);
  const listed = await forAPerson(pool);
  const isListed = new Set(listed.map(({ visit_id }) => visit_id));
  for (const { visit_id, state } of rows) {
    assert.equal(state === "done" || isListed.has(visit_id), true, `${visit_id} is ${state}`);
    if (state === "done") assert.equal(made.get(visit_id), 1, `${visit_id} is done and was not made`);
  }
  assert.ok(
    listed.every(({ state }) => state === "unknown"),
    JSON.stringify(listed),
  );
  // Dropped before they were carried out, or in the hands of the worker that was killed.
  assert.ok(listed.length <= blend.counted.dropped + 8, `${listed.length}`);
  note(`${made.size} orders, each once; ${listed.length} unknown ones for a person; ${JSON.stringify(blend.counted)}`);

  // Nothing lost: each event has led to its notice, and the portal knows each order's status.
  const notices = await pool.query("select visit_id, event_code from notices");
  const notified = new Set(notices.rows.map(({ visit_id, event_code }) => `${visit_id} ${event_code}`));
  for (const { external_id } of orders)
    for (const code of ["order.created", "order.stuck"]) assert.ok(notified.has(`${external_id} ${code}`), external_id);
  for (const { external_id } of shipped) assert.ok(notified.has(`${external_id} order.shipped`), external_id);
  assert.equal(notified.size, notices.rows.length);
  assert.equal(notified.size, 2 * orders.length + shipped.length);
  const isShipped = new Set(shipped.map(({ external_id }) => external_id));
  for (const { visit_id, order_status } of rows)
    if (made.has(visit_id)) assert.ok(isShipped.has(visit_id) ? order_status === "shipped" : order_status, visit_id);
  assert.equal(blendsOwn.counted.deliveries, orders.length * DELIVERIES_EACH + 2 * shipped.length);
});

async function signIn({ sandbox }) {
  const { email, password } = sandbox;
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  };
  const answer = await sandbox.fetch("http://sandbox/api/v1/auth/login", init);
  return { authorization: `Bearer ${(await answer.json()).access_token}` };
}
