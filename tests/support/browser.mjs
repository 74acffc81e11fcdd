// A browser, and servers of pages for it.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { listen, textOf } from "./http.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/**
 * Serves `pages` (text or `{ text, headers }` by path), the package's files below `/pkg/`, and what
 * lies below `/api/` out of a sandbox.
 */
export async function site(t, pages, sandbox) {
  const { origin, close } = await listen(async (request, response) => {
    const { pathname } = new URL(request.url, "http://x");
    if (pathname.startsWith("/api/") && sandbox) return forward(request, response, sandbox);
    const page = pages[pathname];
    const text =
      page?.text ??
      page ??
      (pathname.startsWith("/pkg/") ? readFileSync(new URL(`../..${pathname}`, import.meta.url)) : undefined);
    const type = TYPES[/\.\w+$/.exec(pathname)?.[0]] ?? TYPES[".html"];
    // Browsers ask for an icon by themselves.
    response.writeHead(pathname === "/favicon.ico" ? 204 : text === undefined ? 404 : 200, {
      "content-type": type,
      ...page?.headers,
    });
    response.end(text);
  });
  t.after(close);
  return origin;
}

async function forward(request, response, sandbox) {
  const { method, url, headers } = request;
  const kept = Object.fromEntries(
    ["authorization", "content-type"].filter((name) => headers[name]).map((name) => [name, headers[name]]),
  );
  const answer = await sandbox.fetch(`http://x${url}`, {
    method,
    headers: kept,
    body: (await textOf(request)) || undefined,
  });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}

/** The path of the machine's own Chromium, where there is one. */
export function findChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome"].map((name) => `command -v ${name}`);
  try {
    return execFileSync("sh", ["-c", names.join(" || ")], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

export const launch = (executablePath) =>
  chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
    ],
  });

/** Opens a page whose script sets `globalThis.result`, and gives that and what the console complained about. */
export async function visit(t, browser, url) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(url);
  await page.waitForFunction(() => "result" in globalThis, undefined, { timeout: 60_000 });
  return { result: await page.evaluate(() => globalThis.result), complaints };
}
