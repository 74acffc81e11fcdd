// The package's public declarations. The build puts the generated ones (models, options, groups, errors) in here.

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
// Written by the build from the endpoint tables.

/** The methods of `blend.auth`. */
export interface AuthGroup {
  /**
   * Signs in with the client's e-mail and password, and replaces the client's session.
   * Every call signs in by itself when it needs to. Use this to check credentials early.
   *
   * `POST /auth/login`
   *
   * Retries: read, because signing in twice leaves one more token and nothing else.
   */
  login(options?: CallOptions): BlendPromise<LoginResponse>;
  /**
   * Gets a new access token for the session's refresh token, and uses it from now on.
   * Every call does this by itself when it needs to. The refresh token stays the same; it expires 7 days after the login.
   *
   * `POST /auth/refresh`
   *
   * Retries: read, because a second refresh gives one more access token and nothing else.
   */
  refresh(options?: CallOptions): BlendPromise<RefreshResponse>;
  /**
   * Checks the access token in use, and returns whose it is.
   *
   * `GET /auth/verify`
   *
   * Retries: read, because it changes nothing.
   */
  verify(options?: CallOptions): BlendPromise<VerifyResponse>;
  /** Checks the arguments of the same calls. Sends nothing. */
  readonly check: {
    login(): CheckResult;
    refresh(): CheckResult;
    verify(): CheckResult;
  };
}

/** The methods of `blend.orders`. */
export interface OrdersGroup {
  /**
   * Lists orders, in pages.
   * Await it for one page, or iterate over it with `for await` for all orders.
   *
   * `GET /orders`
   *
   * Retries: read, because it changes nothing.
   *
   * @example
   * for await (const order of blend.orders.list({ status: ["received", "paused"], page_size: 100 })) {
   *   console.log(order.order_number, order.status);
   * }
   */
  list(params?: OrdersListParams, options?: CallOptions): PagePromise<Order>;
  /**
   * Creates an order.
   * Blend may merge it into an open order of the same patient. `merged_into_existing` is then true, and the answer is that older order. `force_new: true` asks for a separate order.
   * If the answer is lost, the outcome is `unknown`: a second order is a second shipment. `createOnce` finds out what happened. Otherwise give an `external_id`, by which you can look, and `force_new`, since a merged order may lose its `external_id`.
   *
   * `POST /orders`
   *
   * Retries: never, because a second order is a second shipment of a drug, and no idempotency key is documented.
   *
   * @example
   * const order = await blend.orders.create({
   *   patient_id: "40000000-0000-4000-8000-000000000001",
   *   products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] },
   *   external_id: "visit-2041", // your own key of the order
   *   force_new: true,
   * });
   * console.log(order.order_number, order.status);
   */
  create(params: OrdersCreateParams, options?: CallOptions): BlendPromise<CreatedOrder>;
  /**
   * Gets one order, by Blend's id, its order number or your own `external_id`.
   *
   * `GET /orders/{order_id}`
   *
   * Retries: read, because it changes nothing.
   *
   * @example
   * const order = await blend.orders.get("visit-2041"); // or order.id, or order.order_number
   * console.log(order.status, order.shipments?.[0]?.tracking_number);
   */
  get(orderId: Id, options?: CallOptions): BlendPromise<Order>;
  /**
   * Changes an order's address, shipping or `external_id`. Only what you send changes (inferred).
   *
   * `PUT /orders/{order_id}`
   *
   * Retries: replayable, because it sets absolute values, so a repeat leaves what the first one left.
   *
   * Allowed while the order is `received`, `paused`, `exception`, `picked` (inferred).
   */
  update(orderId: Id, params: OrdersUpdateParams, options?: CallOptions): BlendPromise<Order>;
  /**
   * Cancels an order.
   *
   * `PUT /orders/{order_id}/cancel`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because an old repeat could undo what somebody else did to the order meanwhile.
   *
   * Allowed while the order is `received`, `paused`, `exception` (documented). It becomes `cancelled` (inferred).
   */
  cancel(orderId: Id, options?: CallOptions): BlendPromise<Order>;
  /**
   * Asks Blend to cancel an order that is already in process. Blend allows this once per order. The status stays the same.
   *
   * `PUT /orders/{order_id}/request_cancellation`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because one request per order is allowed; a repeat may be refused or count twice.
   *
   * Allowed while the order is `picked`, `verified` (inferred).
   */
  requestCancellation(orderId: Id, params?: CancellationRequest, options?: CallOptions): BlendPromise<Order>;
  /**
   * Pauses an order.
   *
   * `PUT /orders/{order_id}/pause`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because an old repeat could hold an order that was resumed meanwhile.
   *
   * Allowed while the order is `received`, `exception` (documented). It becomes `paused` (inferred).
   *
   * @example
   * const paused = await blend.orders.pause("visit-2041", { preflight: true }); // looks at the status first
   * console.log(paused.status);
   */
  pause(orderId: Id, options?: CallOptions): BlendPromise<Order>;
  /**
   * Resumes a paused order.
   *
   * `PUT /orders/{order_id}/unpause`
   *
   * Retries: never, because an old repeat could lift a pharmacist's newer hold.
   *
   * Allowed while the order is `paused` (documented). It becomes `received` (inferred).
   */
  unpause(orderId: Id, options?: CallOptions): BlendPromise<Order>;
  /**
   * Asks Blend to fill an order earlier. Blend tries, and does not promise it. It has no effect once the order is filled.
   *
   * `PUT /orders/{order_id}/prioritize`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because an old repeat could undo what somebody else did to the order meanwhile.
   *
   * Allowed while the order is `received`, `paused`, `exception` (inferred).
   */
  prioritize(orderId: Id, options?: CallOptions): BlendPromise<Order>;
  /**
   * Asks Blend to replace an order. Blend may create several replacement orders.
   *
   * `PUT /orders/{order_id}/replace`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because a second request may lead to a second replacement, which is a second shipment.
   */
  replace(orderId: Id, params: ReplacementRequest, options?: CallOptions): BlendPromise<Order>;
  /**
   * Adds products to an order. Name them as in `orders.create`.
   *
   * `POST /orders/{order_id}/products`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because a repeated change of lines may ship a product twice or drop another line of it.
   *
   * Allowed while the order is `received` (documented).
   */
  addProducts(orderId: Id, params: NewOrderProducts, options?: CallOptions): BlendPromise<Order>;
  /**
   * Changes the quantity of one order line. `id` is the id of the product, not of the line.
   *
   * `PATCH /orders/{order_id}/products/{product_type}/{id}`
   *
   * Retries: never, because a repeated change of lines may ship a product twice or drop another line of it.
   *
   * Allowed while the order is `received` (documented).
   */
  updateProductQuantity(orderId: Id, productType: OrderProductType, id: Id, params: OrdersUpdateProductQuantityParams, options?: CallOptions): BlendPromise<Order>;
  /**
   * Removes one line from an order. `id` is the id of the product, not of the line.
   *
   * `DELETE /orders/{order_id}/products/{product_type}/{id}`
   *
   * Retries: never, because a repeated change of lines may ship a product twice or drop another line of it.
   *
   * Allowed while the order is `received` (documented).
   */
  removeProduct(orderId: Id, productType: OrderProductType, id: Id, params?: OrderLineParams, options?: CallOptions): BlendPromise<RemovedProduct>;
  /**
   * Lists the statuses that an order had.
   *
   * `GET /orders/{order_id}/status_history`
   *
   * Retries: read, because it changes nothing.
   */
  statusHistory(orderId: Id, options?: CallOptions): ListPromise<OrderStatusHistoryEntry>;
  /**
   * Lists all order statuses, by code and name.
   *
   * `GET /orders/statuses`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  statuses(options?: CallOptions): ListPromise<OrderStatusInfo>;
  /**
   * Lists the carriers and service levels that an order's `shipping` may name. The shape of the answer is not documented.
   *
   * `GET /orders/shipping_options`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  shippingOptions(options?: CallOptions): BlendPromise<unknown>;
  /**
   * Lists compounding reasons. Each reason of the top level has its children in `subcategories`.
   *
   * `GET /reasons`
   *
   * Retries: read, because it changes nothing.
   */
  compoundingReasons(params?: OrdersCompoundingReasonsParams, options?: CallOptions): ListPromise<CompoundingReasonWithSubcategories>;
  /**
   * Creates a compounding reason of your own.
   *
   * `POST /reasons`
   *
   * Retries: never, because a repeat makes a second reason of the same name.
   */
  createCompoundingReason(params: NewCompoundingReason, options?: CallOptions): BlendPromise<CompoundingReason>;
  /**
   * Changes a compounding reason of your own.
   *
   * `PUT /reasons/{reason_id}`
   *
   * Retries: replayable, because it sets absolute values, so a repeat leaves what the first one left.
   */
  updateCompoundingReason(reasonId: Id, params: CompoundingReasonUpdate, options?: CallOptions): BlendPromise<CompoundingReason>;
  /** Checks the arguments of the same calls. Sends nothing. */
  readonly check: {
    list(params?: OrdersListParams): CheckResult;
    create(params: OrdersCreateParams): CheckResult;
    get(orderId: Id): CheckResult;
    update(orderId: Id, params: OrdersUpdateParams): CheckResult;
    cancel(orderId: Id): CheckResult;
    requestCancellation(orderId: Id, params?: CancellationRequest): CheckResult;
    pause(orderId: Id): CheckResult;
    unpause(orderId: Id): CheckResult;
    prioritize(orderId: Id): CheckResult;
    replace(orderId: Id, params: ReplacementRequest): CheckResult;
    addProducts(orderId: Id, params: NewOrderProducts): CheckResult;
    updateProductQuantity(orderId: Id, productType: OrderProductType, id: Id, params: OrdersUpdateProductQuantityParams): CheckResult;
    removeProduct(orderId: Id, productType: OrderProductType, id: Id, params?: OrderLineParams): CheckResult;
    statusHistory(orderId: Id): CheckResult;
    statuses(): CheckResult;
    shippingOptions(): CheckResult;
    compoundingReasons(params?: OrdersCompoundingReasonsParams): CheckResult;
    createCompoundingReason(params: NewCompoundingReason): CheckResult;
    updateCompoundingReason(reasonId: Id, params: CompoundingReasonUpdate): CheckResult;
  };
}

/** The methods of `blend.patients`. */
export interface PatientsGroup {
  /**
   * Lists patients, in pages.
   * Await it for one page, or iterate over it with `for await` for all patients.
   *
   * `GET /patients`
   *
   * Retries: read, because it changes nothing.
   *
   * @example
   * const patients = await blend.patients.list().toArray({ limit: 500 });
   * console.log(patients.length);
   */
  list(params?: PatientsListParams, options?: CallOptions): PagePromise<Patient>;
  /**
   * Registers a new patient.
   * If the answer is lost, the outcome is `unknown`: a second try may register the patient twice. `createOnce` finds out what happened.
   *
   * `POST /patients`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because a repeat makes a second patient, and patients are not known to be found by external_id.
   *
   * @example
   * const patient = await blend.patients.create({
   *   first_name: "Ada",
   *   last_name: "Example",
   *   date_of_birth: "1990-01-01",
   *   gender: "female",
   *   phone: "6175550123",
   *   email: "ada@example.com",
   *   address: { address_1: "1 Main Street", city: "Boston", state: "MA", zip_code: "02108" },
   *   external_id: "patient-76", // your own id of the patient
   * });
   * console.log(patient.id);
   */
  create(params: NewPatient, options?: CallOptions): BlendPromise<Patient>;
  /**
   * Gets one patient.
   *
   * `GET /patients/{patient_id}`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  get(patientId: Id, options?: CallOptions): BlendPromise<Patient>;
  /**
   * Changes a patient. Send only what changes, although the verb is PUT.
   *
   * `PUT /patients/{patient_id}`
   *
   * Retries: replayable, because it sets absolute values, so a repeat leaves what the first one left.
   */
  update(patientId: Id, params: PatientUpdate, options?: CallOptions): BlendPromise<Patient>;
  /**
   * Lists all orders of one patient.
   *
   * `GET /patients/{patient_id}/orders`
   *
   * Retries: read, because it changes nothing.
   */
  orders(patientId: Id, options?: CallOptions): ListPromise<Order>;
  /**
   * Gets a patient's allergies, conditions and medications.
   *
   * `GET /patients/{patient_id}/risk_factors`
   *
   * Retries: read, because it changes nothing.
   */
  riskFactors(patientId: Id, params?: PatientsRiskFactorsParams, options?: CallOptions): BlendPromise<RiskFactors>;
  /**
   * Deactivates one risk factor of a patient. Blend erases nothing.
   * Which id is meant is not documented: the risk factor's `id` or its `risk_factor_id`. A wrong id could deactivate an allergy. Check the answer.
   *
   * `DELETE /patients/{patient_id}/risk_factors/{risk_factor_id}`
   *
   * Retries: never, because which id is meant is not known, so a repeat could hit another entry.
   */
  deactivateRiskFactor(patientId: Id, riskFactorId: Id, options?: CallOptions): BlendPromise<RiskFactor>;
  /**
   * Adds risk factors as free text. Blend parses the text later, in the background.
   *
   * `POST /patients/{patient_id}/risk_factor_text`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because a repeat adds the same text a second time.
   */
  addRiskFactorText(patientId: Id, params: RiskFactorText, options?: CallOptions): BlendPromise<unknown>;
  /**
   * Lists the values that `guardian_relationship` may have. The shape of an item is inferred.
   *
   * `GET /patients/guardian_relationship_types`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  guardianRelationshipTypes(options?: CallOptions): ListPromise<GuardianRelationshipType>;
  /** Checks the arguments of the same calls. Sends nothing. */
  readonly check: {
    list(params?: PatientsListParams): CheckResult;
    create(params: NewPatient): CheckResult;
    get(patientId: Id): CheckResult;
    update(patientId: Id, params: PatientUpdate): CheckResult;
    orders(patientId: Id): CheckResult;
    riskFactors(patientId: Id, params?: PatientsRiskFactorsParams): CheckResult;
    deactivateRiskFactor(patientId: Id, riskFactorId: Id): CheckResult;
    addRiskFactorText(patientId: Id, params: RiskFactorText): CheckResult;
    guardianRelationshipTypes(): CheckResult;
  };
}

