// What is compared: each way by its name, the bare one first. Runs in Node and in browsers.

import ky from "ky";
import OpenAI from "openai";
import createClient from "openapi-fetch";
import { Blend } from "../pkg/dist/index.mjs";
import { ratios, takeTurns, timed, timedCalls } from "./measure.mjs";

const ID = "visit-2041";

/** A list of 200 orders, whose answer is there at once. */
export async function lists(text, rounds) {
  const fetch = async () => new Response(text, { headers: { "content-type": "application/json" } });
  const client = (checkResponses) => new Blend({ accessToken: "bench", fetch, checkResponses, logLevel: "off" });
  const [off, checked] = [client("off"), client("report")];
  const ways = {
    "fetch and JSON.parse": async () => JSON.parse(await (await fetch()).text()),
    "orders.list": async () => (await off.orders.list()).data,
    "orders.list, checked": async () => (await checked.orders.list()).data,
  };
  const once = async (way) => {
    let items;
    const numbers = await timed(async () => (items = await way()));
    if (items.length !== 200) throw new Error(`${items.length} items`);
    return numbers;
  };
  return ratios(await takeTurns(ways, { rounds, warm: 20, once }), "ms");
}

/** One order from a server, `inFlight` calls at a time. */
export async function calls(baseURL, { inFlight, count, rounds }) {
  const headers = { authorization: "Bearer bench", accept: "application/json" };
  const options = { accessToken: "bench", baseURL, logLevel: "off" };
  const blend = new Blend(options);
  const own = new Blend({ ...options, fetch: (url, init) => fetch(url, init) });
  const kyClient = ky.create({ prefixUrl: baseURL, headers });
  const openapi = createClient({ baseUrl: baseURL, headers });
  const openai = new OpenAI({ apiKey: "bench", baseURL, dangerouslyAllowBrowser: true });
  const ways = {
    fetch: async () => (await fetch(`${baseURL}/orders/${ID}`, { headers })).json(),
    "blend-sdk": () => blend.orders.get(ID),
    "blend-sdk, a fetch of your own": () => own.orders.get(ID),
    ky: () => kyClient.get(`orders/${ID}`).json(),
    "openapi-fetch": () => openapi.GET("/orders/{order_id}", { params: { path: { order_id: ID } } }),
    openai: () => openai.get(`/orders/${ID}`),
  };
  return takeTurns(ways, { rounds, warm: 4, once: timedCalls(count, inFlight) });
}

/** 10,000 orders in pages of 200, from a server that answers in 20 ms. */
export async function pages(baseURL, rounds) {
  const client = new Blend({ accessToken: "bench", baseURL, logLevel: "off" });
  const all = async (prefetch) => {
    let count = 0;
    for await (const _ of client.orders.list({ page_size: 200 }, { prefetch })) count++;
    return count;
  };
  const ways = {
    "a plain loop": async () => {
      let count = 0;
      for (let page = 1; ; page++) {
        const items = await (await fetch(`${baseURL}/orders?page=${page}&page_size=200`)).json();
        count += items.length;
        if (items.length < 200) return count;
      }
    },
    "orders.list": () => all(0),
    "orders.list, prefetch: 4": () => all(4),
  };
  const once = async (way) => {
    let count;
    const numbers = await timed(async () => (count = await way()));
    if (count !== 10_000) throw new Error(`${count} orders`);
    return numbers;
  };
  return ratios(await takeTurns(ways, { rounds, warm: 1, once }), "ms");
}
