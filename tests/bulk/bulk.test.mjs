// Thousands of items: bounded, with failures reported, and ended cleanly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bulk } from "../../pkg/dist/bulk.mjs";
import { client } from "../support/server.mjs";
import { prescribers, serveLimited } from "./limited-server.mjs";

const numbers = (count) => Array.from({ length: count }, (_, number) => number);
const key = String;
const tick = () => new Promise(setImmediate);

test("every item is worked on once, so many at a time and no more", async () => {
  for (const [concurrency, most] of [
    [undefined, 8],
    [1, 1],
    [50, 30],
  ]) {
    const worked = [];
    let inHand = 0;
    let highest = 0;
    const work = async (number) => {
      highest = Math.max(highest, ++inHand);
      await tick();
      inHand--;
      worked.push(number);
    };
    const result = await bulk(numbers(30), work, { key, ...(concurrency && { concurrency }) });
    assert.deepEqual(result, { done: 30, skipped: 0, failures: [] });
    assert.deepEqual(worked, numbers(30));
    assert.equal(highest, most);
  }
});

test("no items are no work", async () => {
  assert.deepEqual(await bulk([], assert.fail, { key }), { done: 0, skipped: 0, failures: [] });
});

test("any iterable will do, and it is read no faster than it is worked on", async () => {
  let read = 0;
  let worked = 0;
  async function* source() {
    for (; read < 30; read++) yield read;
  }
  const work = async () => {
    assert.ok(read - worked <= 8);
    await tick();
    worked++;
  };
  assert.equal((await bulk(source(), work, { key })).done, 30);
  assert.equal((await bulk(new Set([1, 2]), () => {}, { key })).done, 2);
});

test("an item that fails is reported with its outcome, and the others go on", async () => {
  const rejected = Object.assign(new Error("422"), { status: 422, outcome: "rejected" });
  const plain = new TypeError("a bug");
  const work = (number) => {
    if (number === 3) throw rejected;
    if (number === 5) throw plain;
    if (number === 7) throw undefined;
  };
  assert.deepEqual(await bulk(numbers(10), work, { key }), {
    done: 7,
    skipped: 0,
    failures: [
      { key: "3", outcome: "rejected", error: rejected },
      { key: "5", outcome: "unknown", error: plain },
      { key: "7", outcome: "unknown", error: undefined },
    ],
  });
});

test("an item whose key came before is skipped", async () => {
  const worked = [];
  const result = await bulk(["a", "b", "a", "a"], (item) => worked.push(item), { key });
  assert.deepEqual(result, { done: 2, skipped: 2, failures: [] });
  assert.deepEqual(worked, ["a", "b"]);
});

test("a signal ends it: what is in hand is finished, nothing is begun, and the source is closed", async () => {
  const stop = new AbortController();
  const finished = [];
  let closed = false;
  function* source() {
    try {
      yield* numbers(100);
    } finally {
      closed = true;
    }
  }
  const work = async (number) => {
    if (number === 10) stop.abort();
    await tick();
    finished.push(number);
  };
  const result = await bulk(source(), work, { key, concurrency: 4, signal: stop.signal });
  assert.equal(result.stopped, "aborted");
  assert.equal(result.done, finished.length);
  assert.ok(finished.includes(10));
  assert.ok(finished.length <= 14);
  assert.equal(closed, true);
  assert.equal((await bulk(numbers(5), assert.fail, { key, signal: stop.signal })).stopped, "aborted");
});

test("progress counts the finished items, and says how long the rest will take", async () => {
  const reports = [];
  const work = async (number) => {
    if (number === 4) throw new Error("no");
    await tick();
  };
  const onProgress = (progress) => reports.push(progress);
  await bulk([...numbers(9), 8], work, { key, concurrency: 1, onProgress });
  assert.equal(reports.length, 10);
  assert.deepEqual(
    reports.map(({ done, failed, skipped }) => done + failed + skipped),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  const last = reports.at(-1);
  assert.deepEqual([last.done, last.failed, last.skipped, last.total, last.remainingMs], [8, 1, 1, 10, 0]);
  assert.ok(reports.every(({ rate, remainingMs, pausedMs }) => rate > 0 && remainingMs >= 0 && pausedMs === 0));
  const unknown = [];
  await bulk(new Set([1]), work, { key, onProgress: (progress) => unknown.push(progress) });
  assert.ok(!("total" in unknown[0]) && !("remainingMs" in unknown[0]));
});

test("what cannot be used throws, once nothing is in hand any more", async () => {
  let inHand = 0;
  const work = async () => {
    inHand++;
    for (let turns = 0; turns < 5; turns++) await tick();
    inHand--;
  };
  function* broken() {
    yield* numbers(5);
    throw new RangeError("the file ends here");
  }
  const refused = async (expected, items, options, given = work) => {
    await assert.rejects(async () => bulk(items, given, options), expected);
    assert.equal(inHand, 0);
  };
  await refused(/^TypeError: key/, numbers(5), {});
  await refused(/^TypeError: key/, numbers(5), undefined);
  await refused(/^TypeError: work/, numbers(5), { key }, "work");
  for (const concurrency of [0, -1, 1.5, "8"])
    await refused(/^TypeError: concurrency/, numbers(5), { key, concurrency });
  for (const wrong of [undefined, 7, "", "two\nlines", "two\r\nlines"])
    await refused(/^TypeError: key: expected one line/, numbers(5), {
      key: (number) => (number === 3 ? wrong : "k" + number),
    });
  await refused(/^RangeError: the file ends here/, broken(), { key });
  const onProgress = () => {
    throw new RangeError("no terminal");
  };
  await refused(/^RangeError: no terminal/, numbers(50), { key, onProgress });
});

test("a real client against a server that limits: all are created, each once, whatever the client repeats itself", async (t) => {
  for (const maxRetries of [0, 2]) {
    const server = await serveLimited(t, { perSecond: 60 });
    const blend = client(server, { maxRetries });
    const work = (prescriber) => blend.prescribers.create(prescriber);
    const { done, failures } = await bulk(prescribers(200), work, { key: ({ npi }) => npi });
    assert.deepEqual([done, failures.length], [200, 0]);
    assert.equal(server.created.size, 200);
    assert.ok([...server.created.values()].every((times) => times === 1));
    assert.ok(server.counted.limited > 0, "the limit was met");
  }
});

test("failures of a real client come with its outcome", async (t) => {
  const [, refused] = prescribers(3);
  const server = await serveLimited(t, { perSecond: 1000, fails: (npi) => npi === refused.npi });
  const blend = client(server);
  const work = (prescriber) => blend.prescribers.create(prescriber);
  const { done, failures } = await bulk(prescribers(3), work, { key: ({ npi }) => npi });
  assert.equal(done, 2);
  assert.deepEqual(
    failures.map(({ key, outcome, error }) => [key, outcome, error.status]),
    [[refused.npi, "rejected", 422]],
  );
});
