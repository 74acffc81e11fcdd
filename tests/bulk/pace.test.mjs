// What happens after a 429, in virtual time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bulk } from "../../pkg/dist/bulk.mjs";
import { limited, virtualTime } from "./virtual-time.mjs";

const numbers = (count) => Array.from({ length: count }, (_, number) => number);
const key = String;
const SECOND = 1000;

/** So many in each second that begins with a call. */
function windowed(perSecond, now) {
  let end = -1;
  let used = 0;
  return () => {
    if (now() > end) [end, used] = [now() + SECOND, 0];
    return ++used <= perSecond;
  };
}

/** A bucket that so many tokens a second flow into, and that holds those of one second. */
function bucket(perSecond, now) {
  let tokens = perSecond;
  let at = 0;
  return () => {
    tokens = Math.min(perSecond, tokens + ((now() - at) * perSecond) / SECOND);
    at = now();
    return tokens >= 1 && tokens-- > 0;
  };
}

for (const [name, limit] of Object.entries({ windowed, bucket })) {
  for (const latency of [5, 150]) {
    test(`2,000 items, 8 at a time, 40 a second (${name}, answers after ${latency} ms): at most 1.3 times the least`, async (t) => {
      const { run, now, sleep } = virtualTime(t);
      const allows = limit(40, now);
      const done = new Map();
      let refused = 0;
      const work = async (number) => {
        await sleep(latency);
        if (!allows()) {
          refused++;
          throw limited(SECOND);
        }
        done.set(number, (done.get(number) ?? 0) + 1);
      };
      const result = await run(bulk(numbers(2000), work, { key }));
      assert.deepEqual(result, { done: 2000, skipped: 0, failures: [] });
      assert.ok(done.size === 2000 && [...done.values()].every((times) => times === 1));
      const ratio = now() / ((2000 / 40) * SECOND);
      t.diagnostic(`${ratio.toFixed(2)} times the least, ${refused} answers of 429`);
      assert.ok(ratio <= 1.3, `${ratio}`);
      assert.ok(refused > 0 && refused < 200, `${refused}`);
    });
  }
}

test("after a 429 nothing is begun until Retry-After is over, and then one item alone", async (t) => {
  const { run, now, sleep } = virtualTime(t);
  const begun = [];
  let inHand = 0;
  let limitedAt;
  const work = async (number) => {
    begun.push({ at: now(), inHand: ++inHand });
    await sleep(10);
    inHand--;
    if (number >= 8 && limitedAt === undefined) limitedAt = now();
    if (limitedAt === now()) throw limited(5 * SECOND);
  };
  const progress = [];
  await run(bulk(numbers(60), work, { key, onProgress: ({ pausedMs }) => progress.push(pausedMs) }));
  const after = begun.filter(({ at }) => at > limitedAt);
  assert.ok(after[0].at >= limitedAt + 5 * SECOND, `${after[0].at - limitedAt}`);
  assert.equal(after[0].inHand, 1);
  assert.ok(progress.includes(5 * SECOND), "the pause is reported");
  assert.equal(progress.at(-1), 0);
});

test("a source that takes its time: what it gives during a pause waits, and what it gives after an abort is not begun", async (t) => {
  const { run, now, sleep } = virtualTime(t);
  async function* slowly() {
    for (let number = 0; number < 4; number++) {
      await sleep(SECOND);
      yield number;
    }
  }
  const begun = [];
  const work = async (number) => {
    begun.push([number, now()]);
    await sleep(SECOND / 2);
    if (number === 0 && begun.length === 1) throw limited(10 * SECOND);
  };
  assert.equal((await run(bulk(slowly(), work, { key }))).done, 4);
  assert.ok(begun[1][1] >= 11.5 * SECOND, `${begun[1]}`);

  const stop = new AbortController();
  setTimeout(() => stop.abort(), SECOND / 2);
  const result = await run(bulk(slowly(), assert.fail, { key, signal: stop.signal }));
  assert.deepEqual(result, { done: 0, skipped: 0, failures: [], stopped: "aborted" });
});

