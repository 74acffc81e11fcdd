// A line for each request. None of a patient's values is in it: paths are templates.

import type { ServeOptions } from "./arguments";

export interface LogLine {
  method: string;
  /** The template of the path, or the name of a control. */
  path: string;
  status: number | string;
  ms: number;
}

/** More than this is not held back where nobody reads. */
const MOST_WAITING = 1024 * 1024;

/** Writes lines, or nothing where the reader has gone. A reader that stands still does not hold the server up. */
export function logger({ json, quiet }: Pick<ServeOptions, "json" | "quiet">): (line: LogLine) => void {
  const { stdout } = process;
  let open = !quiet;
  stdout.on("error", () => (open = false));
  // Writes to a pipe wait for its reader, else.
  (stdout as { _handle?: { setBlocking?(on: boolean): void } })._handle?.setBlocking?.(false);
  return ({ method, path, status, ms }) => {
    if (!open || stdout.writableLength > MOST_WAITING) return;
    const at = new Date().toISOString();
    const took = Math.round(ms);
    stdout.write(
      json
        ? `${JSON.stringify({ at, method, path, status, ms: took })}\n`
        : `${at.slice(11, 19)} ${method} ${path} ${status} ${took} ms\n`,
    );
  };
}
