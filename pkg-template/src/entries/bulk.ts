// `blend-sdk/bulk`: thousands of items, a few at a time. It needs no engine.

import type { BulkOptions, BulkResult } from "../../types/bulk.js";
import { openCheckpoint } from "../bulk/checkpoint.js";
import { Run } from "../bulk/run.js";

export async function bulk<T>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => unknown,
  options: BulkOptions<T>,
): Promise<BulkResult> {
  const { key, concurrency = 8, checkpoint: path } = options ?? {};
  if (typeof key !== "function") throw new TypeError("key: expected a function that returns what an item is known by");
  if (typeof work !== "function") throw new TypeError("work: expected a function");
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new TypeError("concurrency: expected a whole number from 1");
  const checkpoint = await openCheckpoint(path);
  try {
    return await new Run(items, work, checkpoint, options).toEnd();
  } finally {
    await checkpoint.close();
  }
}
