// What goes wrong with every operation.

import { aborting, ends, invoke, options } from "./world.mjs";

const STATUSES = [302, 400, 401, 403, 404, 408, 409, 418, 422, 429, 500, 503];
const ANSWERS = [...STATUSES.map((status) => `status-${status}`), "page", "text", "half", "reset", "cut"];

/** Operations at a time: each keeps connections open. */
const AT_ONCE = 11;

export async function everywhere(world) {
  const { cases } = world;
  for (let first = 0; first < cases.length; first += AT_ONCE) {
    await Promise.all(cases.slice(first, first + AT_ONCE).map((one, place) => operation(world, one, first + place)));
  }
}

async function operation(world, one, number) {
  const { collector, stem, refused } = world;
  const given = (way, more) => {
    const made = options(world, way, more);
    return { ...made, headers: { ...made.headers, "x-case": String(number) } };
  };
  const open = (way, more) => new world.sdk.Blend(given(way, more));
  const go = (name, blend, changed = {}, call = {}) =>
    ends(world, `${one.name}: ${name}`, () => invoke(blend, { ...one, params: one.params[0], ...changed }, call));

  // All that the table allows goes well, with checks at each level.
  for (const params of one.params) {
    await go("ok", open("ok"), { params });
    await go("strict", open("ok", { validate: "strict", checkResponses: "throw" }), { params });
  }
  // With text in each place, whatever goes there.
  const raw = { ids: one.rawIds, params: one.rawParams };
  const off = { validate: "off" };
  await go("raw", open("ok", off), raw);
  if (one.xml) await go("xml", open("status-422", off), { params: `<Message>${stem}</Message>` });
  for (const way of ANSWERS) {
    const blend = open(way, off);
    await go(way, blend, raw);
    await go(`${way}, formatted`, open(way));
    collector.add(`${one.name}: client`, blend);
  }
  await go("refused", open("ok", { ...off, baseURL: `${refused}/${stem}/api/v1` }), raw);
  await go("timeout", open("hang", { ...off, timeout: 5 }), raw);
  await go("totalTimeout", open("hang", { ...off, totalTimeout: 5 }), raw);
  await go("too large", open("ok", { ...off, maxResponseBytes: 1 }), raw);
  await aborted(world, (signal, name, more) => go(name, open("hang", { ...off, ...more }), raw, { signal }));
  for (const way of ["drift-0", "drift-1"]) {
    await go(`${way}, reported`, open(way, { ...off, checkResponses: "report" }), raw);
    await go(`${way}, logged`, open(way, { ...off, checkResponses: "report", onDrift: undefined }), raw);
    await go(`${way}, thrown`, open(way, { ...off, checkResponses: "throw" }), raw);
  }
  if (one.paged) await list(world, one, open);
  await refusals(world, one, open("ok"), go);
}

/** Aborted before, and on the way, for a reason that holds a marker. */
async function aborted({ stem }, call) {
  await call(AbortSignal.abort(new Error(stem)), "aborted before");
  const controller = new AbortController();
  await call(controller.signal, "aborted", { middleware: [aborting(controller, stem)] });
}

async function list(world, one, open) {
  for (const way of ["stuck", "list", "status-500"]) {
    const blend = open(way);
    const listed = invoke(blend, { ...one, params: undefined }, {});
    world.collector.add(`${one.name}: list`, listed);
    await ends(world, `${one.name}: ${way}`, () => listed.toArray({ limit: 100 }));
  }
}

/** What the table refuses: another kind of value at each place, and keys that look like values. */
async function refusals(world, one, blend, go) {
  const { collector, stem } = world;
  for (const params of one.wrong) {
    await go("wrong", blend, { params });
    collector.add(`${one.name}: check`, blend[one.group].check[one.method](...one.ids, params));
  }
  for (const params of one.strangers) {
    await go("strangers", blend, { params });
    await go("strangers allowed", blend, { params }, { allowUnknownFields: true, validate: "strict" });
  }
  for (const id of [stem, "", "..", 7, { [`${stem} key`]: stem }, () => stem]) {
    await go("id", blend, { ids: one.ids.map(() => id) });
    await go("params", blend, { params: id });
  }
  await go("unsendable", blend, { params: { [`${stem} key`]: new Date(0), deep: { [`${stem} key`]: () => stem } } });
  await ends(world, `${one.name}: too many`, () => blend[one.group][one.method](...one.ids, one.params[0], {}, stem));
}
