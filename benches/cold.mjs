// From nothing to the answer of a first call, each time in a process or a page of its own.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ratios, takeTurns } from "./measure.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const script = (name) => import.meta.resolve(name);

/** What a fresh process runs: the import, then a call. Its answer is there at once. */
export const FIRST_CALLS = {
  "blend-sdk": [
    `file://${here("../pkg/dist/index.mjs")}`,
    'new it.Blend({ accessToken: "t" }).orders.get("visit-2041")',
  ],
  openai: [script("openai"), 'new it.OpenAI({ apiKey: "t", dangerouslyAllowBrowser: true }).models.retrieve("x")'],
  stripe: [
    script("stripe"),
    'new it.Stripe("t", { httpClient: it.Stripe.createFetchHttpClient() }).customers.retrieve("x")',
  ],
};

/** A script that leaves the milliseconds in `ms`. */
export const firstCall = ([from, call]) => `
  globalThis.fetch = async () => new Response('{"id":"1"}', { headers: { "content-type": "application/json" } });
  const start = performance.now();
  const it = await import(${JSON.stringify(from)});
  await ${call};
  const ms = performance.now() - start;`;

export async function coldInNode(rounds) {
  const once = async (way) => {
    const args = ["--input-type=module", "-e", `${firstCall(way)} console.log(ms);`];
    return { ms: Number(execFileSync(process.execPath, args, { encoding: "utf8", cwd: here(".") })) };
  };
  return ratios(await takeTurns(FIRST_CALLS, { rounds, warm: 1, once }), "ms");
}
