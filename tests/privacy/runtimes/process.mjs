// The program in Node, Bun and Deno.
import { inspect } from "node:util";
import { report } from "../program/index.mjs";

const deep = { depth: 9, showHidden: true, getters: true };
const shown = globalThis.Deno?.inspect ?? globalThis.Bun?.inspect ?? inspect;
await report(await import("blend-sdk"), process.argv[2], (value) => shown(value, deep));
console.log("[]");
