// What a failed fetch says about where it failed. Each runtime keeps it in a place of its own, and the engine judges
// it. Nothing else of the error is passed on: the rest may hold anything.

import type { NetworkError } from "../../generated/protocol.js";

/** Nobody's network errors are nested deeper, and runtimes try fewer addresses. */
const MOST_ERRORS = 16;

/** The error at the end of a chain of causes, or each one that a group ends in: Node tries several addresses. */
export function networkErrors(thrown: unknown): NetworkError[] {
  const ends: NetworkError[] = [];
  let left = MOST_ERRORS;
  const collect = (error: unknown, above: NetworkError): void => {
    const { facts, inside } = look(error);
    // A wrapper may repeat the code of what it wraps.
    const known = facts.code === undefined ? above : facts;
    if (left-- > 0 && inside.length) for (const one of inside) collect(one, known);
    else ends.push(known);
  };
  collect(thrown, {});
  return ends;
}

function look(error: unknown): { facts: NetworkError; inside: unknown[] } {
  try {
    const { code, hostname, address, port, path, cause, errors } = error as Record<string, unknown>;
    const text = (value: unknown) => (typeof value === "string" ? value : undefined);
    const facts: NetworkError = {
      code: text(code),
      hostname: text(hostname),
      address: text(address),
      port: typeof port === "number" ? port : text(port),
      url: text(path),
    };
    const group = Array.isArray(errors) ? (errors as unknown[]) : [];
    return {
      facts,
      inside: group.length ? group : typeof cause === "object" && cause ? [cause] : [],
    };
  } catch {
    // It may be anything, and so may be what its getters throw. Nothing is known then.
    return { facts: {}, inside: [] };
  }
}
