// Creating once: whatever happens to the answer, Blend gets one order.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inspect } from "node:util";
import { Blend, UnknownOutcomeError } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";
import { failure, json, LOGIN, LockingStore, MemoryStore } from "../support/server.mjs";

const PATIENT = "0227d1e5-ba9a-42b5-8fe2-38882aa65708";
const PARAMS = {
  external_id: "visit-2041",
  patient_id: PATIENT,
  products: { prescription: [{ sku: "S-1", quantity: 2 }] },
  force_new: true,
};

/** A Blend of one's own: `onCreate(order, count)` says what becomes of a create, `visible` whether look-ups see it. */
class Desk {
  orders = [];
  creates = 0;
  looks = 0;
  onCreate = (order) => (this.orders.push(order), json(order, 201));
  visible = () => true;

  fetch = async (url, { method, body, signal }) => {
    if (signal?.aborted) throw new Error("aborted");
    if (url.endsWith("/auth/login")) return json({ access_token: "a", refresh_token: "r" });
    if (method === "POST") {
      const { force_new, ...wanted } = JSON.parse(body);
      const order = { id: crypto.randomUUID(), patient: { id: wanted.patient_id }, ...wanted };
      return this.onCreate(order, ++this.creates);
    }
    this.looks++;
    const key = decodeURIComponent(new URL(url).pathname.split("/").at(-1));
    const found = this.visible() && this.orders.find(({ id, external_id }) => id === key || external_id === key);
    return found ? json(found) : json({ message: "no such order" }, 404);
  };

  client = (options = {}) => new Blend({ accessToken: "given", fetch: this.fetch, logLevel: "off", ...options });
  /** A client as another process has one: with tokens, each remembers for itself. */
  elsewhere = (options) => this.client(options);
}

/** Carried out, and the answer lost. */
const lose = (desk) =>
  (desk.onCreate = (order) => {
    desk.orders.push(order);
    throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
  });

test("it is looked up, and sent once", async () => {
  const desk = new Desk();
  const order = await desk.client().orders.createOnce(PARAMS);
  assert.deepEqual([order.external_id, desk.creates, desk.looks], ["visit-2041", 1, 1]);
});

test("what is there already is given, and not sent", async () => {
  const desk = new Desk();
  const first = await desk.client().orders.createOnce(PARAMS);
  const second = await desk.elsewhere().orders.createOnce(PARAMS);
  assert.deepEqual([second, desk.creates, desk.looks], [first, 1, 2]);
});

test("an order that was cancelled since is given as it is, and not sent again", async () => {
  const desk = new Desk();
  await desk.client().orders.createOnce(PARAMS);
  desk.orders[0].status = "cancelled";
  const found = await desk.elsewhere().orders.createOnce(PARAMS);
  assert.deepEqual([found.status, desk.creates], ["cancelled", 1]);
});

test("an empty answer to the look-up is no other order, and sends nothing", async () => {
  for (const nothing of ["", "null"]) {
    const desk = new Desk();
    const honest = desk.fetch;
    desk.fetch = async (url, init) =>
      init.method === "GET" && desk.looks++ < 1 ? new Response(nothing) : honest(url, init);
    const error = await failure(desk.client().orders.createOnce(PARAMS));
    assert.deepEqual([error.name, error.outcome, desk.creates], ["APIError", "not_sent", 0], nothing);
    // After a create it is looked up again.
    const other = new Desk();
    lose(other);
    const seen = other.fetch;
    other.fetch = async (url, init) =>
      init.method === "GET" && other.looks === 1 && other.creates
        ? (other.looks++, new Response(nothing))
        : seen(url, init);
    const order = await other.client().orders.createOnce(PARAMS);
    assert.deepEqual([order, other.creates, other.looks], [other.orders[0], 1, 3]);
  }
});

test("after a lost answer it is found", async () => {
  const desk = new Desk();
  lose(desk);
  const order = await desk.client().orders.createOnce(PARAMS);
  assert.deepEqual([order, desk.creates, desk.looks], [desk.orders[0], 1, 2]);
});

