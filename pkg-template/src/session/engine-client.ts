// A client as the engine knows it: options and session, by number.

import { closeClient, openClient, restoreSession } from "../../generated/protocol.js";
import type { Engine } from "../../generated/client.js";
import type { BlendOptions } from "../../types/index.js";
import { Handle } from "../engine/handle.js";
import { withEngine } from "../engine/load.js";
import { errorOf } from "../errors.js";
import { optionsText } from "../input/options.js";
import { isBrowser } from "../platform/runtime.js";

/** Throws what is wrong with the options in every runtime. */
export function validateOptions(options: BlendOptions): void {
  const text = optionsText(options);
  withEngine((engine) => closeClient(engine, open(engine, text)));
}

/** Opens a client in the engine. Returns its number. */
function open(engine: Engine, options: string): number {
  const opened = openClient(engine, { options, inBrowser: isBrowser() });
  if ("error" in opened) throw errorOf(opened.error);
  return opened.client;
}

export class EngineClient {
  /** The session's tokens, so that a fresh engine can go on with them. */
  snapshot = "";
  readonly #options: string;
  #handle: Handle | undefined;

  constructor(options: BlendOptions) {
    this.#options = optionsText(options);
  }

  /** Says something about the client to the engine. Throws what is wrong with its options. */
  ask<T>(about: (engine: Engine, client: number) => T): T {
    return withEngine((engine) => about(engine, this.numberIn(engine)));
  }

  /** Its number in this engine. After a panic it is opened again. */
  numberIn(engine: Engine): number {
    if (!this.#handle || this.#handle.isLost) {
      this.#handle = new Handle(open(engine, this.#options), closeClient);
      this.#handle.dropWith(this);
      if (this.snapshot) restoreSession(engine, this.#handle.number, this.snapshot);
    }
    return this.#handle.number;
  }
}