/** The methods of `blend.prescribers`. */
export interface PrescribersGroup {
  /**
   * Lists all prescribers of the account, in one answer.
   *
   * `GET /prescribers`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  list(options?: CallOptions): ListPromise<Prescriber>;
  /**
   * Creates a prescriber, or links an existing prescriber by NPI.
   * If the account has a prescriber with that NPI, Blend returns that one. If Blend knows the NPI from elsewhere, it links that prescriber to the account and returns it: a mistyped NPI can attach a stranger. If NPI, last name or date of birth differ in the answer, `warnings` reports it.
   *
   * `POST /prescribers`
   *
   * Retries: replayable, because Blend documents that a known NPI gives the prescriber who is there, so a repeat makes no second one; without an NPI it counts as `never`.
   *
   * @example
   * const { data: prescriber, warnings } = await blend.prescribers
   *   .create({ first_name: "Grace", last_name: "Example", npi: "1234567893" })
   *   .withResponse();
   * console.log(prescriber.id, warnings); // a warning if Blend returned somebody else
   */
  create(params: NewPrescriber, options?: CallOptions): BlendPromise<Prescriber>;
  /**
   * Gets one prescriber.
   *
   * `GET /prescribers/{prescriber_id}`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  get(prescriberId: Id, options?: CallOptions): BlendPromise<Prescriber>;
  /**
   * Changes a prescriber. Only what you send changes (inferred). Licences have methods of their own.
   *
   * `PUT /prescribers/{prescriber_id}`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: replayable, because it sets absolute values, so a repeat leaves what the first one left.
   */
  update(prescriberId: Id, params: PrescriberUpdate, options?: CallOptions): BlendPromise<Prescriber>;
  /**
   * Adds a state licence or another qualification to a prescriber.
   *
   * `POST /prescribers/{prescriber_id}/qualifications`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because a repeat may make a second licence, or switch off one that was added meanwhile.
   */
  createQualification(prescriberId: Id, params: NewQualification, options?: CallOptions): BlendPromise<Qualification>;
  /**
   * Changes a licence or qualification. `qualificationId` is its id or its two-letter state.
   * A new `license_number` deactivates the earlier licence of the state.
   *
   * `PUT /prescribers/{prescriber_id}/qualifications/{qualification_id}`
   *
   * Retries: never, because it may be addressed by its state, whose licence a new number replaces: an old repeat could bring an old licence back.
   */
  updateQualification(prescriberId: Id, qualificationId: Id, params: QualificationUpdate, options?: CallOptions): BlendPromise<Qualification>;
  /**
   * Deactivates a licence or qualification. Blend erases nothing. `qualificationId` is its id or its two-letter state.
   * The answer may have no body (inferred): then it is `undefined`.
   *
   * `DELETE /prescribers/{prescriber_id}/qualifications/{qualification_id}`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because it may be addressed by its state: a repeat could switch off the licence that replaced it.
   */
  deactivateQualification(prescriberId: Id, qualificationId: Id, options?: CallOptions): BlendPromise<Qualification | undefined>;
  /**
   * Lists the supervisors of a prescriber, with the state of each.
   *
   * `GET /prescribers/{prescriber_id}/supervisors`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  supervisors(prescriberId: Id, options?: CallOptions): ListPromise<Supervision>;
  /**
   * Adds a supervisor of a prescriber, in one state. The supervisor needs a valid licence in some state, not necessarily in this one.
   *
   * `POST /prescribers/{prescriber_id}/supervisors`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because a repeat may make a second supervision, or bring back one that was ended.
   */
  createSupervision(prescriberId: Id, params: NewSupervision, options?: CallOptions): BlendPromise<Supervision>;
  /**
   * Ends a supervision in one state. How the request names the state is only a guess.
   *
   * `DELETE /prescribers/{prescriber_id}/supervisors/{supervisor_id}`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because it is addressed by a state: a repeat could end a new supervision.
   */
  removeSupervision(prescriberId: Id, supervisorId: Id, params: PrescribersRemoveSupervisionParams, options?: CallOptions): BlendPromise<unknown>;
  /**
   * Lists the prescribers that a prescriber supervises, with the state of each.
   *
   * `GET /prescribers/{prescriber_id}/supervisees`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  supervisees(prescriberId: Id, options?: CallOptions): ListPromise<Supervision>;
  /**
   * Lists the credentials that prescribers may hold.
   *
   * `GET /prescribers/credentials`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  credentials(options?: CallOptions): ListPromise<Credential>;
  /** Checks the arguments of the same calls. Sends nothing. */
  readonly check: {
    list(): CheckResult;
    create(params: NewPrescriber): CheckResult;
    get(prescriberId: Id): CheckResult;
    update(prescriberId: Id, params: PrescriberUpdate): CheckResult;
    createQualification(prescriberId: Id, params: NewQualification): CheckResult;
    updateQualification(prescriberId: Id, qualificationId: Id, params: QualificationUpdate): CheckResult;
    deactivateQualification(prescriberId: Id, qualificationId: Id): CheckResult;
    supervisors(prescriberId: Id): CheckResult;
    createSupervision(prescriberId: Id, params: NewSupervision): CheckResult;
    removeSupervision(prescriberId: Id, supervisorId: Id, params: PrescribersRemoveSupervisionParams): CheckResult;
    supervisees(prescriberId: Id): CheckResult;
    credentials(): CheckResult;
  };
}

/** The methods of `blend.prescriptions`. */
export interface PrescriptionsGroup {
  /**
   * Creates an electronic prescription, from an object or from a SCRIPT message (a string of XML).
   * The client sends XML as `application/xml`. Blend documents that it accepts XML, but not the media type: `{ headers: { "content-type": "text/xml" } }` among the options overrides it. Older pages show the path `/electronic_prescriptions`.
   * The client sends `written_at` and `units` as you give them. Nothing here is known to satisfy the rules for prescribing controlled substances.
   * A prescription whose answer was lost cannot be found without its id. If this matters, use `composite.createOnce`, which looks for the order.
   *
   * `POST /prescriptions/electronic_prescriptions`
   *
   * Retries: never, because a repeat is a second prescription, and a prescription whose answer was lost cannot be looked up.
   *
   * @example
   * const [prescriber] = await blend.prescribers.list();
   * const prescription = await blend.prescriptions.create({
   *   medication: {
   *     product_code: "MUPIROCIN1",
   *     quantity: 30,
   *     units: "C48155", // grams, from prescriptions.quantityUnits
   *     refills: 2,
   *     sig: "Apply a thin layer twice daily",
   *     written_at: "2025-04-25T00:00:00",
   *   },
   *   patient: { id: "40000000-0000-4000-8000-000000000001" },
   *   prescriber: { id: prescriber?.id },
   * });
   * console.log(medicationsOf(prescription).length);
   */
  create(params: NewElectronicPrescription | string, options?: CallOptions): BlendPromise<ElectronicPrescription>;
  /**
   * Gets one electronic prescription. `medicationsOf(prescription)` reads its medications in all shapes that Blend returns.
   *
   * `GET /prescriptions/electronic_prescriptions/{electronic_prescription_id}`
   *
   * Retries: read, because it changes nothing.
   */
  get(electronicPrescriptionId: Id, options?: CallOptions): BlendPromise<ElectronicPrescription>;
  /**
   * Lists the units that a medication's quantity may count.
   *
   * `GET /prescriptions/quantity_units`
   *
   * Retries: read, because it changes nothing.
   */
  quantityUnits(options?: CallOptions): ListPromise<QuantityUnit>;
  /** Checks the arguments of the same calls. Sends nothing. */
  readonly check: {
    create(params: NewElectronicPrescription | string): CheckResult;
    get(electronicPrescriptionId: Id): CheckResult;
    quantityUnits(): CheckResult;
  };
}

/** The methods of `blend.composite`. */
export interface CompositeGroup {
  /**
   * Creates a prescription and an order in one request, and the patient and the prescriber if you give them.
   * If one part fails, Blend creates nothing. The prescription takes the patient and the prescriber that stand beside it; so does the order with the patient (inferred).
   * If the answer is lost, the outcome is `unknown`: `createOnce` finds out what happened. Otherwise give the order an `external_id`, and `force_new`, and look for that order. If you find it, Blend created everything.
   * Nothing here is known to satisfy the rules for prescribing controlled substances.
   *
   * `POST /prescriptions/electronic_prescriptions/composite`
   *
   * Retries: never, because a repeat may be a second prescription and a second order, which is a second shipment of a drug.
   *
   * @example
   * const result = await blend.composite.create({
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
   *   order: { products: { prescription: [{ sku: "RX-MUP-01", quantity: 1 }] }, external_id: "visit-2043" },
   *   force_new: true,
   * });
   * console.log(result.order?.id, result.summary?.entities_created);
   */
  create(params: CompositeCreateParams, options?: CallOptions): BlendPromise<CompositeResult>;
  /** Checks the arguments of the same calls. Sends nothing. */
  readonly check: {
    create(params: CompositeCreateParams): CheckResult;
  };
}

/** The methods of `blend.products`. */
export interface ProductsGroup {
  /**
   * Gets all products and materials, by kind, in one answer.
   *
   * `GET /products`
   *
   * Retries: read, because it changes nothing.
   */
  list(options?: CallOptions): BlendPromise<Products>;
  /**
   * Lists prescription products, in pages.
   * Await it for one page, or iterate over it with `for await` for all of them.
   *
   * `GET /products/prescription`
   *
   * Retries: read, because it changes nothing.
   */
  listPrescription(params?: ProductsListParams, options?: CallOptions): PagePromise<PrescriptionProduct>;
  /**
   * Lists non-prescription products, in pages.
   * Await it for one page, or iterate over it with `for await` for all of them.
   *
   * `GET /products/non_prescription`
   *
   * Retries: read, because it changes nothing.
   */
  listNonPrescription(params?: ProductsListParams, options?: CallOptions): PagePromise<NonPrescriptionProduct>;
  /**
   * Lists order materials, in pages.
   * Await it for one page, or iterate over it with `for await` for all of them.
   *
   * `GET /products/order_material`
   *
   * Retries: read, because it changes nothing.
   */
  listOrderMaterials(params?: ProductsListParams, options?: CallOptions): PagePromise<OrderMaterial>;
  /**
   * Changes a prescription product. Send only what changes, although the verb is PUT.
   *
   * `PUT /products/prescription/{product_id}`
   *
   * Retries: replayable, because it sets absolute values, so a repeat leaves what the first one left.
   */
  updatePrescription(productId: Id, params: PrescriptionProductUpdate, options?: CallOptions): BlendPromise<PrescriptionProduct>;
  /**
   * Changes a non-prescription product. Send only what changes, although the verb is PUT.
   *
   * `PUT /products/non_prescription/{product_id}`
   *
   * Retries: replayable, because it sets absolute values, so a repeat leaves what the first one left.
   */
  updateNonPrescription(productId: Id, params: NonPrescriptionProductUpdate, options?: CallOptions): BlendPromise<NonPrescriptionProduct>;
  /**
   * Changes an order material. Send only what changes, although the verb is PUT.
   *
   * `PUT /products/order_material/{product_id}`
   *
   * Retries: replayable, because it sets absolute values, so a repeat leaves what the first one left.
   */
  updateOrderMaterial(productId: Id, params: OrderMaterialUpdate, options?: CallOptions): BlendPromise<OrderMaterial>;
  /** Checks the arguments of the same calls. Sends nothing. */
  readonly check: {
    list(): CheckResult;
    listPrescription(params?: ProductsListParams): CheckResult;
    listNonPrescription(params?: ProductsListParams): CheckResult;
    listOrderMaterials(params?: ProductsListParams): CheckResult;
    updatePrescription(productId: Id, params: PrescriptionProductUpdate): CheckResult;
    updateNonPrescription(productId: Id, params: NonPrescriptionProductUpdate): CheckResult;
    updateOrderMaterial(productId: Id, params: OrderMaterialUpdate): CheckResult;
  };
}

/** The methods of `blend.reports`. */
export interface ReportsGroup {
  /**
   * Counts the new patients, prescriptions and orders of each day, without cancelled ones. The shape of the answer is not documented.
   *
   * `GET /reports/daily`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  daily(params?: ReportsDailyParams, options?: CallOptions): BlendPromise<unknown>;
  /**
   * Counts the orders of a range of days, by status and by product.
   *
   * `GET /reports/orders`
   *
   * Retries: read, because it changes nothing.
   *
   * @example
   * const report = await blend.reports.orders({
   *   start_date: "2025-01-01",
   *   end_date: "2025-01-31",
   *   include: ["status", "count"],
   * });
   * console.log(report.total_orders);
   */
  orders(params: ReportsOrdersParams, options?: CallOptions): BlendPromise<OrdersReport>;
  /** Checks the arguments of the same calls. Sends nothing. */
  readonly check: {
    daily(params?: ReportsDailyParams): CheckResult;
    orders(params: ReportsOrdersParams): CheckResult;
  };
}

