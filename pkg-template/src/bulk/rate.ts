// Recent items per second.

const WINDOW_MS = 10_000;

export class Rate {
  readonly #started = performance.now();
  /** When items were finished within the window, the oldest first. */
  readonly #times: number[] = [];

  finished(): void {
    this.#times.push(performance.now());
  }

  get perSecond(): number {
    const now = performance.now();
    while ((this.#times[0] ?? now) < now - WINDOW_MS) this.#times.shift();
    return (1000 * this.#times.length) / Math.max(1, Math.min(WINDOW_MS, now - this.#started));
  }
}
