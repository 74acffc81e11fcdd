import type { Blend, Order, OrderCreatedEventData, OrderShippedEventData } from "./index";

/** One secret, or several while you rotate: the new one first. A delivery may carry any of them. */
export type WebhookSecret = string | readonly string[];

/** Headers as a Fetch `Request`, Node or a serverless platform gives them. */
export type WebhookHeaders =
  { get(name: string): string | null } | { readonly [name: string]: string | readonly string[] | undefined };

/**
 * Whether a delivery carries `Authorization: Bearer <secret>`. Blend signs nothing: this secret is all there is to know
 * Blend by. The comparison takes the same time wherever the texts differ.
 *
 * @param from The request, or its headers.
 * @param secret What `notifications.generateWebhookSecret` returned. A missing or empty one throws a `TypeError`.
 */
export declare function verifyWebhook(
  from: { headers: WebhookHeaders } | WebhookHeaders,
  secret: WebhookSecret,
): boolean;

/** The events that this version knows, with what their `data` holds. Only the first two payloads are documented. */
export interface WebhookData {
  "order.created": OrderCreatedEventData;
  "order.shipped": OrderShippedEventData;
  "order.delivered": Record<string, unknown>;
  "order.stuck": Record<string, unknown>;
  "prescription.cancelled": Record<string, unknown>;
}

export type KnownEventCode = keyof WebhookData;

/** An event whose code this version knows. `event_code` tells the events apart. */
export type KnownEvent<Code extends KnownEventCode = KnownEventCode> = {
  [Each in Code]: { known: true; event_code: Each; data: WebhookData[Each] };
}[Code];

/** An event that Blend added after this version, or one whose data is no object. */
export interface UnknownEvent {
  known: false;
  event_code: string;
  data: unknown;
}

export type IncomingEvent = KnownEvent | UnknownEvent;

/**
 * Reads the body of a delivery. Call `verifyWebhook` first.
 *
 * @param body The text, or the object that a body parser made of it.
 * @throws `TypeError` for anything that is no JSON object with an `event_code`. Its message holds nothing of the body.
 */
export declare function parseWebhook(body: unknown): IncomingEvent;

/** The result of `Inbox.claim`. Only `claimed` has a token, which `done` and `release` need. */
export interface InboxClaim {
  /** `claimed`: the event is yours. `running`: another delivery of it is being handled. `done`: it was handled before. */
  state: "claimed" | "running" | "done";
  token?: string;
}

/** Remembers which events were handled. The handler's own inbox keeps this in memory. */
export interface Inbox {
  /** Takes an event for `leaseMs`. If the process dies, others can take the event after that time. */
  claim(key: string, leaseMs: number): InboxClaim | Promise<InboxClaim>;
  /** Notes that the event was handled. */
  done(key: string, token: string): void | Promise<void>;
  /** Gives the event back: handling it failed. */
  release(key: string, token: string): void | Promise<void>;
}

/** What a stored inbox keeps of an event: its code and ids. Names and addresses are left out. */
export interface StoredEvent {
  known: boolean;
  event_code: string;
  /** Ids (`id` and the like), `order_number` and `tracking_number`, as far as the event has them. */
  data: Record<string, string>;
}

/** The result of `drain`. */
export interface Drained {
  /** Events that were handled. */
  done: number;
  /** Times that the handler threw. Those events stay in the inbox and are tried again later. */
  failed: number;
}

export interface DrainOptions {
  /** How many events to handle at a time. @default 1 */
  concurrency?: number;
  /** Ends the drain once the events in hand are handled. */
  signal?: AbortSignal;
}

/** An inbox that keeps the events themselves until they are handled: `redisInbox`, `postgresInbox`. */
export interface StoredInbox extends Inbox {
  /** Stores an event. Returns false if it is stored already, or was handled before. */
  put(key: string, event: StoredEvent): Promise<boolean>;
  /**
   * Handles all events that are due, and resolves when none is left. Any number of processes may drain one inbox. An event
   * whose handler throws is due again after 1 second, then 2, 4, ... up to an hour.
   *
   * @param handler What `createWebhookHandler` returned.
   * @throws If the inbox cannot be reached: call it again. `TypeError` for a handler or a concurrency that is none.
   */
  drain(handler: Pick<WebhookHandler, "dispatch">, options?: DrainOptions): Promise<Drained>;
}

