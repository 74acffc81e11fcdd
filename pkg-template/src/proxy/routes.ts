// Which operation a request of a page's client means.

import { routes } from "../../generated/routes.js";

/** An operation with its path, as the tables have it. */
export interface Route {
  /** Such as `orders.list`. */
  operation: string;
  isPaged: boolean;
  verb: string;
  /** Of the path. That of an id begins with a brace. */
  segments: string[];
  takesParams: boolean;
  /** Parameters of the query that are no text: `#` a number, `?` a boolean. */
  kinds: Map<string, string>;
}

const isId = (segment: string): boolean => segment.startsWith("{");

function read(line: string): Route {
  const [name = "", verb = "", path = ""] = line.split(" ");
  const [, marked] = / \{([^}]*)\}$/.exec(line) ?? [];
  const kinds = marked?.split(" ").map((word): [string, string] => [word.slice(0, -1), word.slice(-1)]);
  const operation = name.replace("*", "");
  const segments = path.split("/").slice(1);
  return {
    operation,
    isPaged: name !== operation,
    verb,
    segments,
    takesParams: kinds !== undefined,
    kinds: new Map(kinds),
  };
}

export const allRoutes = (): Route[] => routes.map(read);

/** The operation of a method and a path below the base, and its ids. A literal segment goes before an id. */
export function routeOf(
  all: readonly Route[],
  method: string,
  path: string,
): { route: Route; ids: string[] } | undefined {
  const parts = path.split("/").slice(1);
  const fits = ({ verb, segments }: Route) =>
    verb === method &&
    segments.length === parts.length &&
    segments.every((segment, place) => isId(segment) || segment === parts[place]);
  const literals = ({ segments }: Route) => segments.filter((segment) => !isId(segment)).length;
  const [route] = all.filter(fits).sort((one, other) => literals(other) - literals(one));
  try {
    return route && { route, ids: parts.filter((_, place) => isId(route.segments[place]!)).map(decodeURIComponent) };
  } catch {
    // Not an encoding.
    return undefined;
  }
}

/** The params of a query, with numbers and booleans where the operation has some. */
export function paramsOf({ kinds }: Route, query: URLSearchParams): Record<string, unknown> {
  const typed = (name: string, text: string) => {
    if (kinds.get(name) === "#" && /^\d{1,9}$/.test(text)) return Number(text);
    if (kinds.get(name) === "?" && /^(true|false)$/.test(text)) return text === "true";
    return text;
  };
  return Object.fromEntries([...query].map(([name, text]) => [name, typed(name, text)]));
}
