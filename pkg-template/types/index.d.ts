// The package's public declarations. Models, options and groups are generated from the Rust tables
// and put in here by the build.
import type {
  AuthGroup,
  CompositeGroup,
  NotificationsGroup,
  OrdersGroup,
  PatientsGroup,
  PrescribersGroup,
  PrescriptionsGroup,
  ProductsGroup,
  ReportsGroup,
  SearchGroup,
} from "../generated/groups";
import type {
  CallOptions,
  ClientOptions,
  CreatedOrder,
  ElectronicPrescription,
  Medication,
  NewPatient,
  Order,
  OrdersCreateParams,
  Patient,
  SearchResult,
} from "../generated/models";
export type * from "../generated/groups";
export type * from "../generated/models";

/**
 * An id in a path: a non-empty string. `undefined` and `null` are taken by the types, so that `order.id` can be passed as
 * it comes; at run time they are refused before anything is sent.
 */
export type Id = string | null | undefined;

/** The options of a client; those of a call are its defaults. */
export interface BlendOptions extends ClientOptions, CallOptions {}

/** What happened to a request: see `BlendError.outcome`. */
export type Outcome = "not_sent" | "rejected" | "unknown" | "done";

/** Something about one place of a document. Never holds a value. */
export interface Issue {
  /** JSON path from the params object, such as `products.prescription[0].quantity`. */
  path: string;
  /** `wrong_kind`, `required`, `null`, `unknown_field`, `invalid_format`, `invalid_value`, `out_of_range`, `at_least_one`, `unsendable`, ... */
  code: string;
  /** What was expected, and the fix. */
  message: string;
}

/** What `check` finds. Nothing is sent. */
export interface CheckResult {
  /** What would refuse the call. */
  issues: Issue[];
  /** What would be reported and refuse nothing, since it is only inferred. */
  warnings: Issue[];
}

/** A place where an answer is not as documented. */
export interface Drift extends Issue {
  operation: string;
}

/** Another verb, path, or place or name of a parameter for one operation. */
export interface EndpointOverride {
  verb?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** A path below the base URL, with the operation's own ids in braces. */
  path?: string;
  params?: Record<string, { name?: string; in?: "query" | "body" }>;
}

