// The store in Redis, shared by eight processes at once.
import assert from "node:assert/strict";
import { serveBlend, tokens } from "../support/server.mjs";
import { pharmacy, withProcesses } from "./redis.mjs";

const PROCESSES = 8;
const MINUTE = 60_000;

withProcesses(
  "eight processes: one login, one refresh whenever the token ends, and nothing left after signing out",
  async ({ t, look, start }) => {
    let good = "access-1";
    const server = await serveBlend(t, ({ headers }) =>
      headers.authorization === `Bearer ${good}` ? { json: {} } : 401,
    );
    const workers = await start(server, PROCESSES);
    const all = async (what) =>
      assert.deepEqual(await Promise.all(workers.map(({ ask }) => ask(what))), Array(PROCESSES).fill("done"));
    const signIns = () => server.signIns.map(({ url }) => url.split("/").at(-1));

    await all("call");
    assert.deepEqual(signIns(), ["login"]);
    assert.equal(new Set(server.calls.map(({ headers }) => headers["x-process"])).size, PROCESSES);

    good = "access-2";
    await all("call");
    assert.deepEqual(signIns(), ["login", "refresh"], "refused by Blend");

    await all("age");
    good = "access-3";
    await all("call");
    assert.deepEqual(signIns(), ["login", "refresh", "refresh"], "about to lapse");
    assert.equal(server.calls.filter(({ headers }) => headers.authorization === "Bearer access-3").length, PROCESSES);

    const [key] = await look.keys("*");
    assert.match(key, /^blend-sdk:[0-9a-f]{32}$/);
    assert.doesNotMatch(await look.get(key), /access|refresh/);
    assert.ok((await look.pTTL(key)) > 6 * 24 * 60 * MINUTE);
    await workers[0].ask("logout");
    assert.deepEqual(await look.keys("*"), []);
  },
);

withProcesses("eight processes, one killed while it holds the lock: one login", async ({ t, look, start }) => {
  const server = await serveBlend(t);
  const [holder] = await start(server, 1, { stuck: true });
  assert.equal(await holder.ask("call"), "locked");
  const others = await start(server, PROCESSES - 1);
  const calls = others.map(({ ask }) => ask("call"));
  // All of them have come to the lock: nothing else is done by a script before.
  while ((await look.sendCommand(["CLIENT", "LIST"])).match(/cmd=eval /g)?.length < PROCESSES);
  assert.equal(server.signIns.length, 0);
  await holder.kill();
  assert.deepEqual(await Promise.all(calls), Array(PROCESSES - 1).fill("done"));
  assert.equal(server.signIns.length, 1);
  assert.equal(server.calls.length, PROCESSES - 1);
});

withProcesses("eight processes, one killed while Blend answers it: one login more", async ({ t, start }) => {
  // The first is not answered.
  const server = await serveBlend(t, undefined, (request, number) =>
    number === 1 ? undefined : tokens(request, number),
  );
  const [first, ...others] = await start(server, PROCESSES);
  first.ask("call");
  await server.signInArrived(1);
  const calls = others.map(({ ask }) => ask("call"));
  await first.kill();
  assert.deepEqual(await Promise.all(calls), Array(PROCESSES - 1).fill("done"));
  assert.equal(server.signIns.length, 2);
});

withProcesses("eight processes create the same order once: one is made", async ({ t, look, start }) => {
  const server = await pharmacy(t);
  const workers = await start(server, PROCESSES);
  assert.deepEqual(await Promise.all(workers.map(({ ask }) => ask("once"))), Array(PROCESSES).fill("done"));
  assert.equal(server.orders.length, 1);
  for (const key of await look.keys("*")) assert.match(key, /^blend-sdk:[0-9a-f]{32}$/);
});

withProcesses(
  "eight processes, one killed while Blend answers its create: one order, which the others find",
  async ({ t, start }) => {
    let arrived;
    const created = new Promise((resolve) => (arrived = resolve));
    // The first is carried out, and not answered.
    const server = await pharmacy(t, (_, order, count) =>
      count === 1 ? void arrived() : { status: 201, json: order },
    );
    const [first, ...others] = await start(server, PROCESSES);
    first.ask("once");
    await created;
    const calls = others.map(({ ask }) => ask("once"));
    await first.kill();
    assert.deepEqual(await Promise.all(calls), Array(PROCESSES - 1).fill("done"));
    assert.equal(server.orders.length, 1);
  },
);
