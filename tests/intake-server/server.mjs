// One server of a portal with several: its clients share a Redis. Its parent gets the port.
import { createServer } from "node:http";
import { Redis } from "ioredis";
import { rules } from "../../pkg/dist/intake.mjs";
import { createIntakeHandler, toNodeHandler } from "../../pkg/dist/intake-server.mjs";
import { Blend } from "../../pkg/dist/index.mjs";
import { redisRateLimit, redisStore } from "../../pkg/dist/stores.mjs";
import { FIELDS, PRODUCTS, SECRET } from "./portal.mjs";

const { path, limit, options } = JSON.parse(process.argv[2]);
const redis = new Redis(path, { maxRetriesPerRequest: null });
redis.on("error", () => {});
const blend = new Blend({ tokenStore: redisStore(redis), logLevel: "off", ...options });
const handler = createIntakeHandler(blend, {
  schema: rules().patient,
  fields: FIELDS,
  session: () => ({ subject: "account-7" }),
  products: () => ({ products: PRODUCTS }),
  onSubmit: () => {},
  onError: () => {},
  secret: SECRET,
  rateLimit: { limit, store: redisRateLimit(redis) },
});
const server = createServer(toNodeHandler(handler)).listen(0, "127.0.0.1", () => console.log(server.address().port));
