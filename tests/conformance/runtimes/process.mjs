// The program in Node, Bun and Deno: its own process, which has to end by itself.
import { inspect } from "node:util";
import { blend } from "../program/blend.mjs";
import { conform } from "../program/index.mjs";

const load = async () => blend(await import("blend-sdk"), () => import("blend-sdk-copy"));
const shown = globalThis.Deno?.inspect ?? globalThis.Bun?.inspect ?? ((value) => inspect(value, { depth: 8 }));
const results = await conform({ control: process.argv[2], load, inspect: shown });
console.log(JSON.stringify(results));
