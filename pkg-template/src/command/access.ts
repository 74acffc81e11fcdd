// Who may call: the checks of Host, Origin and token.

import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

const LOOPBACK = ["localhost", "127.0.0.1", "::1"];

/** A host without port and brackets, in lower case. */
export function hostName(header: string | undefined): string {
  const text = (header ?? "").toLowerCase();
  const bracketed = /^\[([^\]]*)\]/.exec(text);
  return bracketed?.[1] ?? text.replace(/:\d*$/, "");
}

export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host) || host.endsWith(".localhost") || (isIP(host) === 4 && host.startsWith("127."));
}

/**
 * Whether the Host header may be this server's. Another name may be a foreign site's that was pointed at this machine,
 * to read from here with the visitor's browser (DNS rebinding): such a name has a dot.
 */
export function isOurs(header: string | undefined, allowed: string[]): boolean {
  const host = hostName(header);
  if (host === "") return false;
  return !host.includes(".") || isIP(host) !== 0 || isLoopback(host) || allowed.includes(host);
}

/** The names that a server listening on a host is called by, whatever they look like. */
export function namesOf(host: string, allowed: string[]): string[] {
  return [host.toLowerCase(), "host.docker.internal", ...allowed];
}

/** The Origin header, if its pages may call the API: those of this machine, and those that were named. */
export function allowedOrigin({ headers: { origin } }: IncomingMessage, named: string[]): string | undefined {
  if (origin === undefined || !URL.canParse(origin)) return undefined;
  return isLoopback(hostName(new URL(origin).host)) || named.includes(origin) ? origin : undefined;
}

/** Whether a browser sends the request for a page of another origin. */
export function isForeign({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (typeof site === "string" && !["same-origin", "none"].includes(site)) return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers.host?.toLowerCase();
}

/** A token for control. Each start makes a new one. */
export function newToken(): string {
  return randomBytes(24).toString("base64url");
}

/** Whether a request carries the token. */
export function carries({ headers }: IncomingMessage, token: string): boolean {
  const given = String(headers["x-sandbox-token"] ?? headers.authorization?.replace(/^Bearer /i, "") ?? "");
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
