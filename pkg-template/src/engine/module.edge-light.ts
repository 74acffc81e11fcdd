import { createEngine, type Engine } from "../../generated/client.js";
import module from "./blend.wasm?module";

export const instantiate = (fetch: unknown): Engine => createEngine(module, fetch);
