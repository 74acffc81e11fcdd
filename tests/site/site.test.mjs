// The documentation's site: every link and anchor, its twins for programs, and its pages in a browser.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";
import { chromium } from "playwright-core";
import { findChromium } from "../support/browser.mjs";
import { listen } from "../support/http.mjs";

const dist = fileURLToPath(new URL("../../site/dist/", import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".json": "application/json",
};
const names = readdirSync(dist, { recursive: true }).map(String);
const html = names.filter((name) => name.endsWith(".html") && name !== "404.html");

test("each link leads to a page, and each anchor to a heading", () => {
  const ids = new Map();
  const links = [];
  for (const name of html) {
    const { document } = new JSDOM(readFileSync(join(dist, name), "utf8")).window;
    ids.set(name, new Set([...document.querySelectorAll("[id]")].map(({ id }) => id)));
    for (const link of document.querySelectorAll("main a[href], aside a[href], nav a[href]")) {
      links.push([name, link.getAttribute("href")]);
    }
  }
  assert.ok(links.length > 1000, String(links.length));
  const broken = links.filter(([from, href]) => {
    if (/^[a-z]+:/.test(href)) return false;
    const [path, anchor] = href.split("#");
    const file = path === "" ? from : relative(dist, join(dist, path.startsWith("/") ? "." : dirname(from), path));
    const page = path.endsWith("/") ? join(file, "index.html") : extname(file) ? file : `${file}.html`;
    if (!ids.has(page)) return !existsSync(join(dist, page)) || statSync(join(dist, page)).isDirectory();
    return anchor ? !ids.get(page).has(decodeURIComponent(anchor)) : false;
  });
  assert.deepEqual(broken, []);
});

test("each guide has a twin in Markdown, which llms.txt names; the reference has every entry", () => {
  const list = readFileSync(join(dist, "llms.txt"), "utf8");
  const guides = names.filter((name) => /^docs\/[\w-]+\.html$/.test(name));
  assert.ok(guides.length > 10);
  for (const page of ["start.html", "SECURITY.html", ...guides]) {
    const twin = page.replace(".html", ".md");
    assert.ok(existsSync(join(dist, twin)), twin);
    assert.ok(list.includes(`/${twin})`), `llms.txt lacks ${twin}`);
  }
  const { exports } = JSON.parse(readFileSync(new URL("../../pkg/package.json", import.meta.url), "utf8"));
  for (const [entry] of Object.entries(exports).filter(([entry, way]) => way.import && entry !== "./js")) {
    const page = join("reference", "blend-sdk", entry, "index.html");
    assert.ok(names.includes(page), `the reference lacks ${page}`);
  }
});

test("in a browser: a page reads well, search finds, and nothing comes from elsewhere", async (t) => {
  const { origin, close } = await listen((request, response) => {
    const { pathname } = new URL(request.url, "http://x");
    const path = join(dist, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    if (!existsSync(path)) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    response.end(readFileSync(path));
  });
  t.after(close);
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const [elsewhere, errors] = [[], []];
  page.on("request", (request) => request.url().startsWith(origin) || elsewhere.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));

  for (const path of ["/", "/start.html", "/docs/safe-writes.html", "/reference/blend-sdk/classes/Blend.html"]) {
    await page.goto(origin + path, { waitUntil: "networkidle" });
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa"] }));
    assert.deepEqual(
      violations.map(({ id, nodes }) => [path, id, nodes[0].html]),
      [],
    );
  }
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`${origin}/docs/safe-writes.html`, { waitUntil: "networkidle" });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `${wide} px at 320`);

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${origin}/start.html`, { waitUntil: "networkidle" });
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Search").fill("createOnce");
  const first = page.locator(".VPLocalSearchBox .result").first();
  await first.waitFor();
  assert.match((await first.textContent()) ?? "", /createOnce|[Ww]rite|[Cc]reate/);
  await first.click();
  await page.waitForURL((url) => !url.pathname.endsWith("/start.html"));
  assert.deepEqual([elsewhere, errors], [[], []]);
});
