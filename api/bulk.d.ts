import type { Outcome } from "./index.mjs";

export interface BulkOptions<T> {
  /**
   * Returns the key of an item, such as its NPI or your id of it: one line of text, the same in every run. The checkpoint
   * holds it as it is: use nothing that names a patient.
   */
  key: (item: T) => string;
  /** How many items to work on at a time. After a 429 there are fewer for a while. @default 8 */
  concurrency?: number;
  /**
   * Path of a file that keeps the keys of finished items (Node, Bun, Deno). The run skips these items, so that it
   * continues after a crash. The file has mode 0600. Delete it to start again. Only one run at a time may use it.
   */
  checkpoint?: string;
  /** Called after each item, and when a pause begins. */
  onProgress?: (progress: BulkProgress) => unknown;
  /** Ends the run: it begins no more items, finishes those in work, and returns the result. */
  signal?: AbortSignal;
}

export interface BulkProgress {
  /** Items that were finished in this run. */
  done: number;
  /** Items that failed in this run. */
  failed: number;
  /** Items of the checkpoint, and items whose key came before. */
  skipped: number;
  /** All items; only if `items` is an array. */
  total?: number;
  /** Recent items per second. */
  rate: number;
  /** Milliseconds until the end at this rate; only if `items` is an array and an item was finished. */
  remainingMs?: number;
  /** Milliseconds that all items wait after a 429; 0 while the work goes on. */
  pausedMs: number;
}

export interface BulkFailure {
  key: string;
  /** What happened to the write: see `BlendError.outcome`. `unknown` for an error of another kind. */
  outcome: Outcome;
  error: unknown;
}

export interface BulkResult {
  done: number;
  skipped: number;
  failures: BulkFailure[];
  /** Why the run ended early: `aborted` by its signal, or `rate_limited`: twenty pauses in a row without a finished item, or a `Retry-After` of more than 15 minutes. */
  stopped?: "aborted" | "rate_limited";
}

/**
 * Works through thousands of items, a few at a time. All items pause together when Blend answers 429. A checkpoint lets the next
 * run continue. A 429 fails no item: the item runs again. Any other error fails its item, and the run goes on.
 *
 * Items in work when the process was killed, and items that failed, run again in the next run. So `work` must be
 * safe to repeat: `orders.createOnce`, `prescribers.create` with an NPI, or a read.
 *
 * @throws Only for options or keys that it cannot use, for a checkpoint that is another file or cannot be written, and if
 * `items` throws. It finishes the items in work first.
 *
 * @example
 * const { done, failures } = await bulk(rows, (row) => blend.prescribers.create(row), {
 *   key: (row) => row.npi,
 *   concurrency: 4,
 *   onProgress: ({ done, total, rate }) => console.log(`${done} of ${total}, ${rate.toFixed(1)} a second`),
 * });
 * for (const { key, outcome } of failures) console.error(key, outcome);
 */
export declare function bulk<T>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => unknown,
  options: BulkOptions<T>,
): Promise<BulkResult>;
