// What a user passes, made JSON text once, at the call. What JSON cannot say is refused, not bent.

import type { Issue } from "../../types/index.js";
import { refused } from "../errors.js";

const DATE =
  "a Date cannot be sent: give a string, YYYY-MM-DD for a day (of a Date take year, month and day: its own text is in UTC and may be a day off)";

/** The arguments as a JSON array, or what is wrong with them. `labels` names each argument in paths. */
export function toText(args: readonly unknown[], labels: readonly string[]): { text: string } | { issues: Issue[] } {
  const issues: Issue[] = [];
  try {
    args.forEach((arg, place) => walk(arg, labels[place] ?? "", [], issues));
    if (!issues.length) return { text: JSON.stringify(args) };
  } catch {
    // What a getter throws may say anything.
    issues.push({ path: "arguments", code: "unsendable", message: "a getter of theirs throws" });
  }
  return { issues };
}

function walk(value: unknown, path: string, above: object[], issues: Issue[]): void {
  const refuse = (message: string) => void issues.push({ path, code: "unsendable", message });
  switch (typeof value) {
    case "number":
      if (!Number.isFinite(value)) refuse("NaN and Infinity cannot be sent: give a number, or leave the field out");
      return;
    case "string":
      // Of a text that was cut in the middle of a character.
      if (/\p{Surrogate}/u.test(value)) refuse("half of a character cannot be sent: cut the text elsewhere");
      return;
    case "bigint":
      return refuse("a BigInt cannot be sent: give a number or a string");
    case "function":
    case "symbol":
      return refuse(`a ${typeof value} cannot be sent`);
    case "object":
      break;
    default:
      return;
  }
  if (value === null) return;
  if (above.includes(value)) return refuse("this object contains itself");
  if (above.length > 100) return refuse("nested too deep");
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag === "Date") return refuse(DATE);
  if (tag === "AbortSignal")
    return refuse("an AbortSignal cannot be sent: options such as signal go into the argument behind this one");
  if (typeof (value as { toJSON?: unknown }).toJSON === "function")
    return refuse("an object with toJSON cannot be sent: give what it stands for, such as String(it)");
  if (tag !== "Object" && !Array.isArray(value)) return refuse("only plain objects and arrays can be sent");
  above.push(value);
  if (Array.isArray(value)) {
    for (let place = 0; place < value.length; place++) {
      if (value[place] === undefined)
        issues.push({
          path: `${path}[${place}]`,
          code: "unsendable",
          message: "undefined cannot stand in a list: leave the item out",
        });
      else walk(value[place], `${path}[${place}]`, above, issues);
    }
  } else {
    for (const [key, item] of Object.entries(value)) {
      const name = /^[a-z_]\w{0,39}$/i.test(key) ? key : "<key>";
      walk(item, path ? `${path}.${name}` : name, above, issues);
    }
  }
  above.pop();
}

/** JSON text with the fields of each object in one order. */
export function canonical(text: string): string {
  return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
    typeof value === "object" && value && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  );
}

/** Options as JSON text: what stays in JavaScript stands as true. */
export function optionsText(options: object): string {
  try {
    return JSON.stringify(options, function (this: unknown, key, value: unknown) {
      // Further down such a name is anybody's: a header's.
      const name = this === options && key;
      if (name === "context") return undefined;
      if (typeof value === "bigint") return String(value);
      const stays = typeof value === "function" || name === "signal" || name === "tokenStore" || name === "logger";
      const plain =
        value === null ||
        typeof value !== "object" ||
        Array.isArray(value) ||
        Object.getPrototypeOf(value) === Object.prototype;
      return stays || !plain || value;
    });
  } catch {
    // The runtime's own words name keys, which may say anything.
    throw refused([
      { path: "options", code: "unsendable", message: "they contain themselves, or a getter of theirs throws" },
    ]);
  }
}
