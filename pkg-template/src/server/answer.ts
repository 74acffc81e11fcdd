// Answers of the handlers that pages talk to.

/** An answer that no cache keeps. */
export function answer(status: number, body?: object | null, headers: Record<string, string> = {}): Response {
  const type = body !== undefined && { "content-type": "application/json" };
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { "cache-control": "no-store", "x-content-type-options": "nosniff", ...type, ...headers },
  });
}

/** Ends the handling of a request with an answer. */
export class Refusal extends Error {
  readonly response: Response;

  constructor(...given: Parameters<typeof answer>) {
    super("refused");
    this.response = answer(...given);
  }
}

/** `Retry-After` counts seconds. */
export const retryAfter = (ms: number): Record<string, string> => ({ "retry-after": String(Math.ceil(ms / 1000)) });
