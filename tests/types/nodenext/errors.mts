// Errors: narrowing by class, by code and by guard. Compiled, never run.
import * as sdk from "blend-sdk";
import { holds, type Same } from "./shared.mjs";

// Editors complete the codes, and a later version may have more.
holds<Same<Extract<sdk.ErrorCode, "not_found" | "middleware">, "not_found" | "middleware">>();
holds<Same<sdk.BlendError["code"], sdk.ErrorCode>>();
export const later: sdk.ErrorCode = "a code of tomorrow";

type Code<Class extends abstract new (...args: never) => { code: string }> = InstanceType<Class>["code"];
holds<Same<Code<typeof sdk.BadRequestError>, "bad_request">>();
holds<Same<Code<typeof sdk.AuthenticationError>, "authentication">>();
holds<Same<Code<typeof sdk.PermissionDeniedError>, "permission_denied">>();
holds<Same<Code<typeof sdk.NotFoundError>, "not_found">>();
holds<Same<Code<typeof sdk.ConflictError>, "conflict">>();
holds<Same<Code<typeof sdk.UnprocessableEntityError>, "unprocessable_entity">>();
holds<Same<Code<typeof sdk.RateLimitError>, "rate_limit">>();
holds<Same<Code<typeof sdk.InternalServerError>, "internal_server">>();
holds<Same<Code<typeof sdk.ConnectionError>, "connection">>();
holds<Same<Code<typeof sdk.TimeoutError>, "timeout">>();
holds<Same<Code<typeof sdk.AbortError>, "abort">>();
holds<Same<Code<typeof sdk.ValidationError>, "validation">>();
holds<Same<Code<typeof sdk.InvalidTransitionError>, "invalid_transition">>();
holds<Same<Code<typeof sdk.UnknownOutcomeError>, "unknown_outcome">>();
holds<Same<Code<typeof sdk.SessionExpiredError>, "session_expired">>();
holds<Same<Code<typeof sdk.PagingError>, "paging">>();
holds<Same<Code<typeof sdk.EngineError>, "engine">>();

export function tell(error: unknown): string {
  if (error instanceof sdk.ValidationError) {
    const { path, code, message } = error.issues[0] ?? { path: "", code: "", message: "" };
    return path + code + message;
  }
  if (error instanceof sdk.RateLimitError) return `${(error.retryAfterMs ?? 0) / 1000} s`;
  if (error instanceof sdk.APIError) {
    error satisfies sdk.BlendError;
    // @ts-expect-error: only a ValidationError has issues
    error.issues;
    // @ts-expect-error: perhaps there was no status
    error.status.toFixed();
    return `${error.status} ${error.requestId} ${error.unsafe().body}`;
  }
  if (error instanceof sdk.ConflictError) {
    // @ts-expect-error: its code is another one
    if (error.code === "not_found") return "";
  }
  if (sdk.isBlendError(error)) {
    if (error.code === "not_found") return error.code;
    switch (error.outcome) {
      case "not_sent":
      case "rejected":
      case "unknown":
      case "done":
        return `${error.operation} ${error.method} ${error.path} ${error.attempts} ${error.elapsedMs} ${error.hint} ${error.causeCode}`;
      // @ts-expect-error: no such outcome
      case "lost":
      default:
        return error.outcome satisfies never;
    }
  }
  // @ts-expect-error: anything may have been thrown
  return error.message;
}

// @ts-expect-error: errors are read, not written
new sdk.NotFoundError().code = "x";
