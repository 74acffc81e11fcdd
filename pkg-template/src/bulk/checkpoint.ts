// Which items are finished, in a file: a line for each. Lines are only ever added, so a killed process leaves at most
// one that is incomplete.

import type { FileHandle } from "node:fs/promises";

const FIRST_LINE = "blend-sdk bulk checkpoint 1";

export interface Checkpoint {
  finished: Set<string>;
  add(key: string): Promise<unknown>;
  close(): Promise<unknown>;
}

export async function openCheckpoint(path: string | undefined): Promise<Checkpoint> {
  if (path === undefined) return { finished: new Set(), add: () => Promise.resolve(), close: () => Promise.resolve() };
  // Loaded when it is used: a run without a checkpoint works where there are no files.
  const { open } = await import("node:fs/promises");
  const file = await open(path, "a+", 0o600);
  try {
    const { keys, incomplete } = read(await file.readFile("utf8"), path);
    if (incomplete) await file.write(incomplete);
    return { finished: new Set(keys), add: (key) => file.write(`${key}\n`), close: () => save(file) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The keys of a checkpoint, and what has to be written to end a line that is incomplete. */
function read(text: string, path: string): { keys: string[]; incomplete: string } {
  if (FIRST_LINE.startsWith(text)) return { keys: [], incomplete: `${FIRST_LINE.slice(text.length)}\n` };
  const [first, ...lines] = text.split("\n");
  if (first !== FIRST_LINE) throw new TypeError(`checkpoint: ${path} is another file; give a path of its own`);
  // What is behind the last line break was not written to its end: that item runs again.
  return { keys: lines.slice(0, -1), incomplete: lines.at(-1) ? "\n" : "" };
}

async function save(file: FileHandle): Promise<void> {
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
