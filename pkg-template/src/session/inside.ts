// Whether code runs inside a piece of work. Where it waits for that work, it waits for itself.

interface AsyncStorage {
  run<T>(store: true, work: () => T): T;
  getStore(): true | undefined;
  disable(): void;
}

interface AsyncHooks {
  AsyncLocalStorage?: new () => AsyncStorage;
}

const { process } = globalThis as unknown as {
  process?: { getBuiltinModule?(name: string): AsyncHooks | undefined };
};

/** Follows one piece of work through its awaits, in runtimes that can: Node, Bun and Deno. */
export class Inside {
  readonly #storage = storage();

  run<T>(work: () => T): T {
    return this.#storage ? this.#storage.run(true, work) : work();
  }

  /** Whether the caller runs inside the work. Always false in a runtime that cannot tell. */
  now(): boolean {
    return this.#storage?.getStore() === true;
  }

  /** The work is over. Node would go on watching every promise of the process. */
  end(): void {
    this.#storage?.disable();
  }
}

function storage(): AsyncStorage | undefined {
  const Storage = process?.getBuiltinModule?.("node:async_hooks")?.AsyncLocalStorage;
  return Storage && new Storage();
}
