// An answer for each of several callers.

/**
 * A copy of JSON data. Its arrays and objects are this realm's own: `structuredClone` makes them elsewhere in some test
 * runners.
 */
export function copyOf(data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (Array.isArray(data)) return data.map(copyOf);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, copyOf(value)]));
}
