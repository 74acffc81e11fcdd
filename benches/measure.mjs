// How things are measured: ways to do the same thing take turns, so that whatever else the machine does strikes all alike. Each is
// compared with the first one, round by round; the median of these ratios counts. Runs in Node and in browsers.

export const median = (list) => list.slice().sort((one, other) => one - other)[list.length >> 1];

/** Measures ways by name, each a function. `once` measures one round of a way: its numbers, by name. */
export async function takeTurns(ways, { rounds, warm, once }) {
  const names = Object.keys(ways);
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < warm + rounds; round++) {
    for (const name of names) {
      const numbers = await once(ways[name]);
      if (round >= warm) measured[name].push(numbers);
    }
  }
  return measured;
}

/** Rows of a table: for each way the median of one of its numbers, and of its ratio to that of the first way. */
export function ratios(measured, number) {
  const [first] = Object.values(measured);
  return Object.entries(measured).map(([way, rounds]) => ({
    way,
    ratio: median(rounds.map((round, place) => round[number] / first[place][number])),
    value: median(rounds.map((round) => round[number])),
  }));
}

/** Milliseconds that a way takes. */
export async function timed(way) {
  const start = performance.now();
  await way();
  return { ms: performance.now() - start };
}

/** The same for many calls, so many of them in flight: milliseconds and, in Node, CPU for each. */
export const timedCalls = (count, inFlight) => async (way) => {
  let left = count;
  const worker = async () => {
    while (left-- > 0) await way();
  };
  const cpu = globalThis.process?.cpuUsage?.();
  const { ms } = await timed(() => Promise.all(Array.from({ length: inFlight }, worker)));
  const used = cpu && process.cpuUsage(cpu);
  return { ms: ms / count, cpu: used ? (used.user + used.system) / 1000 / count : NaN };
};
