// What a client leaves in the program that uses it.

import { PATIENT } from "./blend.mjs";
import { OK, settle, summary } from "./host.mjs";

const SHARED = [
  "Object",
  "Function",
  "Array",
  "String",
  "Number",
  "Error",
  "Promise",
  "Map",
  "RegExp",
  "JSON",
  "Math",
  "Response",
  "Request",
  "Headers",
  "AbortSignal",
  "EventTarget",
  "ReadableStream",
  "Blob",
  "URL",
  "WebAssembly",
];
/** What a module must not do before it is used. */
const BUSY = [
  ["fetch"],
  ["setTimeout"],
  ["setInterval"],
  ["queueMicrotask"],
  ["Math", "random"],
  ["crypto", "getRandomValues"],
  ["WebAssembly", "Module"],
  ["WebAssembly", "Instance"],
  ["console", "warn"],
  ["console", "log"],
];

/** The names that everybody shares, with what stands behind the methods of the runtime's own classes. */
function names() {
  const all = new Map(Reflect.ownKeys(globalThis).map((key) => [`globalThis.${String(key)}`, true]));
  for (const name of SHARED) {
    for (const [where, object] of [
      [name, globalThis[name]],
      [`${name}.prototype`, globalThis[name]?.prototype],
    ]) {
      for (const [key, { value }] of object ? Object.entries(Object.getOwnPropertyDescriptors(object)) : [])
        all.set(`${where}.${key}`, value);
    }
  }
  return all;
}

/** Imports the client, and notes what it did meanwhile. */
export async function watchImport(load) {
  const before = names();
  const did = [];
  const restore = [];
  for (const path of BUSY) {
    const key = path.at(-1);
    const holder = path.length > 1 ? globalThis[path[0]] : globalThis;
    const real = Object.getOwnPropertyDescriptor(holder, key);
    // Not every runtime lets everything be replaced.
    if (!real?.configurable || typeof holder[key] !== "function") continue;
    const own = holder[key];
    const noted = function (...args) {
      did.push(path.join("."));
      return new.target ? Reflect.construct(own, args) : Reflect.apply(own, this, args);
    };
    Object.defineProperty(holder, key, { value: noted, configurable: true, writable: true });
    restore.push(() => Object.defineProperty(holder, key, real));
  }
  try {
    return { subject: await load(), imported: { before, did } };
  } finally {
    for (const undo of restore) undo();
  }
}

export const surroundings = [
  {
    name: "import",
    promise: "Importing does nothing: no request, no timer, no random number, no WebAssembly",
    run: async ({ imported }) => ({
      pass: imported.did.length === 0,
      seen: imported.did.length ? [...new Set(imported.did)].join(", ") : "nothing",
    }),
  },
  {
    name: "engine",
    promise: "An engine that could not be loaded is not remembered: the next call works",
    needs: ["blend"],
    alone: "first",
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({ "*": [OK] });
      // The copy's engine has not been loaded yet.
      const { Blend } = await subject.copy();
      const { Instance } = WebAssembly;
      const { ArrayBuffer } = globalThis;
      // The one engine is an instance of a wasm module, the other needs a buffer for its memory.
      WebAssembly.Instance = class {
        constructor() {
          throw new WebAssembly.CompileError("not today");
        }
      };
      globalThis.ArrayBuffer = class extends ArrayBuffer {
        constructor() {
          super(0);
          throw new RangeError("not today");
        }
      };
      let client, first;
      try {
        client = new Blend({ baseURL: `${host.origin}/api/v1`, accessToken: "t", logLevel: "off" });
        first = await settle(client.patients.get(PATIENT));
      } finally {
        WebAssembly.Instance = Instance;
        globalThis.ArrayBuffer = ArrayBuffer;
      }
      const second = await settle(client.patients.get(PATIENT));
      return {
        pass: subject.tells(first, { code: "engine", outcome: "not_sent" }) && "value" in second,
        seen: `${summary(first)}; ${summary(second)}`,
      };
    },
  },
  {
    name: "two-copies",
    promise: "isBlendError knows the errors of another copy of the package, which instanceof does not",
    needs: ["blend"],
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({ "*": [{ status: 404, json: {} }] });
      const copy = await subject.copy();
      const { error } = await settle(
        new copy.Blend({ baseURL: `${host.origin}/api/v1`, accessToken: "t" }).patients.get(PATIENT),
      );
      const { isBlendError, BlendError } = subject.sdk;
      return {
        pass: isBlendError(error) && !(error instanceof BlendError) && !isBlendError(new Error("no")),
        seen: summary({ error }),
      };
    },
  },
  {
    name: "globals",
    promise: "Nothing is added to or replaced in what all code shares",
    alone: "last",
    // The client asks for AsyncLocalStorage, to find a call inside token(). Deno then adds a global of its own.
    except: { Deno: "globalThis.nodeBootstrap appears once anything asks for a module of Node" },
    run: async ({ imported }) => {
      const after = names();
      const changed = [...after]
        .filter(([name, value]) => !imported.before.has(name) || !Object.is(imported.before.get(name), value))
        .map(([name]) => name);
      return { pass: changed.length === 0, seen: changed.length ? changed.join(", ") : "nothing" };
    },
  },
];
