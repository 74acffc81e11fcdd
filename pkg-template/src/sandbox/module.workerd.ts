import module from "./sandbox.wasm";

export const compile = (): WebAssembly.Module => module;
