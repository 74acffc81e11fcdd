// Asks an account about everything that the contract only infers: read-only calls, one for each operation that reads.

import type { Facts } from "../errors.js";
import { Blend, isBlendError } from "../index.js";
import { allRoutes, type Route } from "../routes.js";
import type { BlendOptions, Drift } from "../../types/index.js";
import { HeaderFacts, type Findings } from "./doctor-headers";

/** What an operation came to. The values of its answer are nowhere. */
export interface Checked {
  operation: string;
  path: string;
  inferred: boolean;
  /**
   * `answered`; `missing`: 404 or 405 for a path without an id; `unclear`: 404 for a path with an id, which proves
   * nothing; `refused`: another 4xx; `failed`: no answer, or a 5xx; `untried`: no answer gave such an id.
   */
  result: "answered" | "missing" | "unclear" | "refused" | "failed" | "untried";
  status?: number;
  /** Why it failed. */
  message?: string;
  /** How the answer differs from Blend's documentation: JSON paths and kinds. */
  drift: Pick<Drift, "path" | "code" | "message">[];
}

export interface Diagnosis extends Findings {
  /** As the environment gives it. */
  baseURL?: string;
  signedIn: boolean;
  /** Why no call could be made, and what to do. */
  message?: string;
  operations: Checked[];
}

/** What is given to operations that have such a parameter. */
const PARAMS: Record<string, () => string | number> = {
  page_size: () => 1,
  limit: () => 1,
  q: () => "aa",
  start_date: () => day(-7),
  end_date: () => day(0),
};
/** What the ids of listed items are. */
const LISTED: Record<string, string> = {
  "orders.list": "order_id",
  "patients.list": "patient_id",
  "prescribers.list": "prescriber_id",
  "notifications.listWebhooks": "webhook_id",
};
/** How deep answers are searched for ids. */
const DEPTH = 4;
/** Codes of errors after which no call can succeed, if the first call has one. */
const FATAL: (string | undefined)[] = ["authentication", "session_expired", "connection"];

interface Answered {
  data: unknown;
  response: Response;
}

type Method = (...args: unknown[]) => { withResponse(): Promise<Answered> };

/** Checks the account that the environment names. */
export async function diagnose(): Promise<Diagnosis> {
  const drift: Drift[] = [];
  const headers = new HeaderFacts();
  const options: BlendOptions = {
    checkResponses: "report",
    onDrift: (found: Drift) => void drift.push(found),
    maxRetries: 1,
    timeout: 20_000,
    logLevel: "off",
    middleware: [
      async (request, next) => {
        const sent = Date.now();
        const response = await next(request);
        headers.read(response, sent);
        return response;
      },
    ],
  };
  const blend = new Blend(options);
  const baseURL = process.env.BLEND_BASE_URL;
  const about = () => ({ ...(baseURL && { baseURL }), operations, ...headers.findings() });
  // Blend documents this event; all other ids come from answers.
  const ids = new Map([["event_code", "order.created"]]);
  const operations: Checked[] = [];
  const reads = allRoutes().filter(({ verb }) => verb === "GET");
  const inOrder = reads.sort((one, other) => one.ids.length - other.ids.length);
  for (const read of inOrder) {
    const before = drift.length;
    const { code, ...checked } = await check(blend, read, ids);
    // Every other call would fail in the same way.
    if (!operations.length && FATAL.includes(code))
      return { signedIn: false, message: checked.message ?? "", ...about() };
    const differences = drift.slice(before).map(({ path, code, message }) => ({ path, code, message }));
    operations.push({ ...checked, drift: differences });
  }
  return { signedIn: true, ...about() };
}

/** Makes one call. `code` is that of its error. */
async function check(
  blend: Blend,
  read: Route,
  ids: Map<string, string>,
): Promise<Omit<Checked, "drift"> & { code?: string | undefined }> {
  const { operation, path, isInferred } = read;
  const about = { operation, path, inferred: isInferred };
  const given = read.ids.map((name) => ids.get(name));
  if (given.includes(undefined)) return { ...about, result: "untried" };
  try {
    const { data, response } = await call(blend, read, given as string[]);
    collect(data, operation, ids);
    return { ...about, result: "answered", status: response.status };
  } catch (error) {
    if (!isBlendError(error)) throw error;
    const { status, code, message } = error as Facts;
    return { ...about, result: resultOf(read, status), ...(status && { status }), message, code };
  }
}

function call(blend: Blend, { operation, query, takesParams }: Route, ids: string[]): Promise<Answered> {
  const [group = "", name = ""] = operation.split(".");
  const filled: Record<string, string | number> = {};
  for (const param of query.keys()) {
    const value = PARAMS[param]?.();
    if (value !== undefined) filled[param] = value;
  }
  const method = (blend as unknown as Record<string, Record<string, Method>>)[group]?.[name];
  if (!method) throw new Error(`there is no method ${operation}`);
  return method(...ids, ...(takesParams ? [filled] : [])).withResponse();
}

function resultOf({ ids }: Route, status: number | undefined): Checked["result"] {
  if (status === 404) return ids.length ? "unclear" : "missing";
  if (status === 405) return "missing";
  return status !== undefined && status >= 400 && status < 500 ? "refused" : "failed";
}

/** Keeps one id of each kind that paths have. They are sent back to Blend, and printed nowhere. */
function collect(data: unknown, operation: string, ids: Map<string, string>): void {
  const keep = (name: string | undefined, value: unknown) => {
    const id = Array.isArray(value) ? (value as unknown[])[0] : value;
    if (name && typeof id === "string" && !ids.has(name)) ids.set(name, id);
  };
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null || depth > DEPTH) return;
    for (const [key, inner] of Object.entries(value)) {
      keep(key.replace(/_ids$/, "_id"), inner);
      if (!Array.isArray(value)) keep(`${key}_id`, (inner as { id?: unknown } | null)?.id);
      visit(inner, depth + 1);
    }
  };
  const items = (data as { data?: unknown } | null)?.data ?? data;
  if (Array.isArray(items)) keep(LISTED[operation], (items[0] as { id?: unknown } | undefined)?.id);
  visit(items, 0);
}

function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}
