// Stored inboxes on a real redis-server, with both client packages, and on a real Postgres.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import pg from "pg";
import { postgresInbox, postgresStore, redisInbox } from "../../pkg/dist/stores.mjs";
import { createWebhookHandler } from "../../pkg/dist/webhooks.mjs";
import { startPostgres } from "../support/services.mjs";
import { CREATED, delivery, NAME, SECRET, SHIPPED } from "./deliveries.mjs";
import { connectInbox, KINDS, startInboxServer } from "./inboxes.mjs";

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
const EVENT = { known: true, event_code: "order.created", data: { id: CREATED.data.id } };
const numbered = (number) => ({ ...EVENT, data: { order_number: `ORD${number}` } });

/** A test on each kind of inbox, with a server of its own. */
function withEach(name, work) {
  for (const kind of KINDS) {
    test(`${kind}: ${name}`, async (t) => {
      const server = await startInboxServer(kind);
      const open = [];
      const connect = async () => {
        const connection = await connectInbox(kind, server.place);
        open.push(connection);
        return connection.inbox;
      };
      try {
        await work({ t, kind, server, connect, inbox: await connect() });
      } finally {
        for (const { close } of open) await close();
        await server.stop();
      }
    });
  }
}

/** What takes events, and counts them by their text. */
function counter(work = async () => {}) {
  const events = [];
  return { events, dispatch: async (event) => (events.push(event), work(event)) };
}

withEach("an event is stored once, handled once, and remembered", async ({ inbox }) => {
  assert.equal(await inbox.put("a", EVENT), true);
  assert.equal(await inbox.put("a", EVENT), false);
  const handler = counter();
  assert.deepEqual(await inbox.drain(handler), { done: 1, failed: 0 });
  assert.deepEqual(handler.events, [EVENT]);
  assert.equal(await inbox.put("a", EVENT), false);
  assert.deepEqual(await inbox.drain(handler), { done: 0, failed: 0 });
  assert.equal(handler.events.length, 1);
});

withEach("many drains at once handle each event once", async ({ inbox, connect }) => {
  const EVENTS = 200;
  await Promise.all(Array.from({ length: EVENTS }, (_, number) => inbox.put(`${number}`, numbered(number))));
  const handler = counter();
  const inboxes = [inbox, await connect(), await connect()];
  const drained = await Promise.all(inboxes.map((each) => each.drain(handler, { concurrency: 5 })));
  assert.equal(
    drained.reduce((sum, { done }) => sum + done, 0),
    EVENTS,
  );
  assert.equal(new Set(handler.events.map(({ data }) => data.order_number)).size, EVENTS);
  assert.equal(handler.events.length, EVENTS);
});

withEach("an event whose handler throws comes again later, each time later than before", async ({ inbox, server }) => {
  await inbox.put("a", EVENT);
  let fails = true;
  const handler = counter(async () => {
    if (fails) throw new Error("no database");
  });
  assert.deepEqual(await inbox.drain(handler), { done: 0, failed: 1 });
  for (const delay of [1, 2, 4, 8]) {
    await server.age((delay - 0.5) * SECOND);
    assert.deepEqual(await inbox.drain(handler), { done: 0, failed: 0 }, `not before ${delay} s`);
    await server.age(SECOND);
    assert.deepEqual(await inbox.drain(handler), { done: 0, failed: 1 });
  }
  fails = false;
  await server.age(16 * SECOND);
  assert.deepEqual(await inbox.drain(handler), { done: 1, failed: 0 });
});

withEach("a failed event that is delivered again is due at once", async ({ inbox }) => {
  await inbox.put("a", EVENT);
  const failing = counter(async () => {
    throw new Error("no database");
  });
  assert.deepEqual(await inbox.drain(failing), { done: 0, failed: 1 });
  assert.equal(await inbox.put("a", EVENT), false);
  assert.deepEqual(await inbox.drain(counter()), { done: 1, failed: 0 });
});

