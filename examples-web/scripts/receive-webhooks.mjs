import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import Blend from "../../pkg/dist/index.mjs";
import { postgresInbox } from "../../pkg/dist/stores.mjs";
import { createWebhookHandler, findOrder, toNodeHandler } from "../../pkg/dist/webhooks.mjs";
import { command, Misuse, wholeNumber } from "./command.mjs";

const usage = `Receives Blend's webhooks, and prints a line for each event: its code, and the order as Blend has it now.

  node examples-web/scripts/receive-webhooks.mjs [--port 8090] [--postgres]

  --port N     where to listen, on this machine; 0 takes a free one [8090]
  --postgres   stores events in Postgres (PGHOST, PGUSER, PGDATABASE, ...) before they are answered. They are handled from there, also
               after a crash. Without it, they are handled before they are answered, and what happens meanwhile may be lost.

BLEND_WEBHOOK_SECRET is what notifications.generateWebhookSecret returned. Signs in with BLEND_EMAIL and BLEND_PASSWORD.
Put a server that speaks HTTPS in front of it. Ctrl-C ends it.`;

await command({
  usage,
  words: 0,
  options: { port: { type: "string", default: "8090" }, postgres: { type: "boolean" } },
  async run({ options, signal }) {
    const port = wholeNumber(options, "port");
    const secret = process.env.BLEND_WEBHOOK_SECRET;
    if (!secret) throw new Misuse("BLEND_WEBHOOK_SECRET is missing");
    const blend = new Blend({ omit: ["patient", "address"], logLevel: "error" });
    const pool = options.postgres ? new pg.Pool() : undefined;
    pool?.on("error", (error) => console.error(`postgres: ${error.code}`));
    const inbox = pool && postgresInbox(pool);
    if (inbox) await pool.query(inbox.schema);

    const print = async (event) => {
      const order = await findOrder(blend, event, { limit: 1000 });
      console.log(`${event.event_code} ${order ? `${order.order_number} ${order.status}` : "no order"}`);
    };
    const handler = createWebhookHandler({
      secret,
      ...(inbox && { inbox }),
      on: { "order.created": print, "order.shipped": print, "order.delivered": print, "order.stuck": print },
      fallback: ({ event_code, known }) => console.log(`${known ? event_code : "an unknown event"}: nothing to do`),
    });
    const server = createServer(toNodeHandler(handler)).listen(port, "127.0.0.1");
    await once(server, "listening");
    console.log(`listening on http://127.0.0.1:${server.address().port}`);

    while (!signal.aborted) {
      // A Postgres that is away keeps what it has: the next try comes soon.
      await inbox?.drain(handler, { signal }).catch((error) => console.error(`inbox: ${error.code}`));
      await sleep(500, undefined, { signal }).catch(() => {});
    }
    server.close();
    server.closeIdleConnections();
    await once(server, "close");
    await pool?.end();
  },
});
