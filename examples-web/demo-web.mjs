// The pages of examples-web, with a sandbox in place of Blend. Run by `make demo-web`.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import Blend from "../pkg/dist/index.mjs";
import { Sandbox } from "../pkg/dist/sandbox.mjs";
import { createIntakeServer } from "./intake/server.mjs";
import { openDesk } from "./order-desk/demo.mjs";

const { PORT = "8080" } = process.env;
const sandbox = new Sandbox({ seed: 1, patients: 1250, orders: 5000 });
const { email, password, fetch } = sandbox;
const blend = new Blend({ email, password, fetch, logLevel: "error" });
const secret = randomBytes(32).toString("hex");

const onSubmit = ({ outcome, order }) =>
  console.log(`a form came in: ${outcome}, ${order ? `order ${order.order_number}` : "no order"}`);

/** Starts one page's server, and prints its address. */
async function open(name, server, port, path) {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  console.log(`${name}: http://127.0.0.1:${server.address().port}${path}`);
}

await open("Patient intake", createIntakeServer(blend, { secret, onSubmit }), Number(PORT), "/intake/1");
await openDesk({ blend, sandbox, port: Number(PORT) + 1 });
