/** The method that `for await` calls. Hermes has no `Symbol.asyncIterator`: there, compiled loops look for this name. */
export const ASYNC_ITERATOR: typeof Symbol.asyncIterator = Symbol.asyncIterator ?? "@@asyncIterator";
