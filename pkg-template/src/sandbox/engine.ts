// One engine for each sandbox, and what crosses to it.

import { createEngine, type Engine } from "../../generated/sandbox.js";
import { coders } from "../engine/coders.js";
import { compile } from "./module";

let compiled: WebAssembly.Module | undefined;

/** A fresh engine. */
export function openEngine(): Engine {
  compiled ??= compile();
  return createEngine(compiled, undefined, coders());
}
