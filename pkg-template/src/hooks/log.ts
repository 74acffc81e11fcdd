// Log lines: operations, statuses and times, never a value.

import type { BlendOptions, Logger } from "../../types/index.js";

const LEVELS = ["debug", "info", "warn", "error", "off"] as const;
type Level = "debug" | "info" | "warn" | "error";

export class Log {
  readonly #logger: Logger;
  readonly #least: number;
  readonly #said = new Set<string>();

  constructor({ logger = console, logLevel = "warn" }: BlendOptions) {
    this.#logger = logger;
    const least = LEVELS.indexOf(logLevel);
    this.#least = least < 0 ? 2 : least;
  }

  say(level: Level, line: string): void {
    if (LEVELS.indexOf(level) < this.#least) return;
    // A broken logger must not break a call, whether it throws or rejects.
    (async () => this.#logger[level](`blend-sdk: ${line}`))().catch(() => {});
  }

  /** For what would be the same on every call. */
  once(level: Level, line: string): void {
    if (this.#said.has(line)) return;
    this.#said.add(line);
    this.say(level, line);
  }
}
