// The entry `blend-sdk/intake/server`: the backend of an intake form, and a proxy for staff pages.

import type { Blend, NewElectronicPrescription, NewOrder, Patient, PrescriberInput } from "./index";
import type { IntakeSchema, OrderAnswers, PatientAnswers, StandardSchema } from "./intake";
export { toNodeHandler, type NodeRequest, type NodeResponse } from "./webhooks";

/** A handler from Fetch `Request` to `Response`. It never rejects. */
export type RequestHandler = (request: Request) => Promise<Response>;

/** The visitor, as your server knows them. Add fields of your own: `products`, `challenge` and `onSubmit` get them. */
export interface IntakeSession {
  /**
   * Names the visitor, and stays the same for them: an account's id, or a random id from a signed cookie. One subject and one
   * submission id make one order.
   */
  subject: string;
  /** Blend's id of the visitor's own patient record, a UUID. The order is then for this patient, and no new one is made. */
  patientId?: string | undefined;
}

/** An order as `products` decides on it. The handler adds the patient, `external_id` and `force_new`. */
export type IntakeOrder = Omit<NewOrder, "patient" | "patient_id" | "external_id">;

/** An order together with its prescription. The handler adds the patient, `external_id` and `force_new`. */
export interface IntakeComposite {
  order: IntakeOrder;
  electronic_prescription: NewElectronicPrescription & { patient?: undefined };
  prescriber?: PrescriberInput;
}

/** Counts requests, for all processes that share it: `redisRateLimit` of `blend-sdk/stores`. */
export interface RateLimitStore {
  /**
   * Adds one to the count of a key. The count begins anew `windowMs` milliseconds after its first hit. It has to be atomic: two
   * hits at the same time never return one count.
   */
  hit(key: string, windowMs: number): RateLimitHit | Promise<RateLimitHit>;
}

/** The result of `RateLimitStore.hit`. */
export interface RateLimitHit {
  /** How many hits the key had in this window, with this one. */
  count: number;
  /** Milliseconds until the count begins anew. */
  remainingMs: number;
}

export interface RateLimit<Session> {
  /** How many submissions pass in one window, from 1. @default 10 */
  limit?: number;
  /** Length of the window in milliseconds. @default 600_000 */
  windowMs?: number;
  /**
   * What is counted, by default the session's subject. Where visitors are anonymous, count their address as well: a visitor
   * without a cookie is a new subject each time. The store gets an HMAC of it.
   */
  key?: (request: Request, session: Session) => string | Promise<string>;
  /** Where the counts are. @default the memory of this process */
  store?: RateLimitStore;
}

/** What `challenge` gets beside the request. */
export interface Challenge<Session> {
  session: Session;
  /** The member `challenge` of the submission: the token of a CAPTCHA. */
  token: string | undefined;
  /** The key of the submission. One that is repeated has the same key and the same token. */
  key: string;
}

/** What became of a submission, for `onSubmit`. */
export interface IntakeSubmission<Answers, Session, Extra> {
  /** `accepted`: it is done, now or before. `pending`: Blend's answer is lost, and nobody knows. `error` then says more. */
  outcome: "accepted" | "pending";
  /** The `external_id` of the order, and of a new patient: find them by it. */
  key: string;
  session: Session;
  /** The checked answers. */
  answers: Answers;
  /** The checked answers to your own questions; undefined without the option `extra`. */
  extra: Extra;
  /** The order, if one was made or found. */
  order?: { id: string; order_number?: string | null };
  /** The patient, if `products` returned null and one was registered or found. */
  patient?: Patient;
  /**
   * True if Blend merged the order into an open one that this submission did not make, although the handler asks for a separate
   * order. `order` is then that other order: let a person look at it. The page gets no order number.
   */
  merged: boolean;
  /** With `pending`: an error of this package. `error.unsafe().params` holds what was sent. */
  error?: unknown;
}

export interface IntakeHandlerOptions<
  Answers extends PatientAnswers | OrderAnswers,
  Session extends IntakeSession,
  Extra = undefined,
> {
  /** The rules that check the answers again: `rules().patient` or `rules().order`, with the same options as in the form. */
  schema: IntakeSchema<Answers>;
  /** The paths that the form may send, as in its steps: `["first_name", "address"]`. Any other field is refused. */
  fields: readonly string[];
  /** Checks the member `extra` of a submission: your own questions and consents. They never go to Blend. */
  extra?: StandardSchema<Extra>;
  /** Returns who sends the request, or nothing for a visitor who may not submit. */
  session: (request: Request) => Session | null | undefined | Promise<Session | null | undefined>;
  /**
   * Decides what to order. Null registers the patient and orders nothing: a prescription drug may have to wait for a clinician.
   * A repeated submission asks again: return the same for the same answers. To store consents before an order exists, do it here.
   */
  products: (
    session: Session,
    answers: Answers,
    extra: Extra,
  ) => IntakeOrder | IntakeComposite | null | Promise<IntakeOrder | IntakeComposite | null>;
  /** Gets each submission that is accepted or pending. It may get one several times, with the same `key`. If it throws, the answer is 202. */
  onSubmit: (submission: IntakeSubmission<Answers, Session, Extra>) => unknown;
  /** Random text of at least 16 characters, the same in all processes and for ever: the keys of orders are made with it. */
  secret: string;
  /** Origins whose pages may submit, such as `https://portal.example.com`. Browsers need none for a page of the same origin over https. */
  origins?: readonly string[];
  rateLimit?: RateLimit<Session>;
  /** Returns whether the visitor has passed a test, such as a CAPTCHA. */
  challenge?: (request: Request, challenge: Challenge<Session>) => boolean | Promise<boolean>;
  /**
   * Gets what your functions, the store or Blend threw. By default one line goes to `console.error`, without the error's message:
   * it may hold a patient's data.
   */
  onError?: (error: unknown, request: Request) => unknown;
}

