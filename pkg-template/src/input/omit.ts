// The option `omit`: fields that a user never wants to hold, such as `ssn`.

/** Deletes fields by name, at any depth, from an answer that nobody else holds yet. */
export function omit(answer: unknown, names: readonly string[] = []): void {
  const dropped = new Set(names);
  // A plain recursion ends where the stack does, and answers may be nested deeper.
  const left = dropped.size ? [answer] : [];
  while (left.length) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    for (const [key, item] of Object.entries(value)) {
      if (dropped.has(key) && !Array.isArray(value)) delete (value as Record<string, unknown>)[key];
      else left.push(item);
    }
  }
}
