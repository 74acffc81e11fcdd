// What createOnce remembers to have sent, and where.

import type { BlendOptions } from "../../types/index.js";
import type { Core } from "../session/core.js";
import type { Callers } from "./in-flight.js";

/** A creation in flight. */
interface Flight {
  core: Core;
  text: string;
  callers: Callers;
  work: Promise<unknown>;
}

/** How many keys a process remembers to have sent. */
const MOST_REMEMBERED = 10_000;

/** What was sent under a key: which params, and what came of it, where that is known. */
export interface Sent {
  print: string;
  id?: string;
}

/** What is in flight and what was sent, by account and key. */
interface Memory {
  flights: Map<string, Flight>;
  sent: Map<string, Sent>;
}

/** Where a memory is kept. What has such a place of its own, a sandbox's fetch, is another Blend. */
export const MEMORY = Symbol.for("blend-sdk.once");

/**
 * What an account that signs in by e-mail has sent is remembered for the whole process, whichever client calls, and whichever
 * copy of this package: it may be there as ESM and as CommonJS. Tokens do not tell accounts apart: there each session
 * remembers for itself.
 */
export const homeOf = ({ email, fetch }: BlendOptions): object | undefined =>
  fetch && MEMORY in fetch ? fetch : email === undefined ? undefined : globalThis;

export const memoryOf = (home: { [MEMORY]?: Memory | undefined }): Memory =>
  (home[MEMORY] ??= { flights: new Map(), sent: new Map() });

export function remember(sent: Map<string, Sent>, key: string, what: Sent): void {
  sent.delete(key);
  sent.set(key, what);
  if (sent.size > MOST_REMEMBERED) sent.delete(sent.keys().next().value as string);
}

/** Tells params apart without keeping them. */
export function printOf(text: string): string {
  // Two of them, since what one of so few bits mistakes is easily found. Pages without https have no SHA-256.
  return [31, 37]
    .map((factor) =>
      [...text].reduce(
        (hash, letter) => (Math.imul(hash, factor) + (letter.codePointAt(0) as number)) | 0,
        text.length,
      ),
    )
    .join();
}
