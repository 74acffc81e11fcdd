// A server on loopback, in a process of its own, which its parent forks: an order at once, pages of 10,000 orders after 20 ms.
// A browser gets an empty page of the same origin.

import { createServer } from "node:http";
import { order, orders } from "./orders.mjs";

const COUNT = 10_000;
const one = Buffer.from(JSON.stringify(order(0)));
const pages = Array.from({ length: COUNT / 200 }, (_, page) => Buffer.from(JSON.stringify(orders(200, page * 200))));

function send(response, body, type = "application/json") {
  response.writeHead(200, { "content-type": type, "content-length": body.length }).end(body);
}

const server = createServer((request, response) => {
  request.resume();
  const { pathname, searchParams } = new URL(request.url, "http://server");
  if (pathname === "/") return send(response, Buffer.from("<!doctype html><title>benches</title>"), "text/html");
  if (pathname !== "/api/v1/orders") return send(response, one);
  const page = Number(searchParams.get("page") ?? 1);
  setTimeout(() => send(response, pages[page - 1] ?? Buffer.from("[]")), 20);
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