/**
 * Makes the endpoint that an intake form submits to, as a function from Fetch `Request` to `Response`. It checks the request,
 * checks the answers again, and makes one order, or registers one patient, for one submission.
 *
 * | answer | when |
 * | --- | --- |
 * | 200 | the order or the patient is made, now or before; `order_number` if there is one |
 * | 202 | nobody knows; the same submission may come again |
 * | 400 | no submission, or a field that `fields` does not list |
 * | 401 | `session` returned nobody |
 * | 403 | a page of another origin, a missing header `x-blend-intake`, or `challenge` was not passed |
 * | 405, 413, 415 | not a POST, a body over 64 KB, not JSON |
 * | 409 | the same submission was sent before with other answers |
 * | 422 | answers were refused: `issues` with path, code and message. Without `issues`, Blend refused them |
 * | 429 | too many submissions; `Retry-After` says when |
 * | 503 | nothing was sent; try again later |
 *
 * Every answer has `cache-control: no-store`. None tells whether Blend has a patient.
 *
 * @throws `TypeError` for options that are missing or cannot be used.
 *
 * @example
 * const intakeHandler = createIntakeHandler(blend, {
 *   schema: rules().patient,
 *   fields: ["first_name", "last_name", "date_of_birth", "email", "phone", "address"],
 *   session: async (request) => ({ subject: request.headers.get("x-account") ?? "" }),
 *   products: () => null, // a clinician decides later
 *   onSubmit: ({ outcome, key }) => console.log(outcome, key),
 *   secret: process.env.INTAKE_SECRET ?? "",
 * });
 * app.post("/intake", toNodeHandler(intakeHandler));
 */
export declare function createIntakeHandler<
  Answers extends PatientAnswers | OrderAnswers,
  Session extends IntakeSession,
  Extra = undefined,
>(
  blend: Pick<Blend, "orders" | "patients" | "composite">,
  options: IntakeHandlerOptions<Answers, Session, Extra>,
): RequestHandler;

/** What the proxy needs of a client: all groups but `auth`. */
export type ProxyClient = Pick<
  Blend,
  | "orders"
  | "patients"
  | "prescribers"
  | "prescriptions"
  | "composite"
  | "products"
  | "reports"
  | "search"
  | "notifications"
>;

/** What groups have beside operations. In the page, `createOnce` and `waitFor` work by the operations that they call. */
type NoOperation = "check" | "createOnce" | "waitFor" | "can" | "actions";

/** The name of an operation, such as `orders.list`. Those of `auth` are left out. */
export type ProxyOperation = {
  [Group in keyof ProxyClient]: `${Group}.${Exclude<keyof ProxyClient[Group] & string, NoOperation>}`;
}[keyof ProxyClient];

/** A call that a page asks for. */
export interface ProxyCall {
  operation: ProxyOperation;
  /** The ids of the path, in path order, decoded. An order's may be a UUID, an order number or your `external_id`. */
  ids: readonly string[];
  /** Query and body together, as the operation takes them. They are not checked yet. */
  params: Readonly<Record<string, unknown>>;
}

export interface ProxyOptions {
  /** The operations that pages may call. Any other one is refused. */
  operations: readonly ProxyOperation[];
  /**
   * Decides whether this visitor may make this call. Only `true` allows it. There is no default: without your own check of the
   * session, every visitor could read every patient.
   */
  authorize: (request: Request, call: ProxyCall) => boolean | Promise<boolean>;
  /** The path of the page's `baseURL`. It may be missing from the request, as behind `app.use` of Express. @default "/blend" */
  path?: string;
  /** Origins whose pages may call, as for `createIntakeHandler`. */
  origins?: readonly string[];
  /** Gets what `authorize` or Blend threw. By default one line goes to `console.error`, without the error's message. */
  onError?: (error: unknown, request: Request) => unknown;
}

/**
 * Makes a proxy for staff pages: `new Blend({ baseURL: "/blend" })` in the page, and the credentials on your server. It calls the
 * operations that you list through your client, with its checks, hooks and `omit`.
 *
 * | answer | when |
 * | --- | --- |
 * | the status of Blend | Blend answered; of an error the body has `code`, `outcome`, `message` and `errors`, and no value |
 * | 403 | a page of another origin, an operation that is not listed, or `authorize` returned anything but `true` |
 * | 404 | no operation has this method and path |
 * | 400, 413, 415 | no JSON object, a body over 1 MB, not JSON |
 * | 422 | the client refused the arguments; nothing was sent |
 * | 500 | `authorize` threw |
 * | 502, 503, 504 | no usable answer of Blend; the server's own session failed; nothing was sent; a timeout |
 *
 * @param blend A client on your server. Its option `endpoints` applies; the page's client has to be without one.
 * @throws `TypeError` for a missing `authorize`, and for operations that do not exist.
 *
 * @example
 * const proxy = createProxy(blend, {
 *   operations: ["orders.list", "orders.get", "orders.pause"],
 *   authorize: (request, { operation }) => operation !== "orders.pause" || request.headers.get("x-role") === "pharmacist",
 * });
 * app.use("/blend", toNodeHandler(proxy));
 */
export declare function createProxy(blend: ProxyClient, options: ProxyOptions): RequestHandler;
