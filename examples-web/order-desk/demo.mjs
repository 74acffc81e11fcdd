// The order desk on a sandbox, whose pharmacy moves an order on every 20 seconds.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createDesk } from "./server.mjs";

const EVERY_MS = 20_000;
const PEOPLE = { rita: "reader", luis: "liaison", sofia: "supervisor" };

/** Starts the desk's server on a port, and prints its address and who may sign in. */
export async function openDesk({ blend, sandbox, port }) {
  const webhookSecret = randomBytes(32).toString("hex");
  const users = Object.entries(PEOPLE).map(([name, role]) => ({
    ...{ name, role, password: randomBytes(6).toString("base64url") },
  }));
  const server = createServer(createDesk({ blend, users, webhookSecret }).listener);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${server.address().port}/`;
  sandbox.webhooks({ to: `${address}webhooks/blend`, secret: webhookSecret });
  setInterval(() => moveOneOn(blend, sandbox), EVERY_MS).unref();
  console.log(`Order desk: ${address}`);
  for (const { name, role, password } of users) console.log(`  ${name.padEnd(6)} ${password}  (${role})`);
}

/** The pharmacy works. */
async function moveOneOn(blend, sandbox) {
  const [order] = await blend.orders.list({ status: "verified,picked,received", page_size: 1 }).catch(() => []);
  if (order) sandbox.advance(order.id);
}
