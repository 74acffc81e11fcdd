// Time is the test's: a fixed time, a function, the clock of the sandbox, and the fake timers of a test runner.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Blend } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { desk, NOON } from "./desk.mjs";
import { CREAM, TESTINA } from "./story.mjs";

test("a time stands still until it is advanced", () => {
  for (const now of [NOON, Date.parse(NOON), new Date(NOON)]) {
    const sandbox = new Sandbox({ now });
    assert.equal(sandbox.clock.now, NOON);
    assert.equal(sandbox.clock.advance("61m"), "2025-03-15T13:01:00Z");
    assert.equal(sandbox.clock.advance(60_000), "2025-03-15T13:02:00Z");
    assert.equal(sandbox.clock.set(new Date("2025-04-01T00:00:00Z")), "2025-04-01T00:00:00Z");
    assert.throws(() => sandbox.clock.set("2025-01-01"), /does not go back/);
  }
  assert.throws(() => new Sandbox({ now: "noon" }), /now: expected a time/);
});

test("a function is the clock, and the sandbox is ahead of it", () => {
  let now = Date.parse(NOON);
  const sandbox = new Sandbox({ now: () => now });
  sandbox.clock.advance("1d");
  now += 3_600_000;
  assert.equal(sandbox.clock.now, "2025-03-16T13:00:00Z");
});

test("tokens expire by the sandbox's clock", () => {
  const { sandbox, call, signIn } = desk();
  const token = signIn();
  assert.equal(call("GET", "/orders", undefined, token).status, 200);
  sandbox.clock.advance("61m");
  assert.equal(call("GET", "/orders", undefined, token).status, 401);
});

test("under a test runner's fake timers both sides go by them", async (t) => {
  mock.timers.enable({ apis: ["Date", "setTimeout"], now: Date.parse(NOON) });
  t.after(() => mock.timers.reset());
  const sandbox = new Sandbox();
  const blend = new Blend({ email: sandbox.email, password: sandbox.password, fetch: sandbox.fetch });
  const order = await blend.orders.create({ patient_id: TESTINA, products: { prescription: [{ id: CREAM }] } });
  assert.equal(order.created_at, NOON);
  mock.timers.tick(25 * 3_600_000);
  assert.equal(sandbox.clock.now, "2025-03-16T13:00:00Z");
  assert.equal(sandbox.stuck[0].reason, "no active prescription");
  assert.equal((await blend.orders.get(order.id)).status, "received", "it signed in anew");
});

test("a late answer waits by the timers of its time", async () => {
  const { sandbox } = desk();
  sandbox.fail({ operation: "*", latency: "50ms" });
  const begun = performance.now();
  await sandbox.fetch("http://x/api/v1/orders");
  assert.ok(performance.now() - begun > 40);
});
