// What makes two calls the same call.

/** Numbers for what is compared by identity: functions, and objects that are no plain data. */
const numbers = new WeakMap<object, number>();
let count = 0;

/**
 * A text that is equal for two calls of one client only where operation, arguments and all options but the signal are the same.
 * `args` is JSON text in canonical form.
 */
export function callKey(operation: string, args: string, options: object): string {
  const rest = Object.entries(options).filter(([name]) => name !== "signal");
  try {
    return `${operation} ${args} ${textOf(Object.fromEntries(rest), [])}`;
  } catch {
    // A getter throws, or they are nested too deep. What cannot be read equals nothing.
    return `${operation} #${++count}`;
  }
}

/** Plain data by its value, anything else by its identity. `above` are the objects around it. */
function textOf(value: unknown, above: object[]): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || (typeof value !== "object" && typeof value !== "function"))
    return `${typeof value} ${value as string}`;
  const below = (item: unknown) => textOf(item, [...above, value]);
  const isCyclic = above.includes(value);
  if (Array.isArray(value) && !isCyclic) return `[${value.map(below).join()}]`;
  if (!isPlain(value) || isCyclic) return `#${numberOf(value)}`;
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${fields
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${below(item)}`)
    .join()}}`;
}

function isPlain(value: object): boolean {
  if (typeof value === "function") return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  // An object of another realm is plain too.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function numberOf(value: object): number {
  const number = numbers.get(value) ?? ++count;
  numbers.set(value, number);
  return number;
}
