/* global Deno */
import { receiver } from "../program/receiver.mjs";

Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: ({ port }) => console.log(port) }, receiver(Deno.args[0]));
