// Reading what a user passes. It may be anything: an object of another realm, a class with getters, a proxy.

import { refused } from "../errors.js";

/** Reads something of the user's. What its getters and proxies throw may say anything, so it is not passed on. */
export function readInput<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch {
    const message = "cannot be read: it contains itself, or a getter or a proxy throws";
    throw refused([{ path, code: "unsendable", message }]);
  }
}

/** Whether an object has nothing but its own fields. It may come from another realm, or have no prototype. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
