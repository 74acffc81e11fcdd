// The entry `blend-sdk/js`: the same client on an engine in plain JavaScript, for where WebAssembly is missing or forbidden.

export * from "./index.mjs";
export { Blend as default } from "./index.mjs";
