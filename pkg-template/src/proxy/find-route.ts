// Which operation a request of a page's client means.

import type { Route } from "../routes.js";

const segmentsOf = (path: string): string[] => path.split("/").slice(1);
const isId = (segment: string): boolean => segment.startsWith("{");

/** The operation of a method and a path below the base, and its ids. A literal segment goes before an id. */
export function findRoute(
  all: readonly Route[],
  method: string,
  path: string,
): { route: Route; ids: string[] } | undefined {
  const given = segmentsOf(path);
  const fits = (route: Route) => {
    const segments = segmentsOf(route.path);
    return (
      route.verb === method &&
      segments.length === given.length &&
      segments.every((segment, index) => isId(segment) || segment === given[index])
    );
  };
  const [route] = all.filter(fits).sort((one, other) => one.ids.length - other.ids.length);
  if (!route) return undefined;
  const segments = segmentsOf(route.path);
  try {
    return { route, ids: given.filter((_, index) => isId(segments[index]!)).map(decodeURIComponent) };
  } catch {
    // Not an encoding.
    return undefined;
  }
}

/** The params of a query, with numbers and booleans where the operation has some. */
export function paramsOf({ query }: Route, given: URLSearchParams): Record<string, unknown> {
  const typed = (name: string, text: string) => {
    if (query.get(name) === "#" && /^\d{1,9}$/.test(text)) return Number(text);
    if (query.get(name) === "?" && /^(true|false)$/.test(text)) return text === "true";
    return text;
  };
  return Object.fromEntries([...given].map(([name, text]) => [name, typed(name, text)]));
}
