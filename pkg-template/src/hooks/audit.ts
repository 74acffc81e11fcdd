// What an audit log is told of each call: who was disclosed, never what.

import { Word } from "../../generated/operations.js";
import type { Exchange } from "../call/types.js";
import type { AuditEvent, BlendOptions, CallOptions } from "../../types/index.js";
import { say, withEngine } from "../engine/load.js";
import { BlendError, type Facts, isBlendError } from "../errors.js";
import { sha256 } from "../platform/hash.js";
import type { Log } from "./log.js";

/** Told of the end of one call, of the answer that it would hand over, and whether that is handed over unread. */
export type Audit = (end: Omit<Facts, "message">, data?: unknown, unread?: boolean) => Promise<void>;

/** The call, whose end the audit hook is told of. */
export function audited(call: Exchange, audit: Audit | undefined): Exchange {
  if (!audit) return call;
  const told = <T>(work: Promise<T>): Promise<T> =>
    work.catch(async (error: unknown) => {
      if (isBlendError(error)) await audit(error);
      throw error;
    });
  return {
    open: (raw) => told(call.open(raw)),
    async read() {
      const result = await told(call.read());
      await audit({ ...result.note, outcome: "done" }, result.data);
      return result;
    },
    async handOverRaw() {
      const error = await call.handOverRaw();
      await audit(error, undefined, true);
      return error;
    },
  };
}

/** What tells the audit hook of a call, where there is one. `ids` are those of its path. */
export function auditOf(
  client: BlendOptions,
  call: CallOptions,
  log: Log,
  about: { operation: string; ids: unknown[] },
): Audit | undefined {
  const hook = client.onAudit;
  if (!hook) return undefined;
  const at = new Date().toISOString();
  return async (
    { outcome, operation, method = "", path = "", status, requestId, attempts = 0, elapsedMs = 0 },
    data,
    unread,
  ) => {
    const items = itemsOf(data);
    const asked = about.ids.filter((id) => typeof id === "string");
    const event: AuditEvent = {
      operation: operation ?? about.operation,
      method,
      path,
      resourceIds: [...new Set(await told(asked, items.flatMap(disclosed), client.auditExternalIds))],
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
        throw new BlendError(
          {
            message,
            code: "audit",
            hint: "error.unsafe().thrown is what it threw",
            operation: event.operation,
            method,
            path,
            outcome: "done",
            attempts,
          },
          { thrown },
        );
      }
    });
    if (client.audit === "required") await heard;
  };
}

/**
 * The ids of a path and of an answer. A key of the user's own may name a patient, so its hash stands for it; what
 * follows the first id of a path and is none of Blend's is a word, such as a kind of product.
 */
async function told(asked: string[], found: string[], plain: boolean | undefined): Promise<string[]> {
  const ids = [...asked, ...found];
  if (plain) return ids;
  let own = "";
  try {
    own = withEngine((engine) => say(engine, Word.own, 0, JSON.stringify(ids)));
  } catch {
    // A call that has ended does not fail of what it is told about; ids of unknown kind are hashed.
  }
  const isWord = (place: number) => place > 0 && place < asked.length;
  return Promise.all(
    ids.flatMap((id, place): (string | Promise<string>)[] =>
      own[place] === "1" ? [id] : isWord(place) ? [] : [hashOf(id)],
    ),
  );
}

const hashOf = (id: string): Promise<string> =>
  sha256(id).then(
    (hash) => `sha256:${hash}`,
    () => "external",
  );

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
  return [item, ...Object.values(item)]
    .map((one) => (one as { id?: unknown } | null)?.id)
    .filter((id) => typeof id === "string");
}
