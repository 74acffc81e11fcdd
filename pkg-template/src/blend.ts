// The client: its groups and methods come from the generated list of operations.

import { operations, Word } from "../generated/operations.js";
import type { BlendOptions, CallOptions, CheckResult, OnceOptions, Order, WaitOptions } from "../types/index.js";
import { canonical, optionsText, toText } from "./input/arguments.js";
import { audited, auditOf } from "./hooks/audit.js";
import { omit } from "./input/omit.js";
import { Call } from "./call/call.js";
import { started } from "./call/seam.js";
import type { CallDriver, Exchange } from "./call/types.js";
import { Core, look } from "./session/core.js";
import { say, withEngine } from "./engine/load.js";
import { EngineError, isBlendError, refused } from "./errors.js";
import { Log } from "./hooks/log.js";
import { createOnce, type CreateOnceCall } from "./create/create-once.js";
import { ORDER, PATIENT, type Resource } from "./create/creation.js";
import { callOptions, CREDENTIALS, over, plain, withEnvironment } from "./input/options.js";
import { actions, can, preflight, waitFor } from "./orders.js";
import { PagePromise } from "./call/page.js";
import { BlendPromise } from "./call/promise.js";
import { CreatesInFlight } from "./create/in-flight.js";

/** One method, as the generated list tells: its number, name, how many path ids, params, pages. */
interface Operation {
  number: number;
  name: string;
  method: string;
  ids: number;
  params: boolean;
  paged: boolean;
  deprecated: boolean;
}

/** Deprecated operations that were told of, in this process. */
const told = new Set<string>();

/** What gives a derived client a session of its own, beside other credentials. */
const APART = ["baseURL", "tokenStore", "endpoints"] as const;

/** Only `withOptions` knows it: the client that another one is derived from. */
const FROM = Symbol("from");

export class Blend {
  // Survives minifying, for logs.
  static readonly name = "Blend";

  readonly #options: BlendOptions;
  readonly #core: Core;
  readonly #log: Log;
  readonly #operations = new Map<string, Operation>();
  readonly #creates: CreatesInFlight;

