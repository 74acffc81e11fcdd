// The stores in files and in Postgres: compare-and-set, locks, many processes, kill -9.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { encryptedStore, fileStore, postgresStore } from "../../pkg/dist/stores.mjs";
import { PARAMS, Pharmacy } from "../support/pharmacy.mjs";
import { failure, serveBlend } from "../support/server.mjs";
import { assertFirstWriterWins } from "./laws.mjs";
import { KINDS, makePlace, openStore } from "./shared-stores.mjs";

const PROCESSES = 6;
const KEY = "blend-sdk:counter";
const MINUTE = 60_000;
const fresh = { ifVersion: undefined, ttlMs: MINUTE };

/** A test on each kind of store; it gets one, what opens another, and what starts processes. */
function withEach(name, work) {
  for (const kind of KINDS) {
    test(`${kind}: ${name}`, async (t) => {
      const { place, stop } = await makePlace(kind);
      const children = [];
      const opened = [];
      const open = async () => {
        opened.push(await openStore(kind, place));
        return opened.at(-1).store;
      };
      const start = async (base) => {
        const settings = JSON.stringify({ kind, place, base, number: children.length });
        const child = fork(new URL("shared-worker.mjs", import.meta.url), [settings]);
        children.push(child);
        await once(child, "message");
        const ask = async (what) => (child.send(what), (await once(child, "message"))[0]);
        return { child, ask, kill: () => kill(child) };
      };
      try {
        await work({ t, place, store: await open(), open, start });
      } finally {
        for (const child of children) await kill(child);
        for (const { close } of opened) await close();
        await stop();
      }
    });
  }
}

