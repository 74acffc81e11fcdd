// The privacy program: the same in every runtime. It plants markers wherever a value can stand, has everything go wrong,
// and gives all that came out besides the requests themselves and the answers.

import { Collector, eavesdrop } from "./collect.mjs";
import { everywhere } from "./everywhere.mjs";
import { single } from "./single.mjs";
import { withoutEngine } from "./engine.mjs";

/** Drives with what the server at `origin` has planned, and gives it all that came out. */
export async function report(sdk, origin, inspect) {
  const plan = await (await fetch(`${origin}/plan`)).json();
  const out = await drive({ sdk, origin, inspect, ...plan });
  await fetch(`${origin}/out`, { method: "POST", body: JSON.stringify(out) });
}

/**
 * `origin` is that of the test's server, `refused` one where nobody listens, `stem` what markers begin with; `cases` are
 * those of the tables; `inspect` shows a value as the runtime's console does, where there is a way.
 */
async function drive({ sdk, origin, refused, stem, cases, inspect }) {
  const collector = new Collector(inspect);
  const hush = eavesdrop(collector);
  const world = { sdk, collector, origin, refused, stem, cases, calls: 0 };
  try {
    await withoutEngine(world);
    await everywhere(world);
    await single(world);
  } finally {
    await hush();
  }
  const { texts, errors, levels } = collector;
  return { texts: [...texts], errors: [...errors], levels: [...levels], calls: world.calls };
}
