// Signs in and renews the tokens of one session: one job at a time, however many calls wait for it.

import { snapshotSession, signOut } from "../../generated/protocol.js";
import type { BlendOptions } from "../../types/index.js";
import type { CallSettings, SignIn } from "../call/types.js";
import type { BlendError } from "../errors.js";
import type { Log } from "../hooks/log.js";
import type { EngineClient } from "./engine-client.js";
import { SessionStore } from "./session-store.js";
import { SignInJob } from "./sign-in-job.js";

export class Session implements SignIn {
  readonly #engine: EngineClient;
  readonly #options: BlendOptions;
  readonly #log: Log;
  readonly #store: SessionStore;
  #job: SignInJob | undefined;

  constructor(engine: EngineClient, options: BlendOptions, log: Log) {
    this.#engine = engine;
    this.#options = options;
    this.#log = log;
    this.#store = new SessionStore(engine, options, log);
  }

  /** See `SignIn`. Throws for a call that the job itself waits for. */
  ready({ fetch, middleware }: Pick<CallSettings, "fetch" | "middleware">): Promise<BlendError | undefined> {
    if (!this.#job) {
      const settings = { ...this.#options, fetch, middleware, log: this.#log };
      this.#job = new SignInJob(this, this.#engine, this.#store, settings);
      const over = () => (this.#job = undefined);
      this.#job.run().then(over, over);
    }
    return this.#job.enter();
  }

  leave(): void {
    this.#job?.leave();
  }

  async replace(): Promise<void> {
    await this.#store.load();
    this.#engine.snapshot = this.#engine.ask(snapshotSession);
    await this.#store.save(this.#engine.snapshot);
  }

  /** Forgets the session, here and in the store. */
  async clear(): Promise<void> {
    this.#engine.ask(signOut);
    this.#engine.snapshot = "";
    await this.#store.clear(this.#options.totalTimeout);
  }
}