/** The methods of `blend.search`. */
export interface SearchGroup {
  /**
   * Searches orders, patients, prescribers, products and tasks at once, most relevant first.
   * It looks at ids, order numbers, names, e-mail addresses, phone numbers, prescriber identifiers, product names and SKUs.
   *
   * `GET /search`
   *
   * Retries: read, because it changes nothing.
   */
  all(params: SearchParams, options?: CallOptions): BlendPromise<SearchResults>;
  /**
   * Searches orders by order number, id or patient.
   *
   * `GET /search/orders`
   *
   * Retries: read, because it changes nothing.
   */
  orders(params: SearchByKindParams, options?: CallOptions): BlendPromise<OrderSearchResults>;
  /**
   * Searches patients by id, name, e-mail, phone or date of birth.
   * Write a date of birth as YYYY-MM-DD or YYYYMMDD, whole or in part, or as MM/DD/YYYY, whole.
   *
   * `GET /search/patients`
   *
   * Retries: read, because it changes nothing.
   *
   * @example
   * const { results } = await blend.search.patients({ q: "1988-04-12", limit: 20 });
   * for (const patient of results) console.log(patient.id, patient.last_name);
   */
  patients(params: SearchByKindParams, options?: CallOptions): BlendPromise<PatientSearchResults>;
  /**
   * Searches prescribers by id, name, e-mail or phone.
   *
   * `GET /search/prescribers`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  prescribers(params: SearchByKindParams, options?: CallOptions): BlendPromise<PrescriberSearchResults>;
  /**
   * Searches products by name or SKU.
   *
   * `GET /search/products`
   *
   * Retries: read, because it changes nothing.
   */
  products(params: SearchParams, options?: CallOptions): BlendPromise<ProductSearchResults>;
  /**
   * Searches tasks by name or description.
   *
   * `GET /search/tasks`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  tasks(params: SearchByKindParams, options?: CallOptions): BlendPromise<TaskSearchResults>;
  /** Checks the arguments of the same calls. Sends nothing. */
  readonly check: {
    all(params: SearchParams): CheckResult;
    orders(params: SearchByKindParams): CheckResult;
    patients(params: SearchByKindParams): CheckResult;
    prescribers(params: SearchByKindParams): CheckResult;
    products(params: SearchParams): CheckResult;
    tasks(params: SearchByKindParams): CheckResult;
  };
}

/** The methods of `blend.notifications`. */
export interface NotificationsGroup {
  /**
   * Lists the webhooks of the signed-in user.
   *
   * `GET /notifications/webhooks`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  listWebhooks(options?: CallOptions): ListPromise<WebhookSubscription>;
  /**
   * Subscribes an `https` endpoint of yours to events.
   * The endpoint accepts POST, answers 2xx within 10 seconds, and expects the same event more than once. Try it with `sendSample`.
   *
   * `POST /notifications/webhooks`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because a repeat makes a second subscription, which delivers every event twice.
   *
   * @example
   * const webhook = await blend.notifications.createWebhook({
   *   event_codes: ["order.shipped", "order.stuck"],
   *   url: "https://example.com/webhook",
   * });
   * console.log(webhook.id);
   */
  createWebhook(params: NewWebhookSubscription, options?: CallOptions): BlendPromise<WebhookSubscription>;
  /**
   * Gets one webhook.
   *
   * `GET /notifications/webhooks/{webhook_id}`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  getWebhook(webhookId: Id, options?: CallOptions): BlendPromise<WebhookSubscription>;
  /**
   * Replaces the events and the URL of one webhook. Give both.
   *
   * `PUT /notifications/webhooks/{webhook_id}`
   *
   * Retries: replayable, because it sets absolute values, so a repeat leaves what the first one left.
   */
  updateWebhook(webhookId: Id, params: WebhookSubscriptionUpdate, options?: CallOptions): BlendPromise<WebhookSubscription>;
  /**
   * Removes one webhook.
   *
   * `DELETE /notifications/webhooks/{webhook_id}`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because nothing is known of a second deletion: it may be answered as an error.
   */
  deleteWebhook(webhookId: Id, options?: CallOptions): BlendPromise<void>;
  /**
   * Creates a secret. Every later delivery carries it as bearer token, so that your endpoint recognises Blend.
   * Whether an earlier secret stops working is not known.
   *
   * `POST /notifications/webhooks/secret`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because each call makes another secret, and a lost one may be the one that counts.
   */
  generateWebhookSecret(options?: CallOptions): BlendPromise<WebhookSecret>;
  /**
   * Gets a made-up payload of one event. Blend sends nothing to a webhook.
   *
   * `GET /notifications/sample/{event_code}`
   *
   * Retries: read, because it changes nothing.
   */
  previewSample(eventCode: Id, options?: CallOptions): BlendPromise<SampleWebhookPreview>;
  /**
   * Lets Blend send a made-up event to a URL, to try a webhook. If there is a secret, the event carries it.
   *
   * `POST /notifications/sample`
   *
   * Retries: never, because each call sends one more event to the webhook.
   */
  sendSample(params: SampleWebhookRequest, options?: CallOptions): BlendPromise<SampleWebhookResult>;
  /**
   * Gets the events that Blend mails to the signed-in user.
   *
   * `GET /notifications/email`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  getEmail(options?: CallOptions): BlendPromise<EmailSubscription>;
  /**
   * Sets the events that Blend mails to the signed-in user.
   *
   * `PUT /notifications/email`
   *
   * Retries: replayable, because it sets absolute values, so a repeat leaves what the first one left.
   */
  updateEmail(params: EmailSubscriptionUpdate, options?: CallOptions): BlendPromise<EmailSubscription>;
  /**
   * Turns off all mail to the signed-in user.
   *
   * `DELETE /notifications/email`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because an old repeat could turn off mail that was turned on meanwhile.
   */
  deactivateEmail(options?: CallOptions): BlendPromise<void>;
  /**
   * Lists the events that you can subscribe to.
   *
   * `GET /notifications/events`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: read, because it changes nothing.
   */
  eventTypes(options?: CallOptions): ListPromise<NotificationEventType>;
  /**
   * Lists subscriptions of all kinds.
   *
   * `GET /notifications`
   *
   * Retries: read, because it changes nothing.
   *
   * @deprecated By Blend: use `listWebhooks` and `getEmail`.
   */
  listSubscriptions(options?: CallOptions): ListPromise<NotificationSubscription>;
  /**
   * Creates a subscription by webhook, e-mail or SMS. E-mail and SMS go to the signed-in user.
   *
   * `POST /notifications`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because a repeat makes a second subscription, which delivers every event twice.
   *
   * @deprecated By Blend: use `createWebhook` and `updateEmail`.
   */
  createSubscription(params: NewNotificationSubscription, options?: CallOptions): BlendPromise<NotificationSubscription>;
  /**
   * Deactivates one subscription.
   *
   * `DELETE /notifications/{subscription_id}`
   *
   * Inferred: its path, verb or body is a guess. The option `endpoints` overrides it.
   *
   * Retries: never, because nothing is known of a second deactivation: it may be answered as an error.
   *
   * @deprecated By Blend: use `deleteWebhook` and `deactivateEmail`.
   */
  deactivateSubscription(subscriptionId: Id, options?: CallOptions): BlendPromise<void>;
  /** Checks the arguments of the same calls. Sends nothing. */
  readonly check: {
    listWebhooks(): CheckResult;
    createWebhook(params: NewWebhookSubscription): CheckResult;
    getWebhook(webhookId: Id): CheckResult;
    updateWebhook(webhookId: Id, params: WebhookSubscriptionUpdate): CheckResult;
    deleteWebhook(webhookId: Id): CheckResult;
    generateWebhookSecret(): CheckResult;
    previewSample(eventCode: Id): CheckResult;
    sendSample(params: SampleWebhookRequest): CheckResult;
    getEmail(): CheckResult;
    updateEmail(params: EmailSubscriptionUpdate): CheckResult;
    deactivateEmail(): CheckResult;
    eventTypes(): CheckResult;
    listSubscriptions(): CheckResult;
    createSubscription(params: NewNotificationSubscription): CheckResult;
    deactivateSubscription(subscriptionId: Id): CheckResult;
  };
}

/** An action on an order, by the name of its method in `blend.orders`. */
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
// Written by the build from the error classes.

/** What an error's `code` may be. Open: later versions may have more. */
export type ErrorCode =
  | "api"
  | "bad_request"
  | "authentication"
  | "permission_denied"
  | "not_found"
  | "conflict"
  | "unprocessable_entity"
  | "rate_limit"
  | "internal_server"
  | "connection"
  | "timeout"
  | "abort"
  | "validation"
  | "invalid_transition"
  | "unknown_outcome"
  | "taken"
  | "session_expired"
  | "paging"
  | "engine"
  | "middleware"
  | "audit"
  | "store"
  | (string & {});

/** Blend answered with a status that has no class of its own, or with something that is no answer of the API. */
export declare class APIError extends BlendError {
}

/** Status 400: Blend does not understand the request. */
export declare class BadRequestError extends APIError {
  readonly code: "bad_request";
}

/** Status 401, or the client has no credentials. */
export declare class AuthenticationError extends APIError {
  readonly code: "authentication";
}

/** Status 403: the account may not do this. */
export declare class PermissionDeniedError extends APIError {
  readonly code: "permission_denied";
}

/** Status 404: there is no such thing, or the path of an inferred operation is wrong. */
export declare class NotFoundError extends APIError {
  readonly code: "not_found";
}

/** Status 409: the request does not fit the current state, such as an order's status. */
export declare class ConflictError extends APIError {
  readonly code: "conflict";
}

/** Status 422: Blend understands the request and refuses what it says. */
export declare class UnprocessableEntityError extends APIError {
  readonly code: "unprocessable_entity";
}

/** Status 429: too many requests. `retryAfterMs` is how long Blend asks to wait. */
export declare class RateLimitError extends APIError {
  readonly code: "rate_limit";
}

/** Status 500 to 599. The outcome of a write is `unknown`. */
export declare class InternalServerError extends APIError {
  readonly code: "internal_server";
}

/** There was no connection, or it was lost. `causeCode` is the code of the network layer, where there is one. */
export declare class ConnectionError extends BlendError {
  readonly code: "connection";
}

/** No whole answer came within `timeout` or `totalTimeout`. */
export declare class TimeoutError extends BlendError {
  readonly code: "timeout";
}

/** The call's signal ended the call. */
export declare class AbortError extends BlendError {
  readonly code: "abort";
}

/** The client refused arguments or options; or, with `checkResponses: "throw"`, an answer. */
export declare class ValidationError extends BlendError {
  readonly code: "validation";
  /** What is wrong, and where. */
  readonly issues: Issue[];
}

/** The order's status does not allow the action (`preflight` looks before it sends). From `orders.waitFor`: the order will not reach the status. */
export declare class InvalidTransitionError extends BlendError {
  readonly code: "invalid_transition";
}

/** Nobody knows whether Blend carried the write out. `unsafe().params` holds the params of the create. Look before you send it again. */
export declare class UnknownOutcomeError extends BlendError {
  readonly code: "unknown_outcome";
}

/** From `patients.createOnce`: a patient with this `external_id` exists, and some fields differ. Nothing was sent. */
export declare class TakenError extends BlendError {
  readonly code: "taken";
  /** Blend's id of the patient who has the key. */
  readonly existingId: string;
  /** The names of the fields that differ, such as `phone`. */
  readonly differs: string[];
}

/** The session is over, and the client cannot renew it. Sign in again. */
export declare class SessionExpiredError extends BlendError {
  readonly code: "session_expired";
}

/** The pages of a list cannot be read to the end. */
export declare class PagingError extends BlendError {
  readonly code: "paging";
}

/** The WebAssembly engine could not be loaded, or failed inside. */
export declare class EngineError extends BlendError {
  readonly code: "engine";
}
// Written by the build from the models.

/** Which list of an order a product stands in. */
export type OrderProductType = "prescription" | "non_prescription" | "order_material";

