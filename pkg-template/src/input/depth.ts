// Answers are as deep as Blend makes them. The runtime's own ways through a value end where its stack does.

import { APIError } from "../errors.js";

/** Does the work; where that fails, the answer that it walks through is nested too deep. */
export function shallow<T>(operation: string, work: () => T): T {
  try {
    return work();
  } catch {
    throw new APIError({ message: "the answer is nested too deep", outcome: "done", operation });
  }
}
