// Rate limits: a 429 holds back the whole session, costs no repeat, and ends with time limits, aborts and patience.
import assert from "node:assert/strict";
import { test } from "node:test";
import Blend from "../../pkg/dist/index.mjs";
import { failure, json } from "../support/server.mjs";

const QUIET = { accessToken: "t", logLevel: "off" };

/** A server that lets `perSecond` requests through, a second's worth at once, and counts what it refuses. */
function limited(perSecond) {
  const server = { refused: 0, answered: 0, fetch: undefined };
  let tokens = perSecond;
  let at = performance.now();
  server.fetch = async () => {
    const now = performance.now();
    tokens = Math.min(perSecond, tokens + ((now - at) / 1000) * perSecond);
    at = now;
    if (tokens < 1) {
      server.refused++;
      return json({ message: "slow down" }, 429, { "retry-after": "0" });
    }
    tokens--;
    server.answered++;
    return json({ id: "1" });
  };
  return server;
}

/** Runs `count` pieces of work, `width` at a time. */
async function crowd(count, width, work) {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

// `make test-all` runs 2,000 calls, which take 50 seconds.
const CALLS = Number(process.env.LIMITED_CALLS ?? 200);

test(
  `${CALLS} calls, 8 at a time, against 40 a second: all succeed, with few refusals`,
  { timeout: 240_000 },
  async () => {
    const server = limited(40);
    const blend = new Blend({ ...QUIET, fetch: server.fetch, retryBudget: 0 });
    const others = blend.withOptions({ timeout: 5000 });
    await crowd(CALLS, 8, (number) => (number % 2 ? blend : others).orders.get(String(number)));
    assert.equal(server.answered, CALLS);
    assert.ok(server.refused < CALLS / 4, `${server.refused} refusals`);
  },
);

test("a 429 holds back the client, all that are derived from it, and nobody else", async () => {
  const sent = [];
  const answers = { first: 429 };
  const fetch = async (url) => {
    const id = url.split("/").at(-1);
    sent.push(id);
    const status = answers[id] ?? 200;
    delete answers[id];
    return json({}, status, { "retry-after": "0.5" });
  };
  const blend = new Blend({ ...QUIET, fetch });
  const first = blend.orders.get("first");
  while (!sent.length) await new Promise(setImmediate);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const started = performance.now();
  const derived = blend.withOptions({ timeout: 5000 }).orders.get("derived");
  await new Blend({ ...QUIET, fetch }).orders.get("stranger");
  assert.deepEqual(sent, ["first", "stranger"]);
  await Promise.all([first, derived]);
  assert.ok(performance.now() - started > 300);
  assert.deepEqual(sent.sort(), ["derived", "first", "first", "stranger"]);
});

test("while it is held back, a call ends by its time limit or its signal", async () => {
  const fetch = async () => json({}, 429, { "retry-after": "50" });
  const blend = new Blend({ ...QUIET, fetch });
  const late = await failure(blend.orders.get("1", { totalTimeout: 200 }));
  assert.deepEqual([late.code, late.outcome], ["timeout", "rejected"]);
  // This one has not been sent at all.
  const aborted = await failure(blend.orders.create({}, { signal: AbortSignal.timeout(50), validate: "off" }));
  assert.deepEqual([aborted.code, aborted.outcome], ["timeout", "not_sent"]);
  // Who wants no repeat gets the answer.
  const refused = await failure(new Blend({ ...QUIET, fetch, maxRetries: 0 }).orders.get("1"));
  assert.deepEqual([refused.code, refused.attempts, refused.retryAfterMs], ["rate_limit", 1, 50_000]);
});

test("a spent budget is named, and the option sets it", async () => {
  let requests = 0;
  const fetch = async () => (requests++, json({}, 503, { "retry-after": "0" }));
  const none = await failure(new Blend({ ...QUIET, fetch, retryBudget: 0 }).orders.get("1"));
  assert.deepEqual([none.attempts, requests], [1, 1]);
  assert.match(none.message, /repeats are used up \(retryBudget\)/);
  const three = new Blend({ ...QUIET, fetch, retryBudget: 3 });
  const attempts = [];
  for (let call = 0; call < 3; call++) attempts.push((await failure(three.orders.get("1"))).attempts);
  assert.deepEqual(attempts, [3, 2, 1]);
  assert.throws(() => new Blend({ ...QUIET, retryBudget: -1 }), /options\.retryBudget/);
});
