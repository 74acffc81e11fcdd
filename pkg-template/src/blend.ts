// The class that users make.

import type { BlendOptions, CallOptions } from "../types/index.js";
import type { BlendPromise } from "./call/promise.js";
import { Client } from "./client.js";
import { hide } from "./errors.js";
import { groupsOf } from "./groups.js";

// Frameworks put proxies around what they are given. A private field knows only the object itself; a hidden function
// comes through, what it returns is never wrapped, and `inspect` does not show it.
const CLIENT = Symbol("client");

export class Blend {
  // Survives minifying, for logs.
  static readonly name = "Blend";

  declare readonly [CLIENT]: () => Client;

  /** `derived` is given by `withOptions` alone. */
  constructor(options: BlendOptions = {}, derived?: { [CLIENT]: Client }) {
    const client = derived?.[CLIENT] ?? Client.open(options);
    hide(this, CLIENT, () => client);
    // Hidden, but not frozen: a test can put a stub in place.
    for (const [name, group] of groupsOf(client)) hide(this, name, group);
  }

  withOptions(options: BlendOptions): Blend {
    return new Blend({}, { [CLIENT]: this[CLIENT]().derive(options) });
  }

  request(method: string, path: string, input?: object, options?: CallOptions): BlendPromise<unknown> {
    return this[CLIENT]().request(method, path, input, options);
  }
}
