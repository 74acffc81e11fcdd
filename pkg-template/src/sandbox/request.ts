// Reading what `fetch` was called with. Nothing here needs a global Request or Headers: jsdom has neither.

import type { SandboxRequest } from "../../generated/sandbox-seam.js";

/** What `fetch` may be called with: also the Request and the signal of another window. */
export type Input = string | URL | Request;

/** The signal of a call, if it has one. */
export function signalOf(input: Input, init: RequestInit): AbortSignal | undefined {
  if (init.signal !== undefined) return init.signal ?? undefined;
  return isRequest(input) ? input.signal : undefined;
}

function isRequest(input: Input): input is Request {
  return typeof input === "object" && "method" in input;
}

/** The URL of a call. Any base serves a relative one: the origin is not looked at. */
export function urlOf(input: Input): URL {
  return new URL(isRequest(input) ? input.url : String(input), "http://sandbox.invalid");
}

/** The request of a call. */
export async function read(input: Input, init: RequestInit): Promise<SandboxRequest> {
  const request = isRequest(input) ? input : undefined;
  const method = (init.method ?? request?.method ?? "GET").toUpperCase();
  const given = init.body ?? undefined;
  if (given !== undefined && (method === "GET" || method === "HEAD")) {
    throw new TypeError("Request with GET/HEAD method cannot have body.");
  }
  const headers = init.headers ?? request?.headers;
  const body = given === undefined ? await request?.text() : await textOf(given);
  const { pathname, search } = urlOf(input);
  return {
    method,
    target: pathname + search,
    authorization: header(headers, "authorization"),
    content_type: header(headers, "content-type") ?? typeOf(given),
    fail: header(headers, "x-sandbox-fail"),
    body: body ?? "",
  };
}

function header(headers: HeadersInit | undefined, name: string): string | undefined {
  if (headers === undefined) return undefined;
  if ("get" in headers && typeof headers.get === "function") return (headers as Headers).get(name) ?? undefined;
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers as Record<string, string>);
  const found = pairs.find(([key]) => key?.toLowerCase() === name);
  return found && String(found[1]);
}

async function textOf(body: BodyInit): Promise<string> {
  if (typeof body === "string") return body;
  if (body instanceof URLSearchParams) return body.toString();
  return new Response(body).text();
}

/** The content type that a body has by itself. */
function typeOf(body: BodyInit | undefined): string | undefined {
  if (body === undefined) return undefined;
  if (body instanceof URLSearchParams) return "application/x-www-form-urlencoded;charset=UTF-8";
  if (typeof body === "string") return "text/plain;charset=UTF-8";
  return typeof Blob === "function" && body instanceof Blob ? body.type : undefined;
}
