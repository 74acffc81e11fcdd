// Answers are as deep as Blend makes them. JSON.stringify and structuredClone fail where the stack ends.

import { APIError } from "../errors.js";

/** Does work that walks through an answer. If it fails, the answer is nested too deep. */
export function guardDepth<T>(operation: string, work: () => T): T {
  try {
    return work();
  } catch {
    throw new APIError({ message: "the answer is nested too deep", outcome: "done", operation });
  }
}
