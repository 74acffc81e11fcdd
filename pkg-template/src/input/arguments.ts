// What a user passes, made JSON text once, at the call. What JSON cannot say is refused, not bent.

import type { Issue } from "../../types/index.js";
import { refused } from "../errors.js";

const DATE =
  "a Date cannot be sent: give a string, YYYY-MM-DD for a day (of a Date take year, month and day: its own text is in UTC and may be a day off)";

/** How deep arguments may be nested. */
const MAX_DEPTH = 100;

/** Throws if a method got more than `count` arguments and its options. */
export function assertArity({ length }: unknown[], count: number, operation: string): void {
  if (length <= count + 1) return;
  const message = `expected ${count} and the call's options, got ${length}`;
  throw refused([{ path: "arguments", code: "unknown_field", message }], operation);
}

/** The arguments as a JSON array, or what is wrong with them. `labels` names each argument in paths. */
export function toText(args: readonly unknown[], labels: readonly string[]): { text: string } | { issues: Issue[] } {
  const issues: Issue[] = [];
  try {
    args.forEach((arg, index) => walk(arg, labels[index] ?? "", [], issues));
    if (!issues.length) return { text: JSON.stringify(args) };
  } catch {
    // What a getter throws may say anything.
    issues.push({ path: "arguments", code: "unsendable", message: "they cannot be read: a getter or a proxy throws" });
  }
  return { issues };
}

/** Notes what cannot be sent of a value. `above` holds the objects that it stands in. */
function walk(value: unknown, path: string, above: object[], issues: Issue[]): void {
  const note = (at: string, message: string) => issues.push({ path: at, code: "unsendable", message });
  if (typeof value !== "object" || value === null) {
    const message = whyNotSent(value);
    if (message) note(path, message);
    return;
  }
  const message = above.includes(value)
    ? "this object contains itself"
    : above.length > MAX_DEPTH
      ? "nested too deep"
      : whyNoPlainObject(value);
  if (message) return void note(path, message);
  const inside = [...above, value];
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const at = `${path}[${index}]`;
      if (value[index] === undefined) note(at, "undefined cannot stand in a list: leave the item out");
      else walk(value[index], at, inside, issues);
    }
  } else {
    for (const [key, item] of Object.entries(value)) {
      const name = /^[a-z_]\w{0,39}$/i.test(key) ? key : "<key>";
      walk(item, path ? `${path}.${name}` : name, inside, issues);
    }
  }
}

/** Why a value that is no object cannot be sent. */
function whyNotSent(value: unknown): string | undefined {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value)
        ? undefined
        : "NaN and Infinity cannot be sent: give a number, or leave the field out";
    case "string":
      // Of a text that was cut in the middle of a character.
      return /\p{Surrogate}/u.test(value) ? "half of a character cannot be sent: cut the text elsewhere" : undefined;
    case "bigint":
      return "a BigInt cannot be sent: give a number or a string";
    case "function":
    case "symbol":
      return `a ${typeof value} cannot be sent`;
    default:
      return undefined;
  }
}

/** Why an object is none that JSON can say. */
function whyNoPlainObject(value: object): string | undefined {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag === "Date") return DATE;
  if (tag === "AbortSignal")
    return "an AbortSignal cannot be sent: options such as signal go into the argument behind this one";
  // Lists of state libraries have a toJSON, which gives the same list.
  if (Array.isArray(value)) return undefined;
  if (typeof (value as { toJSON?: unknown }).toJSON === "function")
    return "an object with toJSON cannot be sent: give what it stands for, such as String(it)";
  return tag === "Object" ? undefined : "only plain objects and arrays can be sent";
}

/** JSON text with the fields of each object in one order. */
export function canonical(text: string): string {
  return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
    typeof value === "object" && value && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  );
}
