/* global Bun */
import { portal } from "../program/portal.mjs";

const { port } = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: portal() });
console.log(port);
