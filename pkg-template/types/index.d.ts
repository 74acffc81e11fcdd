// The package's public declarations. The build puts the generated ones (models, options, groups, errors) in here.
import type {
  AuthGroup,
  CompositeGroup,
  NotificationsGroup,
  OrderAction,
  OrdersGroup,
  PatientsGroup,
  PrescribersGroup,
  PrescriptionsGroup,
  ProductsGroup,
  ReportsGroup,
  SearchGroup,
} from "../generated/groups";
import type { ErrorCode } from "../generated/errors";
import type {
  CallOptions,
  ClientOptions,
  CompositeCreateParams,
  CompositeEntityResult,
  CompositeResult,
  CreatedOrder,
  ElectronicPrescription,
  Medication,
  NewOrder,
  NewPatient,
  Order,
  OrdersCreateParams,
  OrderStatus,
  Patient,
  SearchResult,
  WebhookEvent,
} from "../generated/models";
export * from "../generated/errors";
export type * from "../generated/groups";
export type * from "../generated/models";

/**
 * An id in a path: a string that is not empty. Which kinds of id a method takes stands in its documentation; an order, for
 * example, has a UUID, an order number and your own `external_id`.
 */
export type Id = string;

/** The options of a client. The options of a call stand among them: they are the defaults for all calls. */
export interface BlendOptions extends ClientOptions, CallOptions {}

/**
 * What happened to a request.
 * - `not_sent`: Blend did not receive it.
 * - `rejected`: Blend refused it and did nothing.
 * - `unknown`: Blend may have carried it out. Look before you send a write again.
 * - `done`: Blend carried it out; only the answer is unusable.
 */
export type Outcome = "not_sent" | "rejected" | "unknown" | "done";

/** One thing that is wrong at one place of a document. It never holds a value of the document. */
export interface Issue {
  /** JSON path from the params object, such as `products.prescription[0].quantity`. Empty for the whole document. */
  path: string;
  /** `wrong_kind`, `required`, `null`, `unknown_field`, `invalid_format`, `invalid_value`, `misspelt_value`, `out_of_range`, `at_least_one`, `unsendable`, ... */
  code: string;
  /** What the check expected, and how to correct the value. */
  message: string;
}

/** A field that Blend refused. It never holds a value, nor a word of Blend's answer. */
export interface RefusedField {
  /** JSON path from the params object, such as `products.prescription[0].quantity`. */
  path: string;
  /**
   * Why, as far as the answer says: `required`, `null`, `unknown_field`, `wrong_kind`, `invalid_format`, `invalid_value`,
   * `out_of_range`, `at_least_one`, or `invalid` for any other reason.
   */
  code: string;
}

/** What `check` found. `check` sends nothing. */
export interface CheckResult {
  /** What Blend's documentation rules out: the call would throw a `ValidationError`. */
  issues: Issue[];
  /** What breaks a rule that is only inferred: the call would be sent. */
  warnings: Issue[];
}

/** A place where an answer is not as documented. It holds kinds and names, never values. */
export interface Drift extends Issue {
  /** Such as `orders.get`. */
  operation: string;
}

/** Another verb, path, or place or name of a parameter, for one operation. */
export interface EndpointOverride {
  verb?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** A path below the base URL. The operation's ids stand in braces, as in `/orders/{order_id}/hold`. */
  path?: string;
  /** Changes parameters, by their present names. */
  params?: Record<string, { name?: string; in?: "query" | "body" }>;
}

