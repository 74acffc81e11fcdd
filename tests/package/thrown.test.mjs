// What a user's own function threw, why a signal was aborted, how an error crosses to another worker, and who made the call.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { MessageChannel } from "node:worker_threads";
import Blend, * as sdk from "../../pkg/dist/index.mjs";
import { failure, json, LOGIN, ORDER, SECRET } from "../support/server.mjs";

const { errorFromJSON, isBlendError } = sdk;
const QUIET = { logLevel: "off", maxRetries: 0 };
const THROWN = new Error(`died over ${SECRET}`);
const throws = () => {
  throw THROWN;
};
const withToken = (options) => new Blend({ accessToken: "t", ...QUIET, ...options });

for (const [name, fails, code, says] of [
  ["fetch", () => withToken({ fetch: throws }).orders.get("1"), "connection", /your own fetch threw/],
  [
    "fetch, for a write",
    () => withToken({ fetch: throws }).orders.pause("1"),
    "connection",
    /fetch threw.*look before you send it again/,
  ],
  [
    "the reading of a body",
    () => withToken({ fetch: async () => new Response(new ReadableStream({ pull: throws })) }).orders.get("1"),
    "connection",
    /your own fetch threw/,
  ],
  [
    "token()",
    () => new Blend({ token: throws, ...QUIET }).orders.get("1"),
    "authentication",
    /signing in failed: token\(\) failed/,
  ],
  ["middleware", () => withToken({ middleware: [throws] }).orders.get("1"), "middleware", /a middleware failed/],
  [
    "onAudit",
    () => withToken({ onAudit: throws, audit: "required", fetch: async () => json({}) }).orders.get("1"),
    "audit",
    /the audit hook failed/,
  ],
  [
    "the store of createOnce",
    () =>
      withToken({ tokenStore: { get: throws, set: throws, clear: throws } }).orders.createOnce({
        ...ORDER,
        external_id: "visit-1",
        force_new: true,
      }),
    "store",
    /the token store failed/,
  ],
  [
    "the store of a logout",
    () => withToken({ tokenStore: { get: throws, set: throws, clear: throws } }).auth.logout(),
    "store",
    /tokenStore\.clear failed/,
  ],
]) {
  test(`what ${name} threw is in unsafe(), and nowhere else`, async () => {
    const error = await failure(fails());
    assert.equal(error.code, code);
    assert.match(error.message, says);
    assert.equal(error.unsafe().thrown, THROWN);
    for (const text of [inspect(error, { showHidden: true, depth: 9 }), JSON.stringify(error), error.stack])
      assert.ok(!text.includes(SECRET), text);
  });
}

test("the reason of an abort is reported, and a signal's own time limit is a timeout", async () => {
  const waits = { fetch: () => new Promise(() => {}) };
  for (const call of [
    (options) => withToken(waits).orders.get("1", options),
    (options) => withToken(waits).orders.create(ORDER, options),
    (options) => withToken(waits).orders.waitFor("1", { status: "shipped", ...options }),
    (options) => withToken(waits).orders.createOnce({ ...ORDER, external_id: "visit-2", force_new: true }, options),
  ]) {
    const controller = new AbortController();
    const aborted = failure(call({ signal: controller.signal }));
    const reason = { of: "the user's" };
    controller.abort(reason);
    const error = await aborted;
    assert.deepEqual([error.name, error.code], ["AbortError", "abort"]);
    assert.equal(error.unsafe().reason, reason);

    const late = await failure(call({ signal: AbortSignal.timeout(1) }));
    assert.deepEqual([late.name, late.code], ["TimeoutError", "timeout"]);
    assert.ok(late instanceof sdk.TimeoutError);
    assert.equal(late.unsafe().reason.name, "TimeoutError");
    assert.match(late.message, /aborted by its signal/);
  }
});

test("an error crosses to another worker with its class, code and outcome", async () => {
  const { port1, port2 } = new MessageChannel();
  const errors = [
    await failure(withToken({ fetch: async () => json({ message: SECRET }, 404) }).orders.get("1")),
    await failure(withToken().orders.create({ nothing: 1 })),
    await failure(withToken({ middleware: [throws] }).orders.get("1")),
    new sdk.EngineError({ message: "lost", outcome: "unknown" }),
  ];
  for (const error of errors) {
    port1.postMessage(error.toJSON());
    const [read] = (await once(port2, "message")).map((given) => errorFromJSON(given.data ?? given));
    assert.ok(isBlendError(read) && read instanceof error.constructor);
    assert.deepEqual(read.toJSON(), error.toJSON());
    assert.deepEqual(
      [read.name, read.message, read.code, read.outcome],
      [error.name, error.message, error.code, error.outcome],
    );
    assert.deepEqual(read.unsafe(), {});
  }
  port1.close();
  // What is none of its own is no error of a known class, and brings no field along.
  for (const other of [undefined, null, 5, "x", { name: "TypeError", message: "m", ssn: SECRET }]) {
    const read = errorFromJSON(other);
    assert.equal(read.constructor, sdk.BlendError);
    assert.ok(!inspect(read).includes(SECRET));
  }
});

for (const [method, caller] of [
  ["get", "inTheDoctorsRoom"],
  ["list", "inTheWaitingRoom"],
  ["createOnce", "inTheNursesRoom"],
]) {
  test(`the error of ${method}, which nobody awaits, has the line of the caller`, () => {
    const script = fileURLToPath(new URL("fixtures/unawaited.mjs", import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, method], { encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`of the call:\\n +at .*${caller} .*unawaited\\.mjs:\\d+`));
  });
}

test("a repeat is logged at the level info", async () => {
  const lines = [];
  const logger = { debug() {}, info: (line) => lines.push(line), warn() {}, error() {} };
  let count = 0;
  const fetch = async () => (count++ ? json({}) : json({ message: SECRET }, 503, { "retry-after": "0" }));
  await new Blend({ ...LOGIN, accessToken: "t", logger, logLevel: "info", fetch }).orders.get("1");
  assert.equal(lines.length, 1);
  assert.match(lines[0], /^blend-sdk: orders\.get: 503, attempt 1; sent again in \d+ ms$/);
});
