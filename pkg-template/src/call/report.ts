// What a call that ended tells the log, and the hook for answers that are not as documented.

import type { CallNote } from "../../generated/protocol.js";
import type { Drift, Issue } from "../../types/index.js";
import type { Log } from "../hooks/log.js";
import type { CallSettings } from "./types.js";

export function logWarnings(log: Log, operation: string | undefined, warnings: Issue[] = []): void {
  for (const { path, message } of warnings) log.once("warn", `${operation}: ${path}: ${message}`);
}

/** Logs how a call went, and reports where its answer is not as documented. */
export function report({ log, onDrift }: CallSettings, note: CallNote): void {
  const { operation, status, attempts, elapsedMs } = note;
  log.say("debug", `${operation}: ${status} after ${elapsedMs} ms, attempts: ${attempts}`);
  logWarnings(log, operation, note.warnings);
  for (const issue of note.drift ?? []) {
    const drift: Drift = { operation, ...issue };
    const line = `${operation}: the answer differs from the documentation at ${issue.path}: ${issue.message}`;
    if (!onDrift) log.once("warn", line);
    // The call went well, whatever the hook does: it may throw, or reject.
    else new Promise((resolve) => resolve(onDrift(drift))).catch(() => log.say("error", "onDrift failed"));
  }
}
