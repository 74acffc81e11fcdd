// Which items are finished, in a file: a line for each. Lines are added at the end, so a process that is killed leaves
// at most one that is incomplete. The next run cuts it off: completed, it could be the key of another item.

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
    const { keys, length } = read(await file.readFile("utf8"), path);
    await file.truncate(length);
    if (!length) await file.write(`${FIRST_LINE}\n`);
    return { finished: new Set(keys), add: (key) => file.write(`${key}\n`), close: () => save(file) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The keys of a checkpoint, and how many of its bytes are complete lines. */
function read(text: string, path: string): { keys: string[]; length: number } {
  if (FIRST_LINE.startsWith(text)) return { keys: [], length: 0 };
  const complete = text.slice(0, text.lastIndexOf("\n") + 1);
  const [first, ...keys] = complete.split("\n").slice(0, -1);
  if (first !== FIRST_LINE) throw new TypeError(`checkpoint: ${path} is another file; give a path of its own`);
  return { keys, length: Buffer.byteLength(complete) };
}

async function save(file: FileHandle): Promise<void> {
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
