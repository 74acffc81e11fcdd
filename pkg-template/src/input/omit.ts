/** Deletes fields by name, at any depth, from a value that nobody else holds yet. */
export function omit(data: unknown, names: ReadonlySet<string>): void {
  // Answers may be nested deeper than functions can be.
  const left = names.size ? [data] : [];
  while (left.length) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    for (const [key, item] of Object.entries(value)) {
      if (names.has(key) && !Array.isArray(value)) delete (value as Record<string, unknown>)[key];
      else left.push(item);
    }
  }
}
