// `createOnce` as a method of a group.

import type { OnceOptions } from "../../types/index.js";
import type { Client } from "../client.js";
import { assertArity } from "../input/arguments.js";
import { readOptions } from "../input/options.js";
import { operationOf } from "../operations.js";
import { createOnce } from "./create-once.js";
import { ORDER, PATIENT } from "./creation.js";

/** The method for an operation that creates. */
export function createOnceMethod(client: Client, operation: string): (...args: unknown[]) => Promise<unknown> {
  const isOrder = operation === "orders.create";
  return async (...args) => {
    assertArity(args, 1, `${operation}Once`);
    const own = readOptions((args[1] ?? {}) as OnceOptions, "resend", "lookFor");
    const options = client.withDefaults(own);
    return createOnce({
      client,
      core: client.core,
      number: operationOf(operation).number,
      operation,
      resource: isOrder ? ORDER : PATIENT,
      params: args[0] as object,
      options,
      create: (body, call) => client.call(operation, [body], call),
      get: (id, call) => client.call(operation.replace("create", "get"), [id], call),
      lookUp: (key, call) =>
        isOrder
          ? client.call("orders.get", [key], call)
          : client.call("search.patients", [{ q: key, limit: 100 }], call),
      audit: client.auditOf({ operation, ids: [] }, options),
      log: client.log,
    });
  };
}
