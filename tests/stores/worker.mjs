// One of several processes with one account and one Redis. Does what its parent says, and answers each message.
import { Blend } from "../../pkg/dist/index.mjs";
import { encryptedStore, redisStore } from "../../pkg/dist/stores.mjs";
import { LOGIN } from "../support/server.mjs";
import { answerParent } from "./laws.mjs";
import { CLIENTS } from "./redis.mjs";

const { base, kind, path, keys, stuck } = JSON.parse(process.argv[2]);
const { client } = await CLIENTS[kind](path);
const store = encryptedStore(redisStore(client), keys);
// Has the lock, and never does anything with it.
if (stuck) store.get = () => (process.send("locked"), new Promise(() => {}));
const blend = new Blend({ ...LOGIN, baseURL: base, tokenStore: store, headers: { "x-process": `${process.pid}` } });

const VISIT = {
  external_id: "visit-2041",
  patient_id: "0227d1e5-ba9a-42b5-8fe2-38882aa65708",
  products: { prescription: [{ sku: "S-1", quantity: 1 }] },
  force_new: true,
};

const WORK = {
  call: () => blend.orders.get("1"),
  logout: () => blend.auth.logout(),
  once: () => blend.orders.createOnce(VISIT),
  /** 59 minutes and 50 seconds go by. */
  age: () => {
    const { now } = performance;
    performance.now = () => now.call(performance) + 3_590_000;
  },
};

answerParent(WORK);
