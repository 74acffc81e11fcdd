// From the engine's answer to a Response, with what a fault does to it on its way.

import { coders } from "../engine/coders.js";
import type { Response as SandboxAnswer } from "../../generated/sandbox-seam.js";

/** Settles as the work does, or as soon as the signal is aborted. The listener goes with the wait. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(reasonOf(signal));
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Why a signal was aborted. */
export function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return (reason as Error | undefined) ?? new DOMException("This operation was aborted", "AbortError");
}

/** An answer on its way to who called. */
export async function deliver(answer: SandboxAnswer, url: string, signal: AbortSignal | undefined): Promise<Response> {
  const { latency, lost, stalled, headers, truncated } = answer.network;
  if (latency > 0) await pause(latency, signal);
  if (lost) throw connectionError("fetch failed", "read ECONNRESET", "ECONNRESET");
  if (stalled && !headers) await orAborted(new Promise<never>(() => {}), signal);
  if (typeof Response !== "function") return plainResponse(answer, url, signal);
  return responseOf(answer, stalled || truncated ? brokenBody(answer, signal) : answer.body, url);
}

/** Waits, or throws as soon as the signal is aborted. The timer ends with the wait: it would keep the process alive. */
async function pause(length: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await orAborted(new Promise((resolve) => (timer = setTimeout(resolve, length))), signal);
  } finally {
    clearTimeout(timer);
  }
}

/** An error as Node's fetch throws it. */
function connectionError(message: string, why: string, code: string): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error(why), { code }) });
}

/** A body that ended in its middle. */
const cutOff = () => connectionError("terminated", "other side closed", "UND_ERR_SOCKET");

const utf8 = (text: string) => new (coders().TextEncoder)().encode(text);

/** A body that ends in its middle, or never. */
function brokenBody(answer: SandboxAnswer, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  const bytes = utf8(answer.body);
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice(0, bytes.length >> 1));
      signal?.addEventListener("abort", () => controller.error(reasonOf(signal)), { once: true });
    },
    pull(controller) {
      if (answer.network.truncated) controller.error(cutOff());
      else return new Promise<void>(() => {});
    },
  });
}

function responseOf(answer: SandboxAnswer, body: BodyInit, url: string): Response {
  const { status, headers } = answer;
  const empty = status === 204 || status === 304;
  const response = new Response(empty ? null : body, { status, headers });
  // A response that is made by hand has no URL of its own.
  return Object.defineProperty(response, "url", { value: url });
}

/** What of a Response is needed where there is none, as under jsdom. */
function plainResponse(answer: SandboxAnswer, url: string, signal: AbortSignal | undefined): Response {
  const { status, headers, network } = answer;
  const text = async () => {
    if (network.truncated) throw cutOff();
    return network.stalled ? orAborted(new Promise<never>(() => {}), signal) : answer.body;
  };
  const get = (name: string) => headers.find(([known]) => known === name.toLowerCase())?.[1] ?? null;
  const plain = {
    ok: status >= 200 && status < 300,
    status,
    statusText: "",
    url,
    redirected: false,
    type: "default",
    body: null,
    bodyUsed: false,
    headers: {
      get,
      has: (name: string) => get(name) !== null,
      entries: () => headers.values(),
      forEach: (each: (value: string, name: string) => void) => headers.forEach(([name, value]) => each(value, name)),
      [Symbol.iterator]: () => headers.values(),
    },
    text,
    json: async () => JSON.parse(await text()) as unknown,
    arrayBuffer: async () => utf8(await text()).buffer,
    clone: () => plain,
  };
  return plain as unknown as Response;
}
