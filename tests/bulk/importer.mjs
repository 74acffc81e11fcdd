// Creates prescribers in bulk with a checkpoint. Its parent kills it on the way, and starts it again.
import { bulk } from "../../pkg/dist/bulk.mjs";
import { Blend } from "../../pkg/dist/index.mjs";
import { prescribers } from "./limited-server.mjs";

const [baseURL, checkpoint, count] = process.argv.slice(2);
const blend = new Blend({ baseURL, accessToken: "given", logLevel: "off" });
const { done, skipped, failures } = await bulk(
  prescribers(Number(count)),
  (prescriber) => blend.prescribers.create(prescriber),
  { key: ({ npi }) => npi, checkpoint },
);
process.send({ done, skipped, failures: failures.length });
