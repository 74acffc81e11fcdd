// The generated list of operations with their paths. The client does not need it: the proxy and `blend-sdk doctor` do.

import { routes } from "../generated/routes.js";

/** An operation with its path, as the tables have it. */
export interface Route {
  /** Such as `orders.list`. */
  operation: string;
  isPaged: boolean;
  isInferred: boolean;
  verb: string;
  path: string;
  /** The names of the ids in the path. */
  ids: string[];
  takesParams: boolean;
  /** What a parameter of the query is, by its name: `#` a number, `?` a boolean, nothing for a text. */
  query: Map<string, string>;
}

function read(line: string): Route {
  const [request = "", params] = line.split(" {");
  const [marked = "", verb = "", path = ""] = request.split(" ");
  return {
    operation: marked.replace(/[*~]/g, ""),
    isPaged: marked.includes("*"),
    isInferred: marked.includes("~"),
    verb,
    path,
    ids: path.match(/(?<=\{)\w+/g) ?? [],
    takesParams: params !== undefined,
    query: new Map(Array.from((params ?? "").matchAll(/(\w+)([#?]?)/g), ([, name = "", kind = ""]) => [name, kind])),
  };
}

/** All operations in the order of the tables. */
export const allRoutes = (): Route[] => routes.map(read);
