// Time that goes on as fast as the work allows: minutes of waiting cost nothing, and every run is the same.

/** Takes over the clock and the timers. `run` gives what comes of some work, and moves time on while it waits. */
export function virtualTime(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const run = async (work) => {
    let ended = false;
    const end = () => (ended = true);
    work.then(end, end);
    for (;;) {
      for (let turns = 0; turns < 3; turns++) await new Promise(setImmediate);
      if (ended) return work;
      now += 1;
      t.mock.timers.tick(1);
    }
  };
  return { run, now: () => now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
}

/** An error as a client throws it for a 429. */
export const limited = (retryAfterMs) =>
  Object.assign(new Error("too many"), { status: 429, outcome: "rejected", retryAfterMs });
