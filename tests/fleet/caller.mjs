// One of many processes with one session: makes the calls that its parent hands out, and says which were answered.
import { Redis } from "ioredis";
import { Blend } from "../../pkg/dist/index.mjs";
import { redisStore } from "../../pkg/dist/stores.mjs";
import { LOGIN } from "../support/server.mjs";

const { base, path } = JSON.parse(process.argv[2]);
const redis = new Redis(path, { maxRetriesPerRequest: null });
redis.on("error", () => {});
const blend = new Blend({ ...LOGIN, baseURL: base, tokenStore: redisStore(redis), logLevel: "off" });

process.on("message", async (numbers) => {
  const failed = [];
  const call = (number) => blend.orders.get(`order-${number}`).catch((error) => failed.push([number, error.code]));
  await Promise.all(numbers.map(call));
  process.send({ failed });
});
process.send("ready");