export interface Logger {
  debug(line: string): void;
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

/**
 * Keeps a session outside of this process. What it is given holds tokens: keep it as safe as a password. The key is a hash
 * of origin and account.
 */
export interface TokenStore {
  get(key: string): Stored | undefined | Promise<Stored | undefined>;
  /** Writes, unless the version at hand is another than `ifVersion`: then it gives false. */
  set(key: string, value: string, options: { ifVersion: unknown; ttlMs: number }): boolean | Promise<boolean>;
  clear(key: string): void | Promise<void>;
  /**
   * Waits for the lock, and gives the function that releases it. It lapses by itself after `ttlMs`. Once `signal` is aborted
   * nobody waits for it any more: stop asking for it, and reject. A store may ignore that: a lock that comes late is released.
   */
  lock?(key: string, ttlMs: number, signal?: AbortSignal): StoreLock | Promise<StoreLock>;
}

export type StoreLock = () => void | Promise<void>;

export interface Stored {
  value: string;
  /** Anything that differs from write to write. */
  version: unknown;
}

/** The end of a call, for an audit log. Calls whose arguments were refused are not told; of those that share one request, each is. */
export interface AuditEvent {
  /** Such as `orders.get`. */
  operation: string;
  /** Empty, as the path, where a `createOnce` joined another one and sent nothing itself. */
  method: string;
  /** The path with its ids in braces. */
  path: string;
  /**
   * The ids of the path, and those that the answer disclosed: of a list or a search those of its items, of an order its
   * patient's too. For an id that is none of Blend's own, its SHA-256 stands, unless `auditExternalIds` is set.
   */
  resourceIds: string[];
  /** How many items the answer held. */
  count: number;
  outcome: Outcome;
  status?: number;
  requestId?: string;
  attempts: number;
  /** The call's option `context`. */
  context: unknown;
  /** When the call was made, ISO 8601. */
  at: string;
  elapsedMs: number;
}

/** One attempt of a call, as middleware sees it: without a value of it, and without its token. */
export interface AttemptRequest {
  readonly operation: string;
  readonly method: string;
  /** The path with its ids in braces. */
  readonly path: string;
  /** From 1. */
  readonly attempt: number;
  /** May be changed, and given to `next`. `authorization` is not among them. */
  headers: Record<string, string>;
  /** The call's option `context`. */
  readonly context: unknown;
  /** The full URL and the body: they hold a patient's data. */
  unsafe(): { url: string; body: string | undefined };
}

/**
 * Goes around each attempt, sign-ins included. `next` sends it on; give its answer back, or another one. Reading the
 * answer's body uses it up: read a clone. Where the connection fails, `next` rejects with a `ConnectionError` that knows no
 * more than that. An error thrown here ends the call, without its message.
 */
export type Middleware = (
  request: AttemptRequest,
  next: (request: AttemptRequest) => Promise<Response>,
) => Promise<Response>;

/** The options of `createOnce`, beside those of every call. */
export interface OnceOptions extends CallOptions {
  /** Milliseconds to look for it after its answer was lost. 30,000 unless told. */
  lookFor?: number;
  /**
   * Send it again, twice at the most, where it cannot be found: only if Blend lets no two orders have one `external_id`,
   * which is not documented. Needs `force_new: true`.
   */
  resend?: "assume-unique";
}

/** The options of `orders.waitFor`, beside those of every call. */
export interface WaitOptions extends Omit<CallOptions, "timeout" | "totalTimeout"> {
  /** The status to wait for, or several. One that the order has passed on its way counts as reached. */
  status: (Order["status"] & string) | readonly (Order["status"] & string)[];
  /** Milliseconds to wait in all. 600,000 unless told. */
  timeout?: number;
}

/** An action on an order, by the name of its method. */
export type OrderAction =
  | "update"
  | "cancel"
  | "requestCancellation"
  | "pause"
  | "unpause"
  | "prioritize"
  | "replace"
  | "addProducts"
  | "updateProductQuantity"
  | "removeProduct";

/** What is known about whether an order allows an action. */
export interface ActionVerdict {
  action: OrderAction;
  /** `allowed` and `refused` by a documented rule; `unknown` where there is none. */
  verdict: "allowed" | "refused" | "unknown";
  /** Where that comes from, in words. */
  basis: string;
}

/** `blend.orders`: the group's calls, and what they add up to. */
export interface Orders extends OrdersGroup {
  /** Whether an order may be acted upon: false only where a documented rule forbids it. Sends nothing. */
  can(action: OrderAction, order: Pick<Order, "status" | "cancellation_requested">): boolean;
  /** Every action, with what is known about whether the order allows it. Sends nothing. */
  actions(order: Pick<Order, "status" | "cancellation_requested">): ActionVerdict[];
  /**
   * Gets the order again and again, until it has reached a status or passed it, and gives it. Rejects with an
   * `InvalidTransitionError` once it is cancelled or an exception, unless that was asked for; with a `TimeoutError` when
   * the time is up.
   */
  waitFor(orderId: Id, options: WaitOptions): Promise<Order>;
  /**
   * Creates an order once. It needs an `external_id` that you keep: 1 to 64 of `A-Z a-z 0-9 . _ -`, looking neither like a
   * UUID nor like an order number. The order is looked up before it is sent. If the answer is lost, it is looked up until it
   * is found with that key, the same patient and the same lines, or until `lookFor` is over: then an `UnknownOutcomeError`
   * tells, with `unsafe().params`. It is never sent again by itself, since not finding it proves nothing. An order with the
   * key that was cancelled since is given as it is: look at its `status`.
   *
   * An order that brings its patient along, rather than referring to one by `id` or `external_id`, is recognised by that
   * patient's `date_of_birth` and `last_name`, which are needed then; a `first_name` or `external_id` that is given has to be
   * equal too.
   *
   * What was sent is remembered by this process: for all clients that sign in with one e-mail; for a client that
   * is given tokens, by itself and those derived from it without other credentials. A `tokenStore` remembers it across processes, by
   * origin and e-mail; accounts that it cannot tell apart, since they are given as tokens, need keys that differ.
   */
  createOnce(params: OrdersCreateParams & { external_id: string }, options?: OnceOptions): Promise<CreatedOrder>;
}

/** `blend.patients`: the group's calls, and creating once. */
export interface Patients extends PatientsGroup {
  /**
   * Registers a patient once, as `orders.createOnce` creates an order. It needs `external_id`, `date_of_birth` and
   * `last_name`: a patient who is found by the date of birth is this one only if all three are equal.
   */
  createOnce(
    params: NewPatient & { external_id: string; date_of_birth: string; last_name: string },
    options?: Omit<OnceOptions, "resend">,
  ): Promise<Patient>;
}

/** The answer of a call, with what there is to know about how it came. */
export interface WithResponse<T> {
  data: T;
  response: Response;
  attempts: number;
  /** What about the arguments differs from rules that are only inferred. */
  warnings: Issue[];
}

/** What a method gives. The request starts one microtask after the call, awaited or not, exactly once, and its answer is read. */
export declare class BlendPromise<T> extends Promise<T> {
  private constructor();
  /** The answer together with its response, the number of attempts, and warnings about the arguments. */
  withResponse(): Promise<WithResponse<T>>;
  /** The response, its body unread: to be asked for in the turn of the call, before the answer can be there. */
  asResponse(): Promise<Response>;
}

/** One page of a list. Iterating over it gives its items and those of all later pages. */
export declare class Page<T> implements AsyncIterable<T> {
  private constructor();
  readonly data: T[];
  /** The page's number, from 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly headers: Headers;
  /** Items that came a second time so far: the list moved while it was read. They are handed out once. */
  readonly repeated: number;
  /** Whether this page is not known to be the last. */
  hasNextPage(): boolean;
  /** The page behind this one. Rejects where this one is known to be the last. */
  getNextPage(): Promise<Page<T>>;
  /** This page and all behind it. */
  pages(): AsyncGenerator<Page<T>, void, undefined>;
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>;
}

/** A list: await it for its first page, iterate over it for all items. It starts with the first of either. */
export declare class PagePromise<T> implements PromiseLike<Page<T>>, AsyncIterable<T> {
  private constructor();
  readonly [Symbol.toStringTag]: string;
  then<A = Page<T>, B = never>(
    resolved?: ((value: Page<T>) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Page<T> | B>;
  finally(done?: (() => void) | null): Promise<Page<T>>;
  /** All pages, one after the other. */
  pages(): AsyncGenerator<Page<T>, void, undefined>;
  /** The items of all pages, `limit` at the most. */
  toArray(options: { limit: number }): Promise<T[]>;
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>;
}

/** `blend.auth`: the group's calls, and the end of the session. */
export interface Auth extends AuthGroup {
  /** Forgets the session's tokens, here and in the token store. Nothing is sent: Blend has no call for it. */
  logout(): Promise<void>;
}

/** What `blend.request` sends. */
export interface RawRequest {
  /** The ids of the path, by the names in its braces. */
  path?: Record<string, string>;
  query?: Record<string, string | number | boolean | readonly (string | number)[]>;
  body?: unknown;
}

/** A client of the Blend pharmacy API. */
export declare class Blend {
  /**
   * Checks its options and throws a `ValidationError` where they cannot be used. Missing credentials are told by the first
   * call. In Node, credentials come from `BLEND_EMAIL` and `BLEND_PASSWORD` or `BLEND_ACCESS_TOKEN`, unless any is given.
   */
  constructor(options?: BlendOptions);
  readonly auth: Auth;
  readonly orders: Orders;
  readonly patients: Patients;
  readonly prescribers: PrescribersGroup;
  readonly prescriptions: PrescriptionsGroup;
  readonly composite: CompositeGroup;
  readonly products: ProductsGroup;
  readonly reports: ReportsGroup;
  readonly search: SearchGroup;
  readonly notifications: NotificationsGroup;
  /**
   * A client that differs in some options; what is undefined changes nothing. It shares the session, unless credentials,
   * `baseURL`, `endpoints` or `tokenStore` are given.
   */
  withOptions(options: BlendOptions): Blend;
  /**
   * Reaches what the methods lack. `path` is put behind the base URL; its ids in braces come from `input.path`. A GET is
   * repeated like other reads; nothing else is. In errors and hooks, whatever is no plain lower-case word in `path` stands as `{}`.
   */
  request(method: string, path: string, input?: RawRequest, options?: CallOptions): BlendPromise<unknown>;
}

export default Blend;

/** Whether a search result is of a kind that these types list. Blend may answer others. */
export declare function isKnownSearchResult(result: { result_type?: unknown }): result is SearchResult;

/**
 * The medications of an electronic prescription: newer answers have a list `medications`, older ones one `medication` or a
 * list `prescriptions`. Empty where there is none.
 */
export declare function medicationsOf(
  prescription: Pick<ElectronicPrescription, "medications" | "medication">,
): Medication[];

/** Whether a value is an error of this package, of whichever copy of it. */
export declare function isBlendError(value: unknown): value is BlendError;

/** Any failure. Those without a class of their own have the code `middleware`, `audit` or `store`. Neither it nor its message, stack or JSON holds a value of a request or an answer. */
export declare class BlendError extends Error {
  readonly code: string;
  /**
   * What happened to the request: `not_sent`, nothing left this machine; `rejected`, Blend refused it; `unknown`, it may
   * have been carried out or not: look before you send it again; `done`, it was carried out and only its answer was no good.
   */
  readonly outcome: Outcome;
  /** The operation, such as `orders.create`. */
  readonly operation?: string;
  readonly method?: string;
  /** The path with its ids in braces. */
  readonly path?: string;
  readonly status?: number;
  /** Blend's id of the request, for its support. */
  readonly requestId?: string;
  readonly attempts?: number;
  readonly elapsedMs?: number;
  /** What to do about it. */
  readonly hint?: string;
  /** A code of the network layer, such as `ECONNREFUSED`. */
  readonly causeCode?: string;
  /** How long Blend asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** What looked wrong about the arguments before they were sent, by rules that are only inferred. */
  readonly warnings?: Issue[];
  /**
   * What may hold a patient's data, and is in no field and no message: Blend's own words, of an `UnknownOutcomeError`
   * what was to be created, and what a hook of yours threw.
   */
  unsafe(): { body?: string; params?: unknown; thrown?: unknown };
}

/** Blend answered with a status that is no success, or with something that is no answer. */
export declare class APIError extends BlendError {}
/** 400. */
export declare class BadRequestError extends APIError {
  readonly code: "bad_request";
}
/** 401, or there are no credentials. */
export declare class AuthenticationError extends APIError {
  readonly code: "authentication";
}
/** 403. */
export declare class PermissionDeniedError extends APIError {
  readonly code: "permission_denied";
}
/** 404. */
export declare class NotFoundError extends APIError {
  readonly code: "not_found";
}
/** 409: the request does not fit the state that the thing is in. */
export declare class ConflictError extends APIError {
  readonly code: "conflict";
}
/** 422. */
export declare class UnprocessableEntityError extends APIError {
  readonly code: "unprocessable_entity";
}
/** 429. */
export declare class RateLimitError extends APIError {
  readonly code: "rate_limit";
}
/** 500 to 599. */
export declare class InternalServerError extends APIError {
  readonly code: "internal_server";
}
/** No connection, or a lost one. */
export declare class ConnectionError extends BlendError {
  readonly code: "connection";
}
/** No whole answer within `timeout` or `totalTimeout`. */
export declare class TimeoutError extends BlendError {
  readonly code: "timeout";
}
/** Ended by its signal. */
export declare class AbortError extends BlendError {
  readonly code: "abort";
}
/** Arguments or options that were refused, or, with `checkResponses: "throw"`, an answer. */
export declare class ValidationError extends BlendError {
  readonly code: "validation";
  readonly issues: Issue[];
}
/** An action that the order's status does not allow, found before it was sent; of `orders.waitFor`, an order that will not get there. */
export declare class InvalidTransitionError extends BlendError {
  readonly code: "invalid_transition";
}
/** It could not be found out whether a write was carried out. */
export declare class UnknownOutcomeError extends BlendError {
  readonly code: "unknown_outcome";
}
/** The session is over and cannot be renewed. */
export declare class SessionExpiredError extends BlendError {
  readonly code: "session_expired";
}
/** A list whose pages cannot be read to the end. */
export declare class PagingError extends BlendError {
  readonly code: "paging";
}
/** The engine could not be loaded, or failed inside. */
export declare class EngineError extends BlendError {
  readonly code: "engine";
}
