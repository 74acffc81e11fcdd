// Webhooks are delivered: to a function and to a URL, with their secret, again after a failure, twice, shuffled, or not at all.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { test } from "node:test";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { NOON, desk, run, serve } from "./desk.mjs";
import { TESTINA } from "./story.mjs";

/** A receiver on a port; `answers` are its statuses, the last one for all that follow. */
async function receiver(t, answers = [204]) {
  const came = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    came.push({ headers: request.headers, body: JSON.parse(body) });
    response.writeHead(answers.length > 1 ? answers.shift() : answers[0]).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}/hook`, came };
}

function create({ call, signIn }, count = 1) {
  const token = signIn();
  return Array.from(
    { length: count },
    () => call("POST", "/orders?force_new=true", { patient_id: TESTINA }, token).body,
  );
}

test("a function gets each event as a request", async () => {
  const came = [];
  const one = desk({
    webhooks: {
      to: async (request) =>
        void came.push([request.method, request.headers.get("authorization"), await request.json()]),
      secret: "s3cret",
    },
  });
  const [order] = create(one);
  one.sandbox.advance(order.id, "delivered");
  assert.equal(came.length, 0, "nothing is sent while the caller has the turn");
  const deliveries = await one.sandbox.settled();
  assert.deepEqual(
    came.map(([method, authorization, { event_code }]) => [method, authorization, event_code]),
    [
      ["POST", "Bearer s3cret", "order.created"],
      ["POST", "Bearer s3cret", "order.shipped"],
      ["POST", "Bearer s3cret", "order.delivered"],
    ],
  );
  assert.equal(came[0][2].data.order_number, order.order_number);
  assert.deepEqual(
    Object.keys(came[1][2].data).filter((name) => /id|number/.test(name)),
    ["tracking_number"],
    "as in the vendor's sample",
  );
  assert.deepEqual(
    deliveries.map(({ state }) => state),
    ["delivered", "delivered", "delivered"],
  );
});

test("a delivery that fails is repeated when its time has come", async () => {
  let answers = [503, 503, 200];
  const { sandbox, ...one } = desk({ webhooks: { to: () => ({ status: answers.shift() ?? 200 }) } });
  create({ sandbox, ...one });
  const state = async () => (await sandbox.settled()).map(({ state, attempts }) => [state, attempts]);
  assert.deepEqual(await state(), [["waiting", 1]]);
  sandbox.clock.advance("10s");
  assert.deepEqual(await state(), [["waiting", 2]]);
  assert.deepEqual(
    (await sandbox.deliver()).map(({ state, attempts }) => [state, attempts]),
    [["delivered", 3]],
  );
  answers = Array(6).fill(500);
  sandbox.trigger("order.stuck");
  for (let attempt = 0; attempt < 8; attempt++) await sandbox.deliver();
  assert.deepEqual(sandbox.deliveries.at(-1).state, "failed");
  assert.equal(answers.length, 0);
});

test("a webhook that the API subscribed is called on this machine, with the secret that the API made", async (t) => {
  const { url, came } = await receiver(t, [500, 204]);
  const one = desk();
  const token = one.signIn();
  one.call("POST", "/notifications/webhooks", { event_codes: ["order.created"], url }, token);
  const { secret } = one.call("POST", "/notifications/webhooks/secret", undefined, token).body;
  create(one, 2);
  await one.sandbox.settled();
  await one.sandbox.deliver();
  assert.deepEqual(
    came.map(({ headers }) => headers.authorization),
    Array(3).fill(`Bearer ${secret}`),
  );
  assert.ok(one.sandbox.deliveries.every(({ state }) => state === "delivered"));
  one.call("POST", "/notifications/sample", { event_code: "order.shipped", webhook_url: url }, token);
  await one.sandbox.settled();
  assert.equal(came.at(-1).body.event_code, "order.shipped", "a sample is really sent");
  one.call(
    "POST",
    "/notifications/sample",
    { event_code: "order.shipped", webhook_url: "https://example.com/" },
    token,
  );
  assert.equal((await one.sandbox.settled()).at(-1).state, "refused");
});

test("deliveries come twice, shuffled, or are lost", async () => {
  const came = [];
  const to = async (request) => void came.push((await request.json()).data.order_number);
  const one = desk({ webhooks: { to, twice: true, shuffled: true } });
  const numbers = create(one, 12).map((order) => order.order_number);
  await one.sandbox.settled();
  assert.deepEqual([...came].sort(), numbers.flatMap((number) => [number, number]).sort());
  assert.notDeepEqual(
    came,
    numbers.flatMap((number) => [number, number]),
  );
  one.sandbox.webhooks({ twice: false, shuffled: false, lose: 0.5 });
  came.length = 0;
  create(one, 100);
  await one.sandbox.settled();
  assert.ok(came.length > 25 && came.length < 75, String(came.length));
  assert.equal(one.sandbox.deliveries.filter(({ state }) => state === "lost").length, 100 - came.length);
});

test("the same seed loses and shuffles the same", async () => {
  const tell = async () => {
    const came = [];
    const one = desk({
      seed: 7,
      webhooks: { to: async (request) => void came.push((await request.json()).data.id), shuffled: true, lose: 0.3 },
    });
    create(one, 20);
    await one.sandbox.settled();
    return came;
  };
  assert.deepEqual(await tell(), await tell());
});

test("a fetch that a test put in the global one's place is not called", async (t) => {
  const { url, came } = await receiver(t);
  const { fetch } = globalThis;
  t.after(() => (globalThis.fetch = fetch));
  const sandbox = new Sandbox({ now: NOON, webhooks: { to: url } });
  globalThis.fetch = sandbox.fetch;
  sandbox.trigger("order.shipped");
  await sandbox.settled();
  assert.equal(came.length, 1);
});

test("the command line forwards events and triggers them", async (t) => {
  const { url, came } = await receiver(t);
  const { origin, call, signIn, control } = await serve(
    t,
    "--forward-to",
    url,
    "--schedule",
    "picked=1h",
    "--schedule",
    "verified=0s",
    "--schedule",
    "shipped=0s",
  );
  await call("POST", "/orders", { patient_id: TESTINA }, await signIn());
  await control("clock", { advance: "1h" });
  assert.equal((await run(["trigger", "order.stuck", "--url", origin])).code, 0);
  const deliveries = (await control("settled")).body;
  assert.deepEqual(
    deliveries.map(({ event, state }) => [event, state]),
    [
      ["order.created", "delivered"],
      ["order.shipped", "delivered"],
      ["order.stuck", "delivered"],
    ],
  );
  assert.deepEqual(
    came.map(({ body }) => body.event_code),
    ["order.created", "order.shipped", "order.stuck"],
  );
  const hook = { event_codes: ["all"], url: "https://receiver.example/hook" };
  await call("POST", "/notifications/webhooks", hook, await signIn());
  assert.equal((await control("trigger", { event: "order.shipped" })).body.deliveries, 2);
  const elsewhere = (await control("settled")).body.find((delivery) => delivery.url === hook.url);
  assert.equal(elsewhere.state, "refused", "it is not on this machine");
});
