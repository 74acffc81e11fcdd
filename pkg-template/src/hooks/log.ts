// Log lines: operations, statuses and times, never a value.

import type { BlendOptions, Logger } from "../../types/index.js";

const LEVELS = ["debug", "info", "warn", "error", "off"] as const;
type Level = "debug" | "info" | "warn" | "error";

/** How many lines a log remembers, so that it says each of them once. */
const REMEMBERED_LINES = 500;

export class Log {
  readonly #logger: Logger;
  readonly #least: number;
  /** Oldest first. */
  readonly #said = new Set<string>();

  constructor({ logger = console, logLevel = "warn" }: BlendOptions) {
    this.#logger = logger;
    const least = LEVELS.indexOf(logLevel);
    this.#least = least < 0 ? LEVELS.indexOf("warn") : least;
  }

  say(level: Level, line: string): void {
    if (LEVELS.indexOf(level) < this.#least) return;
    // A broken logger must not break a call, whether it throws or rejects.
    (async () => this.#logger[level](`blend-sdk: ${line}`))().catch(() => {});
  }

  /** For a line that would be the same on every call. It may come again after many others. */
  once(level: Level, line: string): void {
    if (this.#said.has(line)) return;
    this.#said.add(line);
    if (this.#said.size > REMEMBERED_LINES) this.#said.delete(this.#said.values().next().value as string);
    this.say(level, line);
  }
}