withEach("an event in the hand of a process that was killed comes to another when its lease ends", async (world) => {
  const { inbox, server, kind } = world;
  await inbox.put("a", EVENT);
  const child = fork(new URL("drainer.mjs", import.meta.url), [kind, JSON.stringify(server.place)]);
  assert.deepEqual(await once(child, "message").then(([event]) => event), EVENT);
  child.kill("SIGKILL");
  await once(child, "exit");
  const handler = counter();
  assert.equal(await inbox.put("a", EVENT), false, "delivered again meanwhile");
  assert.deepEqual(await inbox.drain(handler), { done: 0, failed: 0 });
  await server.age(31 * SECOND);
  assert.deepEqual(await inbox.drain(handler), { done: 1, failed: 0 });
});

withEach("who lives keeps what it has in hand for as long as it takes", async ({ t, inbox, server, connect }) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  await inbox.put("a", EVENT);
  let finish;
  let began;
  const arrived = new Promise((resolve) => (began = resolve));
  const slow = counter(() => (began(), new Promise((resolve) => (finish = resolve))));
  const drained = inbox.drain(slow);
  await arrived;
  const other = await connect();
  const handler = counter();
  for (let renewals = 0; renewals < 3; renewals++) {
    await server.age(20 * SECOND);
    t.mock.timers.tick(10 * SECOND);
    // The renewal goes out on the inbox's connection, and so does this.
    await inbox.put("b", EVENT);
    await other.drain(handler);
  }
  assert.equal(handler.events.length, 1, "the other event alone");
  finish();
  assert.deepEqual(await drained, { done: 1, failed: 0 });
});

withEach("a claim is had by one, can be released, and lapses", async ({ inbox, server }) => {
  const claim = () => inbox.claim("a", 10 * SECOND);
  const first = await claim();
  assert.equal(first.state, "claimed");
  assert.deepEqual(await claim(), { state: "running" });
  await inbox.release("a", first.token);
  const second = await claim();
  assert.equal(second.state, "claimed");
  await server.age(11 * SECOND);
  const third = await claim();
  assert.equal(third.state, "claimed");
  await inbox.release("a", second.token);
  assert.deepEqual(await claim(), { state: "running" }, "who comes late does not release the next one's");
  await inbox.done("a", second.token);
  assert.deepEqual(await claim(), { state: "running" });
  await inbox.done("a", third.token);
  assert.deepEqual(await claim(), { state: "done" });
  assert.equal(await inbox.put("a", EVENT), false);
  assert.deepEqual(await inbox.drain(counter()), { done: 0, failed: 0 });
});

withEach("a stored event that somebody claimed is not drained meanwhile", async ({ inbox, server }) => {
  await inbox.put("a", EVENT);
  const { token } = await inbox.claim("a", 10 * SECOND);
  assert.deepEqual(await inbox.drain(counter()), { done: 0, failed: 0 });
  await inbox.release("a", token);
  assert.deepEqual(await inbox.drain(counter()), { done: 1, failed: 0 });
  await inbox.put("b", EVENT);
  await inbox.claim("b", 10 * SECOND);
  await server.age(11 * SECOND);
  assert.deepEqual(await inbox.drain(counter()), { done: 1, failed: 0 });
});

withEach("an event that is stored while a claim of it lapses is drained", async ({ inbox, server }) => {
  await inbox.claim("a", 10 * SECOND);
  assert.equal(await inbox.put("a", EVENT), true);
  assert.deepEqual(await inbox.drain(counter()), { done: 0, failed: 0 }, "it is being handled");
  await server.age(11 * SECOND);
  assert.deepEqual(await inbox.drain(counter()), { done: 1, failed: 0 });
});

