// All that the page asks of its server: Blend through the proxy, and the desk's own endpoints. Neither holds a token.

import Blend, { isBlendError } from "blend-sdk/js";

// The engine in plain JavaScript: the policy of this page forbids WebAssembly.
export const blend = new Blend({ baseURL: "/blend", logLevel: "off", timeout: 20_000 });

/** What the server answered, if not with 2xx; 0 without an answer. */
export class DeskError extends Error {
  constructor(status) {
    super(`the desk's server answered ${status}`);
    this.status = status;
  }
}

/** Calls an endpoint below `/desk/`. */
export async function desk(method, path, body, signal) {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal };
  const response = await fetch(`/desk/${path}`, init).catch((error) => {
    throw signal?.aborted ? error : new DeskError(0);
  });
  if (!response.ok) throw new DeskError(response.status);
  return response.json();
}

/** The session is over, or there was none. */
export const isSignedOut = (error) => error?.status === 401;

/** What went wrong, in a sentence for the person at the desk. No message holds a value. */
export function sentenceOf(error) {
  if (isSignedOut(error)) return "Your session has ended. Sign in again.";
  if (error instanceof DeskError)
    return error.status ? "Blend did not answer. Try again in a moment." : "The desk's server cannot be reached.";
  if (!isBlendError(error)) return "This page failed. Reload it.";
  if (error.status === 403) return "Your role does not allow this.";
  if (error.status === 404) return "Blend does not know this order.";
  if (error.status === 429) return "Blend asks to slow down. Try again in a minute.";
  if (error.code === "connection") return "The desk's server cannot be reached.";
  if (error.code === "timeout") return "Blend took too long. Try again.";
  return error.status >= 500 ? "Blend did not answer. Try again in a moment." : error.message;
}