export interface WebhookHandlerOptions {
  secret: WebhookSecret;
  /** What to do, by event code. An unknown code is refused: such events go to `fallback`. */
  on?: { [Code in KnownEventCode]?: (event: KnownEvent<Code>) => unknown };
  /** Gets every event that `on` has no function for. `event.known` says whether this version knows its code. */
  fallback: (event: IncomingEvent) => unknown;
  /**
   * Where events are remembered. With `redisInbox` or `postgresInbox` the handler stores each event and answers at once;
   * `inbox.drain(handler)` then runs your functions, in any process. Without one, your functions run before the answer,
   * and the memory of this process keeps two deliveries of one event from running twice.
   */
  inbox?: Inbox | StoredInbox;
  /** Milliseconds until the answer. Blend waits 10 seconds. Past it the answer is 503, and the work goes on. @default 8000 */
  budget?: number;
  /**
   * Gets what your functions, or the inbox, threw. By default one line goes to `console.error`, without the error's message:
   * it may hold a patient's data.
   */
  onError?: (error: unknown, event: IncomingEvent) => unknown;
}

/** What a platform may give beside the request, as Cloudflare Workers do: `waitUntil` keeps the worker alive. */
export interface WebhookContext {
  waitUntil?(work: Promise<unknown>): void;
}

export interface WebhookHandler {
  /** Answers one delivery. It never rejects. */
  (request: Request, context?: WebhookContext): Promise<Response>;
  /** The codes of `on`, for `notifications.createWebhook({ event_codes: handler.events, url })`; `["all"]` without any. */
  readonly events: KnownEventCode[] | ["all"];
  /** Runs your function for one event. `drain` calls it. */
  dispatch(event: IncomingEvent | StoredEvent): Promise<void>;
}

/**
 * Makes the endpoint that Blend delivers to, as a function from Fetch `Request` to `Response`.
 *
 * | answer | when |
 * | --- | --- |
 * | 200 | handled, stored, or handled before |
 * | 400 | no JSON object with an `event_code` |
 * | 401 | no valid secret |
 * | 405 | not a POST |
 * | 413 | a body over 1 MB |
 * | 500 | your function threw; another delivery runs it again |
 * | 503 with Retry-After | over budget, being handled by another delivery, or the inbox failed |
 *
 * Blend sends no delivery id. Two deliveries are one event if their bodies are the same JSON. The inbox knows an event by an
 * HMAC of that body, keyed with the last secret of the list, and forgets handled ones after 7 days (in memory, after a day,
 * or 10,000 later ones). After you remove the last secret from the list, events that were handled under it can run again.
 *
 * @throws `TypeError` for a missing or empty secret, a missing `fallback`, an `inbox` that is none, and unknown event codes.
 *
 * @example
 * const handler = createWebhookHandler({
 *   secret: process.env.BLEND_WEBHOOK_SECRET ?? "",
 *   inbox: postgresInbox(pool),
 *   on: {
 *     "order.stuck": async (event) => console.log(await findOrder(blend, event, { limit: 500 })),
 *   },
 *   fallback: (event) => console.warn("unhandled event", event.event_code, event.known),
 * });
 * export const POST = (request: Request) => handler(request); // a Next.js route handler
 */
export declare function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler;

/**
 * Finds the order of an event. An event with an order's id or number is one look-up. An event of a shipment has neither: `findOrder`
 * looks for its tracking number in the shipped and delivered orders, as Blend lists them.
 *
 * @param options.limit How many orders to read at most, from 1; up to 200 come in one request. A `TypeError` for anything else.
 * @returns The order; undefined if there is none within the limit.
 */
export declare function findOrder(
  blend: { orders: Pick<Blend["orders"], "get" | "list"> },
  event: IncomingEvent | StoredEvent,
  options: { limit: number },
): Promise<Order | undefined>;

/** What `toNodeHandler` needs of a request of `node:http`. */
export interface NodeRequest {
  method?: string | undefined;
  url?: string | undefined;
  headers: { readonly [name: string]: string | readonly string[] | undefined };
  /** What a body parser such as `express.json()` made of the body. */
  body?: unknown;
  readonly readableDidRead?: boolean;
  readonly readableEnded: boolean;
  readonly destroyed?: boolean;
  on(event: string, listener: (...values: never[]) => void): unknown;
}

/** What `toNodeHandler` needs of a response of `node:http`. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent?: boolean;
  setHeader(name: string, value: string): unknown;
  end(body?: string): unknown;
}

/**
 * Makes a handler for `node:http`, Express and the like. It works before and after `express.json()`. If another body
 * parser read the body and left nothing in `request.body`, the answer is 500, and a line on `console.error` says why.
 *
 * @example
 * app.post("/blend", toNodeHandler(handler));
 */
export declare function toNodeHandler(
  handler: (request: Request) => Promise<Response>,
): (request: NodeRequest, response: NodeResponse) => Promise<void>;