test("it speeds up again: of a limit that is lifted nothing is left after a minute and a half", async (t) => {
  const { run, now, sleep } = virtualTime(t);
  const slow = windowed(10, now);
  const LIFTED = 30 * SECOND;
  const done = [];
  const work = async () => {
    await sleep(20);
    if (now() < LIFTED && !slow()) throw limited(SECOND);
    done.push(now());
  };
  await run(bulk(numbers(8000), work, { key }));
  const rate = (from, to) => done.filter((at) => at >= from && at < to).length / ((to - from) / SECOND);
  const at = (second) => rate(LIFTED + second * SECOND, LIFTED + (second + 2) * SECOND);
  assert.ok(rate(0, LIFTED) <= 11, `${rate(0, LIFTED)}`);
  assert.ok(at(60) >= 50, `${at(60)} a second after a minute`);
  assert.ok(at(90) >= 200, `${at(90)} a second after a minute and a half`);
});

for (const [name, retryAfterMs] of Object.entries({ "without Retry-After": undefined, "with a Retry-After of 0": 0 })) {
  test(`${name} the pauses grow, and twenty that lead to nothing end the run`, async (t) => {
    const { run, now } = virtualTime(t);
    const asked = [];
    const work = async () => {
      asked.push(now());
      throw limited(retryAfterMs);
    };
    const result = await run(bulk(numbers(10), work, { key, concurrency: 1 }));
    assert.deepEqual(result, { done: 0, skipped: 0, failures: [], stopped: "rate_limited" });
    const pauses = asked.slice(1).map((at, place) => Math.round((at - asked[place]) / SECOND));
    assert.deepEqual(pauses, [1, 2, 4, 8, 16, 32, ...Array(13).fill(60)]);
  });
}

test("a pause that led on counts no more: the next one is short again, and no number of such ends the run", async (t) => {
  const { run, now } = virtualTime(t);
  const limitedOnce = new Set();
  const work = async (number) => {
    if (limitedOnce.has(number)) return;
    limitedOnce.add(number);
    throw limited();
  };
  const result = await run(bulk(numbers(30), work, { key, concurrency: 1 }));
  assert.deepEqual(result, { done: 30, skipped: 0, failures: [] });
  assert.ok(now() < 300 * SECOND, `${now()}`);
});

test("where nothing is known of the rate, one item goes first, and the others follow its answer", async (t) => {
  const { run, now, sleep } = virtualTime(t);
  const begun = [];
  const work = async () => {
    begun.push(now());
    await sleep(100);
    if (now() < SECOND) throw limited(SECOND);
  };
  await run(bulk(numbers(40), work, { key }));
  const after = begun.filter((at) => at >= SECOND);
  assert.equal(after.filter((at) => at < after[0] + 100).length, 1);
  assert.equal(after.filter((at) => at < after[0] + 199).length, 3);
});

test("a 429 on the very last items leaves none of them out", async (t) => {
  const { run, sleep } = virtualTime(t);
  const limitedOnce = new Set();
  const work = async (number) => {
    await sleep(10);
    if (number < 7 || limitedOnce.has(number)) return;
    limitedOnce.add(number);
    throw limited(SECOND);
  };
  assert.deepEqual(await run(bulk(numbers(10), work, { key })), { done: 10, skipped: 0, failures: [] });
});

test("a Retry-After of more than a quarter of an hour ends the run at once", async (t) => {
  const { run, now } = virtualTime(t);
  const work = async (number) => {
    if (number > 3) throw limited(20 * 60 * SECOND);
  };
  const result = await run(bulk(numbers(10), work, { key, concurrency: 1 }));
  assert.deepEqual(result, { done: 4, skipped: 0, failures: [], stopped: "rate_limited" });
  assert.equal(now(), 0);
});

test("a signal ends a pause", async (t) => {
  const { run, now } = virtualTime(t);
  const stop = new AbortController();
  const work = async () => {
    setTimeout(() => stop.abort(), 2 * SECOND);
    throw limited(600 * SECOND);
  };
  const result = await run(bulk(numbers(10), work, { key, concurrency: 1, signal: stop.signal }));
  assert.equal(result.stopped, "aborted");
  assert.ok(now() <= 3 * SECOND);
});

test("the rate is that of the last ten seconds", async (t) => {
  const { run, sleep } = virtualTime(t);
  const reports = [];
  const work = (number) => sleep(number < 300 ? 100 : 1000);
  await run(bulk(numbers(330), work, { key, concurrency: 1, onProgress: (progress) => reports.push(progress) }));
  assert.ok(Math.abs(reports[299].rate - 10) < 0.5, `${reports[299].rate}`);
  assert.ok(Math.abs(reports[329].rate - 1) < 0.2, `${reports[329].rate}`);
  assert.ok(Math.abs(reports[199].remainingMs - 13_000) < 500, `${reports[199].remainingMs}`);
});
