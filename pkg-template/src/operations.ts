// The generated list of operations, read.

import { operations } from "../generated/operations.js";

export interface Operation {
  /** Counts through the whole list; -1 for a raw request. */
  number: number;
  /** With its group: `orders.get`. */
  name: string;
  group: string;
  method: string;
  /** How many ids its path has. */
  ids: number;
  hasParams: boolean;
  isPaged: boolean;
  isDeprecated: boolean;
  /** The same call joins one in flight. */
  isJoined: boolean;
}

let all: Map<string, Operation> | undefined;

/** All operations by name, in the order of the list. */
export const allOperations = (): Map<string, Operation> => (all ??= read());

export const operationOf = (name: string): Operation => allOperations().get(name) as Operation;

/** `list0p*` is a method without path ids, with params, paged. */
function read(): Map<string, Operation> {
  const found = new Map<string, Operation>();
  for (const [group, list] of Object.entries(operations)) {
    for (const item of list.split(",")) {
      const [, method = "", ids, flags = ""] = /^(\w+?)(\d)(.*)$/.exec(item) ?? [];
      const name = `${group}.${method}`;
      const has = (flag: string) => flags.includes(flag);
      found.set(name, {
        number: found.size,
        name,
        group,
        method,
        ids: Number(ids),
        hasParams: has("p"),
        isPaged: has("*"),
        isDeprecated: has("!"),
        isJoined: method.startsWith("create"),
      });
    }
  }
  return found;
}