test("after an empty answer it is found", async () => {
  const desk = new Desk();
  desk.onCreate = (order) => (desk.orders.push(order), new Response("", { status: 201 }));
  assert.deepEqual([await desk.client().orders.createOnce(PARAMS), desk.creates], [desk.orders[0], 1]);
});

test("after a 503 it is looked for until it can be seen", async () => {
  const desk = new Desk();
  desk.onCreate = (order) => (desk.orders.push(order), new Response("", { status: 503 }));
  desk.visible = () => desk.looks >= 3;
  const order = await desk.client().orders.createOnce(PARAMS);
  assert.deepEqual([order, desk.creates, desk.looks], [desk.orders[0], 1, 3]);
});

test("what cannot be found is never sent again, not even by another call", async () => {
  const desk = new Desk();
  lose(desk);
  desk.visible = () => false;
  const blend = desk.client();
  const error = await failure(blend.orders.createOnce(PARAMS, { lookFor: 20 }));
  assert.ok(error instanceof UnknownOutcomeError);
  assert.deepEqual(
    [error.code, error.outcome, error.operation, error.attempts, error.path],
    ["unknown_outcome", "unknown", "orders.createOnce", 1, "/orders"],
  );
  assert.match(error.hint, /patients\.orders/);
  assert.deepEqual(error.unsafe().params, PARAMS);
  for (const said of [error.message, error.stack, inspect(error, { depth: 9 }), JSON.stringify(error)])
    assert.doesNotMatch(said, /visit-2041|S-1|0227d1e5/);
  const again = await failure(blend.orders.createOnce(PARAMS, { lookFor: 20 }));
  assert.deepEqual([again.code, again.attempts, desk.creates], ["unknown_outcome", 0, 1]);
  desk.visible = () => true;
  assert.equal((await blend.orders.createOnce(PARAMS)).id, desk.orders[0].id);
});

test("another client of the same account in this process does not send it again either", async () => {
  const desk = new Desk();
  lose(desk);
  desk.visible = () => false;
  const fetch = (...request) => desk.fetch(...request);
  const own = (options) =>
    desk.client({ email: "one-account@example.com", password: "p", accessToken: undefined, ...options });
  const { Blend: Required } = createRequire(import.meta.url)("../../pkg/dist/index.cjs");
  const later = [
    own(),
    own({ fetch: (...request) => fetch(...request) }),
    own({ email: "One-Account@example.com" }),
    own().withOptions({ fetch, logLevel: "error", endpoints: {}, tokenStore: new MemoryStore() }),
    new Required({ email: "one-account@example.com", password: "p", fetch, logLevel: "off" }),
  ];
  await failure(own().orders.createOnce(PARAMS, { lookFor: 5 }));
  for (const blend of later) {
    const error = await failure(blend.orders.createOnce(PARAMS, { lookFor: 5, fetch }));
    assert.deepEqual([error.code, error.attempts, desk.creates], ["unknown_outcome", 0, 1]);
  }
});

test("each sandbox remembers for itself", async () => {
  for (let time = 0; time < 2; time++) {
    const { email, password, fetch } = new Sandbox();
    const order = {
      external_id: "visit-2041",
      patient_id: "40000000-0000-4000-8000-000000000001",
      products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] },
    };
    for (const blend of [1, 2].map(() => new Blend({ email, password, fetch })))
      assert.equal((await blend.orders.createOnce(order)).external_id, "visit-2041");
  }
});

test("a client with tokens and those derived from it remember together", async () => {
  const desk = new Desk();
  lose(desk);
  desk.visible = () => false;
  const blend = desk.client();
  await failure(blend.orders.createOnce(PARAMS, { lookFor: 5 }));
  for (const options of [
    { logLevel: "error" },
    { logger: console },
    { endpoints: {} },
    { timeout: 5000 },
    { tokenStore: new MemoryStore() },
  ]) {
    const derived = blend.withOptions({ logLevel: "off", ...options });
    assert.equal((await failure(derived.orders.createOnce(PARAMS, { lookFor: 5 }))).attempts, 0);
  }
  assert.equal(desk.creates, 1);
});