/** The options that only a client takes. */
export interface ClientOptions {
  /** E-mail address of a Blend account, together with `password`. Node also takes it from `BLEND_EMAIL`. */
  email?: string | undefined;
  /** Password of the account. Node also takes it from `BLEND_PASSWORD`. */
  password?: string | undefined;
  /** An access token that you have from elsewhere. Node also takes it from `BLEND_ACCESS_TOKEN`. */
  accessToken?: string | undefined;
  /** A refresh token that you have from elsewhere. */
  refreshToken?: string | undefined;
  /** Returns an access token. The client calls it when it needs one, and keeps the token in no `tokenStore`. */
  token?: (() => string | Promise<string>) | undefined;
  /**
   * Keeps the session outside of this process (not what `token` returns), and the keys that `createOnce` sent. By default both stay
   * in memory.
   */
  tokenStore?: TokenStore | undefined;
  /**
   * Origin and path of the API: `https`, or `http` for this machine. In browsers also a path on the page's own origin, such as
   * `/blend`. Node also takes it from `BLEND_BASE_URL`.
   * @default "https://api.byblend.com/api/v1"
   */
  baseURL?: string | undefined;
  /**
   * How many repeats all calls of the client have together. Ten successes earn one back. If Blend is down, this keeps many callers
   * from keeping it down. Waiting for a rate limit (429) costs none.
   * From 0 to 1000000.
   * @default 20
   */
  retryBudget?: number | undefined;
  /**
   * True allows plain `http` to hosts of a private network: a name without dots such as `http://sandbox:4010`, `.internal`, `.local`,
   * or a private IPv4 address. Patients' data and tokens then travel in the clear. Node also takes it from
   * `BLEND_ALLOW_INSECURE_HTTP=1`.
   * @default false
   */
  allowInsecureHTTP?: boolean | undefined;
  /**
   * Another verb, path, or place of a parameter, by operation. Use it if an inferred path turns out to be wrong. Give paths, never
   * URLs: `{ "orders.pause": { verb: "POST", path: "/orders/{order_id}/hold" } }`.
   */
  endpoints?: Record<string, EndpointOverride> | undefined;
  /** Functions `(request, next)` that run around each attempt. The first one is the outermost. */
  middleware?: Middleware[] | undefined;
  /** Called at the end of each call, for an audit log. The event has the operation, the outcome and the disclosed ids, and no values. */
  onAudit?: ((event: AuditEvent) => void | Promise<void>) | undefined;
  /** `required` waits for `onAudit` before a call ends. If `onAudit` fails, the call throws and withholds the answer. */
  audit?: "required" | undefined;
  /**
   * True passes your own ids to `onAudit` as they are. Otherwise it gets their SHA-256.
   * @default false
   */
  auditExternalIds?: boolean | undefined;
  /** Where log lines go. By default to the console. */
  logger?: Logger | undefined;
  /**
   * The lowest level that the client logs. Node also takes it from `BLEND_LOG`.
   * @default "warn"
   */
  logLevel?: "debug" | "info" | "warn" | "error" | "off" | undefined;
  /**
   * True allows a password or a refresh token in a browser, where every visitor can read it.
   * @default false
   */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** The options of one call. A client takes them too, as the defaults of all its calls. */
export interface CallOptions {
  /**
   * Time limit of each attempt, in milliseconds: connecting, headers and body.
   * At least 1.
   * @default 60_000
   */
  timeout?: number | undefined;
  /**
   * Time limit of the whole call, in milliseconds: signing in, all attempts, and the waits between them. Your own hooks do not
   * count. Each page of a list is a call of its own. By default there is no limit.
   * At least 1.
   */
  totalTimeout?: number | undefined;
  /**
   * How often the client repeats a request, at most, if a repeat is safe.
   * From 0 to 20.
   * @default 2
   */
  maxRetries?: number | undefined;
  /** Ends the call, also while it waits or signs in, and later pages of a list. */
  signal?: AbortSignal | undefined;
  /** Your own `fetch`. The client calls it as `(url, init)`. By default it uses the global one. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** More headers for the request. The client sets `authorization` itself. */
  headers?: Record<string, string> | undefined;
  /**
   * How the client checks arguments before it sends them. `documented` refuses what Blend's documentation rules out, and reports
   * in `warnings` what breaks a rule that is only inferred. `strict` refuses both. `off` checks nothing.
   * @default "documented"
   */
  validate?: "documented" | "strict" | "off" | undefined;
  /**
   * True sends fields that the documentation does not have.
   * @default false
   */
  allowUnknownFields?: boolean | undefined;
  /**
   * Compares answers with the documentation. `report` calls `onDrift` for each difference. `throw` fails the call, but only reports
   * a missing field that nothing but the documentation's examples shows.
   * @default "off"
   */
  checkResponses?: "off" | "report" | "throw" | undefined;
  /**
   * Called for each place where an answer is not as documented, with operation, JSON path and kinds, never with a value. Without it
   * the client logs them.
   */
  onDrift?: ((drift: Drift) => void) | undefined;
  /** Names of fields that the client removes from answers, at any depth, such as `["ssn", "driver_license_number"]`. */
  omit?: string[] | undefined;
  /**
   * The largest answer that the client reads, in bytes.
   * At least 1.
   * @default 67_108_864
   */
  maxResponseBytes?: number | undefined;
  /**
   * True looks at an order's status before an action on it. The call throws an `InvalidTransitionError` if a documented rule forbids
   * the action. It costs one more request.
   * @default false
   */
  preflight?: boolean | undefined;
  /** Any value of yours. Hooks get it; the client never sends it. */
  context?: unknown | undefined;
  /**
   * How many pages the client gets ahead while you iterate over a list.
   * From 0 to 10.
   * @default 0
   */
  prefetch?: number | undefined;
}

/** Tokens, and the user who signed in. Keep the tokens as safe as a password. */
export interface LoginResponse {
  /** JWT for API calls. It expires after 60 minutes. */
  access_token?: string | null;
  /** JWT that renews the access token. It expires after 7 days. */
  refresh_token?: string | null;
  /** When the refresh token expires (not the access token). ISO 8601. */
  expires_at?: string | null;
  user?: User | null;
}

/** The Blend account that a token belongs to. */
export interface User {
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** When it was last changed, ISO 8601. */
  updated_at: string;
  email?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  /** Whether the account is enabled. */
  is_active?: boolean | null;
  /** The account's role. The documentation shows `admin` and lists no other values. */
  role?: string | null;
}

/** A new access token. Blend returns no new refresh token with it. */
export interface RefreshResponse {
  /** New JWT for API calls. It expires after 60 minutes. */
  access_token?: string | null;
}

/** Whether an access token is valid, and whose it is. */
export interface VerifyResponse {
  /** Whether the token is valid. Blend does not document what it answers for an invalid one. */
  valid?: boolean | null;
  user?: User | null;
}

/** Which orders to list, and which page. */
export interface OrdersListParams {
  /**
   * The page's number.
   * At least 1.
   */
  page?: number | undefined;
  /**
   * How many orders a page holds.
   * At most 200.
   * @default 25
   */
  page_size?: number | undefined;
  /** Only orders in these statuses: one, an array, or one string with commas. */
  status?: "received" | "paused" | "exception" | "picked" | "verified" | "shipped" | "delivered" | "cancelled" | (string & {}) | readonly ("received" | "paused" | "exception" | "picked" | "verified" | "shipped" | "delivered" | "cancelled" | (string & {}))[] | undefined;
}

/** An order. */
export interface Order {
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** When it was last changed, ISO 8601. */
  updated_at: string;
  /** The shipping address. */
  address?: OrderAddress | null;
  /** Your own label, if you gave one. */
  custom_shipping?: ReturnedCustomShipping | null;
  /** Blend's id of your account at the pharmacy, a UUID (meaning presumed from the name). */
  customer_id: string;
  /** Your own key of the order. */
  external_id?: string | null;
  /** Whether this order replaces another. */
  is_replacement?: boolean | null;
  /** Blend's readable number of the order, such as `ORD250312003548IAU4`. */
  order_number: string;
  /** The order that this order replaces. */
  original_order_id?: string | null;
  patient: Patient;
  /** How many prescription lines the order has. */
  prescription_count?: number | null;
  /** Whether `orders.prioritize` was called. */
  priority_requested?: boolean | null;
  /** Whether cancellation was requested while the order was `picked` or `verified`. Only the newest pages show it. */
  cancellation_requested?: boolean | null;
  /** The orders that replace this one. */
  replacement_order_ids?: string[] | null;
  /** Why this order replaces another. */
  replacement_reason?: string | null;
  /**
   * Look at `replacement_request_status` instead.
   * @deprecated
   */
  replacement_requested?: boolean | null;
  /** What Blend did with the request for a replacement. */
  replacement_request_status?: "pending" | "fulfilled" | "declined" | "cancelled" | (string & {}) | null;
  /** When a replacement was requested, ISO 8601. */
  replacement_requested_at?: string | null;
  /** Why a replacement was requested. */
  replacement_requested_reason?: string | null;
  /** The parcels, once the order has shipped. */
  shipments?: Shipment[] | null;
  /** The wanted carrier and service level. */
  shipping?: ReturnedShippingPreference | null;
  status: OrderStatus;
  products: OrderProducts;
}

/** Address of an order. */
export interface OrderAddress extends ReturnedAddress {
  /** Blend's id, a UUID. */
  id: string;
  /** Kind of address. `shipping` is the only value in the documentation. */
  type: string;
}

/** A postal address in the United States, unless `country` says otherwise. */
export interface ReturnedAddress {
  /** Street and house number. */
  address_1?: string | null;
  city?: string | null;
  /** Two-letter code of a US state or territory. */
  state?: string | null;
  /** A string of five digits or ZIP+4; leading zeros matter. */
  zip_code?: string | null;
  /** Apartment, suite or unit. */
  address_2?: string | null;
  /** Country code, such as `US`. */
  country?: string | null;
}

/** Your own prepaid shipping label. Blend has to enable custom shipping for the account. */
export interface ReturnedCustomShipping {
  /** Where Blend finds the label. */
  label_url?: string | null;
  tracking_number?: string | null;
  tracking_url?: string | null;
  /** The carrier's name, such as `UPS`. */
  carrier?: string | null;
}

/** A patient. What a patient may lack stays optional, even if every example in the documentation shows it. */
export interface Patient {
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** When it was last changed, ISO 8601. */
  updated_at: string;
  first_name?: string | null;
  middle_name?: string | null;
  last_name?: string | null;
  gender?: "male" | "female" | (string & {}) | null;
  email?: string | null;
  /** Ten digits without formatting, such as 6175550123. */
  phone?: string | null;
  /** A calendar date, YYYY-MM-DD, without a time or a zone. */
  date_of_birth?: string | null;
  driver_license_number?: string | null;
  /** Two-letter code of a US state or territory. */
  driver_license_state?: string | null;
  /** Nine digits without dashes. */
  ssn?: string | null;
  /** ISO 639-1 code, two lower-case letters. */
  primary_language?: string | null;
  /** The guardian's name, of a patient who is a minor. */
  guardian_name?: string | null;
  /** Ten digits without formatting, such as 6175550123. */
  guardian_phone?: string | null;
  guardian_email?: string | null;
  guardian_relationship?: GuardianRelationship | null;
  /**
   * Height in inches. Decimals are allowed.
   * The type is inferred.
   */
  height_inches?: number | null;
  /**
   * Weight in pounds. Decimals are allowed.
   * The type is inferred.
   */
  weight_pounds?: number | null;
  /** Your own id of the patient. Blend uses it to match prescriptions. */
  external_id?: string | null;
  is_smoker?: boolean | null;
  is_diabetic?: boolean | null;
  is_pregnant?: boolean | null;
  /** Whether the patient accepts text messages (meaning presumed from the name). */
  receive_sms?: boolean | null;
  /** Whether the patient accepts e-mail (meaning presumed from the name). */
  receive_email?: boolean | null;
  address?: ReturnedAddress | null;
  /** Whether the patient is a minor. The age is not documented. The patient inside an order does not have it. */
  is_minor?: boolean | null;
}

/** How a guardian is related to a patient. Open: `patients.guardianRelationshipTypes` lists the other values. */
export type GuardianRelationship = "parent" | "legal_guardian" | "other" | (string & {});

/** A parcel of an order. An order has its shipments once it has shipped. */
export interface Shipment {
  /** The carrier's name (not its code), such as `USPS`. */
  carrier?: string | null;
  /** Blend's id of the shipment, a UUID in upper case. */
  id: string;
  /** The service level's name (not its code), such as `Ground Advantage`. A label of your own has none. */
  service_level?: string | null;
  /** When it was shipped, ISO 8601. */
  shipped_at: string;
  tracking_number?: string | null;
  /** The carrier's page about the parcel. */
  tracking_url?: string | null;
}

/**
 * The carrier, the service level, or both. It overrides the account's default for this order. Blend has to enable this for the
 * account. With a generic service level alone, Blend chooses the carrier. With both, the service level must begin with the carrier.
 */
export interface ReturnedShippingPreference {
  /** The carrier's code, such as `usps` or `ups`. */
  carrier?: string | null;
  /** The service level's code: of one carrier (`usps_ground_advantage`, `ups_ground`) or generic (`next_day`). */
  service_level?: string | null;
}

/** Status of an order. Open: Blend may add values. The documentation shows all of these but `cancelled`, which is inferred. */
export type OrderStatus = "received" | "paused" | "exception" | "picked" | "verified" | "shipped" | "delivered" | "cancelled" | (string & {});

/** The lines of an order, by kind of product. */
export interface OrderProducts {
  prescription?: OrderedPrescriptionProduct[] | null;
  non_prescription?: OrderedNonPrescriptionProduct[] | null;
  order_material?: OrderedOrderMaterial[] | null;
}

/** A prescription product on an order. */
export interface OrderedPrescriptionProduct extends PrescriptionProduct {
  /** Blend's id of the order line (not of the product), a UUID. */
  order_item_id?: string | null;
  /** Whether Blend has matched a prescription to the line (meaning inferred). */
  has_prescription?: boolean | null;
  /**
   * How many, a whole number.
   * The type is inferred.
   */
  quantity: number;
  /** Why it is compounded. */
  reasons?: OrderLineReason[] | null;
}

/** Why an ordered prescription product is compounded. */
export interface OrderLineReason {
  /** Blend's id, a UUID. */
  id: string;
  name: string;
  description?: string | null;
}

/** A prescription product in the catalogue. */
export interface PrescriptionProduct {
  /** Your own code of the product. Electronic prescriptions may name the product by it. */
  product_code?: string | null;
  /** Free text. */
  form?: string | null;
  /** Whether it can be bought or prescribed now. */
  is_active: boolean;
  /** How Blend prints the product's label. */
  label_orientation?: "portrait" | "landscape" | (string & {}) | null;
  /** Free text. */
  strength?: string | null;
  /** @deprecated */
  formula_id?: number | null;
  /** @deprecated */
  is_controlled_substance?: boolean | null;
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** When it was last changed, ISO 8601. */
  updated_at: string;
  /** Unique identifier in the inventory. Orders may name the product by it. */
  sku: string;
  name: string;
  description?: string | null;
  /** Free text. */
  category?: string | null;
  /**
   * The currency is not documented.
   * @deprecated
   */
  price?: number | null;
  /** @deprecated */
  unit_count?: number | null;
  /** @deprecated */
  unit_type?: string | null;
  /** @deprecated */
  current_stock?: number | null;
  /** @deprecated */
  reorder_threshold?: number | null;
  /** @deprecated */
  has_inventory?: boolean | null;
}

/** A non-prescription product on an order. */
export interface OrderedNonPrescriptionProduct extends NonPrescriptionProduct {
  /** Blend's id of the order line (not of the product), a UUID. */
  order_item_id?: string | null;
  /**
   * How many, a whole number.
   * The type is inferred.
   */
  quantity: number;
}

/** A non-prescription product in the catalogue. It has no `product_code`, `strength` or `label_orientation`. */
export interface NonPrescriptionProduct {
  /** Free text. */
  form?: string | null;
  /** Whether it can be bought now. */
  is_active: boolean;
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** When it was last changed, ISO 8601. */
  updated_at: string;
  /** Unique identifier in the inventory. Orders may name the product by it. */
  sku: string;
  name: string;
  description?: string | null;
  /** Free text. */
  category?: string | null;
  /**
   * The currency is not documented.
   * @deprecated
   */
  price?: number | null;
  /** @deprecated */
  unit_count?: number | null;
  /** @deprecated */
  unit_type?: string | null;
  /** @deprecated */
  current_stock?: number | null;
  /** @deprecated */
  reorder_threshold?: number | null;
  /** @deprecated */
  has_inventory?: boolean | null;
}

/** An order material on an order. */
export interface OrderedOrderMaterial extends OrderMaterial {
  /** Blend's id of the order line (not of the material), a UUID. */
  order_item_id?: string | null;
  /**
   * How many, a whole number.
   * The type is inferred.
   */
  quantity: number;
}

/** Something that Blend packs with an order, such as a brochure. Only order materials have documented stock figures. */
export interface OrderMaterial {
  /** How many are in stock. */
  current_stock?: number | null;
  /** The stock at which Blend reorders (meaning presumed from the name). */
  reorder_threshold?: number | null;
  /** Whether it has an inventory. */
  has_inventory: boolean;
  /** True for materials that Blend uses for everyone, false for your own. */
  is_global: boolean;
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** When it was last changed, ISO 8601. */
  updated_at: string;
  /** Unique identifier in the inventory. Orders may name the product by it. */
  sku: string;
  name: string;
  description?: string | null;
  /** Free text. */
  category?: string | null;
}

/** A new order, and whether Blend may merge it. It needs `patient_id` or `patient`. */
export type OrdersCreateParams = NewOrder & {
  /**
   * True asks for a separate order, even if Blend could merge this one into an open order of the patient.
   * @default false
   */
  force_new?: boolean | undefined;
} & ({ patient_id: string } | { patient: PatientInput });

/** A new order. It needs `patient_id` or `patient`. */
export interface NewOrder {
  /** Blend's id of the patient, a UUID. */
  patient_id?: string | undefined;
  /** A new patient, or an existing patient, by `id` or `external_id`. */
  patient?: PatientInput | undefined;
  /** The shipping address, if it is not the patient's. */
  address?: Address | undefined;
  /** Your own prepaid label. It needs all four fields here. */
  custom_shipping?: Required<CustomShipping> | undefined;
  /** Ids of the order's prescriptions, as a flat list. They help Blend to match prescriptions to the lines. */
  electronic_prescription_ids?: readonly string[] | undefined;
  /**
   * Your own key of the order. Later you can get and change the order by it. It holds no slash and looks neither like a UUID nor
   * like an order number (`ORD...`).
   */
  external_id?: string | undefined;
  /**
   * What to ship.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  products?: NewOrderProducts | undefined;
  shipping?: ShippingPreference | undefined;
}

/** A patient in a request: `id` or `external_id` alone name an existing patient; with any other field it is a new patient. */
export type PatientInput = PatientReference | NewPatient;

/** Names an existing patient: by Blend's id or by your own `external_id`. Give at least one of the two. */
export interface PatientReference {
  /** Blend's id of the patient, a UUID. */
  id?: string | undefined;
  /** Your own id of the patient. */
  external_id?: string | undefined;
}

/** A new patient, for `patients.create`, or inside of a new order or prescription. */
export interface NewPatient {
  /** Blend probably requires it (inferred). A call without it is sent, with a warning. */
  first_name?: string | undefined;
  /** Blend probably requires it (inferred). A call without it is sent, with a warning. */
  last_name?: string | undefined;
  /** Blend probably requires it (inferred). A call without it is sent, with a warning. */
  email?: string | undefined;
  /**
   * Ten digits without formatting, such as 6175550123.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  phone?: string | undefined;
  /**
   * A calendar date, YYYY-MM-DD, without a time or a zone.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  date_of_birth?: string | undefined;
  /** Blend probably requires it (inferred). A call without it is sent, with a warning. */
  address?: Address | undefined;
  /** Nine digits without dashes. */
  ssn?: string | undefined;
  /** Whether the patient accepts text messages (meaning presumed from the name). */
  receive_sms?: boolean | undefined;
  /** Whether the patient accepts e-mail (meaning presumed from the name). */
  receive_email?: boolean | undefined;
  /** Allergies, conditions and medications, as free text. */
  risk_factors?: RiskFactorText | undefined;
  middle_name?: string | undefined;
  gender?: "male" | "female" | undefined;
  driver_license_number?: string | undefined;
  /** Two-letter code of a US state or territory. */
  driver_license_state?: string | undefined;
  /** ISO 639-1 code, two lower-case letters. */
  primary_language?: string | undefined;
  /**
   * The guardian's name. Blend needs it if the patient is a minor; the age is not documented. A new patient under 18 without it
   * gets a warning.
   */
  guardian_name?: string | undefined;
  /** Ten digits without formatting, such as 6175550123. */
  guardian_phone?: string | undefined;
  guardian_email?: string | undefined;
  guardian_relationship?: GuardianRelationship | undefined;
  /**
   * Height in inches. Decimals are allowed.
   * The type is inferred.
   */
  height_inches?: number | undefined;
  /**
   * Weight in pounds. Decimals are allowed.
   * The type is inferred.
   */
  weight_pounds?: number | undefined;
  /** Your own id of the patient. Blend uses it to match prescriptions. */
  external_id?: string | undefined;
  /** Leave it out if nobody answered the question: `false` means "no". */
  is_smoker?: boolean | undefined;
  /** Leave it out if nobody answered the question: `false` means "no". */
  is_diabetic?: boolean | undefined;
  /** Leave it out if nobody answered the question: `false` means "no". */
  is_pregnant?: boolean | undefined;
}

/** A postal address in the United States, unless `country` says otherwise. */
export interface Address {
  /**
   * Street and house number.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  address_1?: string | undefined;
  /** Blend probably requires it (inferred). A call without it is sent, with a warning. */
  city?: string | undefined;
  /**
   * Two-letter code of a US state or territory.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  state?: string | undefined;
  /**
   * A string of five digits or ZIP+4; leading zeros matter.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  zip_code?: string | undefined;
  /** Apartment, suite or unit. */
  address_2?: string | undefined;
  /** Country code, such as `US`. */
  country?: string | undefined;
}

/**
 * Risk factors as free text, one text for each kind. Separate entries with commas, semicolons or slashes: `N/A` therefore counts as
 * two entries. Blend parses the text later and matches it to standard entries.
 */
export interface RiskFactorText {
  /** Such as `peanuts, tree nuts, shellfish`. */
  allergies?: string | undefined;
  /** Such as `asthma, hypertension`. */
  conditions?: string | undefined;
  /** Such as `albuterol, levothyroxine`. */
  medications?: string | undefined;
}

/** Your own prepaid shipping label. Blend has to enable custom shipping for the account. */
export interface CustomShipping {
  /** Where Blend finds the label. */
  label_url?: string | undefined;
  tracking_number?: string | undefined;
  tracking_url?: string | undefined;
  /** The carrier's name, such as `UPS`. */
  carrier?: string | undefined;
}

/** Products to order, by kind of product. */
export interface NewOrderProducts {
  prescription?: readonly NewOrderPrescriptionProduct[] | undefined;
  non_prescription?: readonly NewOrderProduct[] | undefined;
  order_material?: readonly NewOrderProduct[] | undefined;
}

/** A prescription product to order. Give at least one of `id`, `sku` and `product_code`. */
export interface NewOrderPrescriptionProduct {
  /** Blend's id of the product, a UUID. */
  id?: string | undefined;
  /** Your own SKU of the product. */
  sku?: string | undefined;
  /** Your own code of the product, as in electronic prescriptions. */
  product_code?: string | undefined;
  /**
   * How many, a whole number.
   * At least 1.
   * The type is inferred.
   */
  quantity?: number | undefined;
  /** Why it is compounded. */
  reasons?: readonly ReasonReference[] | undefined;
}

/** A compounding reason, by its id. */
export interface ReasonReference {
  /**
   * Blend's id of the reason, from `orders.compoundingReasons`.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  id?: string | undefined;
}

/** A non-prescription product or an order material to order. Give at least one of `id` and `sku`. */
export interface NewOrderProduct {
  /** Blend's id of the product or material, a UUID. */
  id?: string | undefined;
  /** Your own SKU of the product or material. */
  sku?: string | undefined;
  /**
   * How many, a whole number.
   * At least 1.
   * The type is inferred.
   */
  quantity?: number | undefined;
}

/**
 * The carrier, the service level, or both. It overrides the account's default for this order. Blend has to enable this for the
 * account. With a generic service level alone, Blend chooses the carrier. With both, the service level must begin with the carrier.
 */
export interface ShippingPreference {
  /** The carrier's code, such as `usps` or `ups`. */
  carrier?: string | undefined;
  /** The service level's code: of one carrier (`usps_ground_advantage`, `ups_ground`) or generic (`next_day`). */
  service_level?: string | undefined;
}

/** The order that Blend created, or the open order that Blend merged yours into. */
export interface CreatedOrder extends Order {
  /** True if Blend merged your order into an open order of the patient. This is then that older order. */
  merged_into_existing?: boolean | null;
}

/** What to change of an order, and whether the patient's address changes too. */
export interface OrdersUpdateParams extends OrderUpdate {
  /**
   * True writes the new address to the patient as well. Otherwise only the order changes.
   * The type is inferred.
   * @default false
   */
  update_patient?: boolean | undefined;
}

/** What to change of an order. Only what you send changes (inferred). */
export interface OrderUpdate {
  address?: Address | undefined;
  /** The new prepaid label. */
  custom_shipping?: CustomShipping | undefined;
  /** Your own new key of the order. */
  external_id?: string | undefined;
  shipping?: ShippingPreference | undefined;
}

/**
 * Why Blend should cancel an order that is already in process.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface CancellationRequest {
  /**
   * The reason. The name of the field is inferred.
   * Inferred: no page of Blend's documentation shows it.
   */
  comments?: string | undefined;
}

/**
 * Why Blend should replace an order.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface ReplacementRequest {
  /**
   * Such as `Product arrived damaged`.
   * Inferred: no page of Blend's documentation shows it.
   */
  reason?: string | undefined;
}

/**
 * The new quantity of one order line, and which line.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface OrdersUpdateProductQuantityParams extends OrderLineParams, OrderProductQuantityUpdate {
}

/** Which order line, if the product is on the order more than once. */
export interface OrderLineParams {
  /** Blend's id of the order line, from the order's `products`. Blend needs it if the product is on the order more than once. */
  order_item_id?: string | undefined;
}

/** The new quantity of one order line. */
export interface OrderProductQuantityUpdate {
  /**
   * How many, a whole number. The limit was read; the name and the type of the field are inferred.
   * At least 1.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   * Inferred: no page of Blend's documentation shows it.
   */
  quantity?: number | undefined;
}

/** Confirmation that Blend removed the line. */
export interface RemovedProduct {
  message?: string | null;
}

/** One status that an order had. */
export interface OrderStatusHistoryEntry {
  /** How long the order had this status. The unit is not documented. */
  duration?: number | null;
  status?: OrderStatus | null;
  /** When it was last changed, ISO 8601. */
  updated_at: string;
  /** Who changed the status. */
  updated_by?: OrderStatusAuthor | null;
}

/** Who changed a status. */
export interface OrderStatusAuthor {
  /** Blend's id, a UUID. */
  id: string;
  first_name?: string | null;
  last_name?: string | null;
}

/**
 * An order status, by code and name.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface OrderStatusInfo {
  /** Inferred: no page of Blend's documentation shows it. */
  code?: string | null;
  /** Inferred: no page of Blend's documentation shows it. */
  name?: string | null;
}

