// What the audit hook learns of each call: whose data was disclosed, never the data.

import { pathWords } from "../../generated/operations.js";
import { areBlendIds } from "../../generated/protocol.js";
import type { Exchange } from "../call/types.js";
import type { AuditEvent, BlendOptions, CallOptions } from "../../types/index.js";
import { withEngine } from "../engine/load.js";
import { BlendError, type Facts, isBlendError } from "../errors.js";
import { sha256 } from "../platform/hash.js";
import type { Log } from "./log.js";

/**
 * Reports the end of one call to the audit hook: `data` is the answer that the call is about to hand over, and `unread`
 * says that it hands over the response itself.
 */
export type Audit = (end: Omit<Facts, "message">, data?: unknown, unread?: boolean) => Promise<void>;

/** The same call, which reports its end. */
export function audited(call: Exchange, audit: Audit | undefined): Exchange {
  if (!audit) return call;
  const reported = <T>(work: Promise<T>): Promise<T> =>
    work.catch(async (error: unknown) => {
      if (isBlendError(error)) await audit(error);
      throw error;
    });
  return {
    open: (raw) => reported(call.open(raw)),
    async read() {
      const result = await reported(call.read());
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

/** The call's own `Audit`. Undefined where there is no hook. `ids` are those of the call's path. */
export function auditOf(
  client: BlendOptions,
  call: CallOptions,
  log: Log,
  about: { operation: string; ids: unknown[] },
): Audit | undefined {
  const { onAudit, audit: mode, auditExternalIds = false } = client;
  if (!onAudit) return undefined;
  const at = new Date().toISOString();
  return async (end, data, unread) => {
    const { outcome, operation = about.operation, method = "", path = "", status, requestId, attempts = 0 } = end;
    const items = itemsOf(data);
    const asked = about.ids.filter((id) => typeof id === "string");
    const disclosed = items.flatMap(disclosedIds);
    const ids = auditExternalIds
      ? [...asked, ...disclosed]
      : await withoutExternalIds([...withoutWords(asked), ...disclosed]);
    const event: AuditEvent = {
      operation,
      method,
      path,
      resourceIds: [...new Set(ids)],
      count: items.length,
      outcome,
      ...(status !== undefined && { status }),
      ...(requestId && { requestId }),
      attempts,
      context: call.context,
      at,
      elapsedMs: end.elapsedMs ?? 0,
    };
    const isDisclosure = method === "GET" && (data !== undefined || unread);
    // Asynchronous, because a hook may throw in place.
    const heard = (async () => onAudit(event))().catch((thrown: unknown) => {
      log.say("error", `onAudit failed for ${operation}`);
      if (mode === "required" && isDisclosure) throw withheld(event, thrown);
    });
    if (mode === "required") await heard;
  };
}

/** The error in place of an answer that the audit hook could not record. */
function withheld({ operation, method, path, attempts }: AuditEvent, thrown: unknown): BlendError {
  return new BlendError(
    {
      message: "the audit hook failed, so the answer is withheld",
      hint: "error.unsafe().thrown is what the hook threw",
      code: "audit",
      outcome: "done",
      operation,
      method,
      path,
      attempts,
    },
    { thrown },
  );
}

/** The ids of a path without the word that may stand behind the first one: a kind of product. */
function withoutWords(ids: string[]): string[] {
  return ids.filter((id, index) => index === 0 || !pathWords.includes(id));
}

/** Blend's own ids as they are. An id of the user's own may name a patient: its hash stands for it. */
async function withoutExternalIds(ids: string[]): Promise<string[]> {
  let isBlends: boolean[] = [];
  try {
    isBlends = withEngine((engine) => areBlendIds(engine, JSON.stringify(ids)));
  } catch {
    // A call that has ended does not fail because of its report. All ids are hashed.
  }
  return Promise.all(ids.map(async (id, index) => (isBlends[index] ? id : hashOf(id))));
}

const hashOf = (id: string): Promise<string> =>
  sha256(id).then(
    (hash) => `sha256:${hash}`,
    // A page without https has no SHA-256.
    () => "external",
  );

/** What an answer holds: the items of a list, of a search or of lists by kind, else the answer itself. */
function itemsOf(data: unknown): unknown[] {
  if (Array.isArray(data)) return data;
  if (typeof data !== "object" || data === null) return [];
  const values: unknown[] = Object.values(data);
  return values.length && values.every(Array.isArray) ? values.flat() : [data];
}

/** The ids of an item and of the objects in its fields, such as an order's patient. */
function disclosedIds(item: unknown): string[] {
  if (typeof item !== "object" || item === null) return [];
  return [item, ...(Object.values(item) as unknown[])]
    .map((one) => (one as { id?: unknown } | null)?.id)
    .filter((id) => typeof id === "string");
}