test("what is sent is what the params were at the call", async () => {
  const desk = new Desk();
  const blend = desk.client();
  const params = structuredClone(PARAMS);
  const calls = ["visit-1", "visit-2", "visit-3"].map((external_id) => {
    params.external_id = external_id;
    return blend.orders.createOnce(params);
  });
  const made = await Promise.all(calls);
  assert.deepEqual(
    made.map(({ external_id }) => external_id),
    ["visit-1", "visit-2", "visit-3"],
  );
  assert.equal(desk.creates, 3);
});

test("the order of the fields does not matter, and every letter of them does", async () => {
  const desk = new Desk();
  const blend = desk.client();
  const { external_id, ...rest } = PARAMS;
  const line = (sku) => ({ ...PARAMS, products: { prescription: [{ sku, quantity: 1 }] } });
  const made = await blend.orders.createOnce(PARAMS);
  assert.deepEqual(await blend.orders.createOnce({ ...rest, external_id }), made);
  const key = { external_id: "visit-2042" };
  await blend.orders.createOnce({ ...line("RX-Aa"), ...key });
  // The two that a weak hash takes for one.
  assert.equal((await failure(blend.orders.createOnce({ ...line("RX-BB"), ...key }))).issues[0].code, "taken");
  assert.equal(desk.creates, 2);
});

test("a middleware that throws another call's error does not have it sent again", async () => {
  const desk = new Desk();
  desk.visible = () => false;
  const missing = new Blend({ accessToken: "given", fetch: async () => json({}, 404), logLevel: "off" });
  const middleware = [
    async (request, next) => (
      await next(request),
      request.method === "POST" && (await missing.patients.get("1")),
      json({}, 404)
    ),
  ];
  const blend = desk.client({ middleware });
  for (const attempts of [1, 0]) {
    const error = await failure(blend.orders.createOnce(PARAMS, { lookFor: 5 }));
    assert.deepEqual([error.code, error.attempts], ["unknown_outcome", attempts]);
  }
  assert.equal(desk.creates, 1);
});

test("who joins is checked by his own options, and told to his own hook", async () => {
  const desk = new Desk();
  const events = [];
  const blend = desk.client();
  const watched = blend.withOptions({
    onAudit: ({ operation, outcome, resourceIds }) => void events.push([operation, outcome, resourceIds.length]),
  });
  const first = blend.orders.createOnce(PARAMS);
  for (const options of [{ lokFor: 1 }, { totalTimeout: -1 }, { totalTimeout: "5" }]) {
    assert.equal(
      (await failure(blend.orders.createOnce(PARAMS, options))).issues[0].path,
      `options.${Object.keys(options)[0]}`,
    );
  }
  const joined = await watched.orders.createOnce(PARAMS);
  assert.deepEqual(joined, await first);
  assert.deepEqual([events, desk.creates], [[["orders.create", "done", 2]], 1]);
});

test("a client whose sign-in is refused is given nothing of another's", async () => {
  const desk = new Desk();
  const fetch = (url, init) =>
    url.endsWith("/auth/login") && JSON.parse(init.body).password === "wrong"
      ? Promise.resolve(json({}, 401))
      : desk.fetch(url, init);
  const own = (password) => desk.client({ email: "two-callers@example.com", password, accessToken: undefined, fetch });
  const first = own("right").orders.createOnce(PARAMS);
  const error = await failure(own("wrong").orders.createOnce(PARAMS));
  assert.deepEqual([error.code, error.outcome], ["authentication", "not_sent"]);
  await first;
  assert.deepEqual(await own("right").orders.createOnce(PARAMS), await first);
  assert.equal(desk.creates, 1);
});

