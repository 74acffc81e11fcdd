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
import { createHub } from "./server/hub.mjs";
import { createOverview, rowOf } from "./server/overview.mjs";
import { createPages } from "./server/pages.mjs";
import { ALL_OPERATIONS, mayCall, ROLES } from "./server/roles.mjs";
import { createSessions } from "./server/sessions.mjs";
import { createViews } from "./server/views.mjs";

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
  const views = createViews();
  const page = createPages(pages);

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

  /** The desk's own endpoints, below `/desk/`. */
  const routes = {
    "GET /desk/session": ({ session }) => json(200, present(session)),
    "GET /desk/stuck": async () => json(200, await overview.stuck()),
    "GET /desk/counts": async () => json(200, await overview.counts()),
    "GET /desk/days": async () => json(200, await overview.days()),
    "GET /desk/views": ({ session }) => json(200, views.of(session.name)),
    "PUT /desk/views": ({ session, body }) =>
      views.set(session.name, body) ? json(200, views.of(session.name)) : json(422, { code: "views" }),
    // By POST: an address may end in the log of a server between.
    "POST /desk/search": async ({ body }) => {
      if (typeof body?.q !== "string" || !body.q.trim()) return json(422, { code: "q" });
      const { results } = await blend.search.orders({ q: body.q.slice(0, 200), limit: 50 });
      return json(200, results.map(rowOf));
    },
    "DELETE /desk/session": ({ cookies }) => json(200, {}, { "set-cookie": sessions.signOut(cookies) }),
  };

  async function signIn({ body }) {
    const result = sessions.signIn(String(body?.name ?? ""), body?.password);
    if (result === "paused") return json(429, { code: "paused" }, { "retry-after": "60" });
    if (result === "wrong") return json(401, { code: "wrong" });
    return json(200, {}, { "set-cookie": result.cookie });
  }

  async function answer(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/webhooks/blend") return webhooks(request);
    if (/^(cross-site|same-site)$/.test(request.headers.get("sec-fetch-site"))) return json(403, { code: "origin" });
    const cookies = request.headers.get("cookie");
    const session = sessions.of(cookies);
    const name = `${request.method} ${pathname}`;
    if (name === "POST /desk/session") return signIn({ body: await bodyOf(request) });
    if (!session) return json(401, { code: "session" });
    if (pathname.startsWith("/blend/")) return call(request);
    if (!routes[name]) return json(404, { code: "no_such_endpoint" });
    try {
      return await routes[name]({ session, cookies, body: await bodyOf(request) });
    } catch {
      // Without the error: it may hold a patient's data.
      return json(502, { code: "blend" });
    }
  }

  const handler = toNodeHandler(answer);
  async function listener(request, response) {
    const { pathname } = new URL(request.url, "http://desk");
    if (pathname === "/desk/events") {
      const session = sessions.of(request.headers.cookie);
      return session ? hub.listen(response, session) : response.writeHead(401).end();
    }
    return /^\/(desk|blend|webhooks)\//.test(pathname) ? handler(request, response) : page(pathname, response);
  }
  return { listener, hub, close: hub.close };
}

/** What the page learns of a session: which operations its role may call, and which roles may call the others. */
function present({ name, role }) {
  const allowedTo = (operation) => Object.keys(ROLES).filter((other) => mayCall(other, operation));
  return { name, role, operations: Object.fromEntries(ALL_OPERATIONS.map((one) => [one, allowedTo(one)])) };
}

async function bodyOf(request) {
  if (!/^application\/json\b/.test(request.headers.get("content-type"))) return undefined;
  const text = await request.text();
  try {
    return text.length < 10_000 ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function json(status, value, headers = {}) {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { DESK_USERS = "", BLEND_WEBHOOK_SECRET: webhookSecret, PORT = 8080 } = process.env;
  const users = DESK_USERS.split(",").map((one) => one.split(":"));
  const desk = createDesk({
    blend: new Blend({ logLevel: "error" }),
    users: users.map(([name, role, password]) => ({ name, role, password })),
    webhookSecret,
  });
  createServer(desk.listener).listen(Number(PORT), "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT}/`));
}