/** Which compounding reasons to list. */
export interface OrdersCompoundingReasonsParams {
  /** Only Blend's reasons (`global`) or only your own (`customer`). */
  type?: "global" | "customer" | (string & {}) | undefined;
}

/** A compounding reason of the top level, with its children. */
export interface CompoundingReasonWithSubcategories extends CompoundingReason {
  subcategories?: CompoundingReason[] | null;
}

/** A compounding reason. */
export interface CompoundingReason {
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** When it was last changed, ISO 8601. */
  updated_at: string;
  /** Short name, such as `Adherence or Compliance`. */
  name?: string | null;
  description?: string | null;
  /** True for Blend's reasons, false for your own. */
  is_global?: boolean | null;
  /** Blend's id of the parent reason. Null at the top level. */
  parent_id?: string | null;
}

/** A compounding reason of your own. */
export interface NewCompoundingReason {
  /**
   * Short name.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  name?: string | undefined;
  /** Longer explanation. */
  description?: string | undefined;
  /** Blend's id of the parent reason. The parent may be Blend's or your own. */
  parent_id?: string | undefined;
}

/** What to change of a compounding reason. Only what you send changes (inferred). */
export interface CompoundingReasonUpdate {
  name?: string | undefined;
  description?: string | undefined;
  parent_id?: string | undefined;
}

/** Which page of the patients to list. The list of orders takes these two parameters; that this list takes them is inferred. */
export interface PatientsListParams {
  /**
   * The page's number.
   * At least 1.
   * Inferred: no page of Blend's documentation shows it.
   */
  page?: number | undefined;
  /**
   * How many patients a page holds.
   * From 1 to 200.
   * Inferred: no page of Blend's documentation shows it.
   * @default 25
   */
  page_size?: number | undefined;
}

