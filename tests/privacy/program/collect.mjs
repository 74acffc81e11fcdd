// All that a program may print, log or send on of a value, as text.

/** Each of them says something; together they must say nothing that was planted. */
export class Collector {
  /** Texts that came out, each once, with the place where it came out first. */
  texts = new Map();
  /** Errors that came out, the first of each class, and the levels of the log lines. */
  errors = new Map();
  levels = new Set();
  #inspect;

  /** `inspect` shows a value as the runtime's console does, where there is a way. */
  constructor(inspect) {
    this.#inspect = inspect;
  }

  text(where, text) {
    if (text && !this.texts.has(text)) this.texts.set(text, where);
  }

  add(where, value) {
    for (const text of this.#ways(value)) this.text(where, text);
  }

  error(where, error) {
    if (!this.errors.has(error?.name)) this.errors.set(error?.name, `${where}: ${error?.stack}`);
    this.add(where, error);
    // What a log gets of an error that is sent to another thread, and of what it was thrown with.
    this.add(
      where,
      attempt(() => structuredClone(error)),
    );
    this.add(where, { ...error });
  }

  *#ways(value) {
    yield attempt(() => String(value));
    yield attempt(() => JSON.stringify(value));
    yield attempt(() => this.#inspect?.(value));
    yield [...walk(value, new Set())].join("\n");
  }
}

function attempt(work) {
  try {
    return work();
  } catch (error) {
    return `${error}`;
  }
}

/** Every key and every text in a value: hidden ones, those of its prototypes, and what getters give. */
function* walk(value, seen, depth = 0) {
  if (typeof value === "string" || typeof value === "number") return yield String(value);
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return;
  if (seen.has(value) || depth > 9 || seen.size > 5000) return;
  seen.add(value);
  for (let holder = value; holder && !BUILT_IN.has(holder); holder = Object.getPrototypeOf(holder)) {
    for (const key of Reflect.ownKeys(holder)) {
      yield String(key);
      yield* walk(
        attempt(() => value[key]),
        seen,
        depth + 1,
      );
    }
  }
  if (typeof value === "function") yield attempt(() => Function.prototype.toString.call(value));
  if (value instanceof Map || value instanceof Set) for (const item of value) yield* walk(item, seen, depth + 1);
}

const BUILT_IN = new Set([Object, Function, Array, Error, Promise, Map, Set].map(({ prototype }) => prototype));

/** Listens to the console and to uncaught errors, until the returned function is called and has all of them. */
export function eavesdrop(collector) {
  const levels = ["debug", "info", "log", "warn", "error", "trace"];
  const before = levels.map((level) => console[level]);
  for (const level of levels) {
    console[level] = (...words) => {
      collector.levels.add(level);
      for (const word of words) collector.add(`console.${level}`, word);
    };
  }
  // The runtime reports them one after another: this one is the last.
  const last = new Error("the last one that nobody catches");
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  const uncaught = (event) => {
    event.preventDefault?.();
    const reason = event.reason ?? event.error ?? event;
    if (reason === last) return end();
    collector.error("uncaught", reason);
  };
  const process = globalThis.process;
  const add = process?.on
    ? (name) => process.on(name, uncaught)
    : (name) => globalThis.addEventListener?.(name.toLowerCase(), uncaught);
  const events = process?.on ? ["unhandledRejection", "uncaughtException"] : ["unhandledRejection", "error"];
  for (const name of events) add(name);
  return async () => {
    Promise.reject(last);
    await ended;
    levels.forEach((level, place) => (console[level] = before[place]));
    for (const name of events)
      process?.off ? process.off(name, uncaught) : globalThis.removeEventListener?.(name.toLowerCase(), uncaught);
  };
}
