// The compiled engine of the sandbox. For workerd, which compiles no bytes, the build takes the file of its name in
// place of this one.

import { wasm } from "../../generated/sandbox-wasm.js";
import { moduleFromText } from "../engine/bytes";

export const compile = (): WebAssembly.Module => new WebAssembly.Module(moduleFromText(wasm));
