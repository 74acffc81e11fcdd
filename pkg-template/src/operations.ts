// The generated list of operations, by name.

import { type Operation, operationGroups } from "../generated/operations.js";

export type { Operation };

let groups: Map<string, Operation[]> | undefined;

/** The groups with their operations. The list is read once, when the first client is made. */
export const allGroups = (): Map<string, Operation[]> => (groups ??= new Map(operationGroups()));

export function operationOf(name: string): Operation {
  const [group = ""] = name.split(".");
  return allGroups()
    .get(group)
    ?.find((operation) => operation.name === name) as Operation;
}
