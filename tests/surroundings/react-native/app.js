// An app: first what React Native sets up before it, then what a screen would call.
import "whatwg-fetch";
import Blend, { isBlendError } from "blend-sdk";

const open = (options) => new Blend({ ...options, logLevel: "off" });

globalThis.app = {
  check: (params) => open({ accessToken: "t" }).patients.check.create(params),
  async order(options, params) {
    const blend = open(options);
    const { id, status } = await blend.orders.create(params);
    const listed = await blend.orders.list({ page_size: 1 }).toArray({ limit: 100 });
    return { status, listed: listed.some((order) => order.id === id), paused: (await blend.orders.pause(id)).status };
  },
  /** Keeps its session and its keys in `AsyncStorage`, or what does the same. */
  async once(options, params) {
    const kept = new Map();
    const tokenStore = {
      get: async (key) => kept.get(key),
      set: async (key, value) => void kept.set(key, { value, version: "1" }),
      clear: async (key) => void kept.delete(key),
    };
    const blend = open({ ...options, tokenStore });
    const { id } = await blend.orders.createOnce(params);
    const { data, attempts } = await blend.orders
      .waitFor(id, { status: "received" })
      .then(() => blend.orders.get(id).withResponse());
    return { status: data.status, attempts, kept: kept.size };
  },
  missing: (options) =>
    open(options)
      .orders.get("nobody")
      .catch((error) => [isBlendError(error), error.name, error.status]),
};
