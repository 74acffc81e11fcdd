// What clients and calls are given: checked as far as the engine cannot see it, and put together.

import { clientOptions } from "../../generated/operations.js";
import type { BlendOptions, CallOptions } from "../../types/index.js";
import { refused } from "../errors.js";
import { env } from "../platform/runtime.js";

export const CREDENTIALS = ["email", "password", "accessToken", "refreshToken", "token"] as const;

/** Options have to be an object, and what stays in JavaScript of its kind: the engine never sees it. */
export function plain(options: unknown): void {
  const refuse = (path: string, message: string) => {
    throw refused([{ path, code: "wrong_kind", message }]);
  };
  if (options === null || typeof options !== "object") return refuse("options", "expected an object");
  const { signal, ...given } = options as CallOptions & Record<string, unknown>;
  if (signal !== undefined && typeof signal?.addEventListener !== "function")
    refuse("options.signal", "expected an AbortSignal: of an AbortController, give its signal");
  for (const name of ["fetch", "token", "onDrift", "onAudit"]) {
    if (given[name] !== undefined && typeof given[name] !== "function")
      refuse(`options.${name}`, "expected a function");
  }
  for (const [name, methods] of Object.entries({
    tokenStore: ["get", "set", "clear"],
    logger: ["debug", "info", "warn", "error"],
  })) {
    const one = given[name] as Record<string, unknown> | null | undefined;
    if (one !== undefined && methods.some((method) => typeof one?.[method] !== "function"))
      refuse(`options.${name}`, `expected an object with ${methods.join(", ")}`);
  }
  const { middleware = [] } = given;
  if (!Array.isArray(middleware) || middleware.some((one) => typeof one !== "function"))
    refuse("options.middleware", "expected an array of functions");
}

/** The options of a client that are options of a call too. */
export function callOptions(options: BlendOptions): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !clientOptions.includes(name)));
}

/** The first options with the second over them: what is undefined there changes nothing, and headers are added. */
export function over<T extends CallOptions>(all: CallOptions, own: T): T {
  const headers = all.headers && own.headers && { headers: { ...all.headers, ...own.headers } };
  return { ...all, ...defined(own), ...headers } as T;
}

const defined = (options: object): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** Credentials and base URL from the environment, unless any credential was given. */
export function withEnvironment(options: BlendOptions): BlendOptions {
  const filled: BlendOptions = defined(options);
  if (!CREDENTIALS.some((name) => filled[name] !== undefined)) {
    const email = env("BLEND_EMAIL");
    const password = env("BLEND_PASSWORD");
    const accessToken = env("BLEND_ACCESS_TOKEN");
    if (email && password) Object.assign(filled, { email, password });
    else if (accessToken) filled.accessToken = accessToken;
  }
  const baseURL = env("BLEND_BASE_URL");
  const logLevel = env("BLEND_LOG");
  if (baseURL) filled.baseURL ??= baseURL;
  if (logLevel) filled.logLevel ??= logLevel as NonNullable<BlendOptions["logLevel"]>;
  return filled;
}
