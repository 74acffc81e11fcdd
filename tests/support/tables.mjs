// The endpoint tables as the build writes them down, and samples of all that goes out and comes back by them.
import { readFileSync } from "node:fs";

export const { operations, models } = JSON.parse(
  readFileSync(new URL("../../pkg-template/generated/tables.json", import.meta.url), "utf8"),
);

export const nameOf = ({ group, name }) => `${group}.${name}`;

/** Strings that are of their format. */
const FORMATTED = {
  Uuid: "0227d1e5-ba9a-42b5-8fe2-38882aa65708",
  Date: "1990-01-01",
  BirthDate: "1990-01-01",
  Webhook: "https://example.com/hook",
  Phone: "6175550123",
  Email: "willard@example.com",
  State: "MA",
  Zip: "02108-1234",
  Ssn: "123456789",
  Npi: "1234567893",
  Dea: "AB1234563",
  Language: "en",
  ExternalId: "visit-2041",
};

/**
 * A value of a kind. `way` tells which: `wants(field)` whether a field is there; `nulls` whether the others are null instead
 * of missing; `choice` which one where there are several; `text` strings that may be any, `formatted` those of a format and
 * `number` numbers; `beside` more fields for each object.
 */
export function sample(kind, way, { name = "", format = "None", example = "", allRequired = false } = {}) {
  switch (kind.is) {
    case "boolean":
      return true;
    case "number":
      return way.number ?? Number(example || 1.5);
    case "integer":
      return way.number && !(kind.max < way.number) ? way.number : Number(example || 2);
    case "string":
      if (kind.list) return way.choice ? kind.known.join(",") : kind.known;
      return (
        kind.known?.[0] ??
        way.formatted?.[format] ??
        FORMATTED[format] ??
        way.text ??
        (example || (name.endsWith("_at") ? "2025-03-15T12:00:00Z" : "text"))
      );
    case "array":
      return branches(kind.item).map((item) => sample(item, way, { name, format, example }));
    case "object":
      return { ...object(models[kind.model], way, allRequired), ...kind.tag };
    case "union":
      return sample(branches(kind)[way.choice ? 1 : 0], way);
    default:
      return ["of any shape", 1.5, null, { deep: [true] }];
  }
}

function object({ fields, atLeastOne }, way, allRequired) {
  const wanted = new Set(fields.filter((field) => allRequired || way.wants(field)).map(({ name }) => name));
  for (const rule of atLeastOne)
    if (!rule.inferred && !rule.fields.some((name) => wanted.has(name))) wanted.add(rule.fields[0]);
  const values = {};
  for (const field of fields) {
    if (wanted.has(field.name))
      values[field.name] = field.nullable && way.choice ? null : sample(field.kind, way, field);
    else if (way.nulls) values[field.name] = null;
  }
  return { ...values, ...way.beside };
}

/** The models of a union as kinds of their own; any other kind by itself. */
export function branches(kind) {
  if (kind.is !== "union") return [kind];
  return kind.models.map((model, place) => ({
    is: "object",
    model,
    tag: kind.tag && { [kind.tag]: kind.tags[place] },
  }));
}

/** Whether a sample along the table has anything to choose: a list's spelling, a model, a null. */
export function hasChoice(kind) {
  switch (kind.is) {
    case "array":
      return branches(kind.item).some(hasChoice);
    case "object":
      return models[kind.model].fields.some((field) => field.nullable || hasChoice(field.kind));
    case "union":
      return true;
    default:
      return Boolean(kind.list);
  }
}

const ALL = { wants: () => true };

/** The ids of an operation's path. */
export const idsOf = ({ ids }, way = ALL) => ids.map(({ kind, format }) => sample(kind, way, { format }));

/** Params with everything in them: one for each choice that the table leaves. */
export function fullParams({ params }, way = {}) {
  if (!params) return [undefined];
  const kind = { is: "object", model: params };
  return (hasChoice(kind) ? [0, 1] : [0]).map((choice) => sample(kind, { ...ALL, ...way, choice }));
}

/** Params with what `wants` takes; none where all may be left out. */
export function someParams({ params, paramsRequired }, wants, way = {}) {
  if (!params) return undefined;
  const given = sample({ is: "object", model: params }, { ...way, wants });
  return paramsRequired || Object.keys(given).length ? given : undefined;
}

/** An answer with every field. */
export const fullAnswer = ({ answer }, way = {}) => answer && sample(answer, { ...ALL, ...way });

/** An answer in which everything that may be null is. */
export const emptyAnswer = ({ answer }) =>
  answer && sample(answer, { wants: (field) => field.required || field.present, nulls: true });

/** Calls an operation by its name: what it gave, of a list the items of the first page, and the answer's headers. */
export async function call(blend, { group, name, paged }, ids, params, options) {
  const rest = [params, options];
  while (rest.length && rest.at(-1) === undefined) rest.pop();
  const promise = blend[group][name](...ids, ...rest);
  if (paged) return promise;
  const { data, response } = await promise.withResponse();
  return { data, headers: response.headers };
}
