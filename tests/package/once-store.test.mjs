// Creating once across processes, by a token store that they share.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PARAMS, Pharmacy } from "../support/pharmacy.mjs";
import { failure, json, LockingStore, MemoryStore } from "../support/server.mjs";
import { storeThatHangs } from "../support/session.mjs";

test("processes of one account share a store's keys, whatever tokens they have", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = new MemoryStore();
  pharmacy.loseAnswers();
  pharmacy.visible = () => false;
  await failure(pharmacy.client({ tokenStore, accessToken: "one" }).orders.createOnce(PARAMS, { lookFor: 5 }));
  await failure(pharmacy.client({ tokenStore, accessToken: "other" }).orders.createOnce(PARAMS, { lookFor: 5 }));
  assert.equal(pharmacy.creates, 1);
});

test("an order that another process sent and somebody changed is not reported as missing", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = new MemoryStore();
  await pharmacy.client({ tokenStore }).orders.createOnce(PARAMS);
  pharmacy.orders[0].products.prescription[0].quantity = 7;
  const error = await failure(pharmacy.client({ tokenStore }).orders.createOnce(PARAMS));
  assert.equal(error.code, "unknown_outcome");
  assert.match(error.message, /with other lines or another patient, perhaps changed/);
});

test("the option resend works with a store too", async () => {
  const pharmacy = new Pharmacy();
  pharmacy.onCreate = (order, count) => {
    if (count < 3) throw new Error("lost before it arrived");
    return json(order, 201);
  };
  await pharmacy
    .client({ tokenStore: new MemoryStore() })
    .orders.createOnce(PARAMS, { lookFor: 5, resend: "assume-unique" });
  assert.equal(pharmacy.creates, 3);
});

test("with a store a second process sends nothing, even where the first one died", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = new MemoryStore();
  pharmacy.loseAnswers();
  pharmacy.visible = () => false;
  await failure(pharmacy.client({ tokenStore }).orders.createOnce(PARAMS, { lookFor: 5 }));
  const error = await failure(pharmacy.client({ tokenStore }).orders.createOnce(PARAMS, { lookFor: 5 }));
  assert.deepEqual([error.code, error.attempts, pharmacy.creates], ["unknown_outcome", 0, 1]);
  assert.ok(
    [...tokenStore.keys].every((key) => /^blend-sdk:[0-9a-f]{32}$/.test(key)),
    "a key of the store shows what it is for",
  );
});

test("of several processes at once, only one sends", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = new MemoryStore();
  const clients = [1, 2, 3].map(() => pharmacy.client({ tokenStore }));
  const orders = await Promise.all(clients.map((blend) => blend.orders.createOnce(PARAMS)));
  assert.deepEqual([new Set(orders.map(({ id }) => id)).size, pharmacy.creates], [1, 1]);
});

test("an abort ends the wait for another process at once", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = new LockingStore();
  let release;
  pharmacy.visible = () => new Promise((resolve) => (release = resolve));
  const plain = pharmacy.fetch;
  pharmacy.fetch = async (...request) => (await pharmacy.visible(), plain(...request));
  const first = pharmacy.client({ tokenStore }).orders.createOnce(PARAMS);
  while (!release) await new Promise(setImmediate);
  const stop = new AbortController();
  const second = pharmacy.client({ tokenStore }).orders.createOnce(PARAMS, { signal: stop.signal });
  while (tokenStore.done.filter((what) => what === "lock").length < 2) await new Promise(setImmediate);
  stop.abort();
  const error = await failure(second);
  assert.deepEqual([error.code, error.outcome], ["abort", "not_sent"]);
  // The lock that it waited for is given back.
  pharmacy.visible = () => true;
  release();
  await first;
  await pharmacy.client({ tokenStore }).orders.createOnce(PARAMS);
  assert.equal(pharmacy.creates, 1);
});

