// What stands behind a Blend: its options, its session, and how its methods make calls.

import { checkCall, describeAccount, startCall } from "../generated/protocol.js";
import type { BlendOptions, CallOptions, CheckResult } from "../types/index.js";
import { Call } from "./call/call.js";
import { nameIterators } from "./call/iterators";
import { PagePromise } from "./call/page.js";
import { BlendPromise } from "./call/promise.js";
import { Reader } from "./call/reader.js";
import type { CallDriver, CallSettings, Exchange } from "./call/types.js";
import { CreatesInFlight } from "./create/in-flight.js";
import { EngineError, refused } from "./errors.js";
import { type Audit, audited, auditOf } from "./hooks/audit.js";
import { Log } from "./hooks/log.js";
import { assertArity, canonical, toText } from "./input/arguments.js";
import { callPart, CREDENTIALS, mergeOptions, optionsText, readOptions, withEnvironment } from "./input/options.js";
import { type Operation, operationOf } from "./operations.js";
import { Core } from "./session/core.js";
import { validateOptions } from "./session/engine-client.js";

/** One call of a method, with its arguments as they were at the call. */
interface Invocation {
  operation: Operation;
  /** The arguments as a JSON array. Throws what is wrong with them. */
  args: () => string;
  /** Those of the path. */
  ids: () => unknown[];
  options: CallOptions | undefined;
}

/** What `blend.request` calls. */
const RAW: Operation = {
  number: -1,
  name: "request",
  method: "request",
  ids: 2,
  params: true,
  paged: false,
  deprecated: false,
  joinsInFlight: false,
};

/** What gives a derived client a session of its own, beside other credentials. */
const OWN_SESSION = ["baseURL", "tokenStore", "endpoints"] as const;

/** What the arguments of a path are called in issues; no path has more. */
const ID_LABELS = ["arguments[0]", "arguments[1]", "arguments[2]"];

const PLAIN_HTTP = "baseURL is plain http (allowInsecureHTTP): patients' data and tokens travel in the clear";

/** Deprecated operations that this process has warned of. */
const warnedDeprecated = new Set<string>();

export class Client {
  readonly options: BlendOptions;
  readonly log: Log;
  readonly core: Core;
  readonly #creates: CreatesInFlight;
  /** Its options that a call has too. */
  readonly #defaults: CallOptions;
  /** The same as JSON text for the engine, and as a call takes them. Most calls have no options of their own. */
  #defaultsText: string | undefined;
  #defaultSettings: CallSettings | undefined;

  /**
   * Throws what is wrong with the options in every runtime. `from` is what it shares with the client it is derived
   * from.
   */
  constructor(options: BlendOptions, from: { core?: Core; log?: Log; scope?: object } = {}) {
    if (options.audit === "required" && !options.onAudit) {
      const message = 'missing; audit: "required" is about it';
      throw refused([{ path: "options.onAudit", code: "required", message }]);
    }
    this.options = options;
    this.#defaults = callPart(options);
    this.log = from.log ?? new Log(options);
    this.core = from.core ?? new Core(options, this.log, from.scope);
    this.#creates = new CreatesInFlight(this.log);
    try {
      if (from.core) validateOptions(options);
      else if (this.core.engine.ask(describeAccount).isPlainHTTP) this.log.once("warn", PLAIN_HTTP);
    } catch (error) {
      // A missing engine is the error of the first call, which can be caught where answers are awaited.
      if (!(error instanceof EngineError)) throw error;
    }
  }

  static open(options: BlendOptions): Client {
    nameIterators();
    return new Client(withEnvironment(readOptions(options)));
  }

  /**
   * A client that differs in some options. It shares the session, unless credentials, origin, endpoints or store
   * change.
   */
  derive(given: BlendOptions): Client {
    const own = readOptions(given);
    const has = (names: readonly (keyof BlendOptions)[]) => names.some((name) => name in own);
    const base = { ...this.options };
    if (has(CREDENTIALS)) for (const name of CREDENTIALS) delete base[name];
    const options = mergeOptions(base, own);
    if (has(CREDENTIALS)) return new Client(options);
    const log = has(["logger", "logLevel"]) ? new Log(options) : this.log;
    return new Client(options, has(OWN_SESSION) ? { log, scope: this.core.sentKeysScope } : { log, core: this.core });
  }

  /** A call's options over those of its client. */
  withDefaults<T extends CallOptions>(own: T): T {
    return mergeOptions(this.#defaults, own);
  }

  /** The options of a call, over those of the client. */
  #optionsOf(given: CallOptions | undefined): CallOptions {
    return given === undefined ? this.#defaults : this.withDefaults(readOptions(given));
  }

