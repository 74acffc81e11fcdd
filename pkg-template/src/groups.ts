// The groups of a client: `blend.orders` with its methods.

import type { Client } from "./client.js";
import { createOnceMethods } from "./create/methods.js";
import { allOperations } from "./operations.js";
import { actions, can } from "./orders/actions.js";
import { waitFor } from "./orders/wait-for.js";

type Methods = Record<string, unknown>;

/** The groups by name. */
export function groupsOf(client: Client): Record<string, Methods> {
  const groups: Record<string, Methods & { check: Methods }> = {};
  for (const operation of allOperations().values()) {
    const group = (groups[operation.group] ??= {
      check: {},
      ...extras(client, operation.group),
      ...createOnceMethods(client, operation.group),
    });
    group[operation.method] = (...args: unknown[]) => client.invoke(operation, args);
    group.check[operation.method] = (...args: unknown[]) => client.check(operation, args);
  }
  return groups;
}

/** What a group has beside its operations. */
function extras(client: Client, group: string): Methods {
  switch (group) {
    case "auth":
      return { logout: () => client.core.session.clear() };
    case "orders":
      return { can, actions, waitFor: (...args: unknown[]) => waitFor(client, args) };
    default:
      return {};
  }
}
