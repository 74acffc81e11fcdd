// The places where fetch differs between runtimes.

import { answerHeaders } from "../../generated/operations.js";

/** Whether a value can be used as a Response. */
export function isResponse(value: unknown): value is Response {
  return !("why" in headOf(value));
}

/**
 * Status and the values of `answerHeaders` as JSON. Of what cannot be used as a Response, why: a mock of fetch may give
 * anything.
 */
export function headOf(value: unknown): { status: number; headers: string } | { why: string } {
  if (typeof value !== "object" || value === null) return { why: `it gave ${value === null ? "null" : typeof value}` };
  try {
    const response = value as Response;
    const { status, redirected, headers } = response;
    if (typeof status !== "number") return { why: "status is missing" };
    if (typeof headers?.get !== "function") return { why: "headers.get() is missing" };
    if (typeof response.text !== "function") return { why: "text() is missing" };
    return {
      status: redirected ? 302 : status,
      headers: JSON.stringify(answerHeaders.map((name) => headers.get(name))),
    };
  } catch {
    return { why: "it cannot be read" };
  }
}

/** Whether headers can go out: what cannot was certainly not sent. */
export function sendable(headers: HeadersInit | undefined): boolean {
  try {
    return Boolean(new Headers(headers));
  } catch {
    return false;
  }
}

/** What every request goes out with: redirects and caching off. */
export const policy = (): Pick<RequestInit, "redirect" | "cache"> => ({
  redirect: "manual",
  ...((takesCache ??= namesCache()) && { cache: "no-store" }),
});

let takesCache: boolean | undefined;

/**
 * Older workerd refuses a request that names a cache mode. React Native's fetch adds a parameter to the URL instead.
 */
function namesCache(): boolean {
  try {
    return !new Request("https://a", { cache: "no-store" }).url.includes("?");
  } catch {
    return false;
  }
}
