// A file that keeps a sandbox: a snapshot, and a line for each input since. Each line is written before its input is
// answered, so that no answered input is lost in a crash.

import { closeSync, fchmodSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import type { Sandbox, SandboxInput } from "../sandbox/sandbox";
import { UsageError } from "./arguments";
import { lock } from "./state-lock";

/** Inputs are folded into the snapshot once they are so long, and longer than the snapshot. */
const LEAST_TO_FOLD = 16 * 1024 * 1024;
/** Texts are written in pieces of so many bytes. */
const PIECE = 1024 * 1024;

const utf8 = new TextEncoder();

export class StateFile {
  readonly #path: string;
  readonly #sandbox: Sandbox;
  #file = -1;
  #snapshot = 0;
  #inputs = 0;

  /** Takes what a file holds into a sandbox, and keeps it there from now on. */
  constructor(path: string, sandbox: Sandbox) {
    this.#path = path;
    this.#sandbox = sandbox;
    try {
      lock(path);
      this.#load();
      this.#fold();
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`--state: "${path}" cannot be used: ${(error as Error).message}`);
    }
  }

  /** Keeps an input. */
  add(input: SandboxInput): void {
    this.#inputs += this.#write(`${JSON.stringify(input)}\n`);
    if (this.#inputs > LEAST_TO_FOLD && this.#inputs > this.#snapshot) this.#fold();
  }

  close(): void {
    closeSync(this.#file);
  }

  #load(): void {
    const text = readIfThere(this.#path);
    if (text === undefined || text === "") return;
    const [snapshot = "", ...lines] = text.split("\n");
    const damaged = (line: number) =>
      new UsageError(
        `--state: line ${line} of "${this.#path}" cannot be read. The file is unchanged; name another one.`,
      );
    try {
      this.#sandbox.restore(snapshot);
    } catch {
      throw damaged(1);
    }
    // The end of a line that was cut by a crash: nothing was answered for it.
    lines.pop();
    lines.forEach((line, index) => {
      try {
        this.#sandbox.replay(JSON.parse(line) as SandboxInput);
      } catch {
        throw damaged(index + 2);
      }
    });
  }

  /** Writes a snapshot in the place of snapshot and inputs. The file is the old or the new one at any moment. */
  #fold(): void {
    const fresh = `${this.#path}.new`;
    const before = this.#file;
    this.#file = openSync(fresh, "w", 0o600);
    fchmodSync(this.#file, 0o600);
    this.#snapshot = this.#write(this.#sandbox.snapshot()) + this.#write("\n");
    this.#inputs = 0;
    fsyncSync(this.#file);
    renameSync(fresh, this.#path);
    if (before >= 0) closeSync(before);
  }

  #write(text: string): number {
    // In pieces: a snapshot may have hundreds of megabytes.
    const bytes = new Uint8Array(Math.min(3 * text.length, PIECE));
    let length = 0;
    for (let place = 0; place < text.length;) {
      const { read, written } = utf8.encodeInto(text.slice(place), bytes);
      for (let at = 0; at < written;) at += writeSync(this.#file, bytes, at, written - at);
      place += read;
      length += written;
    }
    return length;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) throw new UsageError(`--state: "${path}" is not a file.`);
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
