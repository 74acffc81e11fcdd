// What the program plants, for each operation: worked out from the tables, so that it can be sent anywhere as JSON.
import { changesOf } from "../support/changes.mjs";
import { fullAnswer, fullParams, idsOf, nameOf, operations } from "../support/tables.mjs";
import { FORMATTED, KEYS, NUMBER, STEM } from "./markers.mjs";

const planted = { text: `${STEM} "text" é/?&`, formatted: FORMATTED, number: NUMBER };
/** The same with fields that nobody knows. */
const withKeys = { ...planted, beside: Object.fromEntries(KEYS.map((key) => [key, STEM])) };

/** A marker at the place of every value. */
export function marked(value) {
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== "object" || value === null) return `${STEM} instead of a ${typeof value}`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item)]));
}

/** Every kind of value at each place of the params, one at a time. */
function wrong({ params }, sample) {
  if (!params) return [];
  return [...changesOf({ is: "object", model: params }, sample, KEYS[1])].map(({ answer }) => answer);
}

export const cases = operations.map((operation) => {
  const params = fullParams(operation, planted);
  const answer = fullAnswer(operation, planted) ?? null;
  return {
    name: nameOf(operation),
    group: operation.group,
    method: operation.name,
    paged: operation.paged,
    ids: idsOf(operation, planted),
    // Any string does for an id where nothing is checked.
    rawIds: operation.ids.map(({ name }) => `${STEM}/${name}`),
    params,
    rawParams: marked(params[0]),
    wrong: wrong(operation, params[0]),
    strangers: operation.params ? fullParams(operation, withKeys) : [],
    answer,
    drifted: answer && [marked(answer), fullAnswer(operation, withKeys)],
    xml: operation.orXml,
  };
});
