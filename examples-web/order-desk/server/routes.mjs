// The desk's own endpoints, below `/desk/`.

import { bodyOf, json } from "./json.mjs";
import { rowOf } from "./overview.mjs";
import { ALL_OPERATIONS, mayCall, ROLES } from "./roles.mjs";
import { createViews } from "./views.mjs";

/** Returns a function that answers `"GET /desk/stuck"` and the like. */
export function createRoutes({ blend, sessions, overview }) {
  const views = createViews();

  const routes = {
    "POST /desk/session": ({ body }) => {
      const result = sessions.signIn(String(body?.name ?? ""), body?.password);
      if (result === "paused") return json(429, { code: "paused" }, { "retry-after": "60" });
      if (result === "wrong") return json(401, { code: "wrong" });
      return json(200, {}, { "set-cookie": result.cookie });
    },
    "GET /desk/session": ({ session }) => json(200, present(session)),
    "DELETE /desk/session": ({ cookies }) => json(200, {}, { "set-cookie": sessions.signOut(cookies) }),
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
  };

  return async (name, { request, ...given }) => {
    if (!Object.hasOwn(routes, name)) return json(404, { code: "no_such_endpoint" });
    try {
      return await routes[name]({ ...given, body: await bodyOf(request) });
    } catch {
      // Without the error: it may hold a patient's data.
      return json(502, { code: "blend" });
    }
  };
}

/** What the page learns of a session: which operations its role may call, and which roles may call the others. */
function present({ name, role }) {
  const allowedTo = (operation) => Object.keys(ROLES).filter((other) => mayCall(other, operation));
  return { name, role, operations: Object.fromEntries(ALL_OPERATIONS.map((one) => [one, allowedTo(one)])) };
}
