// Sends a built page and its files, under a policy that lets nothing of any other origin in. Both pages of this folder use it.

import { readFile } from "node:fs/promises";

const OWN = ["script-src", "style-src", "img-src", "connect-src"].map((kind) => `${kind} 'self'`);

const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/**
 * `folder` is a URL that ends with a slash. `policy` holds the directives that this page needs beside those that each page has.
 * Returns a function that answers with a file of the folder, or with 404.
 */
export function createPages(folder, policy = []) {
  const headers = {
    "content-security-policy": [
      "default-src 'none'",
      ...OWN,
      "base-uri 'none'",
      "frame-ancestors 'none'",
      ...policy,
    ].join("; "),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
  return async (name, response) => {
    const type = TYPES[name.split(".").at(-1)];
    // Vite writes names of these letters only; nothing leads out of the folder.
    const content = /^(assets\/)?[\w-]+\.\w+$/.test(name) && type && (await read(new URL(name, folder)));
    if (!content)
      return response.writeHead(404, { ...headers, "content-type": "text/plain" }).end("There is no such page.");
    // The names of assets change with their contents.
    const cache = name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    response.writeHead(200, { ...headers, "content-type": type, "cache-control": cache }).end(content);
  };
}

async function read(file) {
  try {
    return await readFile(file);
  } catch {
    // There is no such file.
  }
}
