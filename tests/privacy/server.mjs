// A server that answers with all that it was sent, in every way that goes wrong. The first segment of the path says in which.
//
//   status-422  that status, and the request in its body and headers     page   the same as HTML, with 200
//   ok          the answer of the case                                   half   JSON that ends too early
//   drift-0     an answer that is not as documented                      text   no JSON
//   reset       the connection is lost once the request was read         cut    the same within the body
//   hang        no answer                                                stuck  a list that gives the same page for ever
//   list        a list whose second page fails                           other  another order or patient than was sent

import { allowAnyPage, listen, textOf } from "../support/http.mjs";
import { STEM } from "./markers.mjs";

const HOSTILE = {
  "x-request-id": `${STEM} request`,
  "x-correlation-id": `${STEM};${"x".repeat(100)}`,
  "x-own": STEM,
  "retry-after": STEM,
};

/** Serves a plan with its cases; `out` resolves with what a program posts there. */
export async function serve(plan) {
  let posted;
  const out = new Promise((resolve) => (posted = resolve));
  const { origin, close } = await listen(async (request, response) => {
    const body = await textOf(request).catch(() => undefined);
    const hungUp = body === undefined;
    if (hungUp || allowAnyPage(request, response)) return;
    if (request.url === "/plan") return void response.end(JSON.stringify(plan));
    if (request.url === "/out") {
      response.end();
      return posted(JSON.parse(body));
    }
    answer({ request, response, body, cases: plan.cases });
  });
  return { origin, out, close };
}

function answer({ request, response, body, cases }) {
  const { method, url, headers, socket } = request;
  const [, way, path] = /^\/([\w-]+)\/\w+\/api\/v1(.*)$/.exec(url) ?? [];
  const sent = { method, url, headers, body, [`${STEM} key`]: STEM };
  const json = (given, status = 200) => write(status, "application/json", JSON.stringify(given));
  const write = (status, type, text) => {
    response.writeHead(status, { ...HOSTILE, "content-type": type, "x-echo": encodeURIComponent(url).slice(0, 4000) });
    response.end(text);
  };
  const known = cases[headers["x-case"]];
  const [kind, number] = way?.split("-") ?? [];
  const page = Number(new URLSearchParams(path?.split("?")[1]).get("page") ?? 1);
  switch (kind) {
    case "status":
      response.setHeader("location", `${url}?${encodeURIComponent(STEM)}`);
      return json({ message: JSON.stringify(sent), errors: sent }, Number(number));
    case "page":
      return write(200, `text/${STEM}`, `<html>${JSON.stringify(sent)}`);
    case "text":
      return write(200, "text/plain", JSON.stringify(sent).slice(1));
    case "half":
      return write(200, "application/json", JSON.stringify(sent).slice(0, -5));
    case "reset":
      return socket.resetAndDestroy();
    case "cut":
      response.writeHead(200, { ...HOSTILE, "content-type": "application/json", "content-length": "100000" });
      response.write(JSON.stringify(sent));
      return setImmediate(() => socket.resetAndDestroy());
    case "hang":
      return undefined;
    case "drift":
      return json(known?.drifted?.[number] ?? sent);
    case "stuck":
      return json([{ id: `${STEM} 1` }]);
    case "list":
      return page > 1 ? json(sent, 500) : json([{ id: `${STEM} 1`, ssn: STEM }]);
    case "other":
      return path.startsWith("/search")
        ? json({ results: [] })
        : method === "GET"
          ? json({ id: STEM, status: `${STEM} status`, products: {} })
          : json(sent, 503);
    default:
      return known?.answer === null ? response.writeHead(204, HOSTILE).end() : json(known?.answer ?? sent);
  }
}
