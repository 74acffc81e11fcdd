// Whether a request comes from a page that may send it.

import { Refusal } from "./answer.js";

/** The origins of a list. Throws a `TypeError` for what is no origin. */
export function originsOf(origins: readonly string[] = []): readonly string[] {
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new TypeError("origins: expected origins such as https://portal.example.com, without a path");
  return origins;
}

/**
 * `Sec-Fetch-Site: same-origin` passes: no page can forge it, and a page under `no-referrer` sends `Origin: null`
 * beside it. Anything else needs a listed origin. Browsers leave the header out over plain HTTP.
 */
export function assertOwnPage({ headers }: Request, origins: readonly string[]): void {
  if (headers.get("sec-fetch-site") === "same-origin" || origins.includes(headers.get("origin") ?? "")) return;
  throw new Refusal(403, { code: "origin", message: "give the page's origin in the option origins" });
}
