// Where the engine cannot be loaded, whatever the runtime says of it.

import { ends, options } from "./world.mjs";

export async function withoutEngine(world) {
  const { WebAssembly, ArrayBuffer } = globalThis;
  const { stem } = world;
  const failing = class {
    constructor() {
      throw new WebAssembly.CompileError(stem);
    }
  };
  // The engine in plain JavaScript needs no WebAssembly, but a buffer for its memory.
  const noMemory = class extends ArrayBuffer {
    constructor() {
      super(0);
      throw new RangeError(stem);
    }
  };
  for (const broken of [undefined, { Module: failing, Instance: failing }]) {
    Object.assign(globalThis, { WebAssembly: broken, ArrayBuffer: noMemory });
    try {
      const blend = new world.sdk.Blend(options(world, "ok"));
      await ends(world, "engine", () => blend.orders.get(stem));
      await ends(world, "engine, create", () => blend.orders.create({ [stem]: stem }));
      world.collector.add("client without an engine", blend);
    } finally {
      Object.assign(globalThis, { WebAssembly, ArrayBuffer });
    }
  }
}
