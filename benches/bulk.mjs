// Bulk against a limit: 2,000 prescribers, 8 at a time, a server that allows 40 a second. The ratio is to the least time that
// the limit leaves: 50 seconds. It should be 1.3 at most.

import { bulk } from "../pkg/dist/bulk.mjs";
import { prescribers, serveLimited } from "../tests/bulk/limited-server.mjs";
import { client } from "../tests/support/server.mjs";

const COUNT = Number(process.env.COUNT ?? 2000);
const PER_SECOND = 40;

for (const maxRetries of [2, 0]) {
  const ends = [];
  const server = await serveLimited({ after: (end) => ends.push(end) }, { perSecond: PER_SECOND });
  const blend = client(server, { maxRetries });
  const start = performance.now();
  const { done, failures } = await bulk(prescribers(COUNT), (prescriber) => blend.prescribers.create(prescriber), {
    key: ({ npi }) => npi,
  });
  const ratio = (performance.now() - start) / ((COUNT / PER_SECOND) * 1000);
  for (const end of ends) end();
  if (done !== COUNT || server.created.size !== COUNT)
    throw new Error(`${done} of ${COUNT}, ${failures.length} failed`);
  console.log(
    `${ratio.toFixed(2)}  bulk, maxRetries ${maxRetries}: ${done} of ${COUNT}, ${server.counted.limited} answers of 429`,
  );
}
