/** A status of an order. The set is open. */
export type OrderStatus =
  "received" | "picked" | "verified" | "shipped" | "delivered" | "paused" | "exception" | "cancelled" | (string & {});

/** A length of time: milliseconds, or a text such as `"90s"`, `"61m"`, `"2h 30m"`, `"7d"`. */
export type Length = number | string;

/** Assumptions about what Blend does not document, by name. `sandbox.assumptions` lists all with their defaults. */
export interface Assumptions {
  badToken?: 401 | 422;
  errorBody?: "fields" | "list" | "detail" | "text";
  expectedFields?: "warn" | "refuse" | "accept";
  externalId?: "newest" | "oldest";
  forbiddenAction?: 409 | 422;
  lookupLag?: Length;
  mergeable?: "received" | "open" | "never";
  mergeKeeps?: "lines" | "all" | "nothing";
  minorUntil?: number;
  nulls?: "omitted" | "given";
  totals?: "none" | "header";
  partialAddress?: "warn" | "refuse" | "accept";
  refillAfter?: number;
  riskFactorDelay?: Length;
  riskFactorsMatch?: boolean | "no" | "yes";
  searchTracking?: boolean | "no" | "yes";
  shortPages?: boolean | "no" | "yes";
  strictValues?: "warn" | "refuse" | "accept";
  stuckAfter?: Length;
  stuckOrders?: "move" | "hold";
  uniqueExternalId?: boolean | "no" | "yes";
  unknownFields?: "documented" | "refuse" | "ignore";
}

/** One assumption, as `sandbox.assumptions` lists it. */
export interface Assumption {
  name: string;
  value: string;
  default: string;
  /** The possible values: a list, or a description. */
  values: string[] | string;
  /** What it decides. */
  doc: string;
}

/** How long an order stays in a status before it moves on by itself, by the status that it moves to. */
export interface Schedule {
  picked?: Length;
  verified?: Length;
  shipped?: Length;
  delivered?: Length;
}

/** Where events go, and how their deliveries go wrong. */
export interface WebhookOptions {
  /**
   * A receiver of every event: a function that takes a `Request`, or a URL. A `Response` whose status is not 2xx, a
   * promise that rejects and an answer after 10 seconds count as failures, and the delivery is repeated.
   * @default none; the sandbox still calls webhooks that the API subscribes
   */
  to?: string | ((request: Request) => unknown);
  /** The bearer token of each delivery. `notifications.generateWebhookSecret` makes one, too. */
  secret?: string;
  /** Deliveries that are due together come in any order. */
  shuffled?: boolean;
  /** Each delivery comes twice. */
  twice?: boolean;
  /** The part of all deliveries that is lost, from 0 to 1. */
  lose?: number;
  /** Hosts beside this machine that the sandbox may call. It calls no other. */
  allow?: string[];
}

/** A fault: which call it hits, and how. One fault may have several effects. */
export interface NewFault {
  /** `"orders.create"`, `"orders.*"`. @default every operation but `auth.*` */
  operation?: string;
  /** How many calls it hits. @default 1; always where there is a probability */
  times?: number | "always";
  /** The part of the calls that it hits, from 0 to 1. */
  probability?: number;
  /** Whether it strikes before or after the call has its effect. @default "before" */
  when?: "before" | "after";
  /** The answer's status. */
  status?: number;
  /** Headers of the answer, such as `{ "retry-after": "2" }`. */
  headers?: Record<string, string>;
  /** The answer's body: JSON, or a string as it stands. */
  body?: unknown;
  /** How long the answer takes, or the least and the most. The effect happens at once: only the answer waits. */
  latency?: Length | [Length, Length];
  /** The connection is lost without an answer. */
  lost?: boolean;
  /** The answer never comes; after the effect, its headers come and its body does not. */
  stalled?: boolean;
  /** The body ends in its middle. */
  truncated?: boolean;
  /** A page of HTML in place of JSON. */
  html?: boolean;
  /** An answer with an unknown field, an unknown status and an id of another kind. */
  drifted?: boolean;
  /** The call's token is no longer good. */
  revoked?: boolean;
  /** A list has one more at its top than when its first page was read. */
  moved?: boolean;
}

