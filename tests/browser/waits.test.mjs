// Browsers that wait for a call by its native state: locks, and the events of a service worker.
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { after, before, test } from "node:test";
import { findChromium, launch, site, visit } from "../support/browser.mjs";

const chromium = findChromium();
let browser;

if (!chromium) {
  console.log("LEFT OUT: the tests of what browsers wait for, because there is no chromium");
  test("there is a browser in CI", () => assert.notEqual(process.env.CI, "true"));
}

before(async () => {
  if (chromium) browser = await launch(chromium);
});
after(() => browser?.close());

function inBrowser(name, work) {
  if (chromium) test(name, work);
}

/** A Blend whose answer to `pause` waits for `release`. `/api/arrived` answers once that request is there. */
function holdingBlend() {
  const events = new EventEmitter();
  const arrived = once(events, "arrived");
  const released = once(events, "release");
  const fetch = async (url) => {
    const { pathname } = new URL(url);
    if (pathname === "/api/arrived") await arrived;
    if (pathname === "/api/release") events.emit("release");
    if (pathname.endsWith("/pause")) {
      events.emit("arrived");
      await released;
    }
    return Response.json({ id: "1" }, { status: pathname.includes("/bad") ? 404 : 200 });
  };
  return { fetch };
}

/** Waits until everything that follows a settled promise has happened. */
const SETTLED = `const settled = async () => { for (let round = 0; round < 20; round++) await fetch("/api/ping"); };`;
const CLIENT = `const blend = new Blend({ baseURL: "/api/v1", accessToken: "t", logLevel: "off", maxRetries: 0 });`;

inBrowser("navigator.locks holds a lock until the call in it is done", async (t) => {
  const script = `
    import { Blend } from "/pkg/dist/index.mjs";
    ${CLIENT} ${SETTLED}
    const isFree = () => navigator.locks.request("order", { ifAvailable: true }, (lock) => lock !== null);
    const work = async () => {
      const call = navigator.locks.request("order", () => blend.orders.pause("1"));
      await fetch("/api/arrived");
      await settled();
      const before = await isFree();
      await fetch("/api/release");
      return { before, order: await call, after: await isFree() };
    };
    globalThis.result = await work().catch(String);
  `;
  const origin = await site(t, { "/": `<script type="module">${script}</script>` }, holdingBlend());
  const { result } = await visit(t, browser, origin);
  assert.deepEqual(result, { before: false, order: { id: "1" }, after: true });
});

/** A service worker that is installed once the call for this order is done. */
const WORKER = (id) => `
  import { Blend } from "/pkg/dist/index.mjs";
  ${CLIENT}
  addEventListener("install", (event) => event.waitUntil(blend.orders.pause("${id}")));
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    if (event.request.url.endsWith("/order")) event.respondWith(blend.orders.get("1").asResponse());
  });
`;

inBrowser(
  "a service worker's waitUntil waits for a call, and fails with it; respondWith takes its response",
  async (t) => {
    const script = `
    ${SETTLED}
    const state = (worker, wanted) => new Promise((resolve) => {
      const look = () => worker.state === wanted && resolve(wanted);
      worker.addEventListener("statechange", look);
      look();
    });
    const register = (file) => navigator.serviceWorker.register(file, { type: "module" });
    const work = async () => {
      const controlled = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
      const { installing } = await register("/good.mjs");
      await fetch("/api/arrived");
      await settled();
      const before = installing.state;
      await fetch("/api/release");
      const after = await state(installing, "activated");
      await controlled;
      const order = await (await fetch("/order")).json();
      const failed = await register("/bad.mjs").then(({ installing }) => state(installing, "redundant"));
      return { before, after, order, failed };
    };
    globalThis.result = await work().catch(String);
  `;
    const pages = {
      "/": `<script type="module">${script}</script>`,
      "/good.mjs": WORKER("1"),
      "/bad.mjs": WORKER("bad"),
    };
    const origin = await site(t, pages, holdingBlend());
    const { result } = await visit(t, browser, origin);
    assert.deepEqual(result, { before: "installing", after: "activated", order: { id: "1" }, failed: "redundant" });
  },
);
