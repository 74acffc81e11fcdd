// An entry of the package that tests build, and of no other: all of the real one, and a way to make
// the engine panic.

import type { Engine } from "../../generated/client.js";
import { words } from "../../generated/operations.js";
import { withEngine } from "../engine/load.js";

export * from "../index.js";

/** Makes the engine panic in the next `start`, `head`, or event of that name. */
export const panicIn = (phase: string): void =>
  withEngine((engine) => (engine as Engine & { panic_in(word: number): void }).panic_in(words.indexOf(phase)));
