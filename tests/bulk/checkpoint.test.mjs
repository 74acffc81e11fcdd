// Going on after kill -9, from a file that holds the keys of what is finished.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bulk } from "../../pkg/dist/bulk.mjs";
import { serveLimited } from "./limited-server.mjs";

const CONCURRENCY = 8;
const FIRST_LINE = "blend-sdk bulk checkpoint 1";
const letters = [..."abcdef"];
const key = String;

/** A test with the path of a checkpoint that is not there yet. */
const withPath = (name, work) =>
  test(name, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "blend-sdk-bulk-"));
    t.after(() => rmSync(folder, { recursive: true }));
    await work({ t, checkpoint: join(folder, "checkpoint") });
  });

/** What a run works on. */
async function worked(checkpoint) {
  const items = [];
  const { skipped } = await bulk(letters, (item) => void items.push(item), { key, checkpoint });
  assert.equal(items.length + skipped, letters.length);
  return items.join("");
}

withPath("300 prescribers, killed three times: all are created, and no finished item runs again", async (world) => {
  const { t, checkpoint } = world;
  const COUNT = 300;
  const server = await serveLimited(t, { perSecond: Infinity });
  const start = () => fork(new URL("importer.mjs", import.meta.url), [server.base, checkpoint, `${COUNT}`]);
  for (const enough of [60, 120, 200]) {
    const child = start();
    while (server.created.size < enough) await server.filled(server.requests, server.requests.length + 1);
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  const last = start();
  const [{ done, skipped, failures }] = await once(last, "message");
  assert.deepEqual([done + skipped, failures], [COUNT, 0]);
  assert.ok(skipped >= 200 - 3 * CONCURRENCY && done > 0, `${skipped} skipped`);
  assert.equal(server.created.size, COUNT);
  const again = [...server.created.values()].filter((times) => times > 1).length;
  assert.ok(again <= 3 * CONCURRENCY, `${again} ran again`);
});

withPath("failures run again, what is finished does not", async ({ checkpoint }) => {
  const fails = (item) => {
    if (item === "c") throw new Error("no");
  };
  assert.equal((await bulk(letters, fails, { key, checkpoint })).failures.length, 1);
  assert.equal(await worked(checkpoint), "c");
  assert.equal(await worked(checkpoint), "");
});

withPath("it is its owner's alone, and holds the keys", async ({ checkpoint }) => {
  await worked(checkpoint);
  assert.equal(statSync(checkpoint).mode & 0o777, 0o600);
  // Items are finished side by side, so their lines may stand in any order.
  const [first, ...keys] = readFileSync(checkpoint, "utf8").split("\n");
  assert.equal(first, FIRST_LINE);
  assert.deepEqual(keys.sort(), ["", ...letters]);
});

withPath("wherever it was cut, it goes on: a line that is incomplete counts for nothing", async ({ checkpoint }) => {
  await worked(checkpoint);
  const whole = readFileSync(checkpoint, "utf8");
  for (let length = 0; length <= whole.length; length++) {
    writeFileSync(checkpoint, whole.slice(0, length));
    const kept = whole
      .slice(FIRST_LINE.length + 1, length)
      .split("\n")
      .slice(0, -1);
    assert.equal(await worked(checkpoint), letters.filter((letter) => !kept.includes(letter)).join(""), `${length}`);
    assert.equal(await worked(checkpoint), "", `${length}`);
  }
});

withPath("a key that was cut is never taken for a shorter one that is its beginning", async ({ checkpoint }) => {
  // As a disk that was full or a loss of power leaves the line of "visit-12".
  writeFileSync(checkpoint, `${FIRST_LINE}\nvisit-1`);
  let fails = true;
  const ran = [];
  const work = (item) => {
    ran.push(item);
    if (fails && item === "visit-1") throw new Error("no");
  };
  const run = () => bulk(["visit-12", "visit-1"], work, { key, checkpoint });
  assert.equal((await run()).failures.length, 1);
  fails = false;
  assert.deepEqual(await run(), { done: 1, skipped: 1, failures: [] });
  assert.deepEqual(ran, ["visit-12", "visit-1", "visit-1"]);
});

withPath("another file is refused and left as it is", async ({ checkpoint }) => {
  for (const text of ["npi,name\n1234567893,Testina\n", `${FIRST_LINE}0\na\n`]) {
    writeFileSync(checkpoint, text);
    await assert.rejects(worked(checkpoint), /^TypeError: checkpoint: .* is another file/);
    assert.equal(readFileSync(checkpoint, "utf8"), text);
  }
  await assert.rejects(worked(join(checkpoint, "below a file")), { code: "ENOTDIR" });
});

withPath("a checkpoint that cannot be written ends the run", async ({ t, checkpoint }) => {
  const { open } = await import("node:fs/promises");
  const handle = await open(checkpoint, "a");
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  let writes = 0;
  const { write } = prototype;
  t.mock.method(prototype, "write", function (...words) {
    if (++writes === 3) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    return write.apply(this, words);
  });
  await assert.rejects(worked(checkpoint), { code: "ENOSPC" });
  t.mock.restoreAll();
  assert.ok(existsSync(checkpoint));
  assert.ok((await worked(checkpoint)).length >= 4);
});
