// What a user puts around each attempt.

import type { AttemptRequest, Middleware } from "../../types/index.js";
import { BlendError, ConnectionError } from "../errors.js";
import { type About, isResponse, networkCode, sendable } from "../platform/fetch.js";

/** Sends through all of them, the first outermost. What they throw themselves is told without its words, which may be anybody's. */
export async function through(
  middleware: readonly Middleware[],
  about: About,
  context: unknown,
  [url, init]: [string, RequestInit],
  send: (url: string, init: RequestInit) => Promise<unknown>,
): Promise<Response> {
  const { authorization, ...first } = init.headers as Record<string, string>;
  const requestWith = (headers: Record<string, string>) =>
    Object.defineProperty({ ...about, headers, context }, "unsafe", {
      value: () => ({ url, body: init.body ?? undefined }),
    }) as AttemptRequest;
  let sent = false;
  const { operation, method, path, attempt } = about;
  const facts = { operation, method, path, attempts: attempt };
  /** How it failed, and as what middleware learns of it. */
  let lost: { how: string; told: BlendError } | undefined;
  let slip: BlendError | undefined;
  const failed = (message: string, hint: string, thrown?: unknown) =>
    new BlendError({ message, hint, code: "middleware", outcome: sent ? "unknown" : "not_sent", ...facts }, { thrown });
  const step = async (place: number, { headers }: AttemptRequest): Promise<Response> => {
    const next = middleware[place];
    if (next) {
      const request = requestWith(headers);
      return next(request, (changed) => step(place + 1, changed ?? request));
    }
    if (sent && method !== "GET")
      throw (slip = failed("a middleware called next twice for a write", "call it once: the write was sent once"));
    const own = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "authorization");
    const headed = { ...Object.fromEntries(own), ...(authorization && { authorization }) };
    if (!sendable(headed))
      throw (slip = failed("a middleware set a name or value that no header can have", "set what fetch takes"));
    sent = true;
    const how = await send(url, { ...init, headers: headed }).then(
      (answer) => (isResponse(answer) ? answer : networkCode(answer)),
      networkCode,
    );
    if (typeof how !== "string") return how;
    // What runtimes throw may hold the URL: middleware learns no more than that it failed.
    lost = { how, told: new ConnectionError({ message: "the connection failed", outcome: "unknown", ...facts }) };
    throw lost.told;
  };
  try {
    const response: unknown = await step(0, requestWith(first));
    if (!isResponse(response) || response.bodyUsed)
      slip = failed("a middleware gave no unread Response", "give back what next gave; to read its body, read a clone");
    if (slip) throw slip;
    return response as Response;
  } catch (error) {
    if (lost && error === lost.told) throw lost.how;
    throw slip ?? failed("a middleware failed", "error.unsafe().thrown is what it threw", error);
  }
}
