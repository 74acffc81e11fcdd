// What workerd makes of an import of the wasm file.

declare module "*/sandbox.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
