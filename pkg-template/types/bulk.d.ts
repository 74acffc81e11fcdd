import type { Outcome } from "./index";

export interface BulkOptions<T> {
  /**
   * What an item is known by, such as its NPI or your id of it; one line of text, the same at every run. It is written to
   * the checkpoint as it is: take nothing that names a patient.
   */
  key: (item: T) => string;
  /** How many items to work on at a time. Fewer are, for a while, after a 429. @default 8 */
  concurrency?: number;
  /**
   * Path of a file that keeps the keys of finished items (Node, Bun, Deno). Items in it are skipped, so that a run that was
   * killed goes on. It is created with mode 0600. Delete it to begin anew. One run at a time may use it.
   */
  checkpoint?: string;
  /** Called after each item, and when a pause begins. */
  onProgress?: (progress: BulkProgress) => unknown;
  /** Ends the run: no item is begun any more, those in hand are finished, and the result is returned. */
  signal?: AbortSignal;
}

export interface BulkProgress {
  /** Items that were finished in this run. */
  done: number;
  /** Items that failed in this run. */
  failed: number;
  /** Items that the checkpoint had, and items whose key came before. */
  skipped: number;
  /** All items; only where `items` is an array. */
  total?: number;
  /** Items per second, of late. */
  rate: number;
  /** Milliseconds until the end at this rate; only where `items` is an array and something was finished. */
  remainingMs?: number;
  /** Milliseconds that all wait after a 429; 0 while the work goes on. */
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
  /** Why the run ended early: `aborted` by its signal, or `rate_limited`: twenty pauses in a row led to no finished item. */
  stopped?: "aborted" | "rate_limited";
}

/**
 * Works through thousands of items: a few at a time, all pausing together where Blend answers 429, with a checkpoint to go on
 * from. A 429 fails no item: it is worked on again. Any other error fails its item, and the run goes on.
 *
 * Items that were in hand when a process was killed, and items that failed, run again at the next run. So `work` must be
 * safe to repeat: `orders.createOnce`, `prescribers.create` with an NPI, or a read.
 *
 * @throws Only for what cannot be used: options, keys, a checkpoint that is another file or cannot be written, or `items`
 * that throws. Items in hand are finished first.
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
