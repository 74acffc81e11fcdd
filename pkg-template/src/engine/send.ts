// Sending through gloo-net.

import { type Passage, passThrough } from "./gloo-fetch.js";
import { generation, withEngine } from "./load.js";

/**
 * gloo-net takes a `Request`, at which nobody looks: see `fetchForGloo`. One serves all, since making one takes as long
 * as all the rest.
 */
let standIn: Request | undefined;

/**
 * Sends a request with the global fetch, through gloo-net. Settles as fetch does; resolves to nothing if the engine is
 * lost.
 */
export async function send(url: string, init: RequestInit = {}): Promise<unknown> {
  // jsdom has none, and a mock of fetch needs none.
  if (typeof Request !== "function") return globalThis.fetch(url, init);
  const passage: Passage = { url, init };
  const since = generation;
  standIn ??= new Request("https://a");
  const request = standIn;
  const number = withEngine((engine) => passThrough(passage, () => engine.send(request)));
  // gloo-net has listened to it for longer: it has the answer by then.
  await passage.awaited?.catch(() => {});
  if (since !== generation) return undefined;
  const response = withEngine((engine) => engine.sent(number));
  return passage.isReal ? response : passage.fetched;
}
