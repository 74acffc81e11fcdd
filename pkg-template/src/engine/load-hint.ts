/** How to mend it that the engine could not be loaded. Browsers say in their error that a policy forbids it, each in other words. */
export function loadHint(error: unknown): string {
  const forbidden = /content.security.policy|\bCSP\b|unsafe-eval/i.test(String(error));
  const found = forbidden
    ? "this page forbids WebAssembly; it allows it by the header Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval', or"
    : `WebAssembly ${typeof WebAssembly === "object" ? "cannot start" : "is missing"} here;`;
  return `${found} import from "blend-sdk/js", which does without it`;
}
