// The page at `/`: its files, as they are served.

import type { ServerResponse } from "node:http";
import html from "./page/page.html";
import script from "./page/page.mjs";
import style from "./page/page.css";

const FILES: Record<string, [type: string, text: string]> = {
  "/": ["text/html; charset=utf-8", html],
  "/page.mjs": ["text/javascript; charset=utf-8", script],
  "/page.css": ["text/css; charset=utf-8", style],
};

const HEADERS = {
  "content-security-policy":
    "default-src 'none'; img-src data:; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** Serves a file of the page, if the path is one. */
export function page(path: string, response: ServerResponse): boolean {
  const file = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
  if (!file) return false;
  response.writeHead(200, { "content-type": file[0], ...HEADERS });
  response.end(file[1]);
  return true;
}
