/* global Bun */
import { receiver } from "../program/receiver.mjs";

const { port } = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: receiver(process.argv[2]) });
console.log(port);