  constructor(options: BlendOptions = {}, derived?: { [FROM]: Blend; apart: boolean; log: Log }) {
    plain(options);
    const from = derived && derived[FROM].#core;
    this.#options = from ? options : withEnvironment(options);
    if (options.audit === "required" && !options.onAudit)
      throw refused([{ path: "options.onAudit", code: "required", message: 'missing; audit: "required" is about it' }]);
    this.#log = derived?.log ?? new Log(this.#options);
    this.#creates = new CreatesInFlight(this.#log);
    this.#core = from && !derived.apart ? from : new Core(this.#options, this.#log, from?.home);
    try {
      withEngine((engine) => (this.#core === from ? look(engine, options) : this.#core.client(engine)));
    } catch (error) {
      // A missing engine is told by the first call, which can be caught where answers are awaited.
      if (!(error instanceof EngineError)) throw error;
    }
    for (const [group, methods] of groups()) {
      for (const operation of methods) this.#operations.set(operation.name, operation);
      // Not frozen, so that a test can put a stub in place.
      Object.defineProperty(this, group, {
        value: this.#group(methods),
        enumerable: false,
        writable: true,
        configurable: true,
      });
    }
  }

  /** A client that differs in some options. It shares the session, unless credentials, origin, endpoints or store change. */
  withOptions(options: BlendOptions): Blend {
    plain(options);
    const has = (names: readonly (keyof BlendOptions)[]) => names.some((name) => options[name] !== undefined);
    const base = { ...this.#options };
    const other = has(CREDENTIALS);
    if (other) for (const name of CREDENTIALS) delete base[name];
    const merged = over(base, options);
    if (other) return new Blend(merged);
    return new Blend(merged, {
      [FROM]: this,
      apart: has(APART),
      log: has(["logger", "logLevel"]) ? new Log(merged) : this.#log,
    });
  }

  /** Reaches what the methods lack: verb, path below the base URL with ids in braces, and what goes in. */
  request(method: string, path: string, input: object = {}, options?: CallOptions): BlendPromise<unknown> {
    return this.#call(
      -1,
      () => text([method, path, input], ["method", "path", ""]),
      options,
      undefined,
      Object.values((input as { path?: object } | null)?.path ?? {}),
    );
  }

  #group(methods: Operation[]): object {
    const group: Record<string, unknown> = {};
    const check: Record<string, unknown> = {};
    for (const operation of methods) {
      group[operation.method] = (...args: unknown[]) => this.#invoke(operation, args);
      check[operation.method] = (...args: unknown[]) => this.#check(operation, args);
    }
    group["check"] = check;
    return Object.assign(group, this.#extras(methods[0]?.name.split(".")[0]));
  }

  /** What a group has beside its operations. */
  #extras(group: string | undefined): object {
    const once =
      (operation: string, resource: Resource, lookUp: CreateOnceCall["lookUp"]) =>
      async (...args: [params: object, options?: OnceOptions]) => {
        few(args, 1, `${operation}Once`);
        const [params, options = {}] = args;
        plain(options);
        const own = this.#merged(options);
        return createOnce({
          client: this,
          core: this.#core,
          number: (this.#operations.get(operation) as Operation).number,
          operation,
          resource,
          params,
          options: own,
          create: (body, call) => this.#named(operation, [body], call),
          get: (id, call) => this.#named(operation.replace("create", "get"), [id], call),
          lookUp,
          audit: auditOf(this.#options, own, this.#log, { operation, ids: [] }),
          log: this.#log,
        });
      };
    switch (group) {
      case "auth":
        return { logout: () => this.#core.session.clear() };
      case "orders":
        return {
          can,
          actions,
          waitFor: async (...args: [id: string, options: WaitOptions]) => {
            few(args, 1, "orders.waitFor");
            const [id, options] = args;
            const wanted = this.#statuses(options);
            const order = await waitFor(
              (own) => this.#named("orders.get", [id], own) as Promise<Order>,
              wanted,
              options,
            );
            omit(order, options.omit ?? this.#options.omit);
            return order;
          },
          createOnce: once("orders.create", ORDER, (key, options) => this.#named("orders.get", [key], options)),
        };
      case "patients":
        return {
          createOnce: once("patients.create", PATIENT, (q, options) =>
            this.#named("search.patients", [{ q, limit: 100 }], options),
          ),
        };
      default:
        return {};
    }
  }

  /** The statuses to wait for. An unknown one is likely a slip, but may be a new one: a log line tells. */
  #statuses(options: WaitOptions): string[] {
    const status = options?.status as unknown;
    const wanted =
      typeof status === "string"
        ? status
            .split(",")
            .map((one) => one.trim())
            .filter(Boolean)
        : status;
    if (wanted === undefined || (Array.isArray(wanted) && !wanted.length)) {
      throw refused(
        [{ path: "status", code: "required", message: "missing; give the status to wait for, or several" }],
        "orders.waitFor",
      );
    }
    const { issues, warnings } = this.#check(this.#operations.get("orders.list") as Operation, [{ status: wanted }]);
    if (issues.length) throw refused(issues, "orders.waitFor");
    for (const { path, message } of warnings) this.#log.say("warn", `orders.waitFor: ${path}: ${message}`);
    return wanted as string[];
  }

  /** Calls an operation by its name. */
  #named(operation: string, args: unknown[], options: CallOptions): Promise<unknown> {
    return this.#invoke(this.#operations.get(operation) as Operation, [...args, options]);
  }

  #invoke(operation: Operation, args: unknown[]): BlendPromise<unknown> | PagePromise<unknown> {
    const places = operation.ids + (operation.params ? 1 : 0);
    const given = args.slice(0, places);
    const options = args[places] as CallOptions | undefined;
    if (operation.deprecated && !told.has(operation.name)) {
      told.add(operation.name);
      this.#log.say("warn", `${operation.name} is deprecated by Blend: its documentation names what to use instead`);
    }
    const ready = settle(() => {
      few(args, places, operation.name);
      return argsText(operation, given);
    });
    if (operation.paged) return this.#list(operation, ready, options);
    return this.#call(operation.number, ready, options, operation, given);
  }

  #call(
    number: number,
    args: () => string,
    options: CallOptions = {},
    operation?: Operation,
    given: unknown[] = [],
  ): BlendPromise<unknown> {
    const name = operation?.name ?? "request";
    const ids = given.slice(0, operation?.ids);
    // The arguments are checked here and now, so that an error shows the caller's line; sending waits.
    return new BlendPromise(
      settle((): Exchange => {
        const text = args();
        plain(options);
        const own = this.#merged(options);
        const audit = auditOf(this.#options, own, this.#log, { operation: name, ids });
        if (operation?.method.startsWith("create")) {
          const start = (signal: AbortSignal) => this.#run(number, text, { ...own, signal }).begin();
          return audited(this.#creates.join({ operation: name, args: canonical(text), options: own, start }), audit);
        }
        const run = this.#run(number, text, own).begin();
        const isAhead = own.preflight && name.startsWith("orders.") && ids.length;
        return audited(isAhead ? this.#ahead(run, name, ids[0], options) : this.#signing(run, name), audit);
      }),
    );
  }

  /** A sign-in that is asked for: the new session goes to the store, and outlives a panic. */
  #signing(run: CallDriver, operation: string): Exchange {
    if (operation !== "auth.login" && operation !== "auth.refresh") return run;
    const read = async () => {
      const result = await run.read();
      this.#core.session.replace().catch(() => {});
      return result;
    };
    return { open: (raw) => run.open(raw), read, handOverRaw: () => run.handOverRaw() };
  }

  /** Looks at the order before an action on it goes out. */
  #ahead(run: CallDriver, operation: string, id: unknown, options: CallOptions | undefined): Exchange {
    const open = async () => {
      try {
        if (actions({}).some(({ action }) => operation === `orders.${action}`)) {
          preflight(
            operation,
            (await this.#named("orders.get", [id], { ...options, preflight: false, omit: [] })) as Order,
          );
        }
      } catch (error) {
        run.abandon();
        // Whatever became of the look: the action itself was not sent.
        throw isBlendError(error) ? Object.assign(error, { outcome: "not_sent" }) : error;
      }
      return run.open();
    };
    return { open, read: () => run.read(), handOverRaw: () => run.handOverRaw() };
  }

  /** The options of a call, over those of its client. */
  #merged<T extends CallOptions>(options: T): T {
    return over(callOptions(this.#options), options);
  }

  /** `own` are the options of the call and of its client together. */
  #run(number: number, args: string, own: CallOptions): CallDriver {
    const given = optionsText(own);
    const { middleware } = this.#options;
    return new Call(this.#core.session, { ...own, middleware, log: this.#log }, (engine) =>
      started(say(engine, Word.start, this.#core.client(engine), args, number, given)),
    );
  }

  /** `ready` gives the arguments as they were at the call, for all pages. */
  #list(operation: Operation, ready: () => string, options: CallOptions = {}): PagePromise<unknown> {
    const merged = (): CallOptions => {
      plain(options);
      return this.#merged(options);
    };
    const fetch = async (number: number | undefined) => {
      const args = JSON.parse(ready()) as unknown[];
      if (number !== undefined) args[operation.ids] = { ...(args[operation.ids] as object), page: number };
      const own = merged();
      const ids = args.slice(0, operation.ids);
      // What the pager tells items apart by may be among what is left out.
      const run = this.#run(operation.number, JSON.stringify(args), { ...own, omit: [] });
      const call = audited(run, auditOf(this.#options, own, this.#log, { operation: operation.name, ids }));
      await call.open();
      return call.read();
    };
    return new PagePromise(() => {
      const { prefetch = 0, omit = [] } = merged();
      const params = (JSON.parse(ready()) as unknown[])[operation.ids] as
        { page?: number; page_size?: number } | undefined;
      const { page: firstPage, page_size: pageSize = 25 } = params ?? {};
      return { operation: operation.name, fetch, firstPage, pageSize, prefetch, omit };
    });
  }

  #check(operation: Operation, args: unknown[]): CheckResult {
    const found = toText(args, labels(operation));
    if ("issues" in found) return { issues: found.issues, warnings: [] };
    return this.#judged(operation, found.text, callOptions(this.#options));
  }

  #judged({ number }: Operation, text: string, own: CallOptions): CheckResult {
    return JSON.parse(
      withEngine((engine) => say(engine, Word.check, this.#core.client(engine), text, number, optionsText(own))),
    ) as CheckResult;
  }
}

/** No more arguments than a method has places, and the options. */
function few({ length }: unknown[], places: number, operation: string): void {
  if (length > places + 1)
    throw refused(
      [
        {
          path: "arguments",
          code: "unknown_field",
          message: `expected ${places} and the call's options, got ${length}`,
        },
      ],
      operation,
    );
}

/** Runs it now, and gives what came of it, thrown errors too, whenever asked. */
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

function argsText(operation: Operation, args: unknown[]): string {
  const trimmed = args.slice();
  while (trimmed.length > operation.ids && trimmed.at(-1) === undefined) trimmed.pop();
  return text(trimmed, labels(operation), operation.name);
}

function labels(operation: Operation): string[] {
  return [...Array.from({ length: operation.ids }, (_, place) => `arguments[${place}]`), ""];
}

function text(args: unknown[], names: string[], operation?: string): string {
  const found = toText(args, names);
  if ("issues" in found) throw refused(found.issues, operation);
  return found.text;
}

/** The generated list, read: `list0p*` is a method without path ids, with params, paged. */
function* groups(): Generator<[string, Operation[]]> {
  let number = 0;
  for (const [group, list] of Object.entries(operations)) {
    const methods = list.split(",").map((item): Operation => {
      const [, method = "", ids = "0", params, paged, deprecated] = /^(\w+?)(\d)(p?)(\*?)(!?)$/.exec(item) ?? [];
      return {
        number: number++,
        name: `${group}.${method}`,
        method,
        ids: Number(ids),
        params: !!params,
        paged: !!paged,
        deprecated: !!deprecated,
      };
    });
    yield [group, methods];
  }
}
