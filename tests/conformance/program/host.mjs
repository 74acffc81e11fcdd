// Hosts on the hostile server, and the ends that calls come to.

/** Opens hosts by the server's control endpoint. */
export function hostsOf(control) {
  const ask = async (path, init) => (await fetch(control + path, init)).json();
  return {
    async open(scenario) {
      const { id, origin } = await ask("/open", { method: "POST", body: JSON.stringify(scenario) });
      const seen = (more = "") => ask(`/seen?id=${id}${more}`);
      return {
        origin,
        /** What it was sent so far. */
        seen: () => seen(),
        /** The same, once there were so many requests. */
        arrived: (count) => seen(`&count=${count}`),
        /** Resolves once a client has hung up on an answer. */
        hungUp: () => seen("&hungUp=1"),
        /** From now on nobody listens there. */
        close: () => ask(`/close?id=${id}`, { method: "POST" }),
      };
    },
  };
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** How a promise ends: `{ value }`, `{ error }`, or `{ hangs: true }` where it has not within `ms`. */
export async function settle(promise, ms = 20_000) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms, { hangs: true })));
  const end = Promise.resolve(promise).then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  try {
    return await Promise.race([end, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** An end in a word or two. */
export function summary(end) {
  if (end.hangs) return "hangs";
  if ("value" in end) return "succeeds";
  const { error } = end;
  if (!(error instanceof Error)) return `throws a ${typeof error}`;
  const name = error.name === "Error" ? error.constructor.name : error.name;
  // A minified class has no name worth telling.
  if (name.length < 2) return "an error";
  return typeof error.outcome === "string" ? `${name}, ${error.outcome}` : name;
}

export const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;
export const failed = (end) => "error" in end;
/** Answers with `error` in them, as the client's own server words an error. */
export const worded = (subject, answers) =>
  answers.map(({ error, ...answer }) => (error === undefined ? answer : { ...answer, json: subject.error(error) }));
export const BUSY = { status: 429, error: "too many requests" };
export const OK = { json: { id: "1" } };
