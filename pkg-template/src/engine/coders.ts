// Text to UTF-8 and back. jsdom under Jest hides what Node has for it.

export interface Coders {
  TextDecoder: typeof TextDecoder;
  TextEncoder: typeof TextEncoder;
}

interface Globals {
  process?: { getBuiltinModule?(name: string): Coders | undefined };
}

/** The coders of this runtime. Undefined ones where it has none: then the engine does not load. */
export function coders(): Coders {
  const globals = globalThis as Globals & Coders;
  return globals.TextDecoder ? globals : (globals.process?.getBuiltinModule?.("node:util") ?? globals);
}
