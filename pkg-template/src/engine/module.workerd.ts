import module from "./blend.wasm";

export const compile = (): WebAssembly.Module => module;
