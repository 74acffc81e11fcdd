// What this runtime is, as far as it matters.

interface Globals {
  process?: { versions?: { node?: string }; env?: Record<string, string | undefined> };
  Deno?: unknown;
  window?: { document?: unknown };
  WorkerGlobalScope?: unknown;
}

const globals = globalThis as unknown as Globals;

/** Whether visitors can read this code's memory. jsdom and server runtimes with browser globals are none. */
export function isBrowser(): boolean {
  if (globals.process?.versions?.node || globals.Deno) return false;
  const agent = globalThis.navigator?.userAgent ?? "";
  if (/Cloudflare-Workers|jsdom|Bun\/|Deno\//.test(agent)) return false;
  return Boolean(globals.window?.document) || typeof globals.WorkerGlobalScope === "function";
}

/** An environment variable, where there are any. Deno throws without the permission to read it. */
export function env(name: string): string | undefined {
  try {
    return globals.process?.env?.[name] || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Milliseconds since 1970: on a clock that nobody sets back, where there is one. React Native has no `timeOrigin`; fake
 * timers may replace a part of it.
 */
export function now(): number {
  const { performance } = globalThis as { performance?: Performance };
  const time = Number(performance?.timeOrigin) + Number(performance?.now?.());
  return Number.isFinite(time) ? time : Date.now();
}
