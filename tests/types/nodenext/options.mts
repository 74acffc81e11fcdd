// Options of a client and of a call. Compiled, never run.
import { Blend, type BlendOptions, type CallOptions, type TokenStore } from "blend-sdk";
import { Sandbox } from "blend-sdk/sandbox";

const store: TokenStore = {
  get: async (key) => ({ value: key, version: 1 }),
  set: async (_key, _value, { ifVersion, ttlMs }) => ifVersion === ttlMs,
  clear: () => {},
  lock: async (_key, _ttlMs) => async () => {},
};
const all: BlendOptions = {
  email: "a@example.com",
  password: "p",
  baseURL: "https://api.byblend.com/api/v1",
  tokenStore: store,
  endpoints: { "orders.pause": { verb: "POST", path: "/x/{order_id}", params: { a: { name: "b", in: "query" } } } },
  logger: console,
  logLevel: "debug",
  dangerouslyAllowBrowser: true,
  timeout: 1,
  totalTimeout: 1,
  maxRetries: 0,
  fetch,
  headers: { a: "b" },
  validate: "strict",
  allowUnknownFields: true,
  checkResponses: "report",
  onDrift: ({ operation, path, code, message }) => console.log(operation, path, code, message),
  omit: ["ssn"],
  maxResponseBytes: 1,
  context: { any: "thing" },
  prefetch: 1,
};
const blend = new Blend(all);
new Blend({ accessToken: "t" }).withOptions({ timeout: 5 }).orders.get("1");
new Blend({ refreshToken: "t" });
new Blend({ token: () => "t" });
new Blend({ token: async () => "t" });
const { email, password, fetch: own } = new Sandbox({ seed: 2 });
new Blend({ email, password, fetch: own });
// Any fetch of the usual shape
new Blend({ fetch: async (url, init) => new Response(url + init.method) });
new Blend({ fetch: globalThis.fetch });
// Either call option, and no option of a client alone
export const call: CallOptions = { signal: new AbortController().signal, timeout: 1, omit: [] };

// @ts-expect-error: misspelt
new Blend({ baseUrl: "https://x" });
// @ts-expect-error: a number of milliseconds
new Blend({ timeout: "60s" });
// @ts-expect-error: no such check
new Blend({ checkResponses: "warn" });
// @ts-expect-error: has to give a string
new Blend({ token: () => 7 });
// @ts-expect-error: a store has to be able to forget
new Blend({ tokenStore: { get: () => undefined, set: () => true } });
// @ts-expect-error: no such verb
new Blend({ endpoints: { "orders.pause": { verb: "HOLD" } } });
// @ts-expect-error: for a client alone
blend.orders.get("1", { baseURL: "https://x" });
// @ts-expect-error: a signal, not its controller
blend.orders.get("1", { signal: new AbortController() });
// @ts-expect-error: log lines go somewhere
new Blend({ logger: { debug() {} } });
// @ts-expect-error: a seed is a number
new Sandbox({ seed: "x" });
