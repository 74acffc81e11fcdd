// A Blend of a test's own on the loopback interface, clients of it, and what they send and get.
import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { Blend } from "../../pkg/dist/index.mjs";
import { listen, textOf } from "./http.mjs";

/** Something that must stand in no error, log line or inspected value. */
export const SECRET = "987-65-4321";

/**
 * Answers with what `answer(request, number)` gives: `{ status, headers, json, text }`, a status alone,
 * or nothing, where it used `request.response` itself or lets the caller wait. Requests are counted from 1.
 */
export async function serve(t, answer) {
  const requests = [];
  const events = new EventEmitter();
  const { origin, close } = await listen(async (incoming, response) => {
    const body = await textOf(incoming);
    const { method, url, headers, socket } = incoming;
    const request = { method, url, headers, body, at: performance.now(), response, socket };
    requests.push(request);
    const given = await answer(request, requests.length);
    if (given !== undefined) write(response, typeof given === "number" ? { status: given } : given);
    events.emit("request", request);
  });
  t.after(close);
  /** Resolves when there are `count` requests in a list of requests. */
  const filled = async (list, count = 1) => {
    while (list.length < count) await once(events, "request");
  };
  return { origin, base: `${origin}/api/v1`, requests, filled };
}

function write(response, { status = 200, headers = {}, json, text }) {
  const body = json === undefined ? text : JSON.stringify(json);
  const type = json === undefined ? {} : { "content-type": "application/json" };
  response.writeHead(status, { ...type, ...headers });
  response.end(body);
}

/** A server that signs in and refreshes, and leaves everything else to `answer`. */
export async function serveBlend(t, answer = () => ({ json: {} }), signIn = tokens) {
  const signIns = [];
  const calls = [];
  const server = await serve(t, (request) => {
    if (/\/auth\/(login|refresh)$/.test(request.url)) return signIn(request, signIns.push(request));
    return answer(request, calls.push(request));
  });
  return {
    ...server,
    signIns,
    calls,
    arrived: (count) => server.filled(calls, count),
    signInArrived: (count) => server.filled(signIns, count),
  };
}

/** Fresh tokens at each sign-in. */
export const tokens = ({ url }, number) => ({
  json: url.endsWith("login")
    ? { access_token: `access-${number}`, refresh_token: `refresh-${number}` }
    : { access_token: `access-${number}` },
});

/** A client of a server, with a token and without log lines, by default. */
export function client(server, options = {}) {
  const signsIn = ["email", "accessToken", "refreshToken", "token"].some((name) => name in options);
  return new Blend({ baseURL: server.base, logLevel: "off", ...(signsIn ? {} : { accessToken: "given" }), ...options });
}

export const LOGIN = { email: "desk@example.com", password: "correct horse" };

/** An answer for a fetch of a test's own. */
export const json = (value, status = 200, headers = {}) =>
  new Response(JSON.stringify(value), { status, headers: { "content-type": "application/json", ...headers } });

/** The error that a call rejects with. */
export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the call was expected to fail");
}

/** An order that passes all checks. */
export const ORDER = {
  patient_id: "0227d1e5-ba9a-42b5-8fe2-38882aa65708",
  products: { prescription: [{ sku: "S-1", quantity: 1 }] },
};

/** An example of an answer, as the vendor's pages show it. */
export const example = (name) =>
  JSON.parse(readFileSync(new URL(`../contract/examples/${name}.response.json`, import.meta.url), "utf8"));

/** Takes the chance out of waits between attempts: none is longer than it must be. */
export const withoutJitter = (t) => void t.mock.method(Math, "random", () => 0);

/** A token store as its declaration asks for it, which counts what is done to it. */
export class MemoryStore {
  held = new Map();
  keys = new Set();
  done = [];
  #version = 0;

  get(key) {
    this.#note("get", key);
    return this.held.get(key);
  }

  set(key, value, { ifVersion, ttlMs }) {
    this.#note("set", key, ttlMs);
    if (this.held.get(key)?.version !== ifVersion) return false;
    this.held.set(key, { value, version: ++this.#version });
    return true;
  }

  clear(key) {
    this.#note("clear", key);
    this.held.delete(key);
  }

  /** Somebody else writes. */
  overwrite(value) {
    for (const key of this.keys) this.held.set(key, { value, version: ++this.#version });
  }

  #note(what, key) {
    this.done.push(what);
    this.keys.add(key);
  }
}

/** The same with a lock. */
export class LockingStore extends MemoryStore {
  #tails = new Map();

  async lock(key) {
    this.done.push("lock");
    const before = this.#tails.get(key);
    let release;
    this.#tails.set(key, new Promise((resolve) => (release = resolve)));
    await before;
    return () => {
      this.done.push("unlock");
      release();
    };
  }
}
