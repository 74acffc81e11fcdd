// One of several processes that share a store. Does what its parent says, and answers each message.
import { Blend } from "../../pkg/dist/index.mjs";
import { LOGIN } from "../support/server.mjs";
import { answerParent } from "./laws.mjs";
import { openStore } from "./shared-stores.mjs";

const { kind, place, base, number } = JSON.parse(process.argv[2]);
const { store } = await openStore(kind, place);

const MINUTE = 60_000;
const KEY = "blend-sdk:counter";

const VISIT = {
  external_id: "visit-2041",
  patient_id: "0227d1e5-ba9a-42b5-8fe2-38882aa65708",
  products: { prescription: [{ sku: "S-1", quantity: 1 }] },
  force_new: true,
};

/** Adds one by comparing and setting; says so once it is set. */
async function increment() {
  for (;;) {
    const held = await store.get(KEY);
    const next = `${Number(held?.value ?? 0) + 1}`;
    if (await store.set(KEY, next, { ifVersion: held?.version, ttlMs: MINUTE })) return next;
  }
}

const client = () => new Blend({ ...LOGIN, baseURL: base, tokenStore: store, logLevel: "off" });

const WORK = {
  async increments() {
    for (let times = 0; times < 25; times++) await increment();
  },
  /** Never comes to an end: its parent kills it. */
  async forever() {
    for (;;) process.send({ acknowledged: Number(await increment()) });
  },
  async lock() {
    await store.lock(KEY, MINUTE);
    // Has it, and never does anything with it.
    process.send({ locked: number });
    await new Promise(() => {});
  },
  call: () => client().orders.get("1"),
  once: () => client().orders.createOnce(VISIT),
  composite() {
    const { force_new, ...order } = VISIT;
    return client().composite.createOnce({ order, force_new });
  },
};

answerParent(WORK);
