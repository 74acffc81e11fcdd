// One engine for each sandbox, and what crosses to it.

import { createEngine, type Engine } from "../../generated/sandbox.js";
import { coders } from "../engine/coders.js";
import { compile } from "./module";

/** A request as the engine takes it. */
export interface SandboxRequest {
  method: string;
  /** Path and query. */
  target: string;
  authorization?: string | undefined;
  content_type?: string | undefined;
  /** The header x-sandbox-fail. */
  fail?: string | undefined;
  body: string;
}

/** What happens to an answer on its way. */
export interface Network {
  latency: number;
  lost: boolean;
  stalled: boolean;
  headers: boolean;
  truncated: boolean;
}

/** An answer as the engine gives it. */
export interface SandboxAnswer {
  status: number;
  headers: [string, string][];
  body: string;
  operation: string;
  network: Network;
  changed: boolean;
}

/** A delivery that is due. */
export interface Due {
  id: number;
  event: string;
  /** Empty for the receiver that the sandbox was opened with. */
  url: string;
  body: string;
  attempt: number;
  secret: string | null;
}

let compiled: WebAssembly.Module | undefined;

/** A fresh engine. */
export function openEngine(): Engine {
  compiled ??= compile();
  return createEngine(compiled, undefined, coders());
}