test("each of two at once gets what his own options want", async () => {
  const desk = new Desk();
  const blend = desk.client();
  const [whole, left] = await Promise.all([
    blend.orders.createOnce(PARAMS),
    blend.orders.createOnce(PARAMS, { omit: ["patient"] }),
  ]);
  assert.deepEqual([whole.patient.id, left.patient, left.id, desk.creates], [PATIENT, undefined, whole.id, 1]);
});

test("who comes when all have left begins anew", async () => {
  const desk = new Desk();
  const blend = desk.client();
  const stop = new AbortController();
  const first = failure(blend.orders.createOnce(PARAMS, { signal: stop.signal }));
  stop.abort();
  const second = blend.orders.createOnce(PARAMS);
  assert.deepEqual([(await first).code, (await first).outcome], ["abort", "not_sent"]);
  assert.deepEqual([(await second).external_id, desk.creates], ["visit-2041", 1]);
});

test("who waits behind another order of the same key may leave, and was not sent", async () => {
  const desk = new Desk();
  let release;
  desk.visible = () => false;
  const gate = new Promise((resolve) => (release = resolve));
  const blend = desk.client({ fetch: async (...request) => (await gate, desk.fetch(...request)) });
  const first = blend.orders.createOnce(PARAMS);
  const stop = new AbortController();
  const second = failure(blend.orders.createOnce({ ...PARAMS, force_new: false }, { signal: stop.signal }));
  stop.abort();
  assert.deepEqual([(await second).code, (await second).outcome], ["abort", "not_sent"]);
  const late = await failure(blend.orders.createOnce({ ...PARAMS, force_new: false }, { totalTimeout: 5 }));
  assert.deepEqual([late.code, late.outcome], ["timeout", "not_sent"]);
  // Of the same order, nobody knows.
  const joined = await failure(blend.orders.createOnce(PARAMS, { totalTimeout: 5 }));
  assert.deepEqual([joined.code, joined.outcome], ["timeout", "unknown"]);
  release();
  await first;
  assert.equal(desk.creates, 1);
});

test("accounts that sign in by tokens know nothing of each other's keys", async () => {
  const desk = new Desk();
  desk.visible = () => false;
  // A portal of several pharmacies, each with the same numbers of visits.
  for (const token of ["one", "other"])
    await desk.client({ accessToken: undefined, token: () => token }).orders.createOnce(PARAMS);
  assert.equal(desk.creates, 2);
});

test("processes of one account hold each other off by the store, whatever tokens they have", async () => {
  const desk = new Desk();
  const tokenStore = new MemoryStore();
  lose(desk);
  desk.visible = () => false;
  await failure(desk.elsewhere({ tokenStore, accessToken: "one" }).orders.createOnce(PARAMS, { lookFor: 5 }));
  await failure(desk.elsewhere({ tokenStore, accessToken: "other" }).orders.createOnce(PARAMS, { lookFor: 5 }));
  assert.equal(desk.creates, 1);
});

test("what was aborted before it was carried out may be sent later", async () => {
  const desk = new Desk();
  const stop = new AbortController();
  let asked = 0;
  let refusals = 0;
  // Blend refuses the token of the create; the caller leaves while another one is awaited.
  const fetch = (url, init) =>
    init.method === "POST" && !refusals++ ? Promise.resolve(json({}, 401)) : desk.fetch(url, init);
  const token = () => (++asked === 2 ? new Promise(() => stop.abort()) : `token ${asked}`);
  const blend = desk.client({ accessToken: undefined, token, fetch });
  const error = await failure(blend.orders.createOnce(PARAMS, { signal: stop.signal }));
  assert.deepEqual([error.code, error.outcome], ["abort", "rejected"]);
  assert.equal((await blend.orders.createOnce(PARAMS)).external_id, "visit-2041");
  assert.deepEqual([desk.creates, desk.orders.length], [1, 1]);
});

