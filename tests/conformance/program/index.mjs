// The conformance program: the same in every runtime, and for every client that is measured. It uses
// nothing but what all runtimes have.

import { bodies } from "./bodies.mjs";
import { hostsOf, pause, settle } from "./host.mjs";
import { leaks } from "./leaks.mjs";
import { reads } from "./reads.mjs";
import { sessions } from "./sessions.mjs";
import { signals } from "./signals.mjs";
import { surroundings, watchImport } from "./surroundings.mjs";
import { writes } from "./writes.mjs";

/**
 * Each has a name, a promise, what a client `needs` to have for it, and `run`, which gives whether the
 * promise was kept (`undefined` where the runtime cannot show it) and what the probe saw. `except` tells why
 * blend-sdk cannot keep it in some runtime.
 */
export const probes = [...writes, ...reads, ...signals, ...bodies, ...leaks, ...sessions, ...surroundings];

/**
 * Runs all probes. `load` imports the client and gives it as a subject (see blend.mjs); `control` is the
 * hostile server's address; `inspect` shows a value as the runtime's console does, where there is a way.
 */
export async function conform({ control, load, inspect = () => "" }) {
  const hosts = hostsOf(control);
  // The first fetch of all, so that what the runtime itself leaves behind is there before the client.
  await hosts.open({});
  await pause(100);
  const { subject, imported } = await watchImport(load);
  const context = { subject, hosts, inspect, imported };
  const results = new Map();
  const run = async (probe) => void results.set(probe.name, await result(probe, context));
  // Some change what all share, or keep the runtime busy; the last of them looks at what is left.
  for (const probe of probes.filter(({ alone }) => alone === "first")) await run(probe);
  await Promise.all(probes.filter(({ alone }) => !alone).map(run));
  for (const probe of probes.filter(({ alone }) => alone === "last")) await run(probe);
  return probes.map(({ name }) => ({ name, ...results.get(name) }));
}

async function result({ needs = [], run }, context) {
  if (!needs.every((need) => context.subject.has.includes(need))) return { seen: "" };
  const end = await settle(Promise.resolve(context).then(run), 60_000);
  if (end.hangs) return { pass: false, seen: "the probe hangs" };
  if ("error" in end) return { pass: false, seen: `the probe failed: ${end.error?.stack ?? end.error}` };
  return end.value;
}
