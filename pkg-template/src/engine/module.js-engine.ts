// The engine in plain JavaScript, of the entry `blend-sdk/js`: the same Rust, translated by wasm2js.

import { createEngine, type Engine } from "../../generated/client-js.js";
import { data, instantiate as functions } from "../../generated/client-js-functions.js";
import { fromText } from "./bytes.js";
import { Utf8Decoder, Utf8Encoder } from "./utf8.js";

export function instantiate(fetch: unknown): Engine {
  const { TextDecoder = Utf8Decoder, TextEncoder = Utf8Encoder } = globalThis as Partial<typeof globalThis>;
  return createEngine(fromText(data), functions, fetch, { TextDecoder, TextEncoder });
}