test("what was made is given again, however it has changed, and other params are refused at once", async () => {
  const desk = new Desk();
  const blend = desk.client();
  // Merged into another order, without its key.
  desk.onCreate = (order) => {
    const older = {
      ...order,
      external_id: "older",
      merged_into_existing: true,
      products: { prescription: [{ sku: "S-1", quantity: 9 }] },
    };
    desk.orders.push(older);
    return json(older, 201);
  };
  const made = await blend.orders.createOnce(PARAMS);
  assert.deepEqual(await blend.orders.createOnce(PARAMS), made);
  const error = await failure(
    blend.orders.createOnce({ ...PARAMS, products: { prescription: [{ sku: "S-1", quantity: 3 }] } }),
  );
  assert.deepEqual(
    [error.code, error.outcome, error.issues[0].code, desk.creates],
    ["validation", "not_sent", "taken", 1],
  );
});

test("what another process sent and somebody changed is told apart from what cannot be found", async () => {
  const desk = new Desk();
  const tokenStore = new MemoryStore();
  await desk.elsewhere({ tokenStore }).orders.createOnce(PARAMS);
  desk.orders[0].products.prescription[0].quantity = 7;
  const error = await failure(desk.elsewhere({ tokenStore }).orders.createOnce(PARAMS));
  assert.equal(error.code, "unknown_outcome");
  assert.match(error.message, /with other lines or another patient, perhaps changed/);
});

test("a look-up that is refused is told, rather than that nothing was found", async () => {
  const desk = new Desk();
  lose(desk);
  const plain = desk.fetch;
  desk.fetch = (url, init) =>
    init.method === "GET" && desk.creates ? Promise.resolve(json({}, 403)) : plain(url, init);
  const error = await failure(desk.client().orders.createOnce(PARAMS, { lookFor: 5 }));
  assert.deepEqual([error.code, error.status], ["unknown_outcome", 403]);
  assert.match(error.message, /looking for it failed/);
});

test("what is wrong with params and options is told before anything is sent", async () => {
  const desk = new Desk();
  const blend = desk.client();
  assert.equal((await failure(blend.orders.createOnce(PARAMS, {}, {}))).issues[0].path, "arguments");
  for (const params of [undefined, null, 7, "x"])
    assert.equal((await failure(blend.orders.createOnce(params))).code, "validation");
  const error = await failure(blend.orders.createOnce(PARAMS, { timeOut: 5 }));
  assert.deepEqual(
    [error.code, error.operation, error.issues[0].path],
    ["validation", "orders.createOnce", "options.timeOut"],
  );
  for (const resend of [true, "always"])
    assert.equal((await failure(blend.orders.createOnce(PARAMS, { resend }))).issues[0].path, "options.resend");
  const patient = { external_id: "p-1", date_of_birth: "1990-01-01", last_name: "Example" };
  assert.match(
    (await failure(blend.patients.createOnce(patient, { resend: "assume-unique" }))).message,
    /a patient is never sent again/,
  );
  assert.deepEqual([desk.creates, desk.looks], [0, 0]);
});

test("an order that was made a moment ago is not made again, though it cannot be seen yet", async () => {
  const desk = new Desk();
  desk.visible = () => false;
  const blend = desk.client();
  await blend.orders.createOnce(PARAMS);
  assert.equal((await failure(blend.orders.createOnce(PARAMS, { lookFor: 5 }))).code, "unknown_outcome");
  assert.equal(desk.creates, 1);
});

test("only the choice to resend sends again", async () => {
  const desk = new Desk();
  desk.onCreate = (order, count) => {
    if (count < 3) throw new Error("lost before it arrived");
    desk.orders.push(order);
    return json(order, 201);
  };
  const order = await desk.client().orders.createOnce(PARAMS, { lookFor: 5, resend: "assume-unique" });
  assert.deepEqual([order.id, desk.creates], [desk.orders[0].id, 3]);
});

test("the choice to resend holds with a store as well", async () => {
  const desk = new Desk();
  desk.onCreate = (order, count) => {
    if (count < 3) throw new Error("lost before it arrived");
    return json(order, 201);
  };
  await desk
    .client({ tokenStore: new MemoryStore() })
    .orders.createOnce(PARAMS, { lookFor: 5, resend: "assume-unique" });
  assert.equal(desk.creates, 3);
});

