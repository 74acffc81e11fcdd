// An entry of the package that tests build, and of no other: all of the real one, and a way to make
// the engine panic.

import type { Engine } from "../../generated/client.js";
import { eventNames } from "../../generated/protocol.js";
import { withEngine } from "../engine/load.js";

export * from "../index.js";

/** Makes the engine panic at the next event of that name. */
export const panicIn = (event: string): void =>
  withEngine((engine) => (engine as Engine & { panic_in(event: number): void }).panic_in(eventNames.indexOf(event)));
