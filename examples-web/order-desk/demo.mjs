// The order desk on a sandbox of 5,000 orders, whose pharmacy moves one on every 20 seconds:
//   make demo-desk

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import Blend from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const sandbox = new Sandbox({ orders: 5000, patients: 1250 });
  const { email, password, fetch } = sandbox;
  const blend = new Blend({ email, password, fetch, logLevel: "error" });
  await openDesk({ blend, sandbox, port: Number(process.env.DESK_PORT ?? 8081) });
}