test("resend needs force_new, and a key that Blend cannot mistake is needed always", async () => {
  const desk = new Desk();
  const { force_new, ...mergeable } = PARAMS;
  const paths = async (params, options) =>
    (await failure(desk.client().orders.createOnce(params, options))).issues.map(({ path }) => path);
  assert.deepEqual(await paths(mergeable, { resend: "assume-unique" }), ["force_new"]);
  assert.deepEqual(await paths(PARAMS, { resend: "always" }), ["options.resend"]);
  assert.deepEqual(await paths(PARAMS, { lookFor: -1 }), ["options.lookFor"]);
  for (const external_id of [undefined, "", "ORD123", "a/b", PATIENT, "x".repeat(65)])
    assert.deepEqual(await paths({ ...PARAMS, external_id }), ["external_id"]);
  assert.deepEqual(await paths({ ...PARAMS, patient_id: undefined }), [""]);
  assert.deepEqual([desk.creates, desk.looks], [0, 0]);
});

test("another order under the key keeps it from being sent", async () => {
  const desk = new Desk();
  desk.orders.push({
    id: "1",
    external_id: "visit-2041",
    patient: { id: PATIENT },
    products: { prescription: [{ sku: "S-1", quantity: 1 }] },
  });
  const error = await failure(desk.client().orders.createOnce(PARAMS));
  assert.deepEqual(
    [error.code, error.outcome, error.issues[0].code, desk.creates],
    ["validation", "not_sent", "taken", 0],
  );
});

test("a look-up that fails sends nothing", async () => {
  const desk = new Desk();
  const fetch = async () => new Response("", { status: 500 });
  const error = await failure(desk.client({ fetch, maxRetries: 0 }).orders.createOnce(PARAMS));
  assert.deepEqual([error.status, error.outcome], [500, "not_sent"]);
});

test("what Blend refuses may be sent once more when it was mended", async () => {
  const desk = new Desk();
  const create = desk.onCreate;
  desk.onCreate = () => json({ message: "no" }, 422);
  const blend = desk.client();
  assert.deepEqual((await failure(blend.orders.createOnce(PARAMS))).outcome, "rejected");
  desk.onCreate = create;
  await blend.orders.createOnce(PARAMS);
  assert.equal(desk.orders.length, 1);
});

test("two at once are one, and one of them may go", async () => {
  const desk = new Desk();
  const lines = [];
  const logger = { debug() {}, info() {}, warn: (line) => lines.push(line), error() {} };
  const blend = desk.client({ logger, logLevel: "warn" });
  const stop = new AbortController();
  const [first, second, third] = [
    blend.orders.createOnce(PARAMS, { signal: stop.signal }),
    blend.orders.createOnce(PARAMS),
    blend.orders.createOnce(PARAMS),
  ];
  stop.abort();
  assert.equal((await failure(first)).code, "abort");
  const [one, other] = await Promise.all([second, third]);
  assert.deepEqual(one, other);
  assert.notEqual(one, other);
  assert.equal(desk.creates, 1);
  assert.equal(lines.filter((line) => line.includes("in flight already")).length, 2);
});

test("an abort ends the wait for a lost order at once", async () => {
  const desk = new Desk();
  lose(desk);
  desk.visible = () => false;
  const stop = new AbortController();
  const looking = desk.client().orders.createOnce(PARAMS, { signal: stop.signal });
  while (desk.looks < 2) await new Promise(setImmediate);
  stop.abort("enough");
  const error = await failure(looking);
  assert.deepEqual([error.code, error.outcome, desk.creates], ["abort", "unknown", 1]);
});

test("totalTimeout ends the looking too", async () => {
  const desk = new Desk();
  lose(desk);
  desk.visible = () => false;
  const error = await failure(desk.client().orders.createOnce(PARAMS, { totalTimeout: 100 }));
  assert.deepEqual([error.code, desk.creates], ["unknown_outcome", 1]);
});

