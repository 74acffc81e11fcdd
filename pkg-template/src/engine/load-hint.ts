/**
 * What helps if the engine cannot be loaded. Browsers say in their error that a policy forbids it, each in other words.
 */
export function loadHint(error: unknown): string {
  if (typeof TextDecoder !== "function")
    return "TextDecoder is missing here; in tests, set it first: Object.assign(globalThis, require('node:util'))";
  const forbidden = /content.security.policy|\bCSP\b|unsafe-eval/i.test(String(error));
  const found = forbidden
    ? "a policy of the page forbids WebAssembly; allow it by the header Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval', or"
    : `WebAssembly ${typeof WebAssembly === "object" ? "cannot start" : "is missing"} here;`;
  return `${found} import from "blend-sdk/js", which needs no WebAssembly`;
}
