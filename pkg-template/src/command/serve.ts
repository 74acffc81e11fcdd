// The sandbox as a server.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Sandbox } from "../sandbox/sandbox";
import { allowedOrigin, hostName, isLoopback, isOurs, namesOf, newToken } from "./access";
import { answer, bodyOf, say, write } from "./answer";
import type { ServeOptions } from "./arguments";
import { control } from "./control";
import { greet } from "./greeting";
import { logger, type LogLine } from "./log";
import { page } from "./page";

/** The longest body that the API takes. */
const MOST_BYTES = 1024 * 1024;
/** How long calls in flight may take when the server is to end. */
const LAST_CALLS = 5000;

interface Served {
  sandbox: Sandbox;
  options: ServeOptions;
  /** Wanted for control, where the server listens beyond this machine. */
  token: string | undefined;
}

export function serve(sandbox: Sandbox, options: ServeOptions, ended: () => void): void {
  const token = isLoopback(hostName(inURL(options.host))) ? undefined : newToken();
  const served = { sandbox, options, token };
  const log = logger(options);
  const server = createServer((request, response) => void handle(served, request, response, log));
  server.on("error", (error) => {
    console.error(listenError(error, options));
    process.exitCode = 1;
    ended();
  });
  server.listen(options.port, options.host, () => {
    options.port = (server.address() as AddressInfo).port;
    console.log(greet(`http://${inURL(reachable(options.host))}:${options.port}`, sandbox, token, options.json));
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop(server, ended));
}

/** An address that this machine calls the server by: "all addresses" is none. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}

/** A host name as it stands in a URL. */
function inURL(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Takes no new calls, lets those in flight end, and then ends. */
function stop(server: Server, ended: () => void): void {
  server.close(ended);
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), LAST_CALLS).unref();
}

async function handle(
  served: Served,
  request: IncomingMessage,
  response: ServerResponse,
  log: (line: LogLine) => void,
): Promise<void> {
  const begun = performance.now();
  const line = { method: request.method ?? "GET", path: "(unknown path)", status: 0 as number | string };
  try {
    await route(served, request, response, line);
  } catch {
    if (!response.headersSent) say(response, 400, "The sandbox cannot read this request.");
  }
  log({ ...line, status: line.status || response.statusCode, ms: performance.now() - begun });
}

async function route(
  { sandbox, options, token }: Served,
  request: IncomingMessage,
  response: ServerResponse,
  line: Omit<LogLine, "ms">,
): Promise<void> {
  const path = (request.url ?? "/").split(/[?#]/)[0] as string;
  if (!isOurs(request.headers.host, namesOf(options.host, options.allowHosts))) {
    return say(response, 421, "The sandbox does not accept this host name. Allow it with --allow-host.");
  }
  if (path === "/health") {
    line.path = path;
    return answer(response, 200, { status: "ok" });
  }
  if (request.method === "GET" && page(path, response)) {
    line.path = path;
    return;
  }
  if (path.startsWith("/__sandbox/")) {
    line.path = /^\/__sandbox\/[a-z-]{1,30}$/.test(path) ? path : "/__sandbox/(unknown)";
    return control(sandbox, request, response, token);
  }
  if (!crossOrigin(request, response, options.corsOrigins)) return;
  const body = await bodyOf(request, MOST_BYTES);
  if (body === undefined) return say(response, 413, `A body may have ${MOST_BYTES} bytes at most.`);
  const header = (name: string) => request.headers[name] as string | undefined;
  const given = sandbox.handle({
    method: request.method ?? "GET",
    target: request.url ?? "/",
    authorization: header("authorization"),
    content_type: header("content-type"),
    fail: header("x-sandbox-fail"),
    body,
  });
  if (given.operation !== "") line.path = given.operation;
  line.status = await write(request, response, given);
}

/** Sets the headers of CORS, and answers what a browser asks before a call. Gives whether the call goes on. */
function crossOrigin(request: IncomingMessage, response: ServerResponse, named: string[]): boolean {
  const origin = allowedOrigin(request, named);
  response.setHeader("vary", "origin");
  if (origin !== undefined) {
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-expose-headers", "*");
  }
  const preflighted = request.headers["access-control-request-method"];
  if (request.method !== "OPTIONS" || preflighted === undefined) return true;
  if (origin === undefined) {
    say(response, 403, "Only pages of this machine may call this sandbox. Allow another origin with --cors-origin.");
    return false;
  }
  response.setHeader("access-control-allow-methods", preflighted);
  response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "");
  response.writeHead(204).end();
  return false;
}

function listenError(error: NodeJS.ErrnoException, { host, port }: ServeOptions): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} is in use. Choose another with --port, or --port 0 for any free one.`;
    case "EACCES":
      return `This user may not listen on port ${port}. Choose another with --port.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `--host: "${host}" is not an address of this machine.`;
    default:
      return `The sandbox could not listen on ${host}, port ${port}: ${error.message}`;
  }
}
