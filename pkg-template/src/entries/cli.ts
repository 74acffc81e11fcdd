#!/usr/bin/env node
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { Sandbox } from "./sandbox";

const USAGE = `Usage: blend-sdk sandbox [options]

Serves a Blend API in memory, for tests and demos. What is written into it is gone when it ends.

  --port <number>  port to listen on; 0 takes any free one (default 4010)
  --host <name>    address to listen on (default 127.0.0.1)
  --seed <number>  what password and ids follow from (default 1)
  --help           shows this
`;

const MOST_BYTES = 1024 * 1024;

interface Options {
  port: number;
  host: string;
  seed: number;
}

/** A mistake on the command line. */
class UsageError extends Error {}

function wholeNumber(name: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value <= most)) throw new UsageError(`--${name}: expected a whole number from 0 to ${most}, got "${text}".`);
  return value;
}

/** The options of the command line; none where help is asked for. */
function optionsOf(words: string[]): Options | undefined {
  const { values, positionals } = parse(words);
  if (values.help) return undefined;
  const [command, extra] = positionals;
  if (command !== "sandbox") {
    throw new UsageError(
      command === undefined ? "Give a command: sandbox." : `Unknown command "${command}". There is one: sandbox.`,
    );
  }
  if (extra !== undefined) throw new UsageError(`Unexpected word "${extra}".`);
  if (values.host === "") throw new UsageError("--host: expected a name or an address.");
  return {
    port: wholeNumber("port", values.port ?? "4010", 65535),
    host: values.host ?? "127.0.0.1",
    seed: wholeNumber("seed", values.seed ?? "1", Number.MAX_SAFE_INTEGER),
  };
}

function parse(words: string[]) {
  const string = { type: "string" } as const;
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: { port: string, host: string, seed: string, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    // The first sentence names the mistake; the rest explains a notation that nobody needs here.
    throw new UsageError(String((error as Error).message).split(". ")[0]);
  }
}

/** A host name as it stands in a URL. */
function inURL(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Whether the Host header names this server. Another name may be a foreign site's that was pointed
 * at this machine, to read from here with the visitor's browser (DNS rebinding).
 */
function isOurs(header: string | undefined, host: string, port: number): boolean {
  const names = [...LOOPBACK, inURL(host).toLowerCase()];
  const hosts = names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
  return hosts.includes((header ?? "").toLowerCase());
}

/** The Origin header, if it is one of this machine. */
function localOrigin(request: IncomingMessage): string | undefined {
  const { origin } = request.headers;
  if (origin === undefined || !URL.canParse(origin)) return undefined;
  return LOOPBACK.includes(new URL(origin).hostname) ? origin : undefined;
}

function answer(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ message }));
}

/** The body as text; none where it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // What is too long is read to its end all the same: hanging up early would hide the answer.
    if (length <= MOST_BYTES) chunks.push(chunk);
  }
  return length > MOST_BYTES ? undefined : Buffer.concat(chunks).toString();
}

async function handle(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
  options: Options,
): Promise<void> {
  if (!isOurs(request.headers.host, options.host, options.port)) {
    return answer(
      response,
      421,
      "This sandbox answers only under the name that it was started with. Check the host and port of the base URL.",
    );
  }
  const origin = localOrigin(request);
  response.setHeader("vary", "origin");
  if (origin !== undefined) response.setHeader("access-control-allow-origin", origin);
  const preflighted = request.headers["access-control-request-method"];
  if (request.method === "OPTIONS" && preflighted !== undefined) {
    if (origin === undefined)
      return answer(response, 403, "This sandbox takes browser calls from pages of this machine only.");
    response.setHeader("access-control-allow-methods", preflighted);
    response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "");
    response.writeHead(204).end();
    return;
  }

  const body = await bodyOf(request);
  if (body === undefined) return answer(response, 413, `A body may have ${MOST_BYTES} bytes at most.`);
  const headers = new Headers();
  for (const name of ["authorization", "content-type"] as const) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  const method = request.method ?? "GET";
  const given = body === "" || method === "GET" || method === "HEAD" ? null : body;
  const result = await sandbox.fetch(`http://${request.headers.host}${request.url}`, { method, headers, body: given });
  response.writeHead(result.status, Object.fromEntries(result.headers));
  response.end(await result.text());
}

function listenError(error: NodeJS.ErrnoException, { host, port }: Options): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} is in use. Choose another with --port, or --port 0 for any free one.`;
    case "EACCES":
      return `Port ${port} needs rights that this user has not. Choose another with --port.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `--host: "${host}" is no address of this machine.`;
    default:
      return `The sandbox could not listen on ${host}, port ${port}: ${error.message}`;
  }
}

function greeting(base: string, { email, password }: Sandbox): string {
  return `Blend sandbox: ${base}
E-mail:        ${email}
Password:      ${password}

export BLEND_BASE_URL=${base} BLEND_EMAIL=${email} BLEND_PASSWORD=${password}

import Blend from "blend-sdk";
const blend = new Blend({ baseURL: "${base}", email: "${email}", password: "${password}" });
`;
}

function serve(options: Options): void {
  const sandbox = new Sandbox({ seed: options.seed });
  const server = createServer((request, response) => {
    handle(sandbox, request, response, options).catch(() => {
      if (!response.headersSent) answer(response, 400, "The sandbox cannot read this request.");
    });
  });
  server.on("error", (error) => {
    console.error(listenError(error, options));
    process.exitCode = 1;
  });
  server.listen(options.port, options.host, () => {
    options.port = (server.address() as AddressInfo).port;
    console.log(greeting(`http://${inURL(options.host)}:${options.port}/api/v1`, sandbox));
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

try {
  const options = optionsOf(process.argv.slice(2));
  if (options === undefined) console.log(USAGE);
  else serve(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nblend-sdk --help shows what there is.`);
  process.exitCode = 2;
}
