// The promise of a call: its native state, and its other forms.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { inspect } from "node:util";
import { APIError } from "../../pkg/dist/index.mjs";
import { client, failure, json } from "../support/server.mjs";

const nowhere = { base: "https://blend.invalid/api/v1" };

/** A client whose answers wait until `answer` is called. */
function desk(options) {
  const waiting = [];
  const fetch = () => new Promise((resolve) => waiting.push(resolve));
  const blend = client(nowhere, { fetch, ...options });
  const answer = async (response = json({ id: "1" })) => {
    while (!waiting.length) await new Promise(setImmediate);
    waiting.shift()(response);
  };
  return { blend, answer };
}

/** What runtimes do: they look at the state, and call no `then` of ours. */
const natively = (promise) => Promise.prototype.then.call(promise, (value) => value);
const state = (promise) => /<(pending|rejected)>/.exec(inspect(promise, { customInspect: false }))?.[1] ?? "fulfilled";

test("it is pending until the call is done, and then has the answer", async () => {
  const { blend, answer } = desk();
  const call = blend.orders.pause("1");
  assert.equal(state(call), "pending");
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  assert.equal(state(call), "pending");
  assert.equal(inspect(call), "BlendPromise { <pending> }");
  await answer();
  assert.deepEqual(await natively(call), { id: "1" });
  assert.equal(state(call), "fulfilled");
  // Without the answer, which may hold a patient's data.
  assert.equal(inspect(call, { showHidden: true }), "BlendPromise { <fulfilled> }");
});

test("it is pending while the body is read", async () => {
  const { blend, answer } = desk();
  const call = blend.orders.pause("1");
  let end;
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode('{"id":'));
      end = () => (controller.enqueue(new TextEncoder().encode('"1"}')), controller.close());
    },
  });
  await answer(new Response(body));
  while (!body.locked) await new Promise(setImmediate);
  assert.equal(state(call), "pending");
  end();
  assert.deepEqual(await natively(call), { id: "1" });
});

test("it rejects natively with the error of the call", async () => {
  const { blend, answer } = desk();
  const call = blend.orders.pause("1");
  await answer(json({}, 404));
  const error = await failure(natively(call));
  assert.deepEqual([error.code, error.outcome], ["not_found", "rejected"]);
  assert.equal(state(call), "rejected");
});

test("it rejects natively with what is wrong with the arguments", async () => {
  const { blend } = desk();
  assert.equal((await failure(natively(blend.orders.get("..")))).code, "validation");
});

test("a native race waits for it", async () => {
  const { blend, answer } = desk();
  const call = blend.orders.pause("1");
  const race = Promise.race([natively(call), new Promise((resolve) => setImmediate(resolve, "the other"))]);
  assert.equal(await race, "the other");
  await answer();
  assert.deepEqual(await Promise.race([call, new Promise(() => {})]), { id: "1" });
});

test("then, catch and finally give plain promises", async () => {
  const { blend, answer } = desk();
  const call = blend.orders.pause("1");
  for (const derived of [call.then(), call.catch(() => {}), call.finally(() => {})])
    assert.equal(Object.getPrototypeOf(derived), Promise.prototype);
  await answer();
  await call;
});

/** Runs a program in a process of its own: the test runner would take unhandled rejections for failures of the test. */
function unhandledIn(program) {
  const script = `
    import { Blend } from ${JSON.stringify(new URL("../../pkg/dist/index.mjs", import.meta.url))};
    const seen = [];
    process.on("unhandledRejection", (error) => seen.push(error.code));
    process.on("exit", () => console.log(JSON.stringify(seen)));
    const fetch = async (url) => Response.json({ id: "1" }, { status: url.endsWith("/1") ? 200 : 404 });
    const blend = new Blend({ accessToken: "t", logLevel: "off", fetch });
    ${program}
  `;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  return JSON.parse(stdout);
}

