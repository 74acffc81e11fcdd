// Where a create's params and answer hold the resource.

import { createdOnce } from "../../generated/operations.js";

/**
 * What the keys of an operation are about: all that makes orders shares one key space. Undefined where it has no
 * `createOnce`.
 */
export const keySpace = (operation: string): string | undefined => createdOnce[operation]?.[0];

/** The field that holds the resource. Undefined where params and answer are the resource. */
export const placeOf = (operation: string): string | undefined => createdOnce[operation]?.[1];

/** The resource in the params or in the answer of its create. */
export function within(operation: string, data: unknown): unknown {
  const place = placeOf(operation);
  return place ? (Object(data) as Record<string, unknown>)[place] : data;
}
