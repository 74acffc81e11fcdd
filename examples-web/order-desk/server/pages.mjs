// The built page, under a policy that lets nothing of any other origin in.

import { readFile } from "node:fs/promises";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** Answers with a file of `folder`, a URL that ends with a slash. */
export function createPages(folder) {
  return async (pathname, response) => {
    const name = pathname === "/" ? "index.html" : pathname.slice(1);
    const type = TYPES[name.split(".").at(-1)];
    // Vite writes names of these letters only; nothing leads out of the folder.
    const content = /^(assets\/)?[\w-]+\.\w+$/.test(name) && type && (await read(new URL(name, folder)));
    if (!content) return response.writeHead(404, { "content-type": "text/plain" }).end("There is no such page.");
    response.writeHead(200, {
      "content-type": type,
      // The names of assets change with their content.
      "cache-control": name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      "content-security-policy": POLICY,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
    });
    response.end(content);
  };
}

async function read(file) {
  try {
    return await readFile(file);
  } catch {
    // Not there.
  }
}
