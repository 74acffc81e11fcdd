// A Fetch handler for node:http, Express and the like.

import type { NodeRequest, NodeResponse } from "../../types/webhooks.js";

type FetchHandler = (request: Request) => Promise<Response>;

export function toNodeHandler(handler: FetchHandler) {
  return async (incoming: NodeRequest, outgoing: NodeResponse): Promise<void> => {
    const response = await respond(handler, incoming);
    // A timeout of the server's own may have answered meanwhile.
    if (outgoing.headersSent) return;
    outgoing.statusCode = response.status;
    response.headers.forEach((value, name) => outgoing.setHeader(name, value));
    outgoing.end(await response.text());
  };
}

async function respond(handler: FetchHandler, incoming: NodeRequest): Promise<Response> {
  let fault =
    "something read the body and left nothing in request.body: call the handler first, or behind express.json()";
  try {
    if (!isRead(incoming) || incoming.body != null) {
      fault = "the handler threw";
      const response = await handler(requestOf(incoming));
      // Read here, so that a body that breaks is a 500.
      return new Response((await response.text()) || null, response);
    }
  } catch {
    // Said below, without the error: it may hold a patient's data.
  }
  console.error(`blend-sdk: toNodeHandler: ${fault}`);
  return new Response(null, { status: 500 });
}

/** Waiting for a stream that was read would hang. */
const isRead = ({ readableDidRead, readableEnded }: NodeRequest) => readableDidRead || readableEnded;

function requestOf(incoming: NodeRequest): Request {
  const { url = "/" } = incoming;
  // A Fetch request cannot have these methods. The handler refuses OPTIONS just the same.
  const method = (incoming.method ?? "GET").replace(/^TRAC[EK]$/, "OPTIONS");
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    // HTTP/2 has headers of its own, which begin with a colon.
    if (typeof value === "string" && !name.startsWith(":")) headers.set(name, value);
  const body = /^(GET|HEAD)$/.test(method) ? null : isRead(incoming) ? parsedBody(incoming.body) : streamOf(incoming);
  // Some clients send `*` or a whole address.
  const path = url.startsWith("/") ? url : "/";
  return new Request(`http://localhost${path}`, { method, headers, body, duplex: "half" } as RequestInit);
}

/** What a body parser left. */
function parsedBody(body: unknown): BodyInit {
  return typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body);
}

/** Reads nothing before the handler asks for it, so that a stranger's body is never taken in. */
function streamOf(incoming: NodeRequest): ReadableStream<Uint8Array> {
  let state: "unread" | "reading" | "over" = "unread";
  return new ReadableStream(
    {
      pull(controller) {
        if (state === "reading") return;
        state = "reading";
        // What comes after the handler has cancelled flows away.
        incoming.on("data", (chunk: Uint8Array) => state === "reading" && controller.enqueue(chunk));
        incoming.on("end", () => {
          if (state === "reading") controller.close();
          state = "over";
        });
        // It is closed after its end, too, perhaps before the handler has read all of it.
        const lost = () => state === "reading" && controller.error(new Error("connection lost"));
        incoming.on("close", lost);
        // It may have been closed before anybody listened.
        if (incoming.destroyed) lost();
      },
      cancel() {
        state = "over";
      },
    },
    { highWaterMark: 0 },
  );
}
