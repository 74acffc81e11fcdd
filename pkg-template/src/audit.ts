// What an audit log is told of each call: who was disclosed, never what.

import type { AuditEvent, BlendOptions, CallOptions } from "../types/index.js";
import { BlendError, type Facts } from "./errors.js";
import type { Log } from "./log.js";

/** Told of the end of one call, of the answer that it would hand over, and whether that is handed over unread. */
export type Audit = (end: Omit<Facts, "message">, data?: unknown, unread?: boolean) => Promise<void>;

/** Blend's own ids: UUIDs and order numbers. */
const OWN = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|ORD\w+)$/i;

/** What tells the audit hook of a call, where there is one. `ids` are those of its path. */
export function auditOf(client: BlendOptions, call: CallOptions, log: Log, about: { operation: string; ids: unknown[] }): Audit | undefined {
  const hook = client.onAudit;
  if (!hook) return undefined;
  const at = new Date().toISOString();
  return async ({ outcome, operation, method = "", path = "", status, requestId, attempts = 0, elapsedMs = 0 }, data, unread) => {
    const items = itemsOf(data);
    const event: AuditEvent = {
      operation: operation ?? about.operation,
      method,
      path,
      resourceIds: [...new Set(await told([...asked(about.ids, client.auditExternalIds), ...items.flatMap(disclosed)], client.auditExternalIds))],
      count: items.length,
      outcome,
      ...(status !== undefined && { status }),
      ...(requestId && { requestId }),
      attempts,
      context: call.context,
      at,
      elapsedMs,
    };
    const withheld = client.audit === "required" && (data !== undefined || unread) && method === "GET";
    const heard = (async () => hook(event))().catch((thrown: unknown) => {
      log.say("error", `onAudit failed for ${event.operation}`);
      if (withheld) {
        const message = "the audit hook failed, so the answer is withheld";
        throw new BlendError({ message, code: "audit", hint: "error.unsafe().thrown is what it threw", operation: event.operation, method, path, outcome: "done", attempts }, { thrown });
      }
    });
    if (client.audit === "required") await heard;
  };
}

/** The ids of a path. What follows the first one and is none of Blend's is a word, such as a kind of product. */
const asked = (ids: unknown[], plain: boolean | undefined): string[] =>
  ids.filter((id, place): id is string => typeof id === "string" && (place === 0 || plain || OWN.test(id)));

/** A key of the user's own may name a patient, so its hash stands for it. */
const told = (ids: string[], plain: boolean | undefined): Promise<string[]> => Promise.all(ids.map((id) => (plain || OWN.test(id) ? id : hashOf(id))));

async function hashOf(id: string): Promise<string> {
  const digest = await globalThis.crypto?.subtle?.digest("SHA-256", new TextEncoder().encode(id));
  if (!digest) return "external";
  return `sha256:${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** What an answer holds: the items of a list, of a search or of lists by kind, else the answer itself. */
function itemsOf(data: unknown): unknown[] {
  if (Array.isArray(data)) return data;
  if (typeof data !== "object" || data === null) return [];
  const values = Object.values(data);
  return values.length && values.every(Array.isArray) ? values.flat() : [data];
}

/** The ids of an item, and of what stands right inside of it: an order's patient. */
function disclosed(item: unknown): string[] {
  if (typeof item !== "object" || item === null) return [];
  return [item, ...Object.values(item)].map((one) => (one as { id?: unknown } | null)?.id).filter((id) => typeof id === "string");
}
