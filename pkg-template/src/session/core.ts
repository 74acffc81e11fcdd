// What the clients of one session share: the engine's number for it, its tokens, and what is in flight.

import { Word } from "../../generated/operations.js";
import type { Engine } from "../../generated/client.js";
import type { BlendOptions, TokenStore } from "../../types/index.js";
import { optionsText } from "../input/arguments.js";
import { Handle } from "../engine/handle.js";
import { say } from "../engine/load.js";
import { errorOf, type FailureJson } from "../errors.js";
import type { Log } from "../hooks/log.js";
import { sentKeysScope } from "../create/sent-keys.js";
import { isBrowser } from "../platform/runtime.js";
import { Session } from "./session.js";

/** Opens a client in the engine and gives its number. Throws what is wrong with the options. */
function open(engine: Engine, text: string): number {
  const opened = JSON.parse(say(engine, Word.open, 0, text, Number(isBrowser()))) as
    { client: number } | { error: FailureJson };
  if ("error" in opened) throw errorOf(opened.error);
  return opened.client;
}

/** Throws what is wrong with options; nothing stays open. */
export function look(engine: Engine, options: BlendOptions): void {
  say(engine, Word.close, open(engine, optionsText(options)));
}

export class Core {
  /** Of the client that it was made for. */
  readonly log: Log;
  readonly session: Session;
  readonly store: TokenStore | undefined;
  /** The account's, where the client signs in by it. */
  readonly email: string | undefined;
  /** Where it is remembered what `createOnce` has sent. */
  readonly home: object;
  /** The session's tokens, so that a fresh instance of the engine can go on with them. */
  snapshot = "";
  readonly #text: string;
  #handle: Handle | undefined;

  /** `home` is that of the client that this one is derived from. */
  constructor(options: BlendOptions, log: Log, home?: object) {
    this.#text = optionsText(options);
    this.log = log;
    this.home = home ?? sentKeysScope(options) ?? this;
    this.session = new Session(this, options);
    this.store = options.tokenStore;
    this.email = options.email;
  }

  /** The client's number in the engine at hand; opened anew after a panic. Throws what is wrong with the options. */
  client(engine: Engine): number {
    if (!this.#handle || this.#handle.isLost) {
      this.#handle = new Handle(open(engine, this.#text), (engine, number) => say(engine, Word.close, number));
      this.#handle.dropWith(this);
      if (this.snapshot) say(engine, Word.restore, this.#handle.number, this.snapshot);
    }
    return this.#handle.number;
  }
}