test("get may return null for nothing, and set may return nothing for done", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = new MemoryStore();
  const plain = {
    get: (key) => tokenStore.get(key) ?? null,
    clear: (key) => tokenStore.clear(key),
    set: (...given) => void tokenStore.set(...given),
  };
  await pharmacy.client({ tokenStore: plain }).orders.createOnce(PARAMS);
  assert.equal(pharmacy.creates, 1);
});

test("a store that fails keeps the order from being sent", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = {
    get: () => undefined,
    set: () => {
      throw new Error("gone");
    },
    clear() {},
  };
  const error = await failure(pharmacy.client({ tokenStore }).orders.createOnce(PARAMS));
  assert.deepEqual([error.outcome, pharmacy.creates], ["not_sent", 0]);
  assert.match(error.message, /store failed/);
});

for (const what of ["lock", "get", "set"]) {
  test(`while the store's ${what} is slow, an abort ends the call at once, and totalTimeout in time`, async () => {
    for (const code of ["abort", "timeout"]) {
      const pharmacy = new Pharmacy();
      const { store, tokenStore, begun, settle } = storeThatHangs(what);
      const stop = new AbortController();
      const error = failure(
        pharmacy
          .client({ tokenStore })
          .orders.createOnce(PARAMS, code === "abort" ? { signal: stop.signal } : { totalTimeout: 50 }),
      );
      await begun;
      stop.abort();
      const { code: got, outcome, operation } = await error;
      assert.deepEqual([got, outcome, operation, pharmacy.creates], [code, "not_sent", "orders.createOnce", 0]);
      settle();
      // The late lock is released, and the note of the unsent order is removed.
      while (store.done.at(-1) !== "unlock") await new Promise(setImmediate);
      assert.equal(store.held.size, 0);
      await pharmacy.client({ tokenStore: store }).orders.createOnce(PARAMS);
      assert.equal(pharmacy.creates, 1);
    }
  });
}

test("a store learns when nobody waits for its lock any more", async () => {
  for (const code of ["timeout", "abort"]) {
    const stop = new AbortController();
    let asked;
    const lock = (key, ttlMs, signal) => {
      asked = signal;
      if (code === "abort") stop.abort();
      return new Promise(() => {});
    };
    const tokenStore = Object.assign(new MemoryStore(), { lock });
    const options = code === "abort" ? { signal: stop.signal } : { totalTimeout: 20 };
    const error = await failure(new Pharmacy().client({ tokenStore }).orders.createOnce(PARAMS, options));
    assert.deepEqual([error.code, error.outcome, asked.aborted], [code, "not_sent", true]);
  }
});

test("a call that was aborted before asks no store", async () => {
  const tokenStore = new LockingStore();
  const options = { signal: AbortSignal.abort() };
  const error = await failure(new Pharmacy().client({ tokenStore }).orders.createOnce(PARAMS, options));
  assert.deepEqual([error.code, error.outcome, tokenStore.done], ["abort", "not_sent", []]);
});

test("an order that Blend refused leaves no note: another process may send it", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = new LockingStore();
  const create = pharmacy.onCreate;
  pharmacy.onCreate = () => json({ message: "no" }, 422);
  assert.equal((await failure(pharmacy.client({ tokenStore }).orders.createOnce(PARAMS))).status, 422);
  assert.equal(tokenStore.held.size, 0);
  pharmacy.onCreate = create;
  await pharmacy.client({ tokenStore }).orders.createOnce(PARAMS);
  assert.equal(pharmacy.orders.length, 1);
});

test("a store that cannot remove a note does not hold back Blend's refusal", async () => {
  for (const clear of [() => new Promise(() => {}), () => Promise.reject(new Error("gone"))]) {
    const pharmacy = new Pharmacy();
    pharmacy.onCreate = () => json({ message: "no" }, 422);
    const tokenStore = Object.assign(new MemoryStore(), { clear });
    const error = await failure(pharmacy.client({ tokenStore }).orders.createOnce(PARAMS, { totalTimeout: 100 }));
    assert.deepEqual([error.status, error.outcome, pharmacy.creates], [422, "rejected", 1]);
  }
});

