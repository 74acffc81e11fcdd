/** Wherever there is WebAssembly, there is `Symbol.asyncIterator`. */
export function nameIterators(): void {}