/** Where log lines go. The console fits. Lines hold operations, statuses and times, never values. */
export interface Logger {
  debug(line: string): void;
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

/**
 * Keeps a session outside of this process, for all processes of one account. The values hold tokens: protect them like
 * passwords. A key is a hash of the origin and the account. A store that fails costs a sign-in, never a call.
 */
export interface TokenStore {
  get(key: string): Stored | undefined | Promise<Stored | undefined>;
  /** Writes the value. If the stored version is not `ifVersion`, it writes nothing and returns false. */
  set(key: string, value: string, options: { ifVersion: unknown; ttlMs: number }): boolean | Promise<boolean>;
  clear(key: string): void | Promise<void>;
  /**
   * Waits for a lock and returns the function that releases it. The lock expires after `ttlMs` milliseconds. When `signal`
   * aborts, nobody waits any more: stop, and reject. A store may ignore `signal`; the client releases a lock that comes late.
   */
  lock?(key: string, ttlMs: number, signal?: AbortSignal): StoreLock | Promise<StoreLock>;
}

/** Releases a lock of a `TokenStore`. */
export type StoreLock = () => void | Promise<void>;

/** What a `TokenStore` holds under one key. */
export interface Stored {
  value: string;
  /** Any value that changes with every write. */
  version: unknown;
}

/**
 * The end of one call, for an audit log. Each caller gets an event of its own, also where several calls share one request.
 * A call whose arguments were refused has none.
 */
export interface AuditEvent {
  /** Such as `orders.get`. */
  operation: string;
  /** The HTTP method. Empty, like `path`, if a `createOnce` joined another one and sent nothing itself. */
  method: string;
  /** The path with its ids in braces, such as `/orders/{order_id}`. */
  path: string;
  /**
   * The ids in the path and the ids that the answer disclosed: the ids of all items of a list or a search, and the patient's
   * id of an order. An id of yours stands as its SHA-256, unless `auditExternalIds` is set.
   */
  resourceIds: string[];
  /** How many items the answer held. */
  count: number;
  outcome: Outcome;
  /** The HTTP status of the last attempt. */
  status?: number;
  /** Blend's id of the request. */
  requestId?: string;
  /** How often the request was sent. */
  attempts: number;
  /** The call's option `context`. */
  context: unknown;
  /** When the call was made, ISO 8601. */
  at: string;
  /** How long the call took, in milliseconds. */
  elapsedMs: number;
}

/** One attempt of a call, as middleware sees it: without values and without the token. */
export interface AttemptRequest {
  /** Such as `orders.get`. */
  readonly operation: string;
  readonly method: string;
  /** The path with its ids in braces. */
  readonly path: string;
  /** From 1. */
  readonly attempt: number;
  /** You may change them before you call `next`. `authorization` is not among them. */
  headers: Record<string, string>;
  /** The call's option `context`. */
  readonly context: unknown;
  /** The full URL and the body. Both hold a patient's data. */
  unsafe(): { url: string; body: string | undefined };
}

/**
 * Runs around each attempt, sign-ins included. `next` sends the request; return its response, or another one. Reading the
 * body uses it up: read a clone. If the connection fails, `next` rejects with a `ConnectionError` without details. If your
 * function throws, the call fails with the code `middleware`, and `error.unsafe().thrown` is what you threw.
 *
 * @example
 * const trace: Middleware = async (request, next) => {
 *   const response = await next(request);
 *   console.log(request.operation, request.attempt, response.status);
 *   return response;
 * };
 * const traced = new Blend({ middleware: [trace] });
 * await traced.orders.get("visit-2041");
 */
export type Middleware = (
  request: AttemptRequest,
  next: (request: AttemptRequest) => Promise<Response>,
) => Promise<Response>;

/** The options of `createOnce`, beside those of every call. */
export interface OnceOptions extends CallOptions {
  /**
   * How long to look for the order or patient after its answer was lost, in milliseconds.
   * @default 30_000
   */
  lookFor?: number;
  /**
   * Sends the order again, at most twice, if it cannot be found. This is safe only if Blend keeps an `external_id` unique,
   * which Blend does not document. It needs `force_new: true`.
   */
  resend?: "assume-unique";
}

/** The options of `patients.createOnce`, beside those of every call. */
export interface PatientOnceOptions extends Omit<OnceOptions, "resend"> {
  /**
   * `"return"` returns the existing patient although its phone or e-mail differs from yours. The patient is not changed. Without
   * this option, the call throws a `TakenError`.
   */
  ifDifferent?: "return";
}

/** The options of `orders.waitFor`, beside those of every call. */
export interface WaitOptions extends Omit<CallOptions, "timeout" | "totalTimeout"> {
  /** The status to wait for, or several. A status that the order has already passed counts as reached. */
  status: OrderStatus | readonly OrderStatus[];
  /**
   * How long to wait in all, in milliseconds.
   * @default 600_000
   */
  timeout?: number;
}

/** What is known about whether an order allows an action. */
export interface ActionVerdict {
  action: OrderAction;
  /** `allowed` and `refused` come from a documented rule. `unknown`: the rule is only inferred, or there is none. */
  verdict: "allowed" | "refused" | "unknown";
  /** What the verdict rests on, in words. */
  basis: string;
}

/** `blend.orders`: the methods of the API, and what the client adds. */
export interface Orders extends OrdersGroup {
  /** Whether an order allows an action. False only if a documented rule forbids it. Sends nothing. */
  can(action: OrderAction, order: Pick<Order, "status" | "cancellation_requested">): boolean;
  /**
   * Every action, with what is known about whether the order allows it. Sends nothing.
   *
   * @example
   * const current = await blend.orders.get("visit-2041");
   * for (const { action, verdict, basis } of blend.orders.actions(current)) console.log(action, verdict, basis);
   */
  actions(order: Pick<Order, "status" | "cancellation_requested">): ActionVerdict[];
  /**
   * Gets the order again and again until it has reached a status or passed it. Returns the order.
   *
   * Throws an `InvalidTransitionError` if the order becomes `cancelled` or `exception`, unless you wait for that status.
   * Throws a `TimeoutError` when `timeout` is over.
   *
   * @example
   * const shipped = await blend.orders.waitFor("visit-2041", { status: "shipped", timeout: 60_000 });
   * console.log(shipped.shipments?.[0]?.tracking_number);
   */
  waitFor(orderId: Id, options: WaitOptions): Promise<Order>;
  /**
   * Creates one order for one key, also if the answer is lost.
   *
   * It looks for an order with this `external_id` first, and creates one only if there is none. If the answer is lost, it looks
   * until it finds an order with that key, the same patient and the same lines, or until `lookFor` is over. Then it throws an
   * `UnknownOutcomeError`; `error.unsafe().params` holds the order. It never sends the order again by itself: not finding an
   * order does not prove that there is none. If the order was cancelled since, you get it as it is: look at its `status`.
   *
   * - `external_id` is your own key, and you keep it: 1 to 64 of `A-Z a-z 0-9 . _ -`, neither a UUID nor like an order number.
   * - `patient` may be a new patient, with `risk_factors`. The client recognises the order by the patient's `date_of_birth` and
   *   names, and by the patient's `external_id` if you give one: give `date_of_birth`, and `last_name` or `first_name`. Names are
   *   compared without blanks around them, in one form of Unicode. A patient by `id` or `external_id` needs nothing else.
   * - The same key serves `composite.createOnce`: both together create one order.
   * - The process remembers which keys it sent: for all clients with the same e-mail; for a client with tokens, for itself and
   *   the clients derived from it. A `tokenStore` remembers them across processes, by origin and e-mail. Accounts that sign in
   *   with tokens look the same to the store: give them different keys.
   *
   * @example
   * const order = await blend.orders.createOnce({
   *   patient_id: "40000000-0000-4000-8000-000000000001",
   *   products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] },
   *   external_id: "visit-2042",
   *   force_new: true,
   * });
   * console.log(order.order_number, order.status);
   *
   * @example
   * const first = await blend.orders.createOnce({
   *   patient: {
   *     first_name: "Ada",
   *     last_name: "Example",
   *     date_of_birth: "1990-01-01",
   *     phone: "6175550123",
   *     email: "ada@example.com",
   *     address: { address_1: "1 Main Street", city: "Boston", state: "MA", zip_code: "02108" },
   *     risk_factors: { allergies: "Penicillin", conditions: "Asthma" },
   *   },
   *   products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] },
   *   external_id: "visit-2044",
   *   force_new: true,
   * });
   * console.log(first.patient.id);
   */
  createOnce(params: OrdersCreateParams & { external_id: string }, options?: OnceOptions): Promise<CreatedOrder>;
}

/** `blend.patients`: the methods of the API, and what the client adds. */
export interface Patients extends PatientsGroup {
  /**
   * Registers one patient for one key, as `orders.createOnce` creates an order. It finds patients by their date of birth.
   *
   * A patient is the same if `external_id`, `date_of_birth` and the names that you give are equal: `first_name`, `middle_name`,
   * `last_name`. If you give no `last_name`, the patient has none at Blend either. Names are compared without blanks around them,
   * in one form of Unicode.
   *
   * If `phone` or `email` differ, the call throws a `TakenError`: `existingId` is Blend's id of the patient, and `differs` names
   * the fields. `ifDifferent: "return"` returns that patient instead. All other fields are not compared, and nothing is changed.
   *
   * @example
   * const patient = await blend.patients.createOnce({
   *   external_id: "patient-77",
   *   first_name: "Ada",
   *   last_name: "Example",
   *   date_of_birth: "1990-01-01",
   *   phone: "6175550123",
   *   email: "ada@example.com",
   *   address: { address_1: "1 Main Street", city: "Boston", state: "MA", zip_code: "02108" },
   * });
   * console.log(patient.id);
   */
  createOnce(
    params: NewPatient & { external_id: string; date_of_birth: string } & (
        { first_name: string } | { last_name: string }
      ),
    options?: PatientOnceOptions,
  ): Promise<Patient>;
}

/** The params of `composite.createOnce`. */
export interface CompositeOnceParams extends CompositeCreateParams {
  order: NewOrder & { external_id: string };
  force_new: true;
}

/** What `composite.createOnce` returns. */
export interface CompositeOnce {
  /** The order. A found order has all its fields. Otherwise it is the `order` of `result`, with `id` and `created`. */
  order: CompositeEntityResult & Partial<Order>;
  /** Whether the client found the order: it existed before this call, or the answer was lost. */
  found: boolean;
  /** What Blend answered. Missing if the client found the order. */
  result?: CompositeResult;
}

/** `blend.composite`: the methods of the API, and what the client adds. */
export interface Composite extends CompositeGroup {
  /**
   * Creates a prescription and its order once for one key, and the patient and the prescriber if you give them.
   *
   * It works as `orders.createOnce` does, with the same guarantees, options and errors: it looks for an order with
   * `order.external_id` first, sends the composite once, and looks for the order if the answer is lost. Blend creates all of a
   * composite or nothing, so a found order settles it.
   *
   * - `order.external_id` is your own key. `force_new: true` stands beside `order`: a merged order could lose the key.
   * - The client recognises the order by its key, its patient and its lines. The patient may stand in the order, or beside it.
   * - The key also serves `orders.createOnce`: both together create one order. If that call created the order, this one returns
   *   it, and the prescription is not sent. Use one of the two for one visit.
   *
   * @example
   * const { order, found, result } = await blend.composite.createOnce({
   *   patient: { id: "40000000-0000-4000-8000-000000000001" },
   *   prescriber: { npi: "1234567893" },
   *   electronic_prescription: {
   *     medication: {
   *       product_code: "MUPIROCIN1",
   *       quantity: 30,
   *       units: "C48155",
   *       refills: 2,
   *       sig: "Apply a thin layer twice daily",
   *       written_at: "2025-04-25T00:00:00",
   *     },
   *   },
   *   order: { products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] }, external_id: "visit-2045" },
   *   force_new: true,
   * });
   * console.log(order.id, found, result?.electronic_prescription?.id);
   */
  createOnce(params: CompositeOnceParams, options?: OnceOptions): Promise<CompositeOnce>;
}

/** The answer of a call, and how it came. */
export interface WithResponse<T> {
  data: T;
  /** The HTTP response. Its body is used up. */
  response: Response;
  /** How often the request was sent. */
  attempts: number;
  /** What in the arguments breaks rules that are only inferred. */
  warnings: Issue[];
  /** Blend's id of the request, for its support, if a header has one. */
  requestId: string | undefined;
}

/**
 * What a method returns. The request starts one microtask after the call, whether you await it or not, and is made once.
 * Wrong arguments reject; they never throw at once.
 */
export declare class BlendPromise<T> extends Promise<T> {
  private constructor();
  /**
   * The answer together with its response, the number of attempts, and warnings about the arguments.
   *
   * @example
   * const { data, requestId, warnings } = await blend.orders.get("visit-2041").withResponse();
   * console.log(data.status, requestId, warnings.length);
   */
  withResponse(): Promise<WithResponse<T>>;
  /**
   * The response with its body unread. Ask for it in the same turn as the call.
   *
   * @example
   * const response = await blend.orders.get("visit-2041").asResponse();
   * console.log(response.status, await response.text());
   */
  asResponse(): Promise<Response>;
}

/**
 * A list that Blend returns in one answer. Await it for the array, or iterate over it with `for await`.
 *
 * @example
 * for await (const { status, updated_at } of blend.orders.statusHistory("visit-2041")) console.log(status, updated_at);
 */
export interface ListPromise<T> extends BlendPromise<T[]>, AsyncIterable<T> {
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>;
}

/** One page of a list. If you iterate over it, you get its items and those of all later pages. */
export declare class Page<T> implements AsyncIterable<T> {
  private constructor();
  readonly data: T[];
  /** The page's number, from 1. */
  readonly page: number;
  /** How many items a page may have. */
  readonly pageSize: number;
  /** How many items the whole list has, if a header says so. Blend documents no such header. */
  readonly total: number | undefined;
  readonly headers: Headers;
  /** How many items came a second time so far, since the list moved while it was read. You get each item once. */
  readonly repeated: number;
  /** False if this page is known to be the last. */
  hasNextPage(): boolean;
  /** The next page. Rejects with a `PagingError` if this page is known to be the last. */
  getNextPage(): Promise<Page<T>>;
  /** This page and all later ones. */
  pages(): AsyncGenerator<Page<T>, void, undefined>;
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>;
}

/**
 * A list in pages. Await it for the first page, or iterate over it for all items. It starts when you do the first of either.
 * An empty page ends the list; a short page does not.
 *
 * @example
 * for await (const order of blend.orders.list({ status: ["received", "paused"] })) console.log(order.order_number);
 * const { data, total } = await blend.orders.list({ page_size: 100 });
 * console.log(data.length, total);
 */
export declare class PagePromise<T> implements PromiseLike<Page<T>>, AsyncIterable<T> {
  private constructor();
  readonly [Symbol.toStringTag]: string;
  then<A = Page<T>, B = never>(
    resolved?: ((value: Page<T>) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Page<T> | B>;
  finally(done?: (() => void) | null): Promise<Page<T>>;
  /** The first page together with its response, the number of attempts, and warnings about the arguments. */
  withResponse(): Promise<WithResponse<Page<T>>>;
  /** All pages, one after the other. */
  pages(): AsyncGenerator<Page<T>, void, undefined>;
  /**
   * The items of all pages as one array, at most `limit`. The limit is required: a list may be longer than your memory.
   *
   * @example
   * const patients = await blend.patients.list().toArray({ limit: 500 });
   * console.log(patients.length);
   */
  toArray(options: { limit: number }): Promise<T[]>;
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>;
}

/** `blend.auth`: the methods of the API, and what the client adds. */
export interface Auth extends AuthGroup {
  /**
   * Forgets the session's tokens, here and in the token store. Sends nothing: Blend documents no call for it.
   *
   * Throws a `BlendError` with the code `store` if the store fails, or does not settle within `totalTimeout` (without that,
   * within `timeout`). Then the store may still hold the session.
   */
  logout(): Promise<void>;
}

/** What `blend.request` sends. */
export interface RawRequest {
  /** The ids of the path, by their names in its braces. */
  path?: Record<string, string>;
  query?: Record<string, string | number | boolean | readonly (string | number)[]>;
  /** Any value that JSON can hold. */
  body?: unknown;
}

/**
 * A client of the Blend pharmacy API. This package is unofficial.
 *
 * @example
 * const blend = new Blend(); // uses BLEND_EMAIL and BLEND_PASSWORD, or new Blend({ email, password })
 * const order = await blend.orders.get("visit-2041");
 * console.log(order.status);
 */
export declare class Blend {
  /**
   * Throws a `ValidationError` if its options cannot be used, such as an unknown one. Missing credentials throw at the first
   * call. Node takes credentials from `BLEND_EMAIL` and `BLEND_PASSWORD`, or from `BLEND_ACCESS_TOKEN`, unless you give any.
   */
  constructor(options?: BlendOptions);
  readonly auth: Auth;
  readonly orders: Orders;
  readonly patients: Patients;
  readonly prescribers: PrescribersGroup;
  readonly prescriptions: PrescriptionsGroup;
  readonly composite: Composite;
  readonly products: ProductsGroup;
  readonly reports: ReportsGroup;
  readonly search: SearchGroup;
  readonly notifications: NotificationsGroup;
  /**
   * A client with other options; an undefined option changes nothing. The new client shares the session, unless you give
   * credentials, `baseURL`, `endpoints` or `tokenStore`: then it has a session of its own.
   *
   * @example
   * const patient = blend.withOptions({ timeout: 10_000, omit: ["ssn"] });
   * console.log((await patient.patients.list()).data.length);
   */
  withOptions(options: BlendOptions): Blend;
  /**
   * Calls what has no method. `path` stands below the base URL; the ids in its braces come from `input.path`. The client signs in
   * and throws the same errors; it checks neither arguments nor answer, and repeats only a GET. In errors and hooks, a part of
   * `path` that is not a plain lower-case word stands as `{}`.
   *
   * @example
   * const history = await blend.request("GET", "/orders/{order_id}/status_history", { path: { order_id: "visit-2041" } });
   * console.log(Array.isArray(history));
   */
  request(method: string, path: string, input?: RawRequest, options?: CallOptions): BlendPromise<unknown>;
}

export default Blend;

/**
 * Whether these types know the kind of a search result. Blend may return other kinds.
 *
 * @example
 * const { results } = await blend.search.all({ q: "Sandboxer" });
 * for (const result of results) {
 *   if (isKnownSearchResult(result) && result.result_type === "patient") console.log(result.id, result.last_name);
 * }
 */
export declare function isKnownSearchResult(result: { result_type?: unknown }): result is SearchResult;

/**
 * The medications of an electronic prescription. Newer answers have a list `medications`; older ones have one `medication`, or a
 * list `prescriptions`. Returns an empty array if there is none.
 */
export declare function medicationsOf(
  prescription: Pick<ElectronicPrescription, "medications" | "medication">,
): Medication[];

/** An event whose code these types do not know. */
export interface UnknownWebhookEvent {
  event_code: string;
  data?: unknown;
}

/**
 * What a webhook receives, with `known` beside it: whether these types know its `event_code`. If they do, `event_code` tells
 * what `data` is.
 */
export type WebhookDelivery = ({ known: true } & WebhookEvent) | ({ known: false } & UnknownWebhookEvent);

/**
 * Whether a value is an error of this package, also of another copy of the package.
 *
 * @example
 * try {
 *   await blend.orders.unpause("visit-2041"); // it is not paused
 * } catch (error) {
 *   if (!isBlendError(error)) throw error;
 *   console.log(error.code, error.outcome, error.hint);
 * }
 */
export declare function isBlendError(value: unknown): value is BlendError;

/**
 * Any failure of this package. No message, stack, JSON or field holds a value of a request or an answer, or a token. The codes
 * `middleware`, `audit` and `store` have no class: a hook of yours failed.
 */
export declare class BlendError extends Error {
  /** What kind of failure it is. Each class has its own code. */
  readonly code: ErrorCode;
  /** What happened to the request. Before you send a write again, look at it. */
  readonly outcome: Outcome;
  /** The operation, such as `orders.create`. */
  readonly operation?: string;
  /** The HTTP method. */
  readonly method?: string;
  /** The path with its ids in braces, such as `/orders/{order_id}`. */
  readonly path?: string;
  /** The HTTP status. */
  readonly status?: number;
  /** Blend's id of the request, for its support. */
  readonly requestId?: string;
  /** How often the request was sent. */
  readonly attempts?: number;
  /** How long the call took, in milliseconds. */
  readonly elapsedMs?: number;
  /** What to do about it. */
  readonly hint?: string;
  /** A code of the network layer, such as `ECONNREFUSED`. */
  readonly causeCode?: string;
  /** How long Blend asks to wait before the next request, in milliseconds. */
  readonly retryAfterMs?: number;
  /** What in the arguments breaks rules that are only inferred. */
  readonly warnings?: Issue[];
  /**
   * The fields that Blend refused with 400 or 422, at most 100. Missing if the answer names none that this operation has. Blend
   * does not document its errors, so this is read loosely, from what such servers write.
   *
   * @example
   * try {
   *   await blend.patients.create({ first_name: "Willard", phone: "641" }, { validate: "off" });
   * } catch (error) {
   *   if (!isBlendError(error) || !error.fieldErrors) throw error;
   *   for (const { path, code } of error.fieldErrors) console.log(path, code);
   * }
   */
  readonly fieldErrors?: RefusedField[];
  /**
   * What may hold a patient's data, and therefore stands in no field and no message: `body`, what Blend answered; `params`, what
   * an `UnknownOutcomeError` was to create; `thrown`, what a function of yours or `fetch` threw; `reason`, why the signal was
   * aborted.
   */
  unsafe(): { body?: string; params?: unknown; thrown?: unknown; reason?: unknown };
  /** Name, message and all fields as a plain object, for `postMessage`, logs and queues. `errorFromJSON` reads it. */
  toJSON(): Record<string, unknown>;
}

/**
 * The error that `error.toJSON()` wrote, with its class, `code`, `outcome` and the other fields. Use it where an error crosses
 * to another worker or process, which loses the class. `unsafe()` does not cross.
 *
 * @example
 * const error = errorFromJSON({ name: "NotFoundError", message: "no such order", code: "not_found", outcome: "rejected" });
 * console.log(error.name, error.code);
 */
export declare function errorFromJSON(json: unknown): BlendError;
