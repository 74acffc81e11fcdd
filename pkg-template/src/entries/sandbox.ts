import { createEngine, wasm } from "../../generated/sandbox";
import { fromText } from "../engine/bytes";
import { SENT_KEYS } from "../create/sent-keys";

/** An answer as the engine writes it. */
interface EngineAnswer {
  status: number;
  headers: [string, string][];
  body: string;
}

let compiled: WebAssembly.Module | undefined;

function engine(): ReturnType<typeof createEngine> {
  compiled ??= new WebAssembly.Module(fromText(wasm));
  return createEngine(compiled);
}

/**
 * Settles as the work does, or as soon as the signal is aborted. The listener goes with the wait:
 * a signal may live as long as the program.
 */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    // As fetch does, whatever the reason is.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/**
 * A Blend API in memory, for tests and demos. What is written into it stays there, and nothing
 * leaves the process.
 */
export class Sandbox {
  // Survives minifying, for logs.
  static readonly name = "Sandbox";

  /** E-mail address of the account. */
  readonly email: string;
  /** Password of the account. It follows from the seed. */
  readonly password: string;
  /** Answers like `fetch`, whatever the origin of the URL. Can be handed on by itself. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

  readonly #engine: ReturnType<typeof createEngine>;

  constructor(options: { seed?: number } = {}) {
    const seed = options.seed ?? 1;
    if (!Number.isSafeInteger(seed) || seed < 0) throw new TypeError("seed: expected a whole number from 0");
    this.#engine = engine();
    this.#engine.sandbox_open(seed);
    this.email = this.#engine.sandbox_email();
    this.password = this.#engine.sandbox_password();
    const fetch = (input: string | URL | Request, init?: RequestInit) => this.#answer(input, init);
    // What was sent to this sandbox is remembered with it: it is a Blend of its own.
    this.fetch = Object.assign(fetch, { [SENT_KEYS]: undefined });
  }

  /**
   * Moves an order one status on, as the pharmacy would: received, picked, verified, shipped (with
   * a shipment, and fills taken off its prescriptions), delivered. Gives the new status.
   *
   * @param order its id, order number or external_id
   */
  advance(order: string | null | undefined): string {
    if (!order || typeof order !== "string") throw new TypeError("order: expected its id, order number or external_id");
    return this.#engine.sandbox_advance(order, Date.now());
  }

  async #answer(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const signal = init.signal === undefined && input instanceof Request ? input.signal : init.signal;
    signal?.throwIfAborted();
    // Any base serves a relative URL: the origin is not looked at. Of the settings only what is
    // sent goes on; runtimes refuse some of the others.
    const target = input instanceof Request ? input : new URL(input, "http://sandbox.invalid");
    const { method, headers, body } = init;
    const request = new Request(target, { method, headers, body, duplex: "half" } as RequestInit);
    const reading = request.text();
    const text = await (signal ? orAborted(reading, signal) : reading);

    const { pathname, search } = new URL(request.url);
    const header = (name: string) => request.headers.get(name) ?? undefined;
    const answer = this.#engine.sandbox_handle({
      method: request.method,
      target: pathname + search,
      authorization: header("authorization"),
      content_type: header("content-type"),
      body: text,
      now: Date.now(),
    }) as EngineAnswer;
    const response = new Response(answer.body, { status: answer.status, headers: answer.headers });
    // A response that is made by hand has no URL of its own.
    return Object.defineProperty(response, "url", { value: request.url });
  }
}
