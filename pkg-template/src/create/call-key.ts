// What makes two calls the same call.

import { canonical } from "../input/arguments.js";
import { isPlainObject } from "../input/read.js";

/** Numbers for what is compared by identity. */
const numbers = new WeakMap<object, number>();
let count = 0;

/**
 * Stands for an object in a text. Nobody else's data has this key. Made on first use: importing draws no random number.
 */
let identity = "";
const identityKey = () => (identity ||= `identity ${Math.random()}`);

/**
 * A text that is equal for two calls of one client only where operation, arguments and all options but the signal are
 * the same: plain data by its value, functions and other objects by their identity. `args` is JSON text in canonical
 * form.
 */
export function callKey(operation: string, args: string, options: object): string {
  try {
    const others = { ...options, signal: undefined };
    const text = JSON.stringify(others, function (this: Record<string, unknown>, name, json: unknown) {
      const value = this[name];
      return isData(value) ? json : { [identityKey()]: numberOf(value as object) };
    });
    return `${operation} ${args} ${canonical(text)}`;
  } catch {
    // A context may contain itself, or a getter throws. What cannot be compared equals nothing.
    return `${identityKey()} ${++count}`;
  }
}

const isData = (value: unknown): boolean =>
  typeof value === "object"
    ? value === null || Array.isArray(value) || isPlainObject(value)
    : typeof value !== "function";

function numberOf(value: object): number {
  const number = numbers.get(value) ?? ++count;
  numbers.set(value, number);
  return number;
}
