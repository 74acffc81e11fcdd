import type { Engine } from "../../generated/sandbox.js";
import type {
  Assumption,
  Assumptions,
  Delivery,
  Fault,
  Fixture,
  NewFault,
  OrderStatus,
  RecordedCall,
  SandboxClock,
  SandboxOptions,
  SandboxState,
  Schedule,
  StuckOrder,
  WebhookOptions,
} from "../../types/sandbox";
import { SENT_KEYS } from "../create/sent-keys";
import { Sender } from "./deliveries";
import type { Due, Response as SandboxAnswer, SandboxRequest } from "../../generated/sandbox-seam.js";
import { openEngine } from "./engine";
import { read, signalOf, urlOf, type Input } from "./request";
import { deliver, orAborted, reasonOf } from "./response";

/**
 * An input that changed a sandbox, with the time of the caller's clock. Repeated in their order, they lead to the same
 * state.
 */
export interface SandboxInput {
  now: number;
  request?: SandboxRequest;
  control?: [name: string, params: object];
  delivered?: [id: number, status: number];
  taken?: true;
  restored?: string;
  reset?: true;
}

type Order = string | null | undefined;

/** A Blend API in memory, for tests and demos. What is written into it stays there. */
export class Sandbox {
  // Survives minifying, for logs.
  static readonly name = "Sandbox";

  readonly fetch: (input: Input, init?: RequestInit) => Promise<Response>;
  readonly clock: SandboxClock;

  readonly #engine: Engine;
  readonly #now: () => number;
  readonly #sender: Sender;
  readonly #onInput: ((input: SandboxInput) => void) | undefined;

  constructor(options: SandboxOptions = {}) {
    const { now, onInput, ...rest } = options;
    const { seed = 1, webhooks } = rest;
    if (!Number.isSafeInteger(seed) || seed < 0) throw new TypeError("seed: expected a whole number from 0");
    this.#now = clockOf(now);
    this.#onInput = onInput;
    this.#engine = openEngine();
    const to = typeof webhooks?.to === "function" ? "" : webhooks?.to;
    const opened = { ...rest, seed, ...(webhooks && { webhooks: { ...webhooks, to } }) };
    asTypeError(() => this.#engine.sandbox_open(JSON.stringify(opened), this.#now()));
    this.#sender = new Sender(
      {
        take: () => this.#take(),
        note: (id, status) => this.#note(id, status),
        wait: () => this.#wait(),
      },
      typeof webhooks?.to === "function" ? webhooks.to : undefined,
    );
    const fetch = (input: Input, init?: RequestInit) => this.#answer(input, init);
    // The sandbox remembers its own sent keys: it is a Blend of its own.
    this.fetch = Object.assign(fetch, { [SENT_KEYS]: undefined });
    this.clock = this.#clock();
  }

  get email(): string {
    return this.#engine.sandbox_email();
  }

  get password(): string {
    return this.#engine.sandbox_password();
  }

  // --- orders ---

  advance(order: Order, to?: OrderStatus): OrderStatus {
    return this.#order("advance", order, { to }).status;
  }

  ship(order: Order): OrderStatus {
    return this.#order("ship", order).status;
  }

  set(order: Order, status: OrderStatus): OrderStatus {
    return this.#order("set", order, { status }).status;
  }

  answerCancellation(order: Order, outcome: "accepted" | "declined"): OrderStatus {
    return this.#order("answer-cancellation", order, { outcome }).status;
  }

  answerReplacement(
    order: Order,
    outcome: "fulfilled" | "declined" | "cancelled",
    options: { orders?: number } = {},
  ): string[] {
    return this.#order("answer-replacement", order, { outcome, ...options }).orders ?? [];
  }

  cancelPrescription(prescription: Order): void {
    this.control("cancel-prescription", { prescription });
  }

  schedule(schedule: Schedule): void {
    this.control("schedule", schedule);
  }

  // --- faults and webhooks ---

  fail(fault: NewFault): number {
    return (this.control("fail", fault) as { id: number }).id;
  }

  heal(id?: number): void {
    this.control("heal", { id });
  }

  revokeTokens(): void {
    this.control("revoke");
  }

  trigger(event: string, target: { order?: Order; url?: string } = {}): number {
    return (this.control("trigger", { event, ...target }) as { deliveries: number }).deliveries;
  }

  webhooks(options: Omit<WebhookOptions, "to"> & { to?: string | null }): void {
    this.control("webhooks", options);
  }

  async settled(): Promise<Delivery[]> {
    await this.#sender.settled();
    return this.deliveries;
  }

  /** Makes deliveries that wait for their next attempt due now, and waits until they are over. */
  async deliver(): Promise<Delivery[]> {
    this.control("deliver");
    return this.settled();
  }

  // --- what there is ---