/** What to change of a patient. Send only what changes. */
export interface PatientUpdate {
  first_name?: string | undefined;
  last_name?: string | undefined;
  email?: string | undefined;
  /** Ten digits without formatting, such as 6175550123. */
  phone?: string | undefined;
  /** A calendar date, YYYY-MM-DD, without a time or a zone. */
  date_of_birth?: string | undefined;
  /** Inferred: no page of Blend's documentation shows it. */
  address?: Address | undefined;
  /**
   * Nine digits without dashes.
   * Inferred: no page of Blend's documentation shows it.
   */
  ssn?: string | undefined;
  /** Inferred: no page of Blend's documentation shows it. */
  receive_sms?: boolean | undefined;
  /** Inferred: no page of Blend's documentation shows it. */
  receive_email?: boolean | undefined;
  /** Inferred: no page of Blend's documentation shows it. */
  risk_factors?: RiskFactorText | undefined;
  middle_name?: string | undefined;
  gender?: "male" | "female" | undefined;
  driver_license_number?: string | undefined;
  /** Two-letter code of a US state or territory. */
  driver_license_state?: string | undefined;
  /** ISO 639-1 code, two lower-case letters. */
  primary_language?: string | undefined;
  /**
   * The guardian's name. Blend needs it if the patient is a minor; the age is not documented. A new patient under 18 without it
   * gets a warning.
   */
  guardian_name?: string | undefined;
  /** Ten digits without formatting, such as 6175550123. */
  guardian_phone?: string | undefined;
  guardian_email?: string | undefined;
  guardian_relationship?: GuardianRelationship | undefined;
  /**
   * Height in inches. Decimals are allowed.
   * The type is inferred.
   */
  height_inches?: number | undefined;
  /**
   * Weight in pounds. Decimals are allowed.
   * The type is inferred.
   */
  weight_pounds?: number | undefined;
  /** Your own id of the patient. Blend uses it to match prescriptions. */
  external_id?: string | undefined;
  /** Leave it out if nobody answered the question: `false` means "no". */
  is_smoker?: boolean | undefined;
  /** Leave it out if nobody answered the question: `false` means "no". */
  is_diabetic?: boolean | undefined;
  /** Leave it out if nobody answered the question: `false` means "no". */
  is_pregnant?: boolean | undefined;
}

/** Which risk factors to list. */
export interface PatientsRiskFactorsParams {
  /** Only one kind. The name was read; the values are inferred. */
  type?: "allergy" | "condition" | "medication" | (string & {}) | undefined;
}

/** A patient's risk factors, by kind. */
export interface RiskFactors {
  allergies?: RiskFactor[] | null;
  conditions?: RiskFactor[] | null;
  medications?: RiskFactor[] | null;
}

/**
 * One risk factor of a patient. It has two shapes: allergies and conditions have `name`, `type`, `matched` and `original_name`;
 * medications have the fields about the match, and `medication_detail`.
 */
export interface RiskFactor {
  /** Blend's id, a UUID. */
  id?: string | null;
  /** Only allergies and conditions: probably the standard name. */
  name?: string | null;
  /** `allergy` or `condition`, in the documentation. */
  type?: string | null;
  /** Only allergies and conditions: probably the patient's own words. */
  original_name?: string | null;
  /** When it was created, ISO 8601. */
  created_at?: string | null;
  /** When it was last changed, ISO 8601. */
  updated_at?: string | null;
  /** Blend's id of the standard entry, which patients share. */
  risk_factor_id?: string | null;
  /** How well the text matches the standard entry, from 0 to 1. 1 counts as matched. */
  confidence?: number | null;
  /** Whether the risk factor still counts. `patients.deactivateRiskFactor` switches it off. */
  is_active?: boolean | null;
  /** How Blend found the standard entry. */
  match_source?: "autocomplete" | "text" | "manual" | (string & {}) | null;
  /** Only medications. `product` is the only value in the documentation. */
  match_type?: string | null;
  /** Whether it belongs to a standard entry. */
  matched?: boolean | null;
  /** Whether a synonym of the standard entry matched. */
  matched_via_synonym?: boolean | null;
  patient_id?: string | null;
  /** Blend's id of the free text that it comes from. */
  risk_factor_text_id?: string | null;
  /** The part of the free text that matched. */
  text_chunk?: string | null;
  medication_detail?: MedicationRiskFactorDetail | null;
}

/** RxNorm names and numbers (RxCUI) of a matched medication. The numbers are strings too. */
export interface MedicationRiskFactorDetail {
  name?: string | null;
  brand_name?: string | null;
  ingredient_name?: string | null;
  ingredient_rxcui?: string | null;
  product_rxcui?: string | null;
  clinical_product_rxcui?: string | null;
  scdf_name?: string | null;
  scdf_rxcui?: string | null;
  scdg_name?: string | null;
  scdg_rxcui?: string | null;
  normalization_key?: string | null;
}

/**
 * A value that `guardian_relationship` may have.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface GuardianRelationshipType {
  /** Inferred: no page of Blend's documentation shows it. */
  code?: string | null;
  /** Inferred: no page of Blend's documentation shows it. */
  name?: string | null;
}

/** A prescriber of the account. */
export interface Prescriber {
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** When it was last changed, ISO 8601. */
  updated_at: string;
  /** Inferred: no page of Blend's documentation shows it. */
  qualifications?: Qualification[] | null;
  first_name?: string | null;
  last_name?: string | null;
  /**
   * It identifies a prescriber across Blend.
   * National Provider Identifier, ten digits, the last a check digit.
   */
  npi?: string | null;
  middle_name?: string | null;
  email?: string | null;
  /** Ten digits without formatting, such as 6175550123. */
  phone?: string | null;
  /** A calendar date, YYYY-MM-DD, without a time or a zone. */
  date_of_birth?: string | null;
  /** With a capital letter, unlike a patient's. */
  gender?: "Male" | "Female" | (string & {}) | null;
  /** DEA registration number, two characters and seven digits. */
  dea?: string | null;
  /** Surescripts provider identifier. The example has 16 letters and digits. */
  spi?: string | null;
  driver_license_number?: string | null;
  /** Two-letter code of a US state or territory. */
  driver_license_state?: string | null;
  is_active?: boolean | null;
  /** The credential as free text, apparently as the NPI registry shows it, such as `M.D./Ph.D`. */
  credential_npi?: string | null;
  addresses?: ReturnedPrescriberAddress[] | null;
  credentials?: ReturnedPrescriberCredential[] | null;
  restrictions?: ReturnedPrescriberRestriction[] | null;
}

/** A state licence or another qualification. The documented answer has no id: address it by its state. */
export interface Qualification {
  /**
   * Blend's id, a UUID.
   * Inferred: no page of Blend's documentation shows it.
   */
  id?: string | null;
  /** Two-letter code of a US state or territory. */
  state: string;
  license_number: string;
  description?: string | null;
  /** A calendar date, YYYY-MM-DD. */
  expiration_date?: string | null;
  is_active?: boolean | null;
}

/** Address of a prescriber. */
export interface ReturnedPrescriberAddress extends ReturnedAddress {
  /** Blend's id of the address, a UUID. Only answers have it. */
  id: string;
  /** When it was created, ISO 8601. Only answers have it. */
  created_at: string;
  /** When it was last changed, ISO 8601. Only answers have it. */
  updated_at: string;
  /** Kind of address. `practice` is the only value in the documentation. */
  type?: string | null;
}

/** A credential of a prescriber. */
export interface ReturnedPrescriberCredential {
  /** The credential's code, from `prescribers.credentials`, such as `MD`. */
  credential_code?: string | null;
}

/** A restriction on a prescriber. Where its id comes from is not documented. */
export interface ReturnedPrescriberRestriction {
  /** Blend's id, a UUID. */
  id?: string | null;
}

/** A new prescriber. If Blend knows the NPI, it returns the existing prescriber and creates no second one. */
export interface NewPrescriber {
  /** Blend probably requires it (inferred). A call without it is sent, with a warning. */
  first_name?: string | undefined;
  /** Blend probably requires it (inferred). A call without it is sent, with a warning. */
  last_name?: string | undefined;
  /**
   * It identifies a prescriber across Blend. A mistyped NPI can attach a stranger to your account.
   * National Provider Identifier, ten digits, the last a check digit.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  npi?: string | undefined;
  /** State licences and other qualifications. */
  qualifications?: readonly NewQualification[] | undefined;
  middle_name?: string | undefined;
  email?: string | undefined;
  /** Ten digits without formatting, such as 6175550123. */
  phone?: string | undefined;
  /** A calendar date, YYYY-MM-DD, without a time or a zone. */
  date_of_birth?: string | undefined;
  /** With a capital letter, unlike a patient's. */
  gender?: "Male" | "Female" | (string & {}) | undefined;
  /** DEA registration number, two characters and seven digits. */
  dea?: string | undefined;
  /** Surescripts provider identifier. The example has 16 letters and digits. */
  spi?: string | undefined;
  driver_license_number?: string | undefined;
  /** Two-letter code of a US state or territory. */
  driver_license_state?: string | undefined;
  is_active?: boolean | undefined;
  /** The credential as free text, apparently as the NPI registry shows it, such as `M.D./Ph.D`. */
  credential_npi?: string | undefined;
  addresses?: readonly PrescriberAddress[] | undefined;
  credentials?: readonly PrescriberCredential[] | undefined;
  restrictions?: readonly PrescriberRestriction[] | undefined;
}

/** A state licence or another qualification of a prescriber. */
export interface NewQualification {
  /** Two-letter code of a US state or territory. */
  state: string;
  /** The licence's number in that state. */
  license_number: string;
  /** Free text, such as `Nurse Practitioner, Family`. There is no list of kinds. */
  description?: string | undefined;
  /** A calendar date, YYYY-MM-DD. */
  expiration_date?: string | undefined;
  is_active?: boolean | undefined;
}

/** Address of a prescriber. */
export interface PrescriberAddress extends Address {
  /** Blend's id of the address, a UUID. Only answers have it. */
  id?: string | undefined;
  /** When it was created, ISO 8601. Only answers have it. */
  created_at?: string | undefined;
  /** When it was last changed, ISO 8601. Only answers have it. */
  updated_at?: string | undefined;
  /** Kind of address. `practice` is the only value in the documentation. */
  type?: string | undefined;
}

/** A credential of a prescriber. */
export interface PrescriberCredential {
  /** The credential's code, from `prescribers.credentials`, such as `MD`. */
  credential_code?: string | undefined;
}

/** A restriction on a prescriber. Where its id comes from is not documented. */
export interface PrescriberRestriction {
  /** Blend's id, a UUID. */
  id?: string | undefined;
}

/**
 * What to change of a prescriber. Licences and qualifications have methods of their own.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface PrescriberUpdate {
  first_name?: string | undefined;
  last_name?: string | undefined;
  /**
   * It identifies a prescriber across Blend.
   * National Provider Identifier, ten digits, the last a check digit.
   */
  npi?: string | undefined;
  middle_name?: string | undefined;
  email?: string | undefined;
  /** Ten digits without formatting, such as 6175550123. */
  phone?: string | undefined;
  /** A calendar date, YYYY-MM-DD, without a time or a zone. */
  date_of_birth?: string | undefined;
  /** With a capital letter, unlike a patient's. */
  gender?: "Male" | "Female" | (string & {}) | undefined;
  /** DEA registration number, two characters and seven digits. */
  dea?: string | undefined;
  /** Surescripts provider identifier. The example has 16 letters and digits. */
  spi?: string | undefined;
  driver_license_number?: string | undefined;
  /** Two-letter code of a US state or territory. */
  driver_license_state?: string | undefined;
  is_active?: boolean | undefined;
  /** The credential as free text, apparently as the NPI registry shows it, such as `M.D./Ph.D`. */
  credential_npi?: string | undefined;
  addresses?: readonly PrescriberAddress[] | undefined;
  credentials?: readonly PrescriberCredential[] | undefined;
  restrictions?: readonly PrescriberRestriction[] | undefined;
}

/** A changed licence or qualification. A new `license_number` deactivates the earlier licence of the state. */
export interface QualificationUpdate extends NewQualification {
}

/**
 * A supervision between two prescribers in one state.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface Supervision {
  /**
   * Blend's id, a UUID.
   * Inferred: no page of Blend's documentation shows it.
   */
  id?: string | null;
  /** Inferred: no page of Blend's documentation shows it. */
  prescriber_id?: string | null;
  /** Inferred: no page of Blend's documentation shows it. */
  supervisor_id?: string | null;
  /**
   * Two-letter code of a US state or territory.
   * Inferred: no page of Blend's documentation shows it.
   */
  state?: string | null;
}

/**
 * Who supervises a prescriber, in one state.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface NewSupervision {
  /**
   * Blend's id of the supervising prescriber. The supervisor needs a valid licence in some state, not necessarily in this one.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   * Inferred: no page of Blend's documentation shows it.
   */
  supervisor_id?: string | undefined;
  /**
   * Two-letter code of a US state or territory.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   * Inferred: no page of Blend's documentation shows it.
   */
  state?: string | undefined;
}

/**
 * The state of the supervision to end.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface PrescribersRemoveSupervisionParams {
  /**
   * Two-letter code of a US state or territory.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   * Inferred: no page of Blend's documentation shows it.
   */
  state?: string | undefined;
}

/**
 * A credential that prescribers may hold.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface Credential {
  /** Inferred: no page of Blend's documentation shows it. */
  credential_code?: string | null;
  /** Inferred: no page of Blend's documentation shows it. */
  name?: string | null;
  /** Inferred: no page of Blend's documentation shows it. */
  description?: string | null;
}

