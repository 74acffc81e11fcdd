// Where the engine cannot be loaded, whatever the runtime says of it.

import { ends, options } from "./world.mjs";

export async function withoutEngine(world) {
  const { WebAssembly } = globalThis;
  const { stem } = world;
  const failing = class {
    constructor() {
      throw new WebAssembly.CompileError(stem);
    }
  };
  for (const broken of [undefined, { Module: failing, Instance: failing }]) {
    globalThis.WebAssembly = broken;
    try {
      const blend = new world.sdk.Blend(options(world, "ok"));
      await ends(world, "engine", () => blend.orders.get(stem));
      await ends(world, "engine, create", () => blend.orders.create({ [stem]: stem }));
      world.collector.add("client without an engine", blend);
    } finally {
      globalThis.WebAssembly = WebAssembly;
    }
  }
}
