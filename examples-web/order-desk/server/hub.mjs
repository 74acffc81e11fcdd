// Server-sent events: tells every open page which order changed. An event names an order's id and nothing of its patient.

const HEARTBEAT_MS = 25_000;

/** `isAlive(session)` says whether a page may still listen. */
export function createHub(isAlive) {
  const listeners = new Set();
  // A comment keeps proxies from closing a quiet connection, and finds out who is gone.
  const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT_MS);
  heartbeat.unref();

  function send(text) {
    for (const listener of listeners) {
      if (isAlive(listener.session)) listener.response.write(text);
      else listener.response.end();
    }
  }

  return {
    /** Keeps a response of node:http open as a stream of events. */
    listen(response, session) {
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        // nginx would hold events back.
        "x-accel-buffering": "no",
      });
      response.write("retry: 2000\nevent: hello\ndata: {}\n\n");
      const listener = { response, session };
      listeners.add(listener);
      response.on("close", () => listeners.delete(listener));
    },

    /** `order` is an id; without one, pages read their list again. */
    tell({ code, order }) {
      send(`event: change\ndata: ${JSON.stringify({ code, order })}\n\n`);
    },

    get size() {
      return listeners.size;
    },

    close() {
      clearInterval(heartbeat);
      for (const { response } of listeners) response.end();
    },
  };
}
