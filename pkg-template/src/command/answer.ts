// Reading requests and writing answers of Node's server.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Response as SandboxAnswer } from "../../generated/sandbox-seam.js";

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  // With its own length, also where an earlier answer could not be written.
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": String(bytes.length),
    ...headers,
  });
  response.end(bytes);
}

/** An answer that is only a message. */
export function say(response: ServerResponse, status: number, message: string): void {
  answer(response, status, { message });
}

/** The body as text; none where it is too long. */
export async function bodyOf(request: IncomingMessage, most: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // A body that is too long is still read to its end: hanging up early would hide the answer.
    if (length <= most) chunks.push(chunk);
  }
  return length > most ? undefined : Buffer.concat(chunks).toString();
}

/** Writes an answer of the engine, with what a fault does to it on its way. Gives what became of it. */
export async function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, network }: SandboxAnswer,
): Promise<number | string> {
  if (network.latency > 0) await new Promise((resolve) => setTimeout(resolve, network.latency));
  if (network.lost) {
    request.socket.resetAndDestroy();
    return "lost";
  }
  if (network.stalled && !network.headers) return "stalled";
  const bytes = Buffer.from(body);
  const empty = status === 204 || status === 304;
  const length = empty ? {} : { "content-length": String(bytes.length) };
  response.writeHead(status, { ...length, ...Object.fromEntries(headers) });
  if (network.stalled || network.truncated) {
    response.flushHeaders();
    response.write(bytes.subarray(0, bytes.length >> 1), () => {
      if (network.truncated) request.socket.destroy();
    });
    return network.truncated ? "truncated" : "stalled";
  }
  response.end(empty ? undefined : bytes);
  return status;
}
