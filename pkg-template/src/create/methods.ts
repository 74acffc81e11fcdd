// `createOnce` as a method of a group.

import type { OnceOptions } from "../../types/index.js";
import type { Client } from "../client.js";
import { assertArity } from "../input/arguments.js";
import { readOptions } from "../input/options.js";
import type { Operation } from "../operations.js";
import { createOnce } from "./create-once.js";

/** The method for an operation that creates. */
export function createOnceMethod(client: Client, operation: Operation): (...args: unknown[]) => Promise<unknown> {
  const { name, number } = operation;
  return async (...args) => {
    assertArity(args, 1, `${name}Once`);
    const own = readOptions((args[1] ?? {}) as OnceOptions, "resend", "lookFor");
    const options = client.withDefaults(own);
    return createOnce({
      client,
      core: client.core,
      number,
      operation: name,
      params: args[0] as object,
      options,
      call: (other, own, call) => client.call(other, own, call),
      audit: client.auditOf({ operation: name, ids: [] }, options),
      log: client.log,
    });
  };
}
