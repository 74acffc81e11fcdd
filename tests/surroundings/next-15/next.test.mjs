import { test } from "node:test";
import { assertTrueReads, assertWebhooks, startPortal } from "../next/run.mjs";

test("a portal in Next: a server component reads the truth each time, a route handler receives webhooks", async (t) => {
  const origin = await startPortal(t, import.meta.dirname);
  await assertTrueReads(origin);
  await assertWebhooks(origin);
});