/** A fault that is set. */
export interface Fault extends NewFault {
  id: number;
  /** How often it hit. */
  hits: number;
  /** How often it will hit; null for always. */
  left: number | null;
}

/** A call that came in. The sandbox keeps the newest 1,000. */
export interface RecordedCall {
  /** By the sandbox's clock, ISO 8601. */
  at: string;
  method: string;
  /** `"orders.create"`; empty if the path is not one of the API. */
  operation: string;
  /** The template of the path. */
  path: string;
  /** Path and query as they came. */
  target: string;
  body: string;
  status: number;
  /** The effect of the fault that hit it. */
  fault?: string;
  /** Fields with values that nobody means. */
  warnings?: string[];
}

/** A delivery of an event. */
export interface Delivery {
  id: number;
  event: string;
  /** Empty for the function that the sandbox was opened with. */
  url: string;
  /** `refused` if the target is not this machine and was not allowed. */
  state: "waiting" | "sending" | "delivered" | "failed" | "lost" | "refused";
  attempts: number;
  /** The status of the last attempt; 0 without an answer. */
  status: number;
  body: string;
}

/** Counts of the things in the sandbox. */
export interface SandboxState {
  now: string;
  /** Orders by status. */
  orders: Record<string, number>;
  patients: number;
  prescribers: number;
  prescriptions: number;
  stuck: number;
  tasks: number;
}

/** An order that cannot be filled. */
export interface StuckOrder {
  order: string;
  id: string;
  status: OrderStatus;
  reason: string;
}

/** Things to begin with, each written and checked as in a request. An `id` is kept. No field has to be there. */
export interface Fixture {
  products?: { prescription?: object[]; non_prescription?: object[]; order_material?: object[] };
  reasons?: object[];
  patients?: object[];
  prescribers?: object[];
  prescriptions?: object[];
  /** May have a `status` to begin in. */
  orders?: object[];
}

/** The sandbox's clock. It runs with the caller's clock, ahead of it by the time that you advanced it. */
export interface SandboxClock {
  /** ISO 8601. */
  readonly now: string;
  /** Moves the clock on. All that is due happens on the way, each at its own time. Returns the new time. */
  advance(by: Length): string;
  /** Moves the clock on to a time. It does not go back. */
  set(to: string | Date): string;
}

/** How a sandbox begins. */
export interface SandboxOptions {
  /** A whole number from 0. The password, the ids and the made-up people follow from it. @default 1 */
  seed?: number;
  /** The clock: a function, or a time that stands still until it is advanced. @default `Date.now`, looked up at each call */
  now?: string | number | Date | (() => number | Date);
  /** What the sandbox assumes where Blend documents nothing. */
  assumptions?: Assumptions;
  /** Moves orders on by itself. @default none */
  schedule?: Schedule;
  webhooks?: WebhookOptions;
  /** How many made-up patients to add to the four that always exist. @default 0 */
  patients?: number;
  /** How many made-up orders to add, over the last 120 days and in every status. @default 0 */
  orders?: number;
  fixture?: Fixture;
  /** Gets each input that changed the sandbox, before the answer. `replay` repeats one. */
  onInput?: (input: SandboxInput) => void;
}

/** An input that changed a sandbox. You can store it as JSON. */
export interface SandboxInput {
  now: number;
}

/** A request, for `handle`. */
export interface SandboxRequest {
  method: string;
  /** Path and query. */
  target: string;
  authorization?: string | undefined;
  content_type?: string | undefined;
  /** The header x-sandbox-fail. */
  fail?: string | undefined;
  body: string;
}

/** The result of `handle`. */
export interface SandboxAnswer {
  status: number;
  headers: [name: string, value: string][];
  body: string;
  operation: string;
  /** What the fault asks for on the answer's way. The caller has to do it. */
  network: { latency: number; lost: boolean; stalled: boolean; headers: boolean; truncated: boolean };
  /** Whether the request changed the sandbox. */
  changed: boolean;
}

/** An order by its id, order number or external_id. The types allow `undefined` and `null`, so that you can pass `order.id` as it is; both throw. */
type OrderKey = string | null | undefined;