  get calls(): RecordedCall[] {
    return this.control("calls") as RecordedCall[];
  }

  get deliveries(): Delivery[] {
    return this.control("deliveries") as Delivery[];
  }

  get faults(): Fault[] {
    return this.control("faults") as Fault[];
  }

  get assumptions(): Assumption[] {
    return this.control("assumptions") as Assumption[];
  }

  get state(): SandboxState {
    return this.control("state") as SandboxState;
  }

  get stuck(): StuckOrder[] {
    return this.control("stuck") as StuckOrder[];
  }

  assume(assumptions: Assumptions): void {
    this.control("assumptions", assumptions);
  }

  populate(count: { patients?: number; orders?: number }): void {
    this.control("populate", count);
  }

  load(fixture: Fixture): void {
    this.control("fixture", fixture);
  }

  forgetCalls(): void {
    this.control("forget-calls");
  }

  // --- as a whole ---

  snapshot(): string {
    return this.#engine.sandbox_snapshot();
  }

  restore(snapshot: string): void {
    const now = this.#now();
    asTypeError(() => this.#engine.sandbox_restore(snapshot));
    this.#changed({ now, restored: snapshot });
  }

  reset(): void {
    const now = this.#now();
    asTypeError(() => this.#engine.sandbox_reset(now));
    this.#changed({ now, reset: true });
  }

  control(name: string, params: object = {}): unknown {
    const now = this.#now();
    const given = asTypeError(() => this.#engine.sandbox_control(name, JSON.stringify(params), now));
    if (this.#engine.sandbox_changed()) this.#changed({ now, control: [name, params] });
    return JSON.parse(given);
  }

  handle(request: SandboxRequest): SandboxAnswer {
    const now = this.#now();
    const answer = this.#engine.sandbox_handle(request, now) as SandboxAnswer;
    if (answer.changed) this.#changed({ now, request });
    return answer;
  }

  replay({ now, request, control, delivered, taken, restored, reset }: SandboxInput): void {
    const engine = this.#engine;
    if (request) engine.sandbox_handle(request, now);
    if (control) engine.sandbox_control(control[0], JSON.stringify(control[1]), now);
    if (taken) engine.sandbox_take_deliveries(now);
    if (delivered) engine.sandbox_note_delivery(delivered[0], delivered[1], now);
    if (restored !== undefined) engine.sandbox_restore(restored);
    if (reset) engine.sandbox_reset(now);
  }

  // --- inside ---

  #order(name: string, order: Order, more: object = {}): { status: string; orders?: string[] } {
    if (!order || typeof order !== "string") throw new TypeError("order: expected its id, order number or external_id");
    return this.control(name, { order, ...more }) as { status: string; orders?: string[] };
  }

  #clock(): SandboxClock {
    const turn = (params: object) => (this.control("clock", params) as { now: string }).now;
    return {
      get now() {
        return turn({});
      },
      advance: (by) => turn({ advance: by }),
      set: (to) => turn({ set: to instanceof Date ? to.toISOString() : to }),
    };
  }

  /** Runs after each input that changed something: calls `onInput`, then sends what is due. */
  #changed(input: SandboxInput): void {
    this.#onInput?.(input);
    if (this.#engine.sandbox_next_due() !== undefined) queueMicrotask(() => this.#sender.send());
  }

  #take(): Due[] {
    const now = this.#now();
    const due = this.#engine.sandbox_take_deliveries(now) as Due[];
    if (due.length > 0) this.#onInput?.({ now, taken: true });
    return due;
  }

  #note(id: number, status: number): void {
    const now = this.#now();
    this.#engine.sandbox_note_delivery(id, status, now);
    this.#onInput?.({ now, delivered: [id, status] });
  }

  #wait(): number | undefined {
    const due = this.#engine.sandbox_next_due();
    return due === undefined ? undefined : due - this.#now();
  }

  async #answer(input: Input, init: RequestInit = {}): Promise<Response> {
    const signal = signalOf(input, init);
    if (signal?.aborted) throw reasonOf(signal);
    const url = urlOf(input);
    const request = await orAborted(read(input, init), signal);
    return deliver(this.handle(request), url.href, signal);
  }
}

/** The caller's clock, in milliseconds since 1970. A time stands still until it is advanced. */
function clockOf(now: SandboxOptions["now"]): () => number {
  if (now === undefined) return () => Date.now();
  if (typeof now === "function") return () => Number(now());
  const fixed = new Date(now).getTime();
  if (Number.isNaN(fixed)) throw new TypeError("now: expected a time, such as 2025-03-15T12:00:00Z, or a function");
  return () => fixed;
}

/** Calls into the engine. What it refuses is the caller's mistake. */
function asTypeError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Error && error.constructor === Error ? new TypeError(error.message) : error;
  }
}
