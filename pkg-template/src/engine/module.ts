// The engine's code. For other runtimes, the build takes the file of their name in place of this one.

import { createEngine, type Engine } from "../../generated/client.js";
import { wasm } from "../../generated/client-wasm.js";
import { moduleFromText } from "./bytes.js";
import { coders } from "./coders.js";

let module: WebAssembly.Module | undefined;

/** A fresh engine, whose gloo-net calls `fetch`. */
export const instantiate = (fetch: unknown): Engine =>
  createEngine((module ??= new WebAssembly.Module(moduleFromText(wasm))), fetch, coders());
