// The places where fetch differs between runtimes.

import { answerHeaders } from "../../generated/operations.js";

/** The code of a network error, wherever the runtime keeps it; empty where there is none. */
export function networkCode(error: unknown): string {
  for (let at = error, depth = 0; at && typeof at === "object" && depth < 4; depth++) {
    const { code, cause, errors } = at as { code?: unknown; cause?: unknown; errors?: unknown[] };
    if (typeof code === "string") return code;
    at = cause ?? errors?.[0];
  }
  return "";
}

/** Whether a value can be used as a Response. */
export function isResponse(value: unknown): value is Response {
  return headOf(value) !== undefined;
}

/** Status and the values of `answerHeaders` as JSON; nothing of what cannot be used as a Response. */
export function headOf(value: unknown): { status: number; headers: string } | undefined {
  try {
    const { status, redirected, headers, text } = value as Response;
    if (typeof status !== "number" || typeof text !== "function") return undefined;
    return {
      status: redirected ? 302 : status,
      headers: JSON.stringify(answerHeaders.map((name) => headers.get(name))),
    };
  } catch {
    // It may be anything, and what its getters throw as well.
    return undefined;
  }
}

/** Older workerd refuses a request that names a cache mode, and React Native's fetch adds a parameter to the URL instead. */
function takesCache(): boolean {
  try {
    return !new Request("https://a", { cache: "no-store" }).url.includes("?");
  } catch {
    return false;
  }
}

/** What an attempt is about, without a value of it. */
export interface About {
  operation: string;
  method: string;
  /** The path with its ids in braces. */
  path: string;
  attempt: number;
}

/** What fetch is given, from what the engine wrote, and what it is about. */
export function requestOf(
  text: string,
  signal: AbortSignal,
): { request: [url: string, init: RequestInit]; about: About } {
  type Written = About & { url: string; headers: Record<string, string>; body?: string };
  const { url, operation, path, attempt, ...rest } = JSON.parse(text) as Written;
  const init: RequestInit = { ...rest, redirect: "manual", signal, ...(takesCache() && { cache: "no-store" }) };
  return { request: [url, init], about: { operation, method: rest.method, path, attempt } };
}

/** The body as text, or undefined where it is larger than `most` bytes. */
export async function readText(response: Response, most: number): Promise<string | undefined> {
  const length = Number(response.headers.get("content-length") ?? NaN);
  if (length > most) return undefined;
  // Of another origin's answer a browser shows the length, and not that it is one of compressed bytes.
  const sized = length >= 0 && !response.headers.get("content-encoding") && response.type !== "cors";
  if (sized || !response.body?.getReader) {
    // A mock may give anything.
    const text = String(await response.text());
    return text.length > most ? undefined : text;
  }
  const reader = response.body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > most) {
      // Nobody waits for the rest.
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(value);
  }
  // Decoded in one go, by the runtime: a decoder that is fed piece by piece takes three times as long.
  return new Response(new Blob(chunks)).text();
}

/** Whether headers can go out: what cannot was certainly not sent. */
export function sendable(headers: HeadersInit | undefined): boolean {
  try {
    return Boolean(new Headers(headers));
  } catch {
    return false;
  }
}
