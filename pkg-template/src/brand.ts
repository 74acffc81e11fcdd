// How errors of this package are known. A file of its own, for entries that need no more of the error classes.

export const BRAND = Symbol.for("blend-sdk.error");

/** Whether a value is an error of any copy of this package. */
export const isBranded = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
