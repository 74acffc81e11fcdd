// One of several receivers of Blend's webhooks. It only stores events; the workers handle them.
//   PORT=8090 node examples-web/portal/receiver.mjs

import { createServer } from "node:http";
import { toNodeHandler } from "../../pkg/dist/webhooks.mjs";
import { connectPostgres, openInbox } from "./connections.mjs";
import { eventHandler } from "./events.mjs";

const pool = connectPostgres();
const handler = eventHandler({ pool, inbox: openInbox(pool), secret: process.env.BLEND_WEBHOOK_SECRET });
const server = createServer(toNodeHandler(handler));
server.listen(Number(process.env.PORT ?? 8090), "127.0.0.1", () =>
  console.log(`listening on ${server.address().port}`),
);

process.once("SIGTERM", () => {
  server.close(() => pool.end());
  server.closeIdleConnections();
});
