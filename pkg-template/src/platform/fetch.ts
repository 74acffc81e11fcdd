// The places where fetch differs between runtimes.

import { answerHeaders } from "../../generated/operations.js";

/** Whether a value can be used as a Response. */
export function isResponse(value: unknown): value is Response {
  return headOf(value) !== undefined;
}

/** Status and the values of `answerHeaders` as JSON; nothing of what cannot be used as a Response. */
export function headOf(value: unknown): { status: number; headers: string } | undefined {
  try {
    const response = value as Response;
    const { status, redirected, headers } = response;
    if (typeof status !== "number" || typeof response.text !== "function") return undefined;
    return {
      status: redirected ? 302 : status,
      headers: JSON.stringify(answerHeaders.map((name) => headers.get(name))),
    };
  } catch {
    // It may be anything, and what its getters throw as well.
    return undefined;
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
  ...(takesCache() && { cache: "no-store" }),
});

/** Older workerd refuses a request that names a cache mode. React Native's fetch adds a parameter to the URL instead. */
function takesCache(): boolean {
  try {
    return !new Request("https://a", { cache: "no-store" }).url.includes("?");
  } catch {
    return false;
  }
}
