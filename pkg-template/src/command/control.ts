// Control over HTTP, below `/__sandbox/`.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Sandbox } from "../sandbox/sandbox";
import { carries, isForeign } from "./access";
import { answer, bodyOf, say } from "./answer";

/** What a GET may ask for: these change nothing. */
const VIEWS = ["state", "orders", "stuck", "tasks", "calls", "deliveries", "faults", "assumptions", "clock"];
/** Snapshots are large. */
const MOST_BYTES = 1024 * 1024 * 1024;

/** Answers a request below `/__sandbox/`. `token` is wanted where there is one. */
export async function control(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
  token: string | undefined,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox.invalid");
  const name = url.pathname.slice("/__sandbox/".length);
  response.setHeader("cache-control", "no-store");
  if (isForeign(request)) return say(response, 403, "Only programs and this server's own page may use control.");
  if (token !== undefined && !carries(request, token)) {
    return say(
      response,
      401,
      "Control needs the token that the sandbox printed at the start, in the header x-sandbox-token.",
    );
  }
  if (request.method === "GET" && name === "snapshot") return snapshot(sandbox, response);
  if (request.method === "GET" && VIEWS.includes(name)) {
    return run(response, () => sandbox.control(name, viewParams(name, url.searchParams)));
  }
  if (request.method !== "POST") return say(response, 405, "Control takes POST only.");
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return say(response, 415, "Control takes the content type application/json only.");
  const text = await bodyOf(request, MOST_BYTES);
  if (text === undefined) return say(response, 413, `A body may have ${MOST_BYTES} bytes at most.`);
  await post(sandbox, response, name, text);
}

async function post(sandbox: Sandbox, response: ServerResponse, name: string, text: string): Promise<void> {
  if (name === "snapshot") return snapshot(sandbox, response);
  if (name === "restore") {
    return run(response, () => {
      sandbox.restore(text);
      return sandbox.state;
    });
  }
  let params: unknown;
  try {
    params = text === "" ? {} : JSON.parse(text);
  } catch {
    return say(response, 400, "The body is not JSON.");
  }
  if (typeof params !== "object" || params === null || Array.isArray(params)) {
    return say(response, 422, "The body has to be a JSON object.");
  }
  if (name === "reset") {
    return run(response, () => {
      sandbox.reset();
      return sandbox.state;
    });
  }
  if (name === "deliver" || name === "settled") {
    const deliveries = await (name === "deliver" ? sandbox.deliver() : sandbox.settled());
    return answer(response, 200, deliveries);
  }
  return run(response, () => sandbox.control(name, params));
}

/** Params of a view. Only a POST may set anything. */
function viewParams(name: string, search: URLSearchParams): Record<string, unknown> {
  if (name === "orders") return { status: search.get("status"), limit: Number(search.get("limit") ?? 25) };
  return name === "calls" && search.has("operation") ? { operation: search.get("operation") } : {};
}

function run(response: ServerResponse, work: () => unknown): void {
  try {
    answer(response, 200, work());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const unknown = error.message === "There is no such command.";
    say(response, unknown ? 404 : 422, error.message);
  }
}

function snapshot(sandbox: Sandbox, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(sandbox.snapshot());
}
