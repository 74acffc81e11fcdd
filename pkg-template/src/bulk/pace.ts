// When the next item may be begun. After a 429 all items wait, and go on at the rate that Blend allowed before it. That
// rate then grows as TCP's CUBIC does: slowly near the limit that was met, faster the longer no 429 comes. The client
// paces its own calls by the same curve (src/client/pace.rs). There are two, because this one is for work of any kind
// and loads no engine. Change both together.

const SHORTEST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** So many pauses in a row that led to no finished item end the run. So does a longer Retry-After. */
const MOST_PAUSES = 20;
const LONGEST_RETRY_AFTER_MS = 15 * 60_000;

/** Answers within this time before a 429 are the rate that was allowed. */
const SAMPLE_MS = 1000;
/** After a pause the rate is lower by this part; it comes back to the full rate within the time below. */
const CUT = 0.05;
const RECOVERY_MS = 10_000;
/** A timer that fired late is made up for by this much. */
const CATCH_UP_MS = 20;

export class Pace {
  /** How many items may be in hand. */
  allowed: number;
  #pauses = 0;
  #pausedUntil = 0;
  #next = 0;
  /** When the latest answers came that were no 429. */
  #answers: number[] = [];
  /** The items a second that Blend allowed before the latest 429; undefined before the first. */
  #perSecond: number | undefined;

  constructor(readonly most: number) {
    this.allowed = most;
  }

  /** Milliseconds that all wait after a 429. */
  get pausedMs(): number {
    return Math.max(0, this.#pausedUntil - performance.now());
  }

  /** Milliseconds until the next item may be begun. */
  get waitMs(): number {
    return Math.max(this.pausedMs, this.#next - performance.now());
  }

  get isHopeless(): boolean {
    return this.#pauses >= MOST_PAUSES || this.pausedMs > LONGEST_RETRY_AFTER_MS;
  }

  /** An item is begun. */
  begin(): void {
    if (this.#perSecond === undefined) return;
    const now = performance.now();
    const growth = CUT * ((now - this.#pausedUntil - RECOVERY_MS) / RECOVERY_MS) ** 3;
    this.#next = Math.max(this.#next, now - CATCH_UP_MS) + 1000 / (this.#perSecond * (1 + growth));
  }

  /** An item got an answer that was no 429. */
  answer(): void {
    this.#pauses = 0;
    this.allowed = Math.min(this.allowed + 1, this.most);
    this.#answers = [...this.#recent(), performance.now()];
  }

  /** A 429. One that comes while all wait already was sent before: it counts once. */
  limit(retryAfterMs: number | undefined): void {
    if (this.pausedMs > 0) return;
    this.#perSecond = this.#estimate();
    const guess = Math.min(SHORTEST_PAUSE_MS * 2 ** this.#pauses, LONGEST_PAUSE_MS);
    this.#pausedUntil = performance.now() + (retryAfterMs || guess);
    this.#pauses++;
    this.allowed = 1;
  }

  /** Without an answer nothing is known of the rate: somebody else may have used it up. */
  #estimate(): number | undefined {
    const sincePause = performance.now() - this.#pausedUntil;
    const seen = this.#recent().length || this.#perSecond;
    if (seen === undefined || this.#perSecond === undefined || sincePause > RECOVERY_MS) return seen;
    // The rate had not come back to what it was: that was too much.
    const lower = this.#perSecond * (1 - CUT);
    return sincePause < SAMPLE_MS ? lower : Math.min(seen, lower);
  }

  #recent(): number[] {
    const since = performance.now() - SAMPLE_MS;
    return this.#answers.filter((time) => time > since);
  }
}
