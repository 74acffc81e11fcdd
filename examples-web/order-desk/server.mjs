// The backend of the order desk. It keeps the credentials of Blend; the page has a cookie.
//
//   BLEND_EMAIL=… BLEND_PASSWORD=… BLEND_WEBHOOK_SECRET=… DESK_USERS=ana:liaison:a-password node examples-web/order-desk/server.mjs
//
// In a project of yours, import from "blend-sdk".

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { Blend } from "../../pkg/dist/index.mjs";
import { createProxy, toNodeHandler } from "../../pkg/dist/intake-server.mjs";
import { createWebhookHandler, findOrder } from "../../pkg/dist/webhooks.mjs";
import { createPages } from "../pages.mjs";
import { createHub } from "./server/hub.mjs";
import { json } from "./server/json.mjs";
import { createOverview } from "./server/overview.mjs";
import { ALL_OPERATIONS, mayCall } from "./server/roles.mjs";
import { createRoutes } from "./server/routes.mjs";
import { createSessions } from "./server/sessions.mjs";

/** Fields that nobody at a desk needs. */
const OMITTED = ["ssn", "driver_license_number", "driver_license_state"];

/**
 * Returns `{ listener, close }`; `listener` is for `node:http`.
 * `users` are `{ name, role, password }`; `origins` are needed where the page comes over plain http under a host's name.
 */
export function createDesk({
  blend: given,
  users,
  webhookSecret,
  origins,
  secure,
  pages = new URL("dist/", import.meta.url),
}) {
  const blend = given.withOptions({ omit: OMITTED });
  const sessions = createSessions(users, { secure });
  const hub = createHub(sessions.isAlive);
  const overview = createOverview(blend);
  const routes = createRoutes({ blend, sessions, overview });
  const page = createPages(pages, ["form-action 'none'"]);

  const changed = (change) => {
    overview.forget();
    hub.tell(change);
  };

  const proxy = createProxy(blend, {
    operations: ALL_OPERATIONS,
    authorize: (request, { operation }) => mayCall(sessions.of(request.headers.get("cookie"))?.role, operation),
    origins,
    // Codes only. What Blend refused, the page shows.
    onError: ({ code, operation, outcome, requestId }) =>
      outcome === "rejected" || console.error("order desk:", operation, code, outcome, requestId ?? ""),
  });

  /** Other desks learn of a change that was made here at once. One whose answer is lost may have happened. */
  async function call(request) {
    const response = await proxy(request);
    const order = new URL(request.url).pathname.split("/")[3];
    if (request.method !== "GET" && (response.ok || response.status >= 500)) changed({ code: "desk.changed", order });
    return response;
  }

  // An event is a hint: pages read the order again. One that is lost here is made up for by their polling.
  const webhooks = createWebhookHandler({
    secret: webhookSecret,
    fallback: async (event) => {
      const isOfOrder = event.event_code.startsWith("order.");
      // Of a shipped order the event has a tracking number only.
      const order = isOfOrder && (event.data.id ?? (await findOrder(blend, event, { limit: 200 }).catch(() => {}))?.id);
      changed({ code: event.event_code, order: order || undefined });
    },
  });

  async function answer(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/webhooks/blend") return webhooks(request);
    if (/^(cross-site|same-site)$/.test(request.headers.get("sec-fetch-site"))) return json(403, { code: "origin" });
    const cookies = request.headers.get("cookie");
    const session = sessions.of(cookies);
    const name = `${request.method} ${pathname}`;
    if (!session && name !== "POST /desk/session") return json(401, { code: "session" });
    return pathname.startsWith("/blend/") ? call(request) : routes(name, { session, cookies, request });
  }

  const handler = toNodeHandler(answer);
  async function listener(request, response) {
    const { pathname } = new URL(request.url, "http://desk");
    if (pathname === "/desk/events") {
      const session = sessions.of(request.headers.cookie);
      return session ? hub.listen(response, session) : response.writeHead(401).end();
    }
    return /^\/(desk|blend|webhooks)\//.test(pathname)
      ? handler(request, response)
      : page(pathname === "/" ? "index.html" : pathname.slice(1), response);
  }
  return { listener, hub, close: hub.close };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { DESK_USERS = "", BLEND_WEBHOOK_SECRET: webhookSecret, PORT = 8080 } = process.env;
  const users = DESK_USERS.split(",").map((one) => one.split(":"));
  if (users.some((user) => user.length !== 3))
    throw new Error("DESK_USERS: give name:role:password, with commas between");
  const desk = createDesk({
    blend: new Blend({ logLevel: "error" }),
    users: users.map(([name, role, password]) => ({ name, role, password })),
    webhookSecret,
  });
  createServer(desk.listener).listen(Number(PORT), "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT}/`));
}
