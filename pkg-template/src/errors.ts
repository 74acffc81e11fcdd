// The error classes. None holds a value of a request or an answer; what Blend said is behind unsafe().

import { ErrorClass, type FailureJson } from "../generated/protocol.js";
import type { Issue, Outcome } from "../types/index.js";
import { BRAND, isBranded } from "./brand.js";

export type { FailureJson };

/**
 * What an error is made from; all but the message is a field of it. Those without a class of their own bring their
 * `code`.
 */
export type Facts = Omit<FailureJson, "class"> & { code?: string; existingId?: string; differs?: string[] };

/** What an error keeps out of sight: it may hold a patient's data. */
interface Unsafe {
  /** What Blend said. */
  body?: string;
  /** The params of the create. */
  params?: unknown;
  /** What a function of the user's, or fetch, threw. */
  thrown?: unknown;
  /** Why the signal was aborted. */
  reason?: unknown;
}

/** Whether a value is an error of any copy of this package. */
export const isBlendError = isBranded as (value: unknown) => value is BlendError;

export class BlendError extends Error {
  declare readonly code: string;
  declare readonly outcome: Outcome;
  declare readonly operation?: string;
  declare readonly warnings?: Issue[];
  declare readonly unsafe: () => Unsafe;

  constructor(facts: Facts, unsafe?: Unsafe) {
    const { message, ...fields } = facts;
    super(sentence(facts));
    Object.assign(this, fields);
    hide(this, "unsafe", () => ({ ...unsafe }));
  }

  /** Every field, with the name and the message, which JSON leaves out of an `Error`. */
  toJSON(): Record<string, unknown> {
    const { name, message } = this;
    return Object.assign<Record<string, unknown>, this>({ name, message }, this);
  }
}

function sentence({ message, operation, hint, status, method, path }: Facts): string {
  const where = status && path ? ` (${status} on ${method} ${path})` : "";
  return `${operation ? `${operation}: ` : ""}${message}${where}${hint ? `. Hint: ${hint}` : ""}`;
}

/** Sets a property that no log and no JSON shows. */
export function hide(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, configurable: true, writable: true });
}

hide(BlendError.prototype, BRAND, true);

type Constructor = new (facts: Facts, unsafe?: Unsafe) => BlendError;

/** A class with its name, which survives minifying, and its code: the same in small letters, without `Error`. */
function define(name: string, parent: Constructor = BlendError): Constructor {
  const code = name
    .slice(0, -5)
    .replace(/\B[A-Z](?=[a-z])/g, "_$&")
    .toLowerCase();
  const made = class extends parent {
    // A field of its own, so that logs show it.
    override readonly code = code;
  };
  hide(made, "name", name);
  hide(made.prototype, "name", name);
  hide(made.prototype, "constructor", made);
  return made;
}

hide(BlendError, "name", "BlendError");
hide(BlendError.prototype, "name", "BlendError");

export const APIError = define("APIError");
export const BadRequestError = define("BadRequestError", APIError);
export const AuthenticationError = define("AuthenticationError", APIError);
export const PermissionDeniedError = define("PermissionDeniedError", APIError);
export const NotFoundError = define("NotFoundError", APIError);
export const ConflictError = define("ConflictError", APIError);
export const UnprocessableEntityError = define("UnprocessableEntityError", APIError);
export const RateLimitError = define("RateLimitError", APIError);
export const InternalServerError = define("InternalServerError", APIError);
export const ConnectionError = define("ConnectionError");
export const TimeoutError = define("TimeoutError");
export const AbortError = define("AbortError");
export const ValidationError = define("ValidationError");
export const InvalidTransitionError = define("InvalidTransitionError");
export const UnknownOutcomeError = define("UnknownOutcomeError");
export const TakenError = define("TakenError");
export const SessionExpiredError = define("SessionExpiredError");
export const PagingError = define("PagingError");
export const EngineError = define("EngineError");

const classes: Record<ErrorClass, Constructor> = {
  [ErrorClass.APIError]: APIError,
  [ErrorClass.BadRequestError]: BadRequestError,
  [ErrorClass.AuthenticationError]: AuthenticationError,
  [ErrorClass.PermissionDeniedError]: PermissionDeniedError,
  [ErrorClass.NotFoundError]: NotFoundError,
  [ErrorClass.ConflictError]: ConflictError,
  [ErrorClass.UnprocessableEntityError]: UnprocessableEntityError,
  [ErrorClass.RateLimitError]: RateLimitError,
  [ErrorClass.InternalServerError]: InternalServerError,
  [ErrorClass.ConnectionError]: ConnectionError,
  [ErrorClass.TimeoutError]: TimeoutError,
  [ErrorClass.AbortError]: AbortError,
  [ErrorClass.ValidationError]: ValidationError,
  [ErrorClass.SessionExpiredError]: SessionExpiredError,
  [ErrorClass.PagingError]: PagingError,
  [ErrorClass.InvalidTransitionError]: InvalidTransitionError,
  [ErrorClass.UnknownOutcomeError]: UnknownOutcomeError,
  [ErrorClass.TakenError]: TakenError,
};

/** The error for arguments that a check refused. Nothing was sent. */
export function refused(issues: Issue[], operation?: string): BlendError {
  const said = issues.slice(0, 3).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return new ValidationError({
    message: `nothing was sent: ${said.join("; ")}`,
    outcome: "not_sent",
    issues,
    ...(operation && { operation }),
  });
}

/** The error that the engine describes. */
export function errorOf({ class: number, ...facts }: Facts & Pick<FailureJson, "class">, unsafe?: Unsafe): BlendError {
  return new classes[number](facts, unsafe);
}

/** The error of a call whose sign-in failed by a function of the user's: `failure` is what the engine knows. */
export function signInError(failure: FailureJson, { constructor, code, message, unsafe }: BlendError): BlendError {
  const { class: _, hint: __, ...facts } = failure;
  return new (constructor as Constructor)({ ...facts, code, message: `signing in failed: ${message}` }, unsafe());
}

/** The error of a call that its signal ended: of `AbortSignal.timeout` it is a `TimeoutError`. */
export function abortError(facts: Facts, signal: AbortSignal | undefined): BlendError {
  const reason: unknown = signal?.reason;
  const made = reason instanceof Error && reason.name === "TimeoutError" ? TimeoutError : AbortError;
  return new made(facts, { reason });
}

/** The fields that an error of this package may have. */
const FIELDS = [
  ...["code", "outcome", "operation", "method", "path", "status", "requestId", "attempts", "elapsedMs"],
  ...["hint", "causeCode", "retryAfterMs", "issues", "warnings", "fieldErrors", "existingId", "differs"],
];

/** The error that `toJSON` wrote, in another worker or process. `unsafe()` of it is empty. */
export function errorFromJSON(json: unknown): BlendError {
  const given = Object(json) as Record<string, unknown>;
  const made = [...Object.values(classes), EngineError].find(({ name }) => name === given["name"]) ?? BlendError;
  const error = new made({ message: String(given["message"]), outcome: "unknown" });
  for (const name of FIELDS) if (given[name] !== undefined) Object.assign(error, { [name]: given[name] });
  return error;
}
