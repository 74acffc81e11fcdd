import { createServer } from "node:http";
import { toNodeHandler } from "blend-sdk/webhooks";
import { receiver } from "../program/receiver.mjs";

const server = createServer(toNodeHandler(receiver(process.argv[2])));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