/** A new electronic prescription. It needs `medication` or `medications`. */
export type NewElectronicPrescription = {
  /** One medication. */
  medication?: NewMedication | undefined;
  /** Several medications. */
  medications?: readonly NewMedication[] | undefined;
  /** The order, if you created it before. If you create it later, Blend matches the two. */
  order?: PrescriptionOrder | undefined;
  /**
   * A new patient, or an existing patient, by `id` or `external_id`.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  patient?: PatientInput | undefined;
  /** Blend probably requires it (inferred). A call without it is sent, with a warning. */
  prescriber?: PrescriptionPrescriber | undefined;
} & ({ medication: NewMedication } | { medications: readonly NewMedication[] });

/** A medication to prescribe. Name the product by `prescription_product_id` or by `product_code`. */
export interface NewMedication {
  /** Blend's id of the prescription product, a UUID. */
  prescription_product_id?: string | undefined;
  /** Your own code of the prescription product. */
  product_code?: string | undefined;
  drug_name?: string | undefined;
  description?: string | undefined;
  /**
   * How much to dispense, counted in `units` (meaning presumed from the names). The example is a whole number; the client also
   * sends fractions.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  quantity?: number | undefined;
  /**
   * Code of the unit that `quantity` counts, from `prescriptions.quantityUnits`, such as `C48480`. The client sends it as you give
   * it. Answers show the unit's term instead.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  units?: string | undefined;
  /** For how many days the quantity lasts (meaning presumed from the name). */
  days_supply?: number | undefined;
  /**
   * How often it may be dispensed again after the first time (meaning presumed from the name).
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  refills?: number | undefined;
  /**
   * Directions for use (SIG), such as `Take one capsule by mouth daily`.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  sig?: string | undefined;
  /** Whether the pharmacy may dispense a generic instead (meaning presumed from the name). */
  substitution_allowed?: boolean | undefined;
  /** A note to the pharmacist (meaning presumed from an example). */
  notes?: string | undefined;
  /**
   * When the prescription was written. The client sends it as you give it; the documented example has no time zone.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  written_at?: string | undefined;
}

/** The order that a prescription belongs to, by its id or by its number. */
export interface PrescriptionOrder {
  /** Blend's id of the order. */
  id?: string | undefined;
  /** Blend's readable number of the order. */
  order_number?: string | undefined;
}

/** An existing prescriber. */
export interface PrescriptionPrescriber {
  /** Blend's id of the prescriber, a UUID. */
  id?: string | undefined;
}

/** A stored electronic prescription. `medicationsOf(prescription)` reads its medications in all shapes that Blend returns. */
export interface ElectronicPrescription {
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** When it was last changed, ISO 8601. */
  updated_at: string;
  /** Blend's id of the patient's account at the pharmacy. Null until Blend has identified the patient. */
  customer_id?: string | null;
  /** Blend's id of the patient. Null until Blend has identified the patient. */
  patient_id?: string | null;
  /** Blend's id of the prescriber. Null until Blend has identified the prescriber. */
  prescriber_id?: string | null;
  /** Where it comes from. The documentation shows `api_json` and `surescripts`. */
  source?: string | null;
  /** Kind of SCRIPT message. `NewRx` is the only value in the documentation. */
  type?: string | null;
  /** Newer answers have it. */
  medications?: Medication[] | null;
  /** Older answers have it in place of `medications`. */
  medication?: Medication | null;
  reference_number?: string | null;
  /** The patient as the prescription names them. */
  patient?: ElectronicPrescriptionPatient | null;
}

/** A medication on a stored prescription. */
export interface Medication {
  /** Blend's id, a UUID. */
  id: string;
  customer_id?: string | null;
  electronic_prescription_id?: string | null;
  patient_id?: string | null;
  prescriber_id?: string | null;
  prescription_product_id?: string | null;
  /** For how many days the quantity lasts (meaning presumed from the name). */
  days_supply?: number | null;
  description?: string | null;
  directions?: string | null;
  drug_name?: string | null;
  /** When the prescription expires. The documented example has no time zone. */
  expires_at?: string | null;
  /** How often it may still be dispensed (meaning presumed from the name). */
  fills_remaining?: number | null;
  name?: string | null;
  notes?: string | null;
  product_code?: string | null;
  product_code_type?: string | null;
  /** How much to dispense, counted in `units` (meaning presumed from the names). */
  quantity?: number | null;
  /** How often it may be dispensed again after the first time (meaning presumed from the name). */
  refills?: number | null;
  serial_number?: string | null;
  /** Directions for use (SIG). */
  sig?: string | null;
  /** `new` is the only value in the documentation. */
  status?: string | null;
  strength?: string | null;
  substitution_allowed?: boolean | null;
  /** The unit's term, such as `Milliliter`. Requests use its code instead. */
  units?: string | null;
  /** When the prescription was written. The documented example has no time zone. */
  written_at?: string | null;
}

/** The patient as the prescription names them. The documented list of fields may be incomplete. */
export interface ElectronicPrescriptionPatient {
  /** Blend spells it without an underscore. */
  patientid?: string | null;
  first_name?: string | null;
  middle_name?: string | null;
  last_name?: string | null;
  preferred_first_name?: string | null;
  preferred_last_name?: string | null;
  /** A calendar date, YYYY-MM-DD, without a time or a zone. */
  date_of_birth?: string | null;
  gender?: string | null;
  address_1?: string | null;
  address_2?: string | null;
  city?: string | null;
  /** Two-letter code of a US state or territory. */
  state?: string | null;
  /** A string of five digits or ZIP+4; leading zeros matter. */
  zip_code?: string | null;
  /** Ten digits without formatting, such as 6175550123. */
  phone?: string | null;
}

/** A unit that a medication's quantity may count. */
export interface QuantityUnit {
  /** NCPDP/NCI code. Send it as a medication's `units`. */
  code?: string | null;
  definition?: string | null;
  /** The unit's name, such as `Milligram`. */
  term?: string | null;
  type?: string | null;
  /** Code of the subset that the unit belongs to. `C89510` is NCPDP's subset of quantity units. */
  type_code?: string | null;
}

/** What to create together, and whether Blend may merge the order. */
export interface CompositeCreateParams extends CompositeRequest {
  /**
   * True asks for a separate order, even if Blend could merge this one into an open order of the patient.
   * @default false
   */
  force_new?: boolean | undefined;
}

/** What to create together. If one part fails, Blend creates nothing. Give any of the four. */
export interface CompositeRequest {
  /**
   * The patient of the prescription and of the order. The prescription then needs no `patient` of its own; nor does the order
   * (inferred).
   */
  patient?: PatientInput | undefined;
  /** The prescriber of the prescription, which then needs no `prescriber` of its own. */
  prescriber?: PrescriberInput | undefined;
  electronic_prescription?: NewElectronicPrescription | undefined;
  order?: NewOrder | undefined;
}

/** A prescriber in a request: `id` or `npi` alone name an existing prescriber; with any other field it is a new prescriber. */
export type PrescriberInput = PrescriberReference | NewPrescriber;

/** Names an existing prescriber: by Blend's id or by NPI. Give at least one of the two. */
export interface PrescriberReference {
  /** Blend's id of the prescriber, a UUID. */
  id?: string | undefined;
  /** National Provider Identifier, ten digits, the last a check digit. */
  npi?: string | undefined;
}

/** What Blend did with each part of the request, and a summary. */
export interface CompositeResult {
  patient?: CompositeEntityResult | null;
  prescriber?: CompositeEntityResult | null;
  electronic_prescription?: CompositeEntityResult | null;
  order?: CompositeEntityResult | null;
  summary?: CompositeSummary | null;
}

/** What Blend did with one of the four. */
export interface CompositeEntityResult {
  /** Blend's id, a UUID. */
  id: string;
  /** True if this request created it, false if Blend had it before. */
  created?: boolean | null;
}

/** How many things a composite creation created, and how many it found. */
export interface CompositeSummary {
  /** How many are new. */
  entities_created?: number | null;
  /** How many Blend had before. */
  entities_referenced?: number | null;
}

/** Everything that can be ordered, by kind of product. */
export interface Products {
  prescription?: PrescriptionProduct[] | null;
  non_prescription?: NonPrescriptionProduct[] | null;
  order_material?: OrderMaterial[] | null;
}

/** Which page of the products to list. The list of orders takes these two parameters; that this list takes them is inferred. */
export interface ProductsListParams {
  /**
   * The page's number.
   * Inferred: no page of Blend's documentation shows it.
   */
  page?: number | undefined;
  /**
   * How many products a page holds.
   * At most 200.
   * Inferred: no page of Blend's documentation shows it.
   * @default 25
   */
  page_size?: number | undefined;
}

/** What to change of a prescription product. Send only what changes. */
export interface PrescriptionProductUpdate {
  name?: string | undefined;
  /** Your own SKU. Orders may name the product by it. */
  sku?: string | undefined;
  description?: string | undefined;
  /** Your own code. Electronic prescriptions may name the product by it. */
  product_code?: string | undefined;
}

/** What to change of a non-prescription product. Send only what changes. */
export interface NonPrescriptionProductUpdate {
  name?: string | undefined;
  /** Your own SKU. Orders may name the product by it. */
  sku?: string | undefined;
  description?: string | undefined;
}

/** What to change of an order material. Send only what changes. */
export interface OrderMaterialUpdate {
  name?: string | undefined;
  /** Your own SKU. Orders may name the product by it. */
  sku?: string | undefined;
  description?: string | undefined;
}

/**
 * Which days to count. The orders report takes these two parameters; that this report takes them is inferred.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface ReportsDailyParams {
  /**
   * The first day.
   * A calendar date, YYYY-MM-DD.
   * Inferred: no page of Blend's documentation shows it.
   */
  start_date?: string | undefined;
  /**
   * The last day.
   * A calendar date, YYYY-MM-DD.
   * Inferred: no page of Blend's documentation shows it.
   */
  end_date?: string | undefined;
}

/** Which days to count, and what. */
export interface ReportsOrdersParams {
  /**
   * The first day.
   * A calendar date, YYYY-MM-DD.
   */
  start_date: string;
  /**
   * The last day.
   * A calendar date, YYYY-MM-DD.
   */
  end_date: string;
  /** The parts to return, as an array or as one string with commas. What Blend returns without it is not documented. */
  include?: "status" | "count" | "products" | (string & {}) | readonly ("status" | "count" | "products" | (string & {}))[] | undefined;
}

/**
 * How many orders there were. An older page shows this answer; newer pages write `status` in place of `status_code` and
 * `status_name`.
 */
export interface OrdersReport {
  /** The two days as one text, such as `2025-01-01 to 2025-01-31`. */
  date_range?: string | null;
  total_orders?: number | null;
  orders_by_status?: OrdersReportStatusCount[] | null;
  orders_by_product?: OrdersReportProducts | null;
}

/** How many orders have one status. */
export interface OrdersReportStatusCount {
  /** The status by an older code. The documentation shows `N01`, `P01` and `S01`. */
  status_code?: string | null;
  /** The status by an older name. The documentation shows `Received`, `Data Entry` and `Shipping`. */
  status_name?: string | null;
  /**
   * What newer answers probably have instead, such as `received`.
   * Inferred: no page of Blend's documentation shows it.
   */
  status?: string | null;
  count?: number | null;
}

/** How often each product was ordered, by kind. */
export interface OrdersReportProducts {
  prescription?: OrdersReportProductCount[] | null;
  non_prescription?: OrdersReportProductCount[] | null;
  order_material?: OrdersReportProductCount[] | null;
}

/** How often one product was ordered. */
export interface OrdersReportProductCount {
  /** Blend's id of the product, a UUID. */
  id: string;
  name?: string | null;
  count?: number | null;
}

/** What to search for. */
export interface SearchParams {
  /** Search text. A part of a value is enough. In `search.all`, a phrase in double quotes is matched exactly. */
  q: string;
  /**
   * The most results to return.
   * At most 100.
   * @default 50
   */
  limit?: number | undefined;
}

/** Results of all kinds, most relevant first. */
export interface SearchResults {
  results: SearchResult[];
}

/** A result of any kind; `result_type` tells which. Blend may return other kinds: `isKnownSearchResult(result)` tells them apart. */
export type SearchResult = ({ result_type: "order" } & SearchResultOrder) | ({ result_type: "patient" } & SearchResultPatient) | ({ result_type: "prescriber" } & SearchResultPrescriber) | ({ result_type: "prescription" } & SearchResultPrescriptionProduct) | ({ result_type: "non_prescription" } & SearchResultNonPrescriptionProduct) | ({ result_type: "order_material" } & SearchResultOrderMaterial) | ({ result_type: "task" } & SearchResultTask);

/** An order among the results. */
export interface SearchResultOrder extends Order {
  /** Only `search.all` returns it. */
  result_type?: string | null;
  /** Only `search.orders` returns it. Its meaning is not documented. */
  is_patient_order?: boolean | null;
  /** How well the result fits the search text, from 0 to 1. */
  rank?: number | null;
}

/** A patient among the results. */
export interface SearchResultPatient extends Patient {
  /** Only `search.all` returns it. */
  result_type?: string | null;
  /** How well the result fits the search text, from 0 to 1. */
  rank?: number | null;
}

/**
 * A prescriber among the results.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface SearchResultPrescriber extends Prescriber {
  /** Inferred: no page of Blend's documentation shows it. */
  result_type?: string | null;
  /** How well the result fits the search text, from 0 to 1. */
  rank?: number | null;
}

/** A prescription product among the results. */
export interface SearchResultPrescriptionProduct extends PrescriptionProduct {
  result_type?: string | null;
  /** How well the result fits the search text, from 0 to 1. */
  rank?: number | null;
}

/**
 * A non-prescription product among the results.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface SearchResultNonPrescriptionProduct extends NonPrescriptionProduct {
  /** Inferred: no page of Blend's documentation shows it. */
  result_type?: string | null;
  /** How well the result fits the search text, from 0 to 1. */
  rank?: number | null;
}

