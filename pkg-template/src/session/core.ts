// What the clients of one session share.

import type { BlendOptions, TokenStore } from "../../types/index.js";
import { sentKeysScope } from "../create/sent-keys.js";
import type { Log } from "../hooks/log.js";
import { EngineClient } from "./engine-client.js";
import { Session } from "./session.js";

export class Core {
  readonly engine: EngineClient;
  readonly session: Session;
  readonly store: TokenStore | undefined;
  /** The account's, if the client signs in by it. */
  readonly email: string | undefined;
  /** What keeps the keys that `createOnce` has sent. */
  readonly sentKeysScope: object;

  /** `scope` is the one of the client that this one is derived from. */
  constructor(options: BlendOptions, log: Log, scope?: object) {
    this.engine = new EngineClient(options);
    this.session = new Session(this.engine, options, log);
    this.store = options.tokenStore;
    this.email = options.email;
    this.sentKeysScope = scope ?? sentKeysScope(options) ?? this;
  }
}