/**
 * A Blend API in memory, for tests and demos. It answers every operation and keeps what you write. Nothing leaves the
 * process but webhooks, and those only to this machine.
 *
 * A prescriber created with the NPI `9000000098` turns out to be known to Blend already.
 *
 * @example
 * const sandbox = new Sandbox();
 * const blend = new Blend({ email: sandbox.email, password: sandbox.password, fetch: sandbox.fetch });
 */
export declare class Sandbox {
  constructor(options?: SandboxOptions);
  /** E-mail address of the account. */
  readonly email: string;
  /** Password of the account. It follows from the seed; a snapshot brings its own. */
  readonly password: string;
  /** Answers like `fetch`, for any origin of the URL. It needs no `this`. The header `x-sandbox-fail` sets a fault for one request. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  readonly clock: SandboxClock;

  /**
   * Moves an order one status on, or on to one, as the pharmacy would: received, picked, verified, shipped (with
   * a shipment, and fills taken off its prescriptions), delivered. Returns the new status; throws if there is none.
   * An order without its prescription moves on, too, unless `stuckOrders` is assumed to be `"hold"`.
   *
   * @param order its id, order number or external_id
   */
  advance(order: OrderKey, to?: OrderStatus): OrderStatus;
  /** Moves an order on until it is shipped. */
  ship(order: OrderKey): OrderStatus;
  /** Puts an order into a status, whatever the rules say. */
  set(order: OrderKey, status: OrderStatus): OrderStatus;
  /** Answers the cancellation request of an order. Returns its status. */
  answerCancellation(order: OrderKey, outcome: "accepted" | "declined"): OrderStatus;
  /** Answers the pending replacement request of an order. Returns the ids of the orders that replace it. */
  answerReplacement(
    order: OrderKey,
    outcome: "fulfilled" | "declined" | "cancelled",
    options?: { orders?: number },
  ): string[];
  /** Rejects a prescription, as Blend does. */
  cancelPrescription(prescription: string | null | undefined): void;
  /** Lets orders move on by themselves. It applies to orders that enter a status from now on. */
  schedule(schedule: Schedule): void;

  /** Sets a fault, and returns its id. */
  fail(fault: NewFault): number;
  /** Removes one fault, or all. */
  heal(id?: number): void;
  /** Makes all tokens invalid. */
  revokeTokens(): void;
  readonly faults: Fault[];

  /** Sends an event: of an order, or the sample; to those who subscribed, or to a URL. Returns the number of deliveries. */
  trigger(event: string, target?: { order?: OrderKey; url?: string }): number;
  /** Changes how deliveries are made. */
  webhooks(options: Omit<WebhookOptions, "to"> & { to?: string | null }): void;
  /** Waits until no delivery is on its way and none is due. One that waits for its next attempt is not due: advance the clock, or call `deliver`. */
  settled(): Promise<Delivery[]>;
  /** Sends the deliveries that wait for their next attempt, and waits until they end. */
  deliver(): Promise<Delivery[]>;
  readonly deliveries: Delivery[];

  /** The calls that came in, oldest first, for assertions. They hold the requests' bodies. */
  readonly calls: RecordedCall[];
  forgetCalls(): void;
  readonly state: SandboxState;
  readonly stuck: StuckOrder[];
  /** What the sandbox assumes where Blend documents nothing. */
  readonly assumptions: Assumption[];
  assume(assumptions: Assumptions): void;
  /** Adds made-up patients and orders. */
  populate(count: { patients?: number; orders?: number }): void;
  /** Adds things of your own. */
  load(fixture: Fixture): void;

  /** The whole sandbox as text. */
  snapshot(): string;
  restore(snapshot: string): void;
  /** Returns the sandbox to its beginning. */
  reset(): void;

  /** Runs the command of that name, as `/__sandbox/` does. */
  control(name: string, params?: object): unknown;
  /** Answers a request at once, for servers of your own. */
  handle(request: SandboxRequest): SandboxAnswer;
  /** Repeats an input. */
  replay(input: SandboxInput): void;
}
