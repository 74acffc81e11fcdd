// The hostile server. A program in any runtime opens hosts on it by its control endpoint, each on a
// port of its own, and tells how each is to answer; the server keeps what the hosts were sent.
//
//   POST /open                 a scenario; gives { id, origin }
//   GET  /seen?id=1            what the host was sent
//   GET  /seen?id=1&count=2    the same, once there were so many requests
//   GET  /seen?id=1&hungUp=1   the same, once the client has hung up on so many unfinished answers
//   POST /close?id=1
//
// A scenario is `{ "POST /path": [answer, ...], "*": [...] }`: answers by verb and path, or for all
// others; one after the other, the last one for ever. An answer may have:
//
//   status, headers, json, text, base64, repeat (how often the text comes)
//   late      the answer comes so many milliseconds later
//   hold      no answer at all
//   stall     headers and that many characters of the text, and then nothing
//   cut       the same, and then the connection is reset
//   reset     the connection is reset as soon as the request was read
//   trickle   a character of the text every so many milliseconds, from the start again at its end
//   bearer    401 instead, unless the request has this token
//   dateIn    Retry-After is the date in so many milliseconds

import { EventEmitter, once } from "node:events";
import { allowAnyPage, listen, textOf } from "../support/http.mjs";

const hosts = new Map();

/** The client decides how long it keeps a connection. */
const LIMITS = { maxHeaderSize: 1 << 20, keepAliveTimeout: 60_000 };

function listenToPages(handle) {
  return listen((request, response) => {
    if (!allowAnyPage(request, response)) handle(request, response).catch(() => response.destroy());
  }, LIMITS);
}

async function open(scenario) {
  const host = { seen: [], hungUp: 0, news: new EventEmitter().setMaxListeners(0), counts: new Map() };
  const { close, origin } = await listenToPages(async (request, response) => {
    const body = await textOf(request);
    const { method, url, headers } = request;
    const key = [`${method} ${url.split("?")[0]}`, "*"].find((name) => scenario[name]);
    const place = host.counts.get(key) ?? 0;
    host.counts.set(key, place + 1);
    response.on("close", () => {
      if (response.writableFinished) return;
      host.hungUp++;
      host.news.emit("change");
    });
    host.seen.push({ method, url, headers, body, at: performance.now() });
    host.news.emit("change");
    const answers = scenario[key] ?? [{ status: 404 }];
    answer(answers[Math.min(place, answers.length - 1)], request, response);
  });
  host.close = close;
  const id = String(hosts.size + 1);
  hosts.set(id, host);
  return { id, origin };
}

function answer(reply, request, response) {
  if (reply.hold) return;
  if (reply.late) return void setTimeout(answer, reply.late, { ...reply, late: 0 }, request, response);
  if (reply.reset) return void request.socket.resetAndDestroy();
  if (reply.bearer && request.headers.authorization !== `Bearer ${reply.bearer}`)
    return answer({ status: 401, json: {} }, request, response);
  const { status = 200, headers = {}, json } = reply;
  const text = json === undefined ? (reply.text ?? "") : JSON.stringify(json);
  const body =
    reply.base64 === undefined ? Buffer.from(text.repeat(reply.repeat ?? 1)) : Buffer.from(reply.base64, "base64");
  const type = headers["content-type"] === undefined && status !== 204 ? { "content-type": "application/json" } : {};
  if (reply.dateIn) headers["retry-after"] = new Date(Date.now() + reply.dateIn).toUTCString();
  response.writeHead(status, { ...type, ...headers });
  if (reply.trickle) return trickle(text, reply.trickle, response);
  if (reply.stall !== undefined) {
    response.flushHeaders();
    return void (reply.stall && response.write(body.subarray(0, reply.stall)));
  }
  if (reply.cut !== undefined)
    return void response.write(body.subarray(0, reply.cut), () => setImmediate(() => request.socket.resetAndDestroy()));
  response.end(body);
}

function trickle(text, ms, response) {
  let at = 0;
  const timer = setInterval(() => response.write(text[at++ % text.length]), ms);
  response.on("close", () => clearInterval(timer));
}

async function seen({ id, count = 0, hungUp = 0 }) {
  const host = hosts.get(id);
  while (host.seen.length < count || host.hungUp < hungUp) await once(host.news, "change");
  return host.seen;
}

function close({ id }) {
  hosts.get(id).close();
  return {};
}

const { origin } = await listenToPages(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://control");
  const query = Object.fromEntries(searchParams);
  const given = await textOf(request);
  const result = { "/open": () => open(JSON.parse(given)), "/seen": () => seen(query), "/close": () => close(query) }[
    pathname
  ];
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(await result()));
});

console.log(origin);
