import { Page, PagePromise } from "./page.js";
import { BlendPromise } from "./promise.js";

/**
 * Hermes has no `Symbol.asyncIterator`, so the classes have that method as `undefined`. Loops that were compiled for it
 * look for this name.
 */
export function nameIterators(): void {
  if (Symbol.asyncIterator) return;
  for (const { prototype } of [Page, PagePromise, BlendPromise])
    Reflect.set(prototype, "@@asyncIterator", Reflect.get(prototype, "undefined"));
}
