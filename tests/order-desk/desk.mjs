// An order desk for a test: a sandbox of 5,000 orders, the desk's server on top, and people at their browsers.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import { Blend } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { createDesk } from "../../examples-web/order-desk/server.mjs";
import { findChromium, launch } from "../support/browser.mjs";
import { listen } from "../support/http.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WEBHOOK_SECRET = "a-secret-of-the-tests";
export const USERS = [
  { name: "rita", role: "reader", password: "read-only" },
  { name: "luis", role: "liaison", password: "liaison-pass" },
  { name: "sofia", role: "supervisor", password: "super-pass" },
];

/** Starts everything. `open` gives a person at a page, signed in. */
export async function openDesk({ orders = 5000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "blend-sdk-desk-"));
  const configFile = fileURLToPath(new URL("../../examples-web/order-desk/vite.config.mjs", import.meta.url));
  await build({ configFile, logLevel: "warn", build: { outDir: folder, emptyOutDir: true } });
  const sandbox = new Sandbox({ orders, patients: Math.ceil(orders / 4) });
  const { email, password, fetch } = sandbox;
  const blend = new Blend({ email, password, fetch, logLevel: "off" });
  const pages = pathToFileURL(`${folder}/`);
  const desk = createDesk({ blend, users: USERS, webhookSecret: WEBHOOK_SECRET, pages });
  const { origin, close } = await listen(desk.listener);
  const target = `${origin}/webhooks/blend`;
  sandbox.webhooks({ to: target, secret: WEBHOOK_SECRET });
  const browser = await launch(findChromium());
  const cookies = new Map();
  const open = async (name, options) => {
    if (!cookies.has(name)) cookies.set(name, await signIn(origin, name));
    return sitDown({ browser, origin, cookie: cookies.get(name), ...options });
  };
  return {
    ...{ sandbox, blend, desk, origin, browser, open },
    async close() {
      await browser.close();
      desk.close();
      close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function signIn(origin, name) {
  const { password } = USERS.find((user) => user.name === name);
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${origin}/desk/session`, {
    ...{ method: "POST", headers, body: JSON.stringify({ name, password }) },
  });
  const [pair] = response.headers.get("set-cookie").split(";");
  const [cookie, value] = pair.split("=");
  return { name: cookie, value, url: origin, httpOnly: true, sameSite: "Strict" };
}

/** Somebody who is signed in opens the page. */
async function sitDown({ browser, origin, cookie, path = "/", t, before, ...context }) {
  const opened = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  t?.after(() => opened.close());
  await opened.addCookies([cookie]);
  const page = await opened.newPage();
  // A wait that goes on for longer has failed.
  page.setDefaultTimeout(30_000);
  const complaints = [];
  const requested = [];
  const written = [];
  page.on("console", (message) => {
    written.push(message.text());
    // The browser itself reports each answer that is no 2xx.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requested.push({ url: request.url(), method: request.method() }));
  await before?.(page);
  await page.goto(`${origin}${path}`);
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  return { page, context: opened, complaints, requested, written };
}

/** What axe finds, as lines. As a string it is no inline script, which the page's policy forbids. */
export async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** How much wider than the window the page is. */
export const overhang = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Somebody at an order: the page, and short ways to its buttons and to what it says. */
export async function sitAtOrder(desk, { t, name, order, ...options }) {
  const seat = await desk.open(name, { t, path: `/?order=${order.id}`, ...options });
  const { page } = seat;
  await page.getByRole("heading", { name: "Timeline" }).waitFor();
  const button = (label, within = page) => within.getByRole("button", { name: label, exact: true });
  const said = (text) => page.locator("#spoken", { hasText: text }).waitFor();
  return { ...seat, button, said, dialog: page.getByRole("dialog") };
}

const TESTINA = "40000000-0000-4000-8000-000000000001";
let visits = 0;

/** A new order, moved on to a status. */
export async function newOrder({ blend, sandbox }, status = "received", data = {}) {
  const order = await blend.orders.create({
    ...{ patient_id: TESTINA, external_id: `desk-test-${++visits}`, force_new: true },
    products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }], non_prescription: [{ sku: "OTC-VIT-D3" }] },
    ...data,
  });
  if (status !== "received") sandbox.set(order.id, status);
  return order;
}