test("a note that the store takes though it failed is taken back: nothing was sent", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = new LockingStore();
  const { set } = tokenStore;
  tokenStore.set = (...note) => {
    set.apply(tokenStore, note);
    throw new Error("gone");
  };
  const error = await failure(pharmacy.client({ tokenStore }).orders.createOnce(PARAMS));
  assert.deepEqual([error.code, error.outcome, pharmacy.creates], ["store", "not_sent", 0]);
  assert.equal(tokenStore.held.size, 0);
  assert.equal(tokenStore.done.at(-1), "unlock");
  tokenStore.set = set;
  await pharmacy.client({ tokenStore }).orders.createOnce(PARAMS);
  assert.equal(pharmacy.creates, 1);
});

test("a note that the store writes only after it failed comes too late: the key is free", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = new LockingStore();
  const { set } = tokenStore;
  const late = [];
  tokenStore.set = (...note) => {
    tokenStore.set = set;
    late.push(note);
    throw new Error("gone");
  };
  const error = await failure(pharmacy.client({ tokenStore }).orders.createOnce(PARAMS));
  assert.deepEqual([error.code, error.outcome, pharmacy.creates], ["store", "not_sent", 0]);
  assert.equal(set.apply(tokenStore, late[0]), false, "something else stands in its place");
  await pharmacy.client({ tokenStore }).orders.createOnce(PARAMS);
  assert.equal(pharmacy.creates, 1);
});

test("the note of another process stays, though the store failed", async () => {
  const pharmacy = new Pharmacy();
  const tokenStore = new MemoryStore();
  const { set } = tokenStore;
  tokenStore.set = (key, note, options) => {
    set.call(tokenStore, key, "sent by another process", options);
    throw new Error("gone");
  };
  const client = () => pharmacy.client({ tokenStore });
  assert.equal((await failure(client().orders.createOnce(PARAMS))).code, "store");
  const error = await failure(client().orders.createOnce(PARAMS, { lookFor: 5 }));
  assert.deepEqual([error.code, pharmacy.creates], ["unknown_outcome", 0]);
});

test("no two notes are equal, so a store can tell whose note it has", async () => {
  const tokenStore = new MemoryStore();
  const notes = [];
  for (const external_id of ["one", "other"]) {
    await new Pharmacy().client({ tokenStore }).orders.createOnce({ ...PARAMS, external_id });
    notes.push([...tokenStore.held.values()].at(-1).value);
  }
  assert.notEqual(notes[0], notes[1]);
  for (const note of notes) assert.match(note, /^sent [\d.e-]+$/);
});

test("an order is returned after 5 seconds, though its lock cannot be released", { timeout: 20_000 }, async (t) => {
  const waits = [];
  const { setTimeout } = globalThis;
  t.mock.method(globalThis, "setTimeout", (work, ms, ...more) => {
    waits.push(ms);
    return setTimeout(work, ms === 5000 ? 0 : ms, ...more);
  });
  const tokenStore = Object.assign(new MemoryStore(), { lock: () => () => new Promise(() => {}) });
  const order = await new Pharmacy().client({ tokenStore }).orders.createOnce(PARAMS);
  assert.equal(order.external_id, "visit-2041");
  assert.ok(waits.includes(5000));
});

for (const what of ["get", "set"]) {
  test(`a store whose ${what} never settles ends the call after timeout`, async () => {
    const pharmacy = new Pharmacy();
    const tokenStore = Object.assign(new MemoryStore(), { [what]: () => new Promise(() => {}) });
    const error = await failure(pharmacy.client({ tokenStore, timeout: 30 }).orders.createOnce(PARAMS));
    assert.deepEqual([error.code, error.outcome, pharmacy.creates], ["timeout", "not_sent", 0]);
    assert.match(error.message, /the token store took longer than 30 ms/);
  });
}
