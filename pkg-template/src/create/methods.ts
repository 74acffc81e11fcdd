// `createOnce` as a method of a group.

import { withCaller } from "../call/caller.js";
import type { Client } from "../client.js";
import { assertArity } from "../input/arguments.js";
import { readOptions } from "../input/options.js";
import { createOnce } from "./create-once.js";
import type { AnyOnceOptions } from "./creation.js";
import { keySpace } from "./place.js";

/** `createOnce` of a group whose resource can be created once. */
export function createOnceMethods(client: Client, group: string): Record<string, unknown> {
  const operation = `${group}.create`;
  if (!keySpace(operation)) return {};
  const method = async (...args: unknown[]): Promise<unknown> => {
    assertArity(args, 1, `${operation}Once`);
    const options = readOptions((args[1] ?? {}) as AnyOnceOptions, "resend", "lookFor", "ifDifferent");
    return createOnce(client, operation, args[0], client.withDefaults(options));
  };
  return { createOnce: withCaller(method) };
}
