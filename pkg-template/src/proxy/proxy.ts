// A proxy for staff pages: a client in the page sends unsigned requests, and this one makes the calls that are allowed.

import { answerHeaders } from "../../generated/operations.js";
import type { BlendError, Issue } from "../../types/index.js";
import type { ProxyClient, ProxyOptions, RequestHandler } from "../../types/intake-server.js";
import { isBranded } from "../brand.js";
import { allRoutes, type Route } from "../routes.js";
import { answer, Refusal, retryAfter } from "../server/answer.js";
import { isJSON, readText } from "../server/body.js";
import { assertOwnPage, originsOf } from "../server/origin.js";
import { logsFor, reporter } from "../server/report.js";
import { findRoute, paramsOf } from "./find-route.js";

const MOST_BYTES = 1024 * 1024;
/** The page's client repeats what may be repeated. */
const CALL = { maxRetries: 0 };

/** A page behind a proxy has no credentials. */
const isForPages = ({ operation }: Route): boolean => !operation.startsWith("auth.");

interface Given {
  route: Route;
  ids: string[];
  params: Record<string, unknown>;
}

export function createProxy(blend: ProxyClient, options: ProxyOptions): RequestHandler {
  const { path = "/blend", authorize } = options;
  const operations: readonly string[] = options.operations;
  const routes = allRoutes().filter(isForPages);
  assertOptions(options, routes);
  const origins = originsOf(options.origins);
  const report = reporter(options.onError ?? logsFor("createProxy"));

  async function read(request: Request): Promise<Given> {
    const text = await readBody(request);
    assertOwnPage(request, origins);
    const { pathname, searchParams } = new URL(request.url);
    const below = pathname.startsWith(`${path}/`) ? pathname.slice(path.length) : pathname;
    const found = findRoute(routes, request.method, below);
    if (!found) throw new Refusal(404, { code: "no_operation" });
    if (!operations.includes(found.route.operation)) throw new Refusal(403, { code: "operation" });
    return { ...found, params: { ...paramsOf(found.route, searchParams), ...bodyOf(text) } };
  }

  return async (request) => {
    try {
      const { route, ids, params } = await read(request);
      const about = { operation: route.operation as (typeof options.operations)[number], ids, params };
      if ((await authorize(request, about)) !== true) throw new Refusal(403, { code: "authorize" });
      return await call(blend, { route, ids, params });
    } catch (error) {
      if (error instanceof Refusal) return error.response;
      report(error, request);
      return answerTo(error);
    }
  };
}

async function readBody(request: Request): Promise<string> {
  let text: string | undefined;
  try {
    text = await readText(request, MOST_BYTES);
  } catch {
    throw new Refusal(400, { code: "unreadable" });
  }
  if (text === undefined) throw new Refusal(413, { code: "size" });
  if (text && !isJSON(request)) throw new Refusal(415, { code: "content_type" });
  return text;
}

function bodyOf(text: string): Record<string, unknown> {
  if (!text) return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // No JSON: refused like JSON that is no object.
  }
  throw new Refusal(400, { code: "not_json" });
}

type Method = (...args: unknown[]) => { withResponse(): Promise<{ data: unknown; response: Response }> };

/**
 * Calls the operation by its method, which checks the arguments, and applies the client's hooks, `omit` and
 * `endpoints`. Answers as Blend did.
 */
async function call(blend: ProxyClient, { route, ids, params }: Given): Promise<Response> {
  const [group = "", method = ""] = route.operation.split(".");
  const groups = blend as unknown as Record<string, Record<string, Method>>;
  const args = route.takesParams ? [...ids, params, CALL] : [...ids, CALL];
  const { data, response } = await groups[group]![method]!(...args).withResponse();
  const body = route.isPaged ? (data as { data: object }).data : (data as object | null | undefined);
  const headers: Record<string, string> = {};
  for (const name of answerHeaders) {
    const value = response.headers.get(name);
    if (value !== null && name.startsWith("x-")) headers[name] = value;
  }
  return answer(response.status, body, headers);
}

/** Messages of this package's errors hold no value, so they pass. */
function answerTo(error: unknown): Response {
  if (!isBranded(error)) return answer(500, { code: "failed" });
  const { message, code, outcome, retryAfterMs, requestId, issues, fieldErrors } = error as BlendError & {
    issues?: Issue[];
  };
  const errors = (issues ?? fieldErrors)?.map(({ path: field, code }) => ({ field, code }));
  const headers = {
    ...(retryAfterMs !== undefined && retryAfter(retryAfterMs)),
    ...(requestId && { "x-request-id": requestId }),
  };
  return answer(statusOf(error as BlendError), { message, code, outcome, errors }, headers);
}

function statusOf({ code, status, outcome }: BlendError): number {
  // The page has no part in the server's session with Blend.
  if (status === 401 || outcome === "done") return 502;
  if (status !== undefined && status >= 400) return status;
  if (code === "validation") return 422;
  if (outcome === "not_sent") return 503;
  return code === "timeout" ? 504 : 502;
}

function assertOptions({ operations, authorize, path = "" }: ProxyOptions, routes: readonly Route[]): void {
  if (typeof authorize !== "function") throw new TypeError("authorize: expected a function that decides on each call");
  if (!Array.isArray(operations) || operations.length === 0)
    throw new TypeError('operations: expected names such as "orders.list"');
  for (const name of operations)
    if (!routes.some(({ operation }) => operation === name))
      throw new TypeError(`operations: "${name}" is no operation that a page may call`);
  if (path !== "" && !/^(\/[\w.-]+)+$/.test(path)) throw new TypeError('path: expected a path such as "/blend"');
}