test("its constructor takes what that of Promise takes: some engines make the promise of then by it", async () => {
  const { blend, answer } = desk();
  const call = blend.orders.pause("1");
  // What the promise of Hermes does, whatever the species.
  const { then } = Promise.prototype;
  const byConstructor = new call.constructor((resolve, reject) => then.call(call, resolve, reject));
  await answer();
  assert.deepEqual(await byConstructor, { id: "1" });
  assert.equal(await call.constructor.resolve(1), 1);
});

test("a call ends, whatever Error.prepareStackTrace makes of a stack", async (t) => {
  const blend = client(nowhere, { fetch: async () => json({}, 404) });
  const { prepareStackTrace } = Error;
  t.after(() => (Error.prepareStackTrace = prepareStackTrace));
  const broken = () => {
    throw new Error("no stack");
  };
  for (const prepare of [(error, sites) => sites, () => undefined, broken]) {
    Error.prepareStackTrace = prepare;
    const ends = await Promise.all([
      failure(blend.orders.get("1")),
      failure(blend.orders.list()),
      failure(blend.orders.waitFor("1", { status: "shipped" })),
    ]);
    for (const { name } of ends) assert.equal(name, "NotFoundError");
  }
});

test("a failed call that nobody waits for is one unhandled rejection, as of any promise", () => {
  assert.deepEqual(unhandledIn('void blend.orders.get("2");'), ["not_found"]);
});

test("a failed call whose error reaches the caller in another form is none", () => {
  for (const form of ["withResponse()", "asResponse()", "catch((error) => Promise.reject(error))"]) {
    const program = `await blend.orders.get("2").${form}.catch((error) => seen.push("caught " + error.code));`;
    assert.deepEqual(unhandledIn(program), ["caught not_found"], form);
  }
});

test("a response that was handed over unread leaves no rejection behind", () => {
  assert.deepEqual(unhandledIn('await blend.orders.get("1").asResponse();'), []);
});

test("withResponse tells the id of the request", async () => {
  const { blend, answer } = desk();
  const both = [blend.orders.get("1").withResponse(), blend.orders.get("2").withResponse()];
  await answer(json({ id: "1" }, 200, { "x-request-id": "r-1" }));
  await answer(json({ id: "2" }));
  const ids = (await Promise.all(both)).map(({ requestId }) => requestId);
  assert.deepEqual(ids, ["r-1", undefined]);
});

test("asResponse that comes too late rejects, and gives no body that was read", async () => {
  const { blend, answer } = desk();
  const call = blend.orders.get("1");
  await answer();
  await call;
  const error = await failure(call.asResponse());
  assert.ok(error instanceof APIError);
  assert.deepEqual([error.outcome, error.operation, error.status, error.attempts], ["done", "orders.get", 200, 1]);
  assert.match(error.message, /asResponse\(\) came too late: the body was read already/);
  // While the body is read it is too late as well.
  const stop = new AbortController();
  const other = blend.orders.get("1", { signal: stop.signal });
  const body = new ReadableStream();
  await answer(new Response(body));
  while (!body.locked) await new Promise(setImmediate);
  const late = other.asResponse();
  assert.equal(
    await Promise.race([late.catch(() => "rejected"), new Promise((r) => setImmediate(r, "waits"))]),
    "waits",
  );
  stop.abort();
  assert.equal((await failure(late)).code, "abort");
});

test("asResponse that comes too late rejects with the call's own error", async () => {
  const { blend, answer } = desk();
  const call = blend.orders.get("1");
  await answer(json({}, 404));
  await failure(call);
  assert.equal((await failure(call.asResponse())).code, "not_found");
});

test("asResponse may be asked for twice, and the answer beside it", async () => {
  const { blend, answer } = desk();
  const call = blend.orders.get("1");
  const [one, two, data] = [call.asResponse(), call.asResponse(), call.then((value) => value)];
  await answer();
  assert.equal(await one, await two);
  assert.deepEqual([await (await one).json(), await data], [{ id: "1" }, { id: "1" }]);
});
