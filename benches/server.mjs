// A server on loopback, in a process of its own: orders, and pages of orders that come after some milliseconds.
//   node benches/server.mjs

import { createServer } from "node:http";
import { order } from "./orders.mjs";

const json = { "content-type": "application/json" };
const one = JSON.stringify(order(0));

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { ...json, "content-length": Buffer.byteLength(one) }).end(one);
});
server.listen(0, "127.0.0.1", () => process.send?.(server.address().port) ?? console.log(server.address().port));
