// The compiled engine. For the runtimes that compile no bytes, the build takes the file of their name in place of this one.

import { wasm } from "../../generated/client.js";
import { fromText } from "./bytes.js";

export const compile = (): WebAssembly.Module => new WebAssembly.Module(fromText(wasm));
