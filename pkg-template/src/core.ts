// What the clients of one session share: the engine's number for it, the session and the log.

import type { Engine } from "../generated/client.js";
import type { BlendOptions } from "../types/index.js";
import { optionsText } from "./arguments.js";
import { ask, generation } from "./engine.js";
import { errorOf, type Facts } from "./errors.js";
import { Log } from "./log.js";
import { isBrowser, now } from "./runtime.js";
import { SignIn } from "./session.js";

/** A client's number, and the instance that it counts in. */
interface Held {
  generation: number;
  client: number;
}

// An engine keeps a client until told: forgotten clients are closed when they are collected.
const forgotten = new FinalizationRegistry<Held>((held) => {
  if (held.generation === generation) ask((engine) => engine.ask("close", held.client, 0, undefined, "", 0, 0));
});

export class Core {
  readonly log: Log;
  readonly session: SignIn;
  /** The session's tokens, so that a fresh instance of the engine can go on with them. */
  snapshot = "";
  readonly #text: string;
  readonly #held: Held = { generation: 0, client: -1 };

  constructor(options: BlendOptions, inherited = "") {
    this.#text = optionsText(options);
    this.snapshot = inherited;
    this.log = new Log(options.logger, options.logLevel);
    this.session = new SignIn(this, options);
    forgotten.register(this, this.#held);
  }

  /** The client's number in the engine at hand; opened anew after a panic. Throws what is wrong with the options. */
  client(engine: Engine): number {
    const held = this.#held;
    if (held.generation !== generation) {
      const opened = JSON.parse(engine.ask("open", 0, Number(isBrowser()), this.#text, "", 0, 0)) as { client: number } | { error: Facts & { class: string } };
      if ("error" in opened) throw errorOf(opened.error);
      held.generation = generation;
      held.client = opened.client;
      if (this.snapshot) engine.ask("restore", held.client, 0, this.snapshot, "", now(), 0);
    }
    return held.client;
  }
}
