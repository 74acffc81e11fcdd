// The lock beside a state file: one process at a time may use the file.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { UsageError } from "./arguments";

/** Locks a state file until this process ends. The lock of a process that is gone does not count. */
export function lock(path: string): void {
  const file = `${path}.lock`;
  if (!make(file)) {
    const holder = holderOf(file);
    if (isRunning(holder)) {
      throw new UsageError(
        `--state: process ${holder} uses "${path}". Stop it, or name another file. If it is no sandbox, delete "${file}".`,
      );
    }
    rmSync(file, { force: true });
    if (!make(file)) throw new UsageError(`--state: another process has just taken "${path}". Name another file.`);
  }
  process.once("exit", () => rmSync(file, { force: true }));
}

/** Makes the lock, if there is none. */
function make(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

/** Whether a process runs. This one's number in an old lock is of a process before it, as in containers. */
function isRunning(id: number): boolean {
  if (!Number.isSafeInteger(id) || id <= 0 || id === process.pid) return false;
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
