// What all test servers have in common.
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";

/** Starts a server on a free port of the loopback interface. `handle` gets each request and its response. */
export async function listen(handle, options = {}) {
  const server = createServer(options, (request, response) => {
    // A client that ended its call may hang up at any time.
    for (const stream of [request, response]) stream.on("error", () => {});
    return handle(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { server, origin: `http://127.0.0.1:${server.address().port}`, close };
}

/** The whole body of a request. */
export async function textOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Lets any page ask and read all. Returns true where it has answered the request itself. */
export function allowAnyPage(request, response) {
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-expose-headers", "*");
  if (request.method !== "OPTIONS") return false;
  response.setHeader("access-control-allow-methods", "*");
  response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*");
  response.setHeader("access-control-max-age", "600");
  response.writeHead(204).end();
  return true;
}

/** A port of this machine where nobody listens. */
export async function freePort() {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** The origin of a port of this machine where nobody listens. */
export const deadOrigin = async () => `http://127.0.0.1:${await freePort()}`;
