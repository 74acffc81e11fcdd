// What createOnce remembers: the creations in flight, and the keys that were sent.

import type { BlendOptions } from "../../types/index.js";
import { sha256 } from "../platform/hash.js";
import type { Callers } from "./callers.js";

/** The resource as it was found, or the answer of the create. */
export interface Made {
  data: unknown;
  found: boolean;
}

/** A creation in flight. */
export interface Flight {
  client: object;
  /** What makes it the same call as another one of this client. */
  callKey: string;
  callers: Callers;
  work: Promise<Made>;
}

/** The create that was sent under a key, and the resource that it made, if known. */
export interface SentKey {
  /** What sent it, such as `orders.create`. */
  operation: string;
  fingerprint: string;
  /** Blend's id of that resource. */
  id?: string;
}

/** By account and key. Plain maps: several copies of this package may share them. */
export interface SentKeys {
  flights: Map<string, Flight>;
  sent: Map<string, SentKey>;
}

/** How many keys a process remembers. SECURITY.md states it. */
const MOST_KEYS = 10_000;

/** Where an object keeps the keys that were sent. A sandbox's fetch keeps its own: it is another Blend. */
export const SENT_KEYS = Symbol.for("blend-sdk.once");

interface Scope {
  [SENT_KEYS]?: SentKeys;
}

/**
 * What keeps the keys of a client; nothing where the client itself does. An account that signs in by e-mail is
 * remembered by the process, for all clients and all copies of this package: it may be loaded as ESM and as CommonJS.
 * Tokens do not tell accounts apart, so there each session remembers for itself.
 */
export function sentKeysScope({ email, fetch }: BlendOptions): object | undefined {
  if (fetch && SENT_KEYS in fetch) return fetch;
  return email === undefined ? undefined : globalThis;
}

export const sentKeysOf = (scope: Scope): SentKeys => (scope[SENT_KEYS] ??= { flights: new Map(), sent: new Map() });

/** Remembers a key; forgets the oldest one where there are too many. */
export function rememberKey(sent: Map<string, SentKey>, key: string, what: SentKey): void {
  sent.delete(key);
  sent.set(key, what);
  if (sent.size > MOST_KEYS) sent.delete(sent.keys().next().value as string);
}

/** Tells params apart without keeping them. A page without https has no SHA-256: there the text stands for itself. */
export const fingerprint = (text: string): Promise<string> => sha256(text).catch(() => text);
