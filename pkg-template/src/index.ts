export { Blend, Blend as default } from "./blend.js";
export {
  APIError,
  AbortError,
  AuthenticationError,
  BadRequestError,
  BlendError,
  ConflictError,
  ConnectionError,
  EngineError,
  InternalServerError,
  InvalidTransitionError,
  NotFoundError,
  PagingError,
  PermissionDeniedError,
  RateLimitError,
  SessionExpiredError,
  TakenError,
  TimeoutError,
  UnknownOutcomeError,
  UnprocessableEntityError,
  ValidationError,
  errorFromJSON,
  isBlendError,
} from "./errors.js";
export { isKnownSearchResult, medicationsOf } from "./guards.js";
export { Page, PagePromise } from "./call/page.js";
export { BlendPromise } from "./call/promise.js";
