// The handler under node:http, Express 4 and 5 and Hono: each is started and called.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { getRequestListener } from "@hono/node-server";
import express from "express";
import express4 from "express4";
import { Hono } from "hono";
import { createWebhookHandler, toNodeHandler } from "../../pkg/dist/webhooks.mjs";
import { CREATED, SECRET, SHIPPED } from "./deliveries.mjs";

const MEGABYTE = 1024 * 1024;

/** A handler that counts what reached its functions. */
function receiver(options) {
  const ran = [];
  const handler = createWebhookHandler({ secret: SECRET, fallback: (event) => void ran.push(event), ...options });
  return { handler, ran };
}

async function listen(t, listener) {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}/blend`;
}

const post = async (url, body, { secret = SECRET, type = "application/json", ...init } = {}) => {
  const headers = { authorization: `Bearer ${secret}`, "content-type": type };
  const response = await fetch(url, { method: "POST", headers, body, ...init });
  assert.equal(await response.text(), "");
  return response.status;
};

/** All statuses, as any server has to give them. */
async function walk(url, ran, { reached = true } = {}) {
  assert.equal(await post(url, JSON.stringify(CREATED)), 200);
  assert.equal(await post(url, JSON.stringify(CREATED, null, 1)), 200);
  assert.equal(await post(url, JSON.stringify(SHIPPED)), 200);
  assert.deepEqual(
    ran.map(({ event_code, data }) => ({ event_code, data })),
    [CREATED, SHIPPED],
    "each once",
  );
  assert.equal(await post(url, JSON.stringify(CREATED), { secret: "other" }), 401);
  assert.equal((await fetch(url)).status, 405);
  if (reached) {
    assert.equal(await post(url, "{"), 400);
    assert.equal(await post(url, ""), 400);
    assert.equal(await post(url, JSON.stringify({ ...CREATED, more: "x".repeat(MEGABYTE) })), 413);
  }
  assert.equal(ran.length, 2);
}

for (const [name, make] of [
  ["Express 5", express],
  ["Express 4", express4],
]) {
  test(`${name}, before express.json()`, async (t) => {
    const { handler, ran } = receiver();
    const app = make();
    app.all("/blend", toNodeHandler(handler));
    app.use(make.json());
    await walk(await listen(t, app), ran);
  });

  test(`${name}, behind express.json()`, async (t) => {
    const { handler, ran } = receiver();
    const app = make();
    app.use(make.json());
    app.all("/blend", toNodeHandler(handler));
    app.use((error, _request, response, _next) => response.sendStatus(error.status));
    const url = await listen(t, app);
    // Broken and large bodies are answered by express.json() itself.
    await walk(url, ran, { reached: false });
    assert.equal(await post(url, JSON.stringify(CREATED), { type: "text/plain" }), 200, "which left it unread");
  });

  for (const kind of ["text", "raw"]) {
    test(`${name}, behind express.${kind}()`, async (t) => {
      const { handler, ran } = receiver();
      const app = make();
      app.use(make[kind]({ type: "*/*", limit: "5mb" }));
      app.all("/blend", toNodeHandler(handler));
      await walk(await listen(t, app), ran);
    });
  }
}

test("a body that was read and thrown away is a 500 that says why, not a hang", async (t) => {
  const lines = [];
  t.mock.method(console, "error", (line) => lines.push(line));
  const { handler, ran } = receiver();
  const adapted = toNodeHandler(handler);
  const url = await listen(t, async (request, response) => {
    for await (const _ of request);
    await adapted(request, response);
  });
  assert.equal(await post(url, JSON.stringify(CREATED)), 500);
  assert.match(lines[0], /something read the body/);
  assert.deepEqual(ran, []);
});

test("node:http, and a handler that throws", async (t) => {
  const lines = [];
  t.mock.method(console, "error", (line) => lines.push(line));
  const { handler, ran } = receiver();
  await walk(await listen(t, toNodeHandler(handler)), ran);
  const throwing = async () => {
    throw new Error("a patient's name");
  };
  assert.equal(await post(await listen(t, toNodeHandler(throwing)), "{}"), 500);
  assert.deepEqual(lines, ["blend-sdk: toNodeHandler: the handler threw"]);
});

/** Sends a request as it is; gives the status of the answer. */
async function rawStatus(url, line, secret = SECRET) {
  const socket = connect(new URL(url).port, "127.0.0.1");
  const body = JSON.stringify(CREATED);
  const headers = `Host: x\r\nConnection: close\r\nAuthorization: Bearer ${secret}\r\nContent-Length: ${body.length}`;
  socket.write(`${line} HTTP/1.1\r\n${headers}\r\n\r\n${body}`);
  let text = "";
  for await (const chunk of socket) text += chunk;
  return Number(text.split(" ")[1]);
}

test("methods and addresses that a Fetch request cannot have get the status of any other, and no line in the log", async (t) => {
  const lines = [];
  t.mock.method(console, "error", (line) => lines.push(line));
  const { handler } = receiver();
  const url = await listen(t, toNodeHandler(handler));
  for (const method of ["TRACE", "GET", "HEAD", "OPTIONS", "PUT", "PROPFIND"])
    assert.equal(await rawStatus(url, `${method} /blend`), 405, method);
  for (const address of ["//", "///", "*", "http://", "http://%", "http://x:99999/", "/%zz"]) {
    assert.equal(await rawStatus(url, `POST ${address}`), 200, address);
    assert.equal(await rawStatus(url, `POST ${address}`, "other"), 401, address);
  }
  assert.deepEqual(lines, []);
});

test("an answer that somebody else sent before, or whose body breaks, does not end the process", async (t) => {
  t.mock.method(console, "error", () => {});
  const settled = [];
  const note = (work) =>
    work.then(
      () => settled.push("resolved"),
      (error) => settled.push(error.message),
    );
  const busy = toNodeHandler(async () => new Response(null, { status: 503, headers: { "retry-after": "30" } }));
  const answeredBefore = await listen(t, async (request, response) => {
    response.writeHead(504).end();
    await note(busy(request, response));
  });
  assert.equal(await post(answeredBefore, "{}"), 504);
  const broken = toNodeHandler(async () => {
    const pull = (controller) => controller.error(new Error("a patient's name"));
    return new Response(new ReadableStream({ pull }));
  });
  const url = await listen(t, (request, response) => note(broken(request, response)));
  assert.equal(await post(url, "{}", { signal: AbortSignal.timeout(10_000) }), 500);
  assert.deepEqual(settled, ["resolved", "resolved"]);
});

test("a body in many pieces arrives whole, and one without an end is cut at 1 MB", async (t) => {
  const { handler, ran } = receiver();
  const url = await listen(t, toNodeHandler(handler));
  const headers = { authorization: `Bearer ${SECRET}` };
  const start = () => {
    const request = httpRequest(url, { method: "POST", headers });
    return { request, answered: once(request, "response").then(([{ statusCode }]) => statusCode) };
  };

  const pieces = start();
  for (const letter of JSON.stringify({ ...CREATED, data: { ...CREATED.data, note: "é".repeat(9) } })) {
    pieces.request.write(letter);
    await new Promise(setImmediate);
  }
  pieces.request.end();
  assert.equal(await pieces.answered, 200);
  assert.equal(ran[0].data.note, "é".repeat(9));

  const endless = start();
  endless.request.on("error", () => {});
  for (let sent = 0; sent <= MEGABYTE; sent += 65_536) endless.request.write("x".repeat(65_536));
  assert.equal(await endless.answered, 413, "before it ends");
  endless.request.destroy();
});

test("a body that never ends is a 503 when the budget is over", async (t) => {
  const { handler, ran } = receiver({ budget: 50 });
  const url = await listen(t, toNodeHandler(handler));
  for (const length of ["Content-Length: 999", "Transfer-Encoding: chunked"]) {
    const socket = connect(new URL(url).port, "127.0.0.1");
    socket.write(`POST /blend HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${SECRET}\r\n${length}\r\n\r\n1\r\n{\r\n`);
    const [answer] = await once(socket, "data");
    assert.match(`${answer}`, /^HTTP\/1\.1 503 .*retry-after: 30/s);
    socket.destroy();
  }
  assert.deepEqual(ran, []);
});

test("a client that hangs up in the middle of its body leaves nothing behind", async (t) => {
  const { handler, ran } = receiver({ budget: 1e9 });
  const adapted = toNodeHandler(handler);
  let ended;
  const over = new Promise((resolve) => (ended = resolve));
  const url = await listen(t, (request, response) => adapted(request, response).then(ended));
  const socket = connect(new URL(url).port, "127.0.0.1");
  const head = `POST /blend HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${SECRET}\r\nContent-Length: 999\r\n\r\n{`;
  socket.write(head, () => socket.destroy());
  await over;
  assert.deepEqual(ran, []);
});

test("a request that is destroyed on the way, without an error, ends as well", async (t) => {
  const { handler } = receiver({ budget: 1e9 });
  const adapted = toNodeHandler(handler);
  let ended;
  const over = new Promise((resolve) => (ended = resolve));
  const url = await listen(t, (request, response) => {
    adapted(request, response).then(ended);
    request.destroy();
  });
  const request = httpRequest(url, { method: "POST", headers: { authorization: `Bearer ${SECRET}` } });
  request.on("error", () => {});
  request.write("{");
  await over;
});

test("a stranger who sends for ever is answered at once, and nothing of it is read", async (t) => {
  const { handler } = receiver();
  const adapted = toNodeHandler(handler);
  let flowing;
  const url = await listen(t, async (request, response) => {
    await adapted(request, response);
    flowing = request.readableFlowing;
  });
  const request = httpRequest(url, { method: "POST", headers: { authorization: "Bearer other" } });
  request.on("error", () => {});
  request.write("x".repeat(10));
  const [{ statusCode }] = await once(request, "response");
  assert.equal(statusCode, 401);
  assert.equal(flowing, null);
  request.destroy();
});

test("Hono, on its own server for Node and behind toNodeHandler", async (t) => {
  for (const adapt of [getRequestListener, toNodeHandler]) {
    const { handler, ran } = receiver();
    const app = new Hono();
    app.all("/blend", (context) => handler(context.req.raw));
    await walk(await listen(t, adapt(app.fetch)), ran);
  }
});
