// The server of the intake form: the page with its headers, and the endpoint that the form submits to.

import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { rules } from "../../pkg/dist/intake.mjs";
import { createIntakeHandler, toNodeHandler } from "../../pkg/dist/intake-server.mjs";
import { createPages } from "../pages.mjs";
import { fields, questions } from "./src/visit.mjs";

const POLICY = ["form-action 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'"];
const send = createPages(new URL("./dist/", import.meta.url), POLICY);

/**
 * Makes the server. `secret` is a long random text, the same in all processes and for ever; `onSubmit` gets each submission that is
 * accepted or whose outcome is unknown.
 */
export function createIntakeServer(blend, { secret, onSubmit = () => {} }) {
  const visitors = signedCookies(secret);
  const endpoint = (locale) =>
    createIntakeHandler(blend, {
      schema: rules({ locale }).patient,
      fields,
      extra: questions(locale),
      session: (request) => visitors.read(request.headers.get("cookie") ?? ""),
      // A prescription waits for a clinician: the patient is registered, and nothing is ordered.
      products: (session, answers, { product }) =>
        product === "cleanser" ? { products: { non_prescription: [{ sku: "OTC-CLE-01", quantity: 1 }] } } : null,
      onSubmit,
      secret,
    });
  const endpoints = { "/intake/en": toNodeHandler(endpoint("en")), "/intake/es": toNodeHandler(endpoint("es")) };

  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (Object.hasOwn(endpoints, pathname)) return endpoints[pathname](request, response);
    if (request.method !== "GET" && request.method !== "HEAD") return response.writeHead(405, { allow: "GET" }).end();
    if (pathname === "/" || pathname === "/intake") return response.writeHead(302, { location: "/intake/1" }).end();
    // All steps are one page.
    const isStep = /^\/intake\/(\d+|done)$/.test(pathname);
    if (isStep && !visitors.read(request.headers.cookie ?? "")) response.setHeader("set-cookie", visitors.make());
    await send(isStep ? "index.html" : (/^\/intake\/(assets\/.+)$/.exec(pathname)?.[1] ?? ""), response);
  });
}

/** A random id for each visitor. Behind https, add `Secure`. */
function signedCookies(secret) {
  const sign = (id) => createHmac("sha256", secret).update(`visitor ${id}`).digest("base64url");
  return {
    make() {
      const id = randomUUID();
      return `visitor=${id}.${sign(id)}; Path=/intake; HttpOnly; SameSite=Strict`;
    },
    /** The visitor of a request's cookies, or nothing. */
    read(cookies) {
      const [, id, given] = /(?:^|;\s*)visitor=([\w-]+)\.([\w-]+)/.exec(cookies) ?? [];
      const [expected, signature] = [Buffer.from(sign(id ?? "")), Buffer.from(given ?? "")];
      const isOurs = expected.length === signature.length && timingSafeEqual(expected, signature);
      return isOurs ? { subject: id } : undefined;
    },
  };
}