  #textOf(options: CallOptions): string {
    return options === this.#defaults ? (this.#defaultsText ??= optionsText(options)) : optionsText(options);
  }

  auditOf(about: { operation: string; ids: unknown[] }, options: CallOptions): Audit | undefined {
    return auditOf(this.options, options, this.log, about);
  }

  /** Calls an operation by its name. */
  call(name: string, args: unknown[], options: CallOptions): Promise<unknown> {
    return this.invoke(operationOf(name), [...args, options]);
  }

  /** Calls an operation with what a user gave its method: ids, params, options. */
  invoke(operation: Operation, given: unknown[]): BlendPromise<unknown> | PagePromise<unknown> {
    this.#warnIfDeprecated(operation);
    const count = argumentCount(operation);
    const args = settle(() => {
      assertArity(given, count, operation.name);
      return argumentsText(operation, given.slice(0, count));
    });
    const options = given[count] as CallOptions | undefined;
    const invocation = { operation, args, ids: () => given.slice(0, operation.ids), options };
    return operation.paged ? this.#list(invocation) : this.#promise(invocation);
  }

  /** Makes a call that no operation stands for. */
  request(method: string, path: string, input: object | null = {}, options?: CallOptions): BlendPromise<unknown> {
    const args = settle(() => textOf([method, path, input], ["method", "path", ""]));
    const ids = () => {
      const { path: own } = Object(parseArguments(args())[2]) as { path?: object };
      return Object.values(own ?? {}) as unknown[];
    };
    return this.#promise({ operation: RAW, args, ids, options });
  }

  /** What is wrong with the arguments of an operation. Nothing is sent. */
  check(operation: Operation, given: unknown[]): CheckResult {
    const found = toText(given, labels(operation));
    if ("issues" in found) return { issues: found.issues, warnings: [] };
    const options = this.#textOf(this.#defaults);
    return this.core.engine.ask((engine, client) =>
      checkCall(engine, client, { operation: operation.number, args: found.text, options }),
    );
  }

  /** Starts the call here and now, so that an error knows the caller's line; sending waits for a microtask. */
  #promise({ operation, args, ids, options: own }: Invocation): BlendPromise<unknown> {
    return BlendPromise.of(
      settle(() => {
        const text = args();
        const options = this.#optionsOf(own);
        const audit = this.auditOf({ operation: operation.name, ids: ids() }, options);
        return audited(this.#exchange(operation, text, options), audit);
      }),
    );
  }

  /** Starts a call, or joins the same one in flight. */
  #exchange(operation: Operation, args: string, options: CallOptions): Exchange {
    const start = (signal: AbortSignal | undefined) => this.#start(operation, args, options, signal).begin();
    if (!operation.joinsInFlight) return start(options.signal);
    return this.#creates.join({ operation: operation.name, args: canonical(args), options, start });
  }

  #start({ number }: Operation, args: string, options: CallOptions, signal = options.signal): CallDriver {
    const text = this.#textOf(options);
    const settings =
      options === this.#defaults && signal === options.signal
        ? (this.#defaultSettings ??= this.#settingsOf(options))
        : this.#settingsOf({ ...options, signal });
    return new Call(this.core.session, settings, (engine) =>
      startCall(engine, this.core.engine.numberIn(engine), { operation: number, args, options: text }),
    );
  }

  #settingsOf(options: CallOptions): CallSettings {
    const { middleware } = this.options;
    const getOrder = (id: string) => this.call("orders.get", [id], { ...options, preflight: false, omit: [] });
    return { ...options, middleware, log: this.log, getOrder };
  }

  #list({ operation, args, options: given }: Invocation): PagePromise<unknown> {
    const settled = settle(() => this.#optionsOf(given));
    return new PagePromise(() => {
      const { ids, params } = splitArguments(operation, args());
      const options = settled();
      const { prefetch = 0, omit = [] } = options;
      const { page: firstPage, page_size: pageSize = 25 } = params;
      const fetch = async (page: number | undefined) => {
        const text = JSON.stringify([...ids, { ...params, page }]);
        // The pager may tell items apart by what is omitted.
        const call = this.#start(operation, text, { ...options, omit: [] });
        const exchange = audited(call, this.auditOf({ operation: operation.name, ids }, options));
        await exchange.open();
        return exchange.read();
      };
      return new Reader({ operation: operation.name, fetch, firstPage, pageSize, prefetch, omit });
    });
  }

  #warnIfDeprecated({ deprecated, name }: Operation): void {
    if (!deprecated || warnedDeprecated.has(name)) return;
    warnedDeprecated.add(name);
    this.log.say("warn", `${name} is deprecated by Blend: its documentation names what to use instead`);
  }
}

/** Does the work now. The returned function returns its value, or throws its error. */
function settle<T>(work: () => T): () => T {
  try {
    const value = work();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** How many arguments a method takes before its options. */
const argumentCount = ({ ids, params }: Operation): number => ids + Number(params);

function argumentsText(operation: Operation, given: unknown[]): string {
  const args = given.slice();
  while (args.length > operation.ids && args[args.length - 1] === undefined) args.pop();
  return textOf(args, labels(operation), operation.name);
}

function labels({ ids }: Operation): string[] {
  return ID_LABELS.slice(0, ids);
}

function textOf(args: unknown[], names: string[], operation?: string): string {
  const found = toText(args, names);
  if ("issues" in found) throw refused(found.issues, operation);
  return found.text;
}

/** The arguments of a list, as they were at the call: the same ones serve all pages. */
function splitArguments(
  { ids }: Operation,
  text: string,
): { ids: unknown[]; params: { page?: number; page_size?: number } } {
  const args = parseArguments(text);
  return { ids: args.slice(0, ids), params: args[ids] ?? {} };
}

/** Arguments as they were at the call. What the user passed may have changed since, and may throw when it is read. */
function parseArguments(text: string): unknown[] {
  const args: unknown = JSON.parse(text);
  return Array.isArray(args) ? args : [];
}