async function kill(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

withEach("what is set is got, in any process, and cleared", async ({ store, open }) => {
  const other = await open();
  assert.equal(await other.get(KEY), undefined);
  assert.equal(await store.set(KEY, "tökens\n", fresh), true);
  assert.equal((await other.get(KEY)).value, "tökens\n");
  assert.equal(await other.get(`${KEY}x`), undefined);
  await other.clear(KEY);
  assert.equal(await store.get(KEY), undefined);
  await other.clear("never there");
  assert.equal(await store.set(KEY, "again", fresh), true);
});

withEach("a writer that comes late does not overwrite", ({ store }) => assertFirstWriterWins(store, KEY));

withEach("what has expired is absent", async ({ store }) => {
  assert.equal(await store.set(KEY, "one", { ifVersion: undefined, ttlMs: 0 }), true);
  assert.equal(await store.get(KEY), undefined);
  assert.equal(await store.set(KEY, "two", fresh), true);
  assert.equal((await store.get(KEY)).value, "two");
});

withEach("of many writes at once over one version, one succeeds", async ({ store, open }) => {
  const stores = [store, await open(), await open()];
  for (let round = 0; round < 20; round++) {
    const held = await store.get(KEY);
    const options = { ifVersion: held?.version, ttlMs: MINUTE };
    const written = await Promise.all(
      Array.from({ length: 12 }, (_, place) => stores[place % stores.length].set(KEY, `${round}.${place}`, options)),
    );
    assert.equal(written.filter(Boolean).length, 1);
    assert.equal((await store.get(KEY)).value, `${round}.${written.indexOf(true)}`);
  }
});

withEach("one at a time has the lock, and it can be had again", async ({ store, open }) => {
  const stores = [store, await open()];
  let holders = 0;
  const most = [];
  const turns = Array.from({ length: 8 }, async (_, place) => {
    const unlock = await stores[place % 2].lock(KEY, MINUTE);
    most.push(++holders);
    await store.get(KEY);
    holders--;
    await unlock();
  });
  await Promise.all(turns);
  assert.deepEqual(most, Array(8).fill(1));
});

withEach("a lock that is not to be had, or not waited for any more, rejects", async ({ store }) => {
  const unlock = await store.lock(KEY, MINUTE);
  await assert.rejects(store.lock(KEY, 30), /somebody else holds the lock/);
  const stop = new AbortController();
  const refused = assert.rejects(store.lock(KEY, MINUTE, stop.signal));
  stop.abort();
  await refused;
  await unlock();
  await (
    await store.lock(KEY, MINUTE)
  )();
});

withEach("a lock lapses by itself, and who held it does not release the next one's", async ({ store }) => {
  const late = await store.lock(KEY, 30);
  const unlock = await store.lock(KEY, MINUTE);
  await late();
  await assert.rejects(store.lock(KEY, 30), /somebody else/);
  await unlock();
});

withEach("six processes add one 25 times each: none is lost", async ({ store, start }) => {
  const workers = await Promise.all(Array.from({ length: PROCESSES }, () => start()));
  assert.deepEqual(await Promise.all(workers.map(({ ask }) => ask("increments"))), Array(PROCESSES).fill("done"));
  assert.equal((await store.get(KEY)).value, `${PROCESSES * 25}`);
});

withEach("processes that are killed while they write lose nothing that they acknowledged", async ({ store, start }) => {
  let acknowledged = 0;
  for (let round = 0; round < 8; round++) {
    const { child } = await start();
    child.on("message", (message) => (acknowledged = Math.max(acknowledged, message.acknowledged ?? 0)));
    child.send("forever");
    const enough = acknowledged + 5 + round;
    while (acknowledged < enough) await once(child, "message");
    await kill(child);
    const value = Number((await store.get(KEY)).value);
    assert.ok(value >= acknowledged && value <= acknowledged + 1, `${value} after ${acknowledged}`);
  }
});

withEach("the lock of a process that was killed comes to another within seconds", async ({ start }) => {
  const first = await start();
  assert.deepEqual(await first.ask("lock"), { locked: 0 });
  const second = await start();
  const next = second.ask("lock");
  await first.kill();
  assert.deepEqual(await next, { locked: 1 });
});

withEach("six processes sign in once, and create the same order once, by orders or composite", async ({ t, start }) => {
  const orders = [];
  const server = await serveBlend(t, (request) => {
    if (request.method === "POST") {
      const body = JSON.parse(request.body);
      const { patient_id, ...wanted } = body.order ?? body;
      const order = { id: "1", patient: { id: patient_id }, ...wanted };
      orders.push(order);
      return { status: 201, json: body.order ? { order: { id: order.id, created: true } } : order };
    }
    const found = orders.find(({ external_id }) => request.url.endsWith(`/${external_id}`));
    return found ? { json: found } : request.url.endsWith("/1") ? { json: {} } : 404;
  });
  const workers = await Promise.all(Array.from({ length: PROCESSES }, () => start(server.base)));
  const all = (what) => Promise.all(workers.map(({ ask }) => ask(what)));
  assert.deepEqual(await all("call"), Array(PROCESSES).fill("done"));
  assert.equal(server.signIns.length, 1);
  // Half of them with its prescription.
  const ways = workers.map(({ ask }, place) => ask(place % 2 ? "composite" : "once"));
  assert.deepEqual(await Promise.all(ways), Array(PROCESSES).fill("done"));
  assert.equal(orders.length, 1);
});

withEach("a note that is written after its write had failed leaves the key free", async ({ store, open }) => {
  const pharmacy = new Pharmacy();
  const late = [];
  // As a driver with a time limit does: it gives up, and the server carries the write out later.
  const set = (...note) => {
    late.push(note);
    if (late.length === 1) throw new Error("timeout");
    return store.set(...note);
  };
  const error = await failure(pharmacy.client({ tokenStore: { ...store, set } }).orders.createOnce(PARAMS));
  assert.deepEqual([error.code, error.outcome, pharmacy.creates], ["store", "not_sent", 0]);
  assert.equal(await store.set(...late[0]), false);
  await pharmacy.client({ tokenStore: await open() }).orders.createOnce(PARAMS);
  assert.equal(pharmacy.creates, 1);
});

const only = (name, kind, work) =>
  test(`file: ${name}`, async (t) => {
    const { place, stop } = await makePlace(kind);
    try {
      await work(join(place.folder, "sessions"), t);
    } finally {
      await stop();
    }
  });

/** All files below a folder, with their paths. */
const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, path, name }) => join(parentPath ?? path, name));

