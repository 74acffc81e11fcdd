// Answered writes are there after a restart, and after a crash at any moment.
import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { run, serve } from "./desk.mjs";
import { TESTINA } from "./story.mjs";

function file(t) {
  const folder = mkdtempSync(join(tmpdir(), "blend-sandbox-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "state");
}

test("orders that were answered survive kill -9, again and again", async (t) => {
  const path = file(t);
  const known = new Set();
  let token;
  for (let round = 0; round < 4; round++) {
    const { call, signIn, control, child, ended } = await serve(t, "--state", path, "--patients", "2");
    token ??= await signIn();
    for (const id of known) assert.equal((await call("GET", `/orders/${id}`, undefined, token)).status, 200, id);
    const state = (await control("state")).body;
    assert.equal(state.patients, 6, "the made-up people are made once");
    const creating = Array.from({ length: 40 }, async (_, place) => {
      const body = { patient_id: TESTINA, external_id: `visit-${round}-${place}` };
      const answer = await call("POST", "/orders?force_new=true", body, token).catch(() => undefined);
      if (answer?.status === 201) known.add(answer.body.id);
    });
    // Somewhere in the middle of them.
    await creating[5 * round];
    child.kill("SIGKILL");
    await Promise.all(creating);
    await ended;
    assert.equal(statSync(path).mode & 0o777, 0o600);
  }
  assert.ok(known.size > 4);
});

test("what the pharmacy did, the clock and faults survive as well", async (t) => {
  const path = file(t);
  const first = await serve(t, "--state", path);
  const token = await first.signIn();
  await first.call("POST", "/orders", { patient_id: TESTINA, external_id: "visit-1" }, token);
  await first.control("ship", { order: "visit-1" });
  await first.control("clock", { advance: "30m" });
  await first.control("fail", { operation: "orders.list", status: 500 });
  const before = (await first.call("GET", "/orders/visit-1", undefined, token)).body;
  first.child.kill("SIGTERM");
  assert.equal(await first.ended, 0);
  const second = await serve(t, "--state", path);
  assert.deepEqual((await second.call("GET", "/orders/visit-1", undefined, token)).body, before);
  assert.equal((await second.call("GET", "/orders", undefined, token)).status, 500);
  assert.equal((await second.call("GET", "/orders", undefined, token)).status, 200);
  const now = Date.parse((await second.control("clock")).body.now);
  assert.ok(now - Date.now() > 29 * 60_000);
});

test("a line that a crash cut is dropped; a damaged file is left alone", async (t) => {
  const path = file(t);
  const first = await serve(t, "--state", path);
  const token = await first.signIn();
  for (const key of ["a", "b"])
    await first.call("POST", "/orders?force_new=true", { patient_id: TESTINA, external_id: key }, token);
  first.child.kill("SIGKILL");
  await first.ended;
  truncateSync(path, statSync(path).size - 20);
  const second = await serve(t, "--state", path);
  assert.equal((await second.call("GET", "/orders/a", undefined, token)).status, 200);
  assert.equal((await second.call("GET", "/orders/b", undefined, token)).status, 404);
  second.child.kill("SIGKILL");
  await second.ended;
  appendFileSync(path, "nonsense\n{}\n");
  const damaged = readFileSync(path);
  const { code, errors } = await run(["sandbox", "--port", "0", "--state", path]);
  assert.deepEqual([code, /line 2 of .* cannot be read/.test(errors)], [2, true], errors);
  assert.deepEqual(readFileSync(path), damaged);
  writeFileSync(path, "something else\n");
  assert.match((await run(["sandbox", "--port", "0", "--state", path])).errors, /line 1 of/);
});

test("a second process does not use the same file, and the lock of a killed one does not count", async (t) => {
  const path = file(t);
  const first = await serve(t, "--state", path);
  const second = await run(["sandbox", "--port", "0", "--state", path]);
  assert.equal(second.code, 2);
  assert.match(second.errors, new RegExp(`--state: process ${first.child.pid} uses`));
  const token = await first.signIn();
  await first.call("POST", "/orders", { patient_id: TESTINA, external_id: "visit-1" }, token);
  first.child.kill("SIGKILL");
  await first.ended;
  assert.ok(existsSync(`${path}.lock`));
  const third = await serve(t, "--state", path);
  assert.equal((await third.call("GET", "/orders/visit-1", undefined, token)).status, 200);
  third.child.kill("SIGTERM");
  await third.ended;
  assert.ok(!existsSync(`${path}.lock`), "it goes with its process");
});
