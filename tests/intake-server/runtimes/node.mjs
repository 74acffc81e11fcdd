import { createServer } from "node:http";
import { toNodeHandler } from "blend-sdk/intake/server";
import { portal } from "../program/portal.mjs";

const server = createServer(toNodeHandler(portal()));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
