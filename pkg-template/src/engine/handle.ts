// What the engine holds by number: clients, calls, creations, pagers.

import type { Engine } from "../../generated/client.js";
import type { Facts } from "../errors.js";
import { engineLost, generation, withEngine } from "./load.js";

/** What is said to the engine about the thing with a number. */
type About<T> = (engine: Engine, number: number) => T;

let collected: FinalizationRegistry<Handle> | undefined;

/**
 * A number of the engine's, and the engine that gave it: after a panic the next engine gives the same number to
 * something else.
 */
export class Handle {
  readonly number: number;
  readonly #generation = generation;
  readonly #forget: About<unknown>;

  /** `forget` has the engine forget what has the number. */
  constructor(number: number, forget: About<unknown>) {
    this.number = number;
    this.#forget = forget;
  }

  /** Whether the engine that gave the number was thrown away. */
  get isLost(): boolean {
    return this.#generation !== generation;
  }

  /** Asks the engine about it. Throws an `EngineError` with these facts if the engine is lost, or panics now. */
  ask<T>(about: About<T>, facts: () => Omit<Facts, "message">): T {
    if (this.isLost) throw engineLost(facts());
    try {
      return withEngine((engine) => about(engine, this.number));
    } catch {
      // The error of the panic does not know what the caller was doing.
      throw engineLost(facts());
    }
  }

  /** Has the engine forget it. */
  drop(): void {
    try {
      if (!this.isLost) withEngine((engine) => this.#forget(engine, this.number));
    } catch {
      // Nobody waits to hear of a panic, and the next call gets a fresh engine.
    }
  }

  /**
   * Has the engine forget it when `owner` is collected. Older workerd cannot tell: there it stays as long as the
   * worker.
   */
  dropWith(owner: object): void {
    if (typeof FinalizationRegistry !== "function") return;
    collected ??= new FinalizationRegistry((handle) => handle.drop());
    collected.register(owner, this);
  }
}