withEach("after 7 days a handled event is new, also where nobody drains", async ({ inbox, server }) => {
  const { token } = await inbox.claim("a", 10 * SECOND);
  await inbox.done("a", token);
  await inbox.put("b", EVENT);
  await inbox.drain(counter());
  await server.age(7 * DAY + SECOND);
  assert.equal((await inbox.claim("a", 10 * SECOND)).state, "claimed");
  assert.equal((await inbox.claim("a", 10 * SECOND)).state, "running");
  assert.equal(await inbox.put("b", EVENT), true);
  assert.deepEqual(await inbox.drain(counter()), { done: 1, failed: 0 });
});

withEach("a drain that could handle nothing is refused, and no event counts as failed", async ({ inbox }) => {
  await inbox.put("a", EVENT);
  for (const handler of [undefined, {}, () => {}, { "order.created": () => {} }])
    await assert.rejects(inbox.drain(handler), {
      name: "TypeError",
      message: /^handler: expected what createWebhookHandler/,
    });
  for (const concurrency of [0, -1, NaN, 1.5, "4"])
    await assert.rejects(inbox.drain(counter(), { concurrency }), { name: "TypeError", message: /^concurrency/ });
  assert.deepEqual(await inbox.drain(counter()), { done: 1, failed: 0 });
});

withEach("handled events are forgotten after 7 days", async ({ inbox, server }) => {
  await inbox.put("a", EVENT);
  await inbox.drain(counter());
  await server.age(7 * DAY - SECOND * 60);
  await inbox.drain(counter());
  assert.equal(await inbox.put("a", EVENT), false);
  await server.age(SECOND * 120);
  await inbox.drain(counter());
  assert.ok(!(await server.dump()).includes('"done":'));
  assert.equal(await inbox.put("a", EVENT), true);
});

withEach(
  "an event that was answered by 200 is there after the server was killed",
  async ({ server, inbox, connect }) => {
    const EVENTS = 300;
    let killed;
    const stored = new Set();
    const put = async (number) => {
      await inbox.put(`${number}`, numbered(number));
      stored.add(`ORD${number}`);
      if (stored.size === EVENTS / 3) killed = server.kill();
    };
    const puts = Promise.allSettled(Array.from({ length: EVENTS }, (_, number) => put(number)));
    while (!killed) await new Promise(setImmediate);
    await killed;
    const atKill = new Set(stored);
    await server.start();
    // A client may send an open command again, or give up.
    await Promise.race([puts, inbox.put("last", EVENT).catch(() => {})]);
    const handler = counter();
    const other = await connect();
    await other.drain(handler);
    const handled = new Set(handler.events.map(({ data }) => data.order_number));
    assert.ok(atKill.size >= EVENTS / 3);
    for (const order of atKill) assert.ok(handled.has(order), `${order} was lost`);
  },
);

withEach("through the handler: two processes receive, one event runs once, and no name is stored", async (world) => {
  const { inbox, server, connect } = world;
  const ran = [];
  const make = (own) =>
    createWebhookHandler({
      secret: SECRET,
      inbox: own,
      on: { "order.created": (event) => void ran.push(event) },
      fallback: (event) => void ran.push(event),
    });
  const handlers = [make(inbox), make(await connect())];
  for (const body of [CREATED, SHIPPED, CREATED]) {
    const answers = await Promise.all(handlers.map((handler) => handler(delivery(body))));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
  }
  const held = await server.dump();
  assert.ok(held.includes(CREATED.data.id));
  for (const secret of [NAME, "Rodrigo", SECRET, "example.com"]) assert.ok(!held.includes(secret), secret);
  assert.deepEqual(await inbox.drain(handlers[0]), { done: 2, failed: 0 });
  assert.deepEqual(ran.map(({ event_code, data }) => [event_code, Object.keys(data).sort()]).sort(), [
    ["order.created", ["id", "order_number"]],
    ["order.shipped", ["tracking_number"]],
  ]);
  for (const secret of [NAME, SECRET]) assert.ok(!(await server.dump()).includes(secret));
});

