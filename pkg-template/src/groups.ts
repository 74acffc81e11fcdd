// The groups of a client: `blend.orders` with its methods.

import { withCaller } from "./call/caller.js";
import type { Client } from "./client.js";
import { createOnceMethods } from "./create/methods.js";
import { allGroups, type Operation } from "./operations.js";
import { actions, can } from "./orders/actions.js";
import { waitFor } from "./orders/wait-for.js";

type Methods = Record<string, unknown>;

/** The groups by name. */
export function groupsOf(client: Client): [name: string, group: Methods][] {
  return [...allGroups()].map(([name, operations]) => [name, groupOf(client, name, operations)]);
}

function groupOf(client: Client, name: string, operations: Operation[]): Methods {
  const check: Methods = {};
  const group: Methods = { check, ...EXTRAS[name]?.(client), ...createOnceMethods(client, name) };
  for (const operation of operations) {
    group[operation.method] = (...args: unknown[]) => client.invoke(operation, args);
    check[operation.method] = (...args: unknown[]) => client.check(operation, args);
  }
  return group;
}

/** What groups have beside their operations. */
const EXTRAS: Record<string, (client: Client) => Methods> = {
  auth: (client) => ({ logout: () => client.core.session.clear() }),
  orders: (client) => ({ can, actions, waitFor: withCaller((...args: unknown[]) => waitFor(client, args)) }),
};
