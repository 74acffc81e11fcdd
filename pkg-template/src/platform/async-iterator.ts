/** The method that `for await` calls. Hermes has no `Symbol.asyncIterator`: there, compiled loops look for this name. */
export const ASYNC_ITERATOR = (Symbol.asyncIterator ?? "@@asyncIterator") as typeof Symbol.asyncIterator;
