// One run through all items.

import type { Outcome } from "../../types/index.js";
import type { BulkOptions, BulkProgress, BulkResult } from "../../types/bulk.js";
import { pause } from "../platform/timers.js";
import type { Checkpoint } from "./checkpoint.js";
import { Pace } from "./pace.js";
import { Rate } from "./rate.js";

const TOO_MANY_REQUESTS = 429;

/** What of an error is looked at: those of a client of the package have it. */
interface Failed {
  status?: unknown;
  outcome?: Outcome;
  retryAfterMs?: number;
}

interface Job<T> {
  key: string;
  item: T;
}

export class Run<T> {
  readonly #options: BulkOptions<T>;
  readonly #pace: Pace;
  readonly #rate = new Rate();
  readonly #seen: Set<string>;
  readonly #result: BulkResult = { done: 0, skipped: 0, failures: [] };
  /** Jobs that begin as soon as the pace allows: those that got a 429, and those from the source. */
  readonly #ready: Job<T>[] = [];
  #inHand = 0;
  /** The error that ended the run. The run throws it when no item is in work. */
  #fault: { error: unknown } | undefined;
  #wake = () => {};

  constructor(
    readonly items: Iterable<T> | AsyncIterable<T>,
    readonly work: (item: T) => unknown,
    readonly checkpoint: Checkpoint,
    options: BulkOptions<T>,
  ) {
    this.#options = options;
    this.#pace = new Pace(options.concurrency ?? 8);
    this.#seen = new Set(checkpoint.finished);
  }

  async toEnd(): Promise<BulkResult> {
    const jobs = this.#jobs();
    try {
      for (;;) {
        const job = await this.#next(jobs);
        if (!job) break;
        this.#inHand++;
        this.#pace.begin();
        void this.#handle(job)
          .catch((error: unknown) => (this.#fault ??= { error }))
          .finally(() => {
            this.#inHand--;
            this.#wake();
          });
      }
      await jobs.return(undefined);
    } catch (error) {
      this.#fault ??= { error };
    }
    while (this.#inHand) await this.#change();
    if (this.#fault) throw this.#fault.error;
    return this.#result;
  }

  /** The next item to begin, once it may be begun; nothing at the end. */
  async #next(jobs: AsyncGenerator<Job<T>>): Promise<Job<T> | undefined> {
    const { signal } = this.#options;
    for (let atEnd = false; !this.#fault;) {
      if (signal?.aborted) return this.#stop("aborted");
      if (this.#pace.isHopeless) return this.#stop("rate_limited");
      if (this.#inHand >= this.#pace.allowed) await this.#change();
      else if (this.#pace.waitMs > 0) await pause(this.#pace.waitMs, signal);
      else if (this.#ready.length) return this.#ready.shift();
      else if (!atEnd) {
        // It may take its time, and a pause may begin meanwhile.
        const next = await jobs.next();
        if (next.done) atEnd = true;
        else this.#ready.push(next.value);
      }
      // One of those in hand may have to be worked on again.
      else if (this.#inHand) await this.#change();
      else return undefined;
    }
    return undefined;
  }

  /** The items that are not finished yet. */
  async *#jobs(): AsyncGenerator<Job<T>> {
    for await (const item of this.items) {
      const key: unknown = this.#options.key(item);
      if (typeof key !== "string" || !/^.+$/.test(key))
        throw new TypeError("key: expected one line of text for each item");
      if (!this.#seen.has(key)) {
        this.#seen.add(key);
        yield { key, item };
      } else {
        this.#result.skipped++;
        this.#report();
      }
    }
  }

  async #handle(job: Job<T>): Promise<void> {
    const { key, item } = job;
    try {
      await this.work(item);
    } catch (error) {
      const { status, outcome = "unknown", retryAfterMs } = (error ?? {}) as Failed;
      if (status === TOO_MANY_REQUESTS) {
        this.#pace.limit(retryAfterMs);
        this.#ready.push(job);
        return this.#report();
      }
      this.#result.failures.push({ key, outcome, error });
      return this.#answered();
    }
    await this.checkpoint.add(key);
    this.#result.done++;
    this.#answered();
  }

  #answered(): void {
    this.#pace.answer();
    this.#rate.finished();
    this.#report();
  }

  #report(): void {
    const { done, skipped, failures } = this.#result;
    const rate = this.#rate.perSecond;
    const progress: BulkProgress = { done, failed: failures.length, skipped, rate, pausedMs: this.#pace.pausedMs };
    if (Array.isArray(this.items)) {
      progress.total = this.items.length;
      const left = progress.total - done - progress.failed - skipped;
      if (rate) progress.remainingMs = Math.round((1000 * left) / rate);
    }
    this.#options.onProgress?.(progress);
  }

  #stop(why: "aborted" | "rate_limited"): undefined {
    this.#result.stopped = why;
  }

  /** Resolves when an item is no longer in hand. */
  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}
