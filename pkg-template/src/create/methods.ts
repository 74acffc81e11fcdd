// `createOnce` as a method of a group.

import { createdOnce } from "../../generated/operations.js";
import type { OnceOptions } from "../../types/index.js";
import { withCaller } from "../call/caller.js";
import type { Client } from "../client.js";
import { assertArity } from "../input/arguments.js";
import { readOptions } from "../input/options.js";
import { createOnce } from "./create-once.js";

/** `createOnce` of a group whose resource can be created once. */
export function createOnceMethods(client: Client, group: string): Record<string, unknown> {
  const operation = `${group}.create`;
  if (!(operation in createdOnce)) return {};
  const method = async (...args: unknown[]): Promise<unknown> => {
    assertArity(args, 1, `${operation}Once`);
    const options = readOptions((args[1] ?? {}) as OnceOptions, "resend", "lookFor");
    return createOnce(client, operation, args[0], client.withDefaults(options));
  };
  return { createOnce: withCaller(method) };
}
