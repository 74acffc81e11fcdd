// A double click: a create that is called again while the same call is in flight is one request.

import type { CallOptions } from "../../types/index.js";
import type { CallDriver, Exchange, Result } from "../call/types.js";
import type { Log } from "../hooks/log.js";
import { guardDepth } from "../input/depth.js";
import { callKey } from "./call-key.js";
import { Callers } from "./callers.js";
import { copyOf } from "./copy.js";

/** One create as its callers give it. */
export interface Create {
  operation: string;
  /** Its arguments as JSON text in canonical form. */
  args: string;
  /** The options of the call, over those of its client. */
  options: CallOptions;
  /** Starts the call. Throws what is wrong with it. */
  start: (signal: AbortSignal) => CallDriver;
}

/** The creates of one client that are in flight. */
export class CreatesInFlight {
  readonly #shared = new Map<string, SharedCall>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /**
   * Joins the same call, or starts it. Calls are the same only where operation, arguments and all options but the
   * signal are. Each caller has its own signal and its own copy of the answer; nothing else differs between them.
   */
  join({ operation, args, options, start }: Create): Exchange {
    const key = callKey(operation, args, options);
    let shared = this.#shared.get(key);
    if (shared) {
      this.#log.say("warn", `${operation}: the same call is in flight already; it is sent once`);
    } else {
      const own = new SharedCall(operation, start, () => {
        if (this.#shared.get(key) === own) this.#shared.delete(key);
      });
      this.#shared.set(key, (shared = own));
    }
    return shared.enter(options.signal);
  }
}

/** One request of one or several callers. */
class SharedCall {
  readonly #callers = new Callers();
  readonly #operation: string;
  readonly #call: CallDriver;
  /** Hears when nobody can join any more. */
  readonly #over: () => void;
  #opened: Promise<Response> | undefined;
  #result: Promise<Result> | undefined;
  #handedOver = 0;

  constructor(operation: string, start: Create["start"], over: () => void) {
    this.#operation = operation;
    this.#over = over;
    this.#call = start(this.#callers.signal);
    this.#callers.signal.addEventListener("abort", over);
  }

  enter(signal: AbortSignal | undefined): Exchange {
    const wait = this.#callers.enter(this.#operation, signal);
    return {
      // Other callers may want the body.
      open: (raw) => wait(() => (raw ? this.#open().then((response) => this.#copyOf(response)) : this.#open())),
      read: async () => {
        const result = await wait(() => this.#read());
        if (this.#callers.count === 1) return result;
        return { ...result, data: guardDepth(this.#operation, () => copyOf(result.data)) };
      },
      handOverRaw: () => {
        this.#over();
        return this.#call.handOverRaw({ last: ++this.#handedOver === this.#callers.count });
      },
    };
  }

  #open(): Promise<Response> {
    if (!this.#opened) {
      this.#opened = this.#call.open();
      this.#opened.catch(this.#over);
    }
    return this.#opened;
  }

  #read(): Promise<Result> {
    if (!this.#result) {
      this.#result = this.#open().then(() => this.#call.read());
      this.#result.then(this.#over, this.#over);
    }
    return this.#result;
  }

  /** The response with a body of its own. If another caller reads the body already, the copy holds the same data. */
  async #copyOf(response: Response): Promise<Response> {
    if (!response.bodyUsed) return response.clone();
    return new Response(JSON.stringify((await this.#read()).data), response);
  }
}