/**
 * An order material among the results.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface SearchResultOrderMaterial extends OrderMaterial {
  /** Inferred: no page of Blend's documentation shows it. */
  result_type?: string | null;
  /** How well the result fits the search text, from 0 to 1. */
  rank?: number | null;
}

/**
 * A task among the results.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface SearchResultTask extends Task {
  /** Inferred: no page of Blend's documentation shows it. */
  result_type?: string | null;
  /** How well the result fits the search text, from 0 to 1. */
  rank?: number | null;
}

/** An internal task of the pharmacy. Only an older page of the documentation shows one. */
export interface Task {
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** When the task was completed, ISO 8601. */
  completed_at?: string | null;
  created_by_id?: string | null;
  assignee_id?: string | null;
  assignee?: TaskUser | null;
  name?: string | null;
  description?: string | null;
  /** `T01` is the category `Order`. No list of codes is documented. */
  category_code?: string | null;
  category_name?: string | null;
  /** No list of codes is documented. */
  status_code?: string | null;
  status_name?: string | null;
  order_id?: string | null;
  patient_id?: string | null;
  prescription_id?: string | null;
  watchers?: TaskUser[] | null;
}

/** A person who works on a task. */
export interface TaskUser {
  /** Blend's id, a UUID. */
  id: string;
  first_name?: string | null;
  last_name?: string | null;
  role?: string | null;
}

/**
 * What to search for. `search.all` and `search.products` take these two parameters; that this search takes them is inferred.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface SearchByKindParams {
  /**
   * Search text. A part of a value is enough.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   * Inferred: no page of Blend's documentation shows it.
   */
  q?: string | undefined;
  /**
   * The most results to return.
   * At most 100.
   * Inferred: no page of Blend's documentation shows it.
   * @default 50
   */
  limit?: number | undefined;
}

/** The orders that were found. */
export interface OrderSearchResults {
  results: SearchResultOrder[];
}

/** The patients who were found. */
export interface PatientSearchResults {
  results: SearchResultPatient[];
}

/**
 * The prescribers who were found.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface PrescriberSearchResults {
  results?: SearchResultPrescriber[] | null;
}

/** The products that were found. */
export interface ProductSearchResults {
  results: SearchResultProduct[];
}

/** A result of a product search; `result_type` tells which kind of product. */
export type SearchResultProduct = ({ result_type: "prescription" } & SearchResultPrescriptionProduct) | ({ result_type: "non_prescription" } & SearchResultNonPrescriptionProduct) | ({ result_type: "order_material" } & SearchResultOrderMaterial);

/**
 * The tasks that were found.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface TaskSearchResults {
  results?: SearchResultTask[] | null;
}

/** A webhook with its events. No page of the documentation shows its URL in an answer. */
export interface WebhookSubscription {
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  /** Whether Blend sends events to it now. */
  is_active?: boolean | null;
  /** `webhook`. Other kinds of subscription are `email` and `sms`. */
  type?: string | null;
  /** Id of the user who created it. */
  user_id?: string | null;
  /** The events that Blend sends. */
  subscriptions?: NotificationEventType[] | null;
}

/** An event that you can subscribe to. */
export interface NotificationEventType {
  /** Name to show to people. */
  name?: string | null;
  /** When the event happens. */
  description?: string | null;
  event_code?: NotificationEventCode | null;
}

/** Code of an event. In requests, `all` stands for every event. Open: `notifications.eventTypes` lists all codes. */
export type NotificationEventCode = "all" | "order.created" | "order.shipped" | "order.delivered" | "order.stuck" | "prescription.cancelled" | (string & {});

/**
 * A new webhook. Its fields are those of an update.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface NewWebhookSubscription {
  /**
   * The events, as a flat list of codes. `all` stands for every event.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  event_codes?: readonly NotificationEventCode[] | undefined;
  /**
   * Your endpoint, an `https` URL. Blend sends a POST to it and expects a 2xx within 10 seconds.
   * Blend probably requires it (inferred). A call without it is sent, with a warning.
   */
  url?: string | undefined;
}

/** The new events and the new URL of a webhook. They replace the old ones. */
export interface WebhookSubscriptionUpdate {
  /** The events, as a flat list of codes. `all` stands for every event. */
  event_codes: readonly NotificationEventCode[];
  /** Your endpoint, an `https` URL. */
  url: string;
}

/**
 * The secret of your webhooks. Keep it as safe as a password.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface WebhookSecret {
  /**
   * Every delivery carries it in its `Authorization` header, after `Bearer `.
   * Inferred: no page of Blend's documentation shows it.
   */
  secret?: string | null;
}

/** A sample of an event's payload. */
export interface SampleWebhookPreview {
  event_code: NotificationEventCode;
  /** The made-up `data` of a delivery. That it is not the whole delivery is inferred. */
  payload_preview: Record<string, unknown>;
}

/** A made-up payload. Its fields depend on the event. */
export interface SamplePayload {
}

/** Which sample Blend has to send, and where to. */
export interface SampleWebhookRequest {
  /** The event of the sample. */
  event_code?: NotificationEventCode | undefined;
  /** The endpoint that receives the sample. */
  webhook_url?: string | undefined;
}

/** The sample that Blend sent, and where to. */
export interface SampleWebhookResult {
  event_code?: NotificationEventCode | null;
  /** The payload that Blend sent. */
  payload_preview?: Record<string, unknown> | null;
  message?: string | null;
  /** The endpoint that received it. */
  webhook_url?: string | null;
}

/** The events that Blend mails to the signed-in user. */
export interface EmailSubscription {
  /** Whether Blend sends mail now. */
  is_active?: boolean | null;
  /** The events that Blend mails. */
  subscriptions?: NotificationEventType[] | null;
}

/** The events that Blend has to mail to the signed-in user. They replace the old ones. */
export interface EmailSubscriptionUpdate {
  /** The events, as a flat list of codes. `all` stands for every event. */
  event_codes: readonly NotificationEventCode[];
}

/**
 * A subscription of any kind.
 *
 * @deprecated By Blend, like the methods that return it.
 */
export interface NotificationSubscription {
  /** Blend's id, a UUID. */
  id: string;
  /** When it was created, ISO 8601. */
  created_at: string;
  is_active?: boolean | null;
  type?: "webhook" | "email" | "sms" | (string & {}) | null;
  /** Id of the user who created it; for `email` and `sms`, of the user who receives it. */
  user_id?: string | null;
  subscriptions?: NotificationEventType[] | null;
}

/**
 * A new subscription of any kind. E-mail and SMS go to the signed-in user.
 *
 * @deprecated By Blend, like the method that takes it.
 */
export interface NewNotificationSubscription {
  type?: "webhook" | "email" | "sms" | undefined;
  /** The events, as a flat list of codes. `all` stands for every event. */
  event_codes?: readonly NotificationEventCode[] | undefined;
  /** Your endpoint, an `https` URL. Only for `webhook`. */
  url?: string | undefined;
}

/**
 * A delivery to a webhook; `event_code` tells what `data` is. These are all events that Blend's documentation shows. Blend may
 * send others: an `UnknownWebhookEvent`. The envelope was read on one older page; that it always has both fields is inferred.
 *
 * An event is a hint: get the order again before you act on it.
 */
export type WebhookEvent = ({ event_code: "order.created" } & OrderCreatedEvent) | ({ event_code: "order.shipped" } & OrderShippedEvent) | ({ event_code: "order.delivered" } & OrderDeliveredEvent) | ({ event_code: "order.stuck" } & OrderStuckEvent) | ({ event_code: "prescription.cancelled" } & PrescriptionCancelledEvent);

/** An order was created. */
export interface OrderCreatedEvent {
  data?: OrderCreatedEventData | null;
}

/** A created order, as an older page shows it. */
export interface OrderCreatedEventData {
  /** Blend's id of the order, a UUID. */
  id?: string | null;
  /** When the order was created, with microseconds and without a time zone. */
  created_at?: string | null;
  /** When the order was last changed, with microseconds and without a time zone. */
  updated_at?: string | null;
  /** The order's page in Blend's dashboard. */
  url?: string | null;
  /** Blend's readable number of the order. */
  order_number?: string | null;
  /** The patient's last name (inferred). */
  last_name?: string | null;
  /** The patient's first name (inferred). */
  first_name?: string | null;
  /** The status by an older name, such as `Received`. */
  status_name?: string | null;
  /** The status by an older code, such as `N01`. */
  status_code?: string | null;
  /**
   * The status as orders have it.
   * Inferred: no page of Blend's documentation shows it.
   */
  status?: string | null;
}

/**
 * An order was shipped.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface OrderShippedEvent {
  data?: OrderShippedEventData | null;
}

/**
 * A shipped order, as the samples show it: without order id and without order number. Only the tracking number, and the shipment's
 * id at the end of `url`, say which order it is.
 */
export interface OrderShippedEventData {
  /** The carrier's name, such as `USPS`. */
  carrier?: string | null;
  /** With microseconds and without a time zone. */
  created_at?: string | null;
  /** With microseconds and without a time zone. */
  updated_at?: string | null;
  /** With microseconds and without a time zone. */
  estimated_delivery_date?: string | null;
  /** The service level's name, such as `Ground Advantage`. */
  service_level?: string | null;
  /** `received` in the sample. Whether it is the status of the order or of the shipment is not documented. */
  status?: string | null;
  tracking_number?: string | null;
  tracking_url?: string | null;
  /** The shipment's page in Blend's dashboard. */
  url?: string | null;
}

/**
 * An order was delivered. The code was read; what `data` holds is not documented.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface OrderDeliveredEvent {
  data?: Record<string, unknown> | null;
}

/** Data of an event whose payload no page shows. */
export interface EventData {
}

/**
 * An order cannot be filled or needs attention. Known reasons: the refill is too early (this clears by itself), there is no active
 * prescription, no refill is left, or the pharmacy needs clarification. The code was read; what `data` holds is not documented.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface OrderStuckEvent {
  data?: Record<string, unknown> | null;
}

/**
 * Blend rejected a prescription. The code was read; what `data` holds is not documented.
 *
 * Inferred: no page of Blend's documentation shows it.
 */
export interface PrescriptionCancelledEvent {
  data?: Record<string, unknown> | null;
}

/** The params of `blend.orders.requestCancellation`. */
export type OrdersRequestCancellationParams = CancellationRequest;

/** The params of `blend.orders.replace`. */
export type OrdersReplaceParams = ReplacementRequest;

/** The params of `blend.orders.addProducts`. */
export type OrdersAddProductsParams = NewOrderProducts;

/** The params of `blend.orders.removeProduct`. */
export type OrdersRemoveProductParams = OrderLineParams;

/** The params of `blend.orders.createCompoundingReason`. */
export type OrdersCreateCompoundingReasonParams = NewCompoundingReason;

/** The params of `blend.orders.updateCompoundingReason`. */
export type OrdersUpdateCompoundingReasonParams = CompoundingReasonUpdate;

/** The params of `blend.patients.create`. */
export type PatientsCreateParams = NewPatient;

/** The params of `blend.patients.update`. */
export type PatientsUpdateParams = PatientUpdate;

/** The params of `blend.patients.addRiskFactorText`. */
export type PatientsAddRiskFactorTextParams = RiskFactorText;

/** The params of `blend.prescribers.create`. */
export type PrescribersCreateParams = NewPrescriber;

/** The params of `blend.prescribers.update`. */
export type PrescribersUpdateParams = PrescriberUpdate;

/** The params of `blend.prescribers.createQualification`. */
export type PrescribersCreateQualificationParams = NewQualification;

/** The params of `blend.prescribers.updateQualification`. */
export type PrescribersUpdateQualificationParams = QualificationUpdate;

/** The params of `blend.prescribers.createSupervision`. */
export type PrescribersCreateSupervisionParams = NewSupervision;

/** The params of `blend.prescriptions.create`. */
export type PrescriptionsCreateParams = NewElectronicPrescription;

/** The params of `blend.products.listPrescription`. */
export type ProductsListPrescriptionParams = ProductsListParams;

/** The params of `blend.products.listNonPrescription`. */
export type ProductsListNonPrescriptionParams = ProductsListParams;

/** The params of `blend.products.listOrderMaterials`. */
export type ProductsListOrderMaterialsParams = ProductsListParams;

/** The params of `blend.products.updatePrescription`. */
export type ProductsUpdatePrescriptionParams = PrescriptionProductUpdate;

/** The params of `blend.products.updateNonPrescription`. */
export type ProductsUpdateNonPrescriptionParams = NonPrescriptionProductUpdate;

/** The params of `blend.products.updateOrderMaterial`. */
export type ProductsUpdateOrderMaterialParams = OrderMaterialUpdate;

/** The params of `blend.search.all`. */
export type SearchAllParams = SearchParams;

/** The params of `blend.search.orders`. */
export type SearchOrdersParams = SearchByKindParams;

/** The params of `blend.search.patients`. */
export type SearchPatientsParams = SearchByKindParams;

/** The params of `blend.search.prescribers`. */
export type SearchPrescribersParams = SearchByKindParams;

/** The params of `blend.search.products`. */
export type SearchProductsParams = SearchParams;

/** The params of `blend.search.tasks`. */
export type SearchTasksParams = SearchByKindParams;

/** The params of `blend.notifications.createWebhook`. */
export type NotificationsCreateWebhookParams = NewWebhookSubscription;

/** The params of `blend.notifications.updateWebhook`. */
export type NotificationsUpdateWebhookParams = WebhookSubscriptionUpdate;

/** The params of `blend.notifications.sendSample`. */
export type NotificationsSendSampleParams = SampleWebhookRequest;

/** The params of `blend.notifications.updateEmail`. */
export type NotificationsUpdateEmailParams = EmailSubscriptionUpdate;

/** The params of `blend.notifications.createSubscription`. */
export type NotificationsCreateSubscriptionParams = NewNotificationSubscription;