test("with a store it holds across processes, also where one of them died", async () => {
  const desk = new Desk();
  const tokenStore = new MemoryStore();
  lose(desk);
  desk.visible = () => false;
  await failure(desk.elsewhere({ tokenStore }).orders.createOnce(PARAMS, { lookFor: 5 }));
  const error = await failure(desk.elsewhere({ tokenStore }).orders.createOnce(PARAMS, { lookFor: 5 }));
  assert.deepEqual([error.code, error.attempts, desk.creates], ["unknown_outcome", 0, 1]);
  assert.ok(
    [...tokenStore.keys].every((key) => /^blend-sdk:[0-9a-f]{32}$/.test(key)),
    "a key of the store shows what it is for",
  );
});

test("of two processes at once, the slower one does not send", async () => {
  const desk = new Desk();
  const tokenStore = new MemoryStore();
  const clients = [1, 2, 3].map(() => desk.elsewhere({ tokenStore }));
  const orders = await Promise.all(clients.map((blend) => blend.orders.createOnce(PARAMS)));
  assert.deepEqual([new Set(orders.map(({ id }) => id)).size, desk.creates], [1, 1]);
});

test("an abort ends the wait for another process at once", async () => {
  const desk = new Desk();
  const tokenStore = new LockingStore();
  let release;
  desk.visible = () => new Promise((resolve) => (release = resolve));
  const plain = desk.fetch;
  desk.fetch = async (...request) => (await desk.visible(), plain(...request));
  const first = desk.elsewhere({ tokenStore }).orders.createOnce(PARAMS);
  while (!release) await new Promise(setImmediate);
  const stop = new AbortController();
  const second = desk.elsewhere({ tokenStore }).orders.createOnce(PARAMS, { signal: stop.signal });
  while (tokenStore.done.filter((what) => what === "lock").length < 2) await new Promise(setImmediate);
  stop.abort();
  const error = await failure(second);
  assert.deepEqual([error.code, error.outcome], ["abort", "not_sent"]);
  // The lock that it waited for is given back.
  desk.visible = () => true;
  release();
  await first;
  await desk.elsewhere({ tokenStore }).orders.createOnce(PARAMS);
  assert.equal(desk.creates, 1);
});

test("a store whose get gives null has nothing, and one whose set gives nothing has taken the note", async () => {
  const desk = new Desk();
  const tokenStore = new MemoryStore();
  const plain = {
    get: (key) => tokenStore.get(key) ?? null,
    clear: (key) => tokenStore.clear(key),
    set: (...given) => void tokenStore.set(...given),
  };
  await desk.client({ tokenStore: plain }).orders.createOnce(PARAMS);
  assert.equal(desk.creates, 1);
});

test("a store that fails sends nothing", async () => {
  const desk = new Desk();
  const tokenStore = {
    get: () => undefined,
    set: () => {
      throw new Error("gone");
    },
    clear() {},
  };
  const error = await failure(desk.client({ tokenStore }).orders.createOnce(PARAMS));
  assert.deepEqual([error.outcome, desk.creates], ["not_sent", 0]);
  assert.match(error.message, /store failed/);
});

test("what is left out of answers is compared all the same", async () => {
  const desk = new Desk();
  lose(desk);
  const order = await desk.client({ omit: ["external_id", "patient"] }).orders.createOnce(PARAMS);
  assert.deepEqual(Object.keys(order), ["id", "patient_id", "products"]);
});

