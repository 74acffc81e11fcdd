// Clients full of markers, and calls whose ends are collected.

/** Options of a client, a marker in each that holds a text. */
export function options({ stem, collector, origin }, way, more = {}) {
  const heard = (where) => (value) => collector.add(where, value);
  const logger = Object.fromEntries(
    ["debug", "info", "warn", "error"].map((level) => [
      level,
      (line) => {
        collector.levels.add(level);
        collector.text(`logger.${level}`, line);
      },
    ]),
  );
  return {
    baseURL: `${origin}/${way}/${stem}/api/v1`,
    email: `${stem}@example.com`,
    password: `${stem} password`,
    accessToken: `${stem}-access`,
    refreshToken: `${stem}-refresh`,
    dangerouslyAllowBrowser: true,
    maxRetries: 0,
    logger,
    logLevel: "debug",
    headers: { "x-own": `${stem} header` },
    context: { note: `${stem} context` },
    onDrift: heard("onDrift"),
    onAudit: (event) => heard("onAudit")(audited(event)),
    middleware: [(request, next) => (heard("middleware")(described(request)), next(request))],
    ...more,
  };
}

/** Middleware that aborts as soon as a request is on its way. */
export const aborting = (controller, reason) => (request, next) => {
  const answer = next(request);
  controller.abort(reason);
  return answer;
};

const BLENDS_OWN = /^([0-9a-f-]{36}|ORD\w+|sha256:[0-9a-f]{64})$/;

/** An audit event without what it is there to tell: ids of Blend's own, and the user's context. */
const audited = ({ context, resourceIds, ...event }) => ({
  ...event,
  resourceIds: resourceIds.filter((id) => !BLENDS_OWN.test(id)),
});

/** What middleware sees, without the headers and the context that the user put there. */
function described(request) {
  const { context, headers, ...rest } = Object.getOwnPropertyDescriptors(request);
  const { "x-own": own, ...others } = headers.value;
  return Object.create(Object.getPrototypeOf(request), { ...rest, headers: { ...headers, value: others } });
}

/** Makes a call and collects how it ends: an error, or warnings. What is handed over is the user's. */
export async function ends(world, where, work) {
  const { collector } = world;
  world.calls++;
  try {
    const call = work();
    collector.add(`${where}: promise`, call);
    const given = await (call?.withResponse?.() ?? call);
    collector.add(`${where}: warnings`, given?.warnings);
    return given;
  } catch (error) {
    collector.error(where, error);
    return undefined;
  }
}

/** Calls the operation of a case. */
export const invoke = (blend, { group, method, ids, params }, call) =>
  blend[group][method](...ids, ...(params === undefined ? [] : [params]), call);