withEach("a part of it is an inbox for handlers that run before they answer", async ({ inbox, connect }) => {
  let runs = 0;
  const make = ({ claim, done, release }) =>
    createWebhookHandler({ secret: SECRET, inbox: { claim, done, release }, fallback: () => void runs++ });
  const handlers = [make(inbox), make(await connect())];
  const answers = await Promise.all(handlers.map((handler) => handler(delivery(CREATED))));
  assert.equal(runs, 1);
  assert.ok(answers.some(({ status }) => status === 200));
  assert.equal((await handlers[1](delivery(CREATED))).status, 200);
  assert.equal(runs, 1);
});

withEach(
  "while the server is away a drain throws and a delivery is a 503; nothing is lost",
  async ({ inbox, server }) => {
    await inbox.put("a", EVENT);
    await server.kill();
    const errors = [];
    const onError = (error) => errors.push(error);
    const handler = createWebhookHandler({ secret: SECRET, inbox, fallback() {}, onError, budget: 60 * SECOND });
    const [drained, answer] = await Promise.allSettled([inbox.drain(counter()), handler(delivery(CREATED))]);
    assert.equal(drained.status, "rejected");
    assert.equal(answer.value.status, 503);
    assert.equal(errors.length, 1, "the log says why");
    await server.start();
    const handled = counter();
    // A client takes a moment to connect again.
    const again = () => inbox.drain(handled).catch(again);
    await again();
    // What the client sent late may have put the event off by a lease.
    await server.age(31 * SECOND);
    await inbox.drain(handled);
    assert.ok(handled.events.some((event) => JSON.stringify(event) === JSON.stringify(EVENT)));
  },
);

withEach("a drain ends at its signal, with what it has in hand handled", async ({ inbox }) => {
  for (const key of "abc") await inbox.put(key, EVENT);
  const stop = new AbortController();
  const handler = counter(async () => stop.abort());
  assert.deepEqual(await inbox.drain(handler, { signal: stop.signal }), { done: 1, failed: 0 });
  assert.deepEqual(await inbox.drain(handler, { signal: stop.signal }), { done: 0, failed: 0 });
});

test("postgres: a drain that fails waits for what it has in hand", async (t) => {
  const server = await startInboxServer("postgres");
  const { inbox, close } = await connectInbox("postgres", server.place);
  t.after(async () => {
    await close();
    await server.stop();
  });
  for (const key of "ab") await inbox.put(key, EVENT);
  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  const failing = [];
  const drained = inbox.drain(
    counter(async () => {
      failing.push(failing.length ? server.kill() : finished);
      await failing.at(-1);
    }),
    { concurrency: 2 },
  );
  let ended = false;
  const end = () => (ended = true);
  drained.then(end, end);
  while (failing.length < 2) await new Promise(setImmediate);
  await failing[1];
  // The pool answers in turn: the earlier queries have failed as well.
  await assert.rejects(inbox.put("c", EVENT));
  await new Promise(setImmediate);
  assert.equal(ended, false);
  finish();
  await assert.rejects(drained);
});

test("postgres: many processes may create the tables at once", async (t) => {
  const server = await startPostgres();
  const pools = Array.from({ length: 20 }, () => new pg.Pool(server.connection));
  // The server may end a connection before its pool does.
  for (const pool of pools) pool.on("error", () => {});
  t.after(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await server.stop();
  });
  for (const make of [postgresInbox, postgresStore])
    await Promise.all(pools.map((pool) => pool.query(make(pool).schema)));
});

test("what is no client, and a table's name that needs quotes, are refused at once", () => {
  for (const none of [undefined, null, {}, "redis://localhost"]) {
    assert.throws(() => redisInbox(none), { name: "TypeError", message: /redis or ioredis/ });
    assert.throws(() => postgresInbox(none), { name: "TypeError", message: /package pg/ });
  }
  const client = { query() {} };
  for (const table of ["", "a b", "a;drop table x", '"a"', "1a", "a.b.c"])
    assert.throws(() => postgresInbox(client, { table }), { name: "TypeError", message: /^table/ });
  assert.match(postgresInbox(client, { table: "portal.events" }).schema, /create table if not exists portal\.events/);
});