test("a patient is recognised by key, date of birth and name", async () => {
  const params = { external_id: "p-1", date_of_birth: "1990-01-01", last_name: "Example", first_name: "Ada" };
  const results = [
    { ...params, last_name: "Other", id: "1" },
    { ...params, external_id: "p-2", id: "2" },
  ];
  let creates = 0;
  const asked = [];
  const fetch = async (url, { method, body }) => {
    if (url.endsWith("/patients/3")) return json(results[2]);
    if (method === "GET") return (asked.push(new URL(url).search), json({ results }));
    creates++;
    results.push({ ...JSON.parse(body), id: "3" });
    throw new Error("lost");
  };
  const blend = new Blend({ accessToken: "given", fetch, logLevel: "off" });
  const patient = await blend.patients.createOnce(params, { validate: "off" });
  assert.deepEqual([patient.id, creates, asked], ["3", 1, ["?q=1990-01-01&limit=100", "?q=1990-01-01&limit=100"]]);
  assert.equal((await blend.patients.createOnce(params, { validate: "off" })).id, "3");
  assert.equal(creates, 1);
  const { issues } = await failure(blend.patients.createOnce({ external_id: "p-9" }));
  assert.deepEqual(
    issues.map(({ path }) => path),
    ["date_of_birth", "last_name"],
  );
});

/** A store of which one thing is done only when `settle` is called; `signal` is the one that its lock was given. */
function slowStore(what) {
  const store = new LockingStore();
  const work = Object.fromEntries(
    ["get", "set", "clear", "lock"].map((name) => [name, (...args) => store[name](...args)]),
  );
  const slow = { store };
  const begun = new Promise((begin) => (slow.begin = begin));
  const held = new Promise((settle) => (slow.settle = settle));
  const lock = (key, ttlMs, signal) => ((slow.signal = signal), work.lock(key));
  const plain = { ...work, lock };
  slow.tokenStore = {
    ...plain,
    [what]: async (...args) => (
      slow.begin(),
      (slow.signal = what === "lock" ? args[2] : slow.signal),
      await held,
      plain[what](...args)
    ),
  };
  return Object.assign(slow, { begun });
}

for (const what of ["lock", "get", "set"]) {
  test(`while a store takes its time to ${what}, an abort ends it at once, and totalTimeout in time`, async () => {
    for (const code of ["abort", "timeout"]) {
      const desk = new Desk();
      const { store, tokenStore, begun, settle, ...slow } = slowStore(what);
      const stop = new AbortController();
      const error = failure(
        desk
          .elsewhere({ tokenStore })
          .orders.createOnce(PARAMS, code === "abort" ? { signal: stop.signal } : { totalTimeout: 50 }),
      );
      await begun;
      stop.abort();
      const { code: told, outcome, operation } = await error;
      assert.deepEqual([told, outcome, operation, desk.creates], [code, "not_sent", "orders.createOnce", 0]);
      settle();
      // The lock that came late is given back, and so is the note of what was not sent.
      while (store.done.at(-1) !== "unlock") await new Promise(setImmediate);
      assert.equal(store.held.size, 0);
      await desk.elsewhere({ tokenStore: store }).orders.createOnce(PARAMS);
      assert.equal(desk.creates, 1);
    }
  });
}

test("a store is told when nobody waits for its lock any more", async () => {
  for (const options of [{ totalTimeout: 20 }, { signal: AbortSignal.abort() }]) {
    let asked;
    const lock = (key, ttlMs, signal) => new Promise(() => (asked = signal));
    const tokenStore = Object.assign(new MemoryStore(), { lock });
    const error = await failure(new Desk().client({ tokenStore }).orders.createOnce(PARAMS, options));
    assert.deepEqual([error.outcome, asked.aborted], ["not_sent", true]);
  }
});

test("a store that does not forget what Blend refused withholds no refusal", async () => {
  for (const clear of [() => new Promise(() => {}), () => Promise.reject(new Error("gone"))]) {
    const desk = new Desk();
    desk.onCreate = () => json({ message: "no" }, 422);
    const tokenStore = Object.assign(new MemoryStore(), { clear });
    const error = await failure(desk.client({ tokenStore }).orders.createOnce(PARAMS, { totalTimeout: 100 }));
    assert.deepEqual([error.status, error.outcome, desk.creates], [422, "rejected", 1]);
  }
});
