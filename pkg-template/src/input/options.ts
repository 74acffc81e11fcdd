// What clients and calls are given: read once, checked as far as the engine cannot see it, and put together.

import { callOptions, clientOptions } from "../../generated/operations.js";
import type { BlendOptions, CallOptions, Issue } from "../../types/index.js";
import { refused } from "../errors.js";
import { env } from "../platform/runtime.js";
import { isPlainObject, readInput } from "./read.js";

export const CREDENTIALS = ["email", "password", "accessToken", "refreshToken", "token"] as const;

type Values = Record<string, unknown>;

/**
 * Copies the options that are given, and throws what is wrong with them as far as the engine cannot see it. A known
 * option is read by its name: a class may have it as a getter, or an object inherit it. Of other options the copy has
 * the name, for the engine to refuse it. `more` are options that only this method has.
 */
export function readOptions<T extends object>(given: T, ...more: string[]): T {
  const [options, issues] = readInput("options", (): [Values, Issue[]] => {
    // No array, Map, Promise or AbortSignal, whose fields are no options. A module that is imported as a whole may hold
    // some.
    if (!/^\[object (Object|Module)\]$/.test(Object.prototype.toString.call(given)))
      return [{}, [wrongKind("options", "expected an object with the names of options")]];
    const known = [...clientOptions, ...callOptions, ...more];
    const read: Values = {};
    for (const name of new Set([...known, ...Object.keys(given)])) {
      const value = (given as Values)[name];
      if (value !== undefined) read[name] = known.includes(name) ? copyOf(value, name) : true;
    }
    return [read, kindIssues(read)];
  });
  if (issues.length) throw refused(issues);
  const { signal } = options as CallOptions;
  if (signal) readInput("options.signal", () => tryListening(signal));
  return options as T;
}

/** What is read again later is copied: a getter may throw then, or return something else. */
function copyOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return [...(value as unknown[])];
  return name === "headers" && isPlainObject(value) ? { ...value } : value;
}

/** A copy of a signal, or one behind a proxy, may take no listener. A call must not find that out on its way. */
function tryListening(signal: AbortSignal): boolean {
  const nothing = () => {};
  signal.addEventListener("abort", nothing);
  signal.removeEventListener("abort", nothing);
  return signal.aborted;
}

const wrongKind = (path: string, message: string): Issue => ({ path, code: "wrong_kind", message });

const FUNCTIONS = ["fetch", "token", "onDrift", "onAudit"];

/** What the objects of a user's have to be able to do. */
const METHODS: Record<string, [expected: string, methods: string[]]> = {
  signal: [
    "expected an AbortSignal: of an AbortController, give its signal",
    ["addEventListener", "removeEventListener"],
  ],
  tokenStore: ["expected an object with get, set, clear", ["get", "set", "clear"]],
  logger: ["expected an object with debug, info, warn, error", ["debug", "info", "warn", "error"]],
};

/** What is wrong with the options that stay in JavaScript. */
function kindIssues(options: Values): Issue[] {
  const issues: Issue[] = [];
  for (const name of FUNCTIONS) {
    if (name in options && typeof options[name] !== "function")
      issues.push(wrongKind(`options.${name}`, "expected a function"));
  }
  for (const [name, [expected, methods]] of Object.entries(METHODS)) {
    const value = options[name] as Values | null | undefined;
    if (name in options && methods.some((method) => typeof value?.[method] !== "function"))
      issues.push(wrongKind(`options.${name}`, expected));
  }
  const { middleware = [] } = options;
  if (!Array.isArray(middleware) || middleware.some((one) => typeof one !== "function"))
    issues.push(wrongKind("options.middleware", "expected an array of functions"));
  return issues;
}

/** The options of a client that a call has too. */
export function callPart(options: BlendOptions): CallOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !clientOptions.includes(name)));
}

/** The first options with the second over them; headers are added. Both were read by `readOptions`. */
export function mergeOptions<T extends CallOptions>(all: CallOptions, own: T): T {
  const headers = all.headers && own.headers && { headers: { ...all.headers, ...own.headers } };
  return { ...all, ...own, ...headers };
}

/** Adds credentials and base URL from the environment: credentials only where none is given. */
export function withEnvironment(options: BlendOptions): BlendOptions {
  const filled = { ...options };
  if (!CREDENTIALS.some((name) => name in filled)) {
    const email = env("BLEND_EMAIL");
    const password = env("BLEND_PASSWORD");
    const accessToken = env("BLEND_ACCESS_TOKEN");
    if (email && password) Object.assign(filled, { email, password });
    else if (accessToken) filled.accessToken = accessToken;
  }
  // One by one, and only what is not given: Deno asks for a permission for each.
  const set = (name: keyof BlendOptions, value: unknown) => value && Object.assign(filled, { [name]: value });
  if (filled.baseURL === undefined) set("baseURL", env("BLEND_BASE_URL"));
  if (filled.logLevel === undefined) set("logLevel", env("BLEND_LOG"));
  if (filled.allowInsecureHTTP === undefined) set("allowInsecureHTTP", env("BLEND_ALLOW_INSECURE_HTTP") === "1");
  return filled;
}

/** Options as JSON text for the engine. What stays in JavaScript stands as true. */
export function optionsText(options: object): string {
  return readInput("options", () =>
    JSON.stringify(options, function (this: unknown, key, value: unknown) {
      // Further down such a name is anybody's: a header's.
      const name = this === options && key;
      if (name === "context") return undefined;
      if (typeof value === "bigint") return String(value);
      const stays = typeof value === "function" || (name && name in METHODS);
      const isData = typeof value !== "object" || value === null || Array.isArray(value) || isPlainObject(value);
      return stays || !isData || value;
    }),
  );
}
