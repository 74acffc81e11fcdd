// What runtimes that compile no bytes make of an import of the wasm file.

declare module "*/blend.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*/blend.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