only("files are its owner's alone, one for each key, and tell no key", "file", async (folder) => {
  const store = fileStore(folder);
  await store.set(KEY, "one", fresh);
  for (let times = 0; times < 3; times++) {
    const { version } = await store.get(KEY);
    await store.set(KEY, "two", { ifVersion: version, ttlMs: MINUTE });
  }
  const [file, ...others] = filesOf(folder).filter((path) => statSync(path).size > 0);
  assert.deepEqual(others, [], "nothing is left of earlier values");
  for (const path of filesOf(folder)) assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.ok(!file.includes("counter"));
});

/** Has something happen around the next `link`, with which a write takes its number. */
function aroundNextLink(t, { before = async () => {}, after = async () => {} }) {
  const { link } = fs;
  const restore = () => {
    fs.link = link;
    syncBuiltinESMExports();
  };
  t.after(restore);
  fs.link = async (...words) => {
    restore();
    await before();
    await link(...words);
    await after();
  };
  syncBuiltinESMExports();
}

/** Writes so many times, each above the last. */
async function goOn(store, times) {
  for (let time = 0; time < times; time++) {
    const { version } = await store.get(KEY);
    assert.equal(await store.set(KEY, `other ${time}`, { ifVersion: version, ttlMs: MINUTE }), true);
  }
}

only("a write that others go on from before it has looked has succeeded", "file", async (folder, t) => {
  const store = fileStore(folder);
  aroundNextLink(t, { after: () => goOn(fileStore(folder), 2) });
  assert.equal(await store.set(KEY, "one", fresh), true);
  assert.equal((await store.get(KEY)).value, "other 1");
});

for (const times of [1, 2, 15, 16, 40])
  only(`a write that is late by ${times} has failed`, "file", async (folder, t) => {
    const store = fileStore(folder);
    await store.set(KEY, "one", fresh);
    const { version } = await store.get(KEY);
    aroundNextLink(t, { before: () => goOn(fileStore(folder), times) });
    assert.equal(await store.set(KEY, "late", { ifVersion: version, ttlMs: MINUTE }), false);
    assert.equal((await store.get(KEY)).value, `other ${times - 1}`);
    assert.ok(filesOf(folder).length <= 17);
  });

only("what a killed writer left half done changes nothing", "file", async (folder) => {
  const store = fileStore(folder);
  await store.set(KEY, "one", fresh);
  const [file] = filesOf(folder);
  writeFileSync(join(file, "../draft-of-a-killed-process"), '{"value":"tw');
  const { value, version } = await fileStore(folder).get(KEY);
  assert.equal(value, "one");
  assert.equal(await store.set(KEY, "two", { ifVersion: version, ttlMs: MINUTE }), true);
  // The one before, not removed in time.
  writeFileSync(file, readFileSync(filesOf(folder).find((name) => /\/2$/.test(name))));
  assert.equal((await store.get(KEY)).value, "two");
});

only("what expired long ago is removed", "file", async (folder) => {
  const store = fileStore(folder);
  await store.set("old", "one", { ifVersion: undefined, ttlMs: -2 * 60 * MINUTE });
  const [old] = readdirSync(folder);
  const before = new Date(Date.now() - 2 * 60 * MINUTE);
  utimesSync(join(folder, old), before, before);
  await store.set("kept", "two", fresh);
  await fileStore(folder).set("new", "three", fresh);
  while (readdirSync(folder).includes(old)) await new Promise(setImmediate);
  assert.equal((await store.get("kept")).value, "two");
});

only("it can be encrypted like any other", "file", async (folder) => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const store = encryptedStore(fileStore(folder), [{ name: "1", key }]);
  await store.set(KEY, "a token", fresh);
  assert.equal((await store.get(KEY)).value, "a token");
  assert.ok(filesOf(folder).every((file) => !readFileSync(file, "utf8").includes("a token")));
});

test("what cannot be a store is refused at once", () => {
  for (const none of [undefined, "", 7]) assert.throws(() => fileStore(none), { name: "TypeError", message: /^path/ });
  assert.throws(() => postgresStore({}), { name: "TypeError", message: /package pg/ });
  assert.throws(() => postgresStore({ query() {} }, { table: "a b" }), { name: "TypeError", message: /^table/ });
});
