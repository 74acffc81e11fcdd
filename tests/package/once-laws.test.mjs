// Creating once through the whole package, on the sandbox, with faults drawn at random: nobody gets more than was asked for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Blend } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { LockingStore, MemoryStore } from "../support/server.mjs";

const PATIENT = "40000000-0000-4000-8000-000000000001";
const OTHER = "40000000-0000-4000-8000-000000000002";
const SKU = "RX-MUP-01";

/** Where nothing is ever found. */
const elsewhere = new Blend({
  accessToken: "given",
  fetch: async () => new Response("{}", { status: 404 }),
  logLevel: "off",
});

/** Numbers in 0..1, the same for a seed. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A fetch between client and sandbox that loses, delays and lies. What comes late comes when `settle` is called. */
function faulty(sandbox, random, faults) {
  const late = [];
  let torn = false;
  const lost = () => {
    throw Object.assign(new Error("lost"), { code: "ECONNRESET" });
  };
  const fetch = async (url, init) => {
    const write = init.method === "POST" && url.includes("/orders");
    const fate = faults[Math.floor(random() * faults.length)];
    if (url.includes("/auth/") || fate === "fine") return sandbox.fetch(url, init);
    if (fate === "429") return new Response("{}", { status: 429, headers: { "retry-after": "0" } });
    if (!write) {
      if (fate === "lagging") return new Response("{}", { status: 404 });
      return fate === "lost before" || fate === "lost after" ? lost() : sandbox.fetch(url, init);
    }
    if (fate === "lost before") return lost();
    if (fate === "late") {
      const { signal, ...kept } = init;
      late.push(() => sandbox.fetch(url, kept));
      return lost();
    }
    const answer = await sandbox.fetch(url, init);
    assert.equal(answer.status, 201, await answer.clone().text());
    torn = fate === "torn";
    if (fate === "5xx after") return new Response("", { status: 503 });
    return fate === "lost after" ? lost() : answer;
  };
  // A middleware that asks for something else when the order is made, and fails with that.
  const tears = async (request, next) => {
    const response = await next(request);
    if (torn && request.method === "POST") await elsewhere.patients.get("nobody");
    return response;
  };
  return { fetch, middleware: [tears], settle: async () => void (await Promise.all(late.map((send) => send()))) };
}

const FAULTS = ["fine", "lost before", "lost after", "late", "lagging", "5xx after", "429", "torn"];
const lines = (quantity) => ({ prescription: [{ sku: SKU, quantity }] });
const units = (orders) =>
  orders
    .flatMap(({ products }) => products.prescription)
    .filter(({ sku }) => sku === SKU)
    .reduce((sum, { quantity }) => sum + quantity, 0);

async function world(seed) {
  // All worlds are one process, which remembers.
  const KEY = `visit-${seed}`;
  const random = randomOf(seed);
  const one = (list) => list[Math.floor(random() * list.length)];
  const sandbox = new Sandbox({ seed });
  const desk = new Blend({ email: sandbox.email, password: sandbox.password, fetch: sandbox.fetch, logLevel: "off" });
  const open = random() < 0.3;
  // Somebody else's order has the key, or the patient has an open order that a new one is merged into.
  if (random() < 0.2) await desk.orders.create({ patient_id: OTHER, external_id: KEY, products: lines(1) });
  if (open) await desk.orders.create({ patient_id: PATIENT, external_id: "older", products: lines(1) });
  const before = units(await desk.patients.orders(PATIENT));

  const quantity = 1 + Math.floor(random() * 3);
  const params = { patient_id: PATIENT, external_id: KEY, products: lines(quantity), force_new: random() < 0.5 };
  const faults = FAULTS.filter(() => random() < 0.6);
  const { fetch, middleware, settle } = faulty(sandbox, random, faults.length ? faults : ["fine"]);
  const tokenStore = one([undefined, new MemoryStore(), new LockingStore()]);
  const token = (await desk.auth.login()).access_token;
  const by = (credentials) =>
    new Blend({
      ...credentials,
      fetch: (...request) => fetch(...request),
      middleware,
      logLevel: "off",
      maxRetries: 1,
      ...(tokenStore && { tokenStore }),
    });
  // The clients of one e-mail account are one process; those with tokens are strangers that share a store, where there is one.
  const mail = { email: sandbox.email, password: sandbox.password };
  const derived = by({ token: () => token });
  const clients = one([
    [by(mail), by(mail)],
    [derived, derived.withOptions({ logLevel: "error", fetch: (...request) => fetch(...request) })],
    ...(tokenStore ? [[by({ token: () => token }), by({ accessToken: token })]] : []),
  ]);
  let returned = 0;
  const attempt = () =>
    one(clients)
      .orders.createOnce(params, { lookFor: 2 })
      .then(
        () => returned++,
        (error) => assert.ok(error.code, `${error.stack}`),
      );
  for (let round = 0; round < 3; round++)
    await Promise.all(Array.from({ length: 1 + Math.floor(random() * 3) }, attempt));
  await settle();

  const got = units(await desk.patients.orders(PATIENT)) - before;
  assert.ok(got <= quantity, `seed ${seed}: ${got} units instead of ${quantity} (${faults})`);
  assert.ok(!returned || got === quantity, `seed ${seed}: an order was returned that is not there`);
  return { returned: returned > 0, got };
}

test("under any faults nobody gets more than was asked for", async (t) => {
  t.mock.method(Math, "random", () => 0);
  const seen = { orders: 0, returned: 0 };
  const worlds = Number(process.env.WORLDS ?? 300);
  for (let seed = 1; seed <= worlds; seed++) {
    const { returned, got } = await world(seed);
    seen.orders += got > 0;
    seen.returned += returned;
  }
  // Else the worlds were too hostile to say anything.
  assert.ok(seen.returned > worlds / 4 && seen.orders > seen.returned, JSON.stringify(seen));
  t.diagnostic(`${worlds} worlds: ${seen.orders} orders made, ${seen.returned} returned`);
});
