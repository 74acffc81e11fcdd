// Whether a request comes from a page that may send it.

/** The origins of a list. Throws a `TypeError` for what is no origin. */
export function originsOf(origins: readonly string[] = []): readonly string[] {
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new TypeError("origins: expected origins such as https://portal.example.com, without a path");
  return origins;
}

/**
 * `Sec-Fetch-Site: same-origin` passes: no page can forge it, and a page under `no-referrer` sends `Origin: null` beside it.
 * Anything else needs a listed origin. Browsers leave the header out over plain HTTP.
 */
export function isFromOwnPage({ headers }: Request, origins: readonly string[]): boolean {
  const origin = headers.get("origin");
  return headers.get("sec-fetch-site") === "same-origin" || (origin !== null && origins.includes(origin));
}
