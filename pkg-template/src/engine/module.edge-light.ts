import module from "./blend.wasm?module";

export const compile = (): WebAssembly.Module => module;
