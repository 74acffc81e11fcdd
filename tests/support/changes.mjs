// Every way in which an answer can differ from its table, one at a time.
import { branches, models } from "./tables.mjs";

/** One value of each kind that JSON has. `mark` stands in all that could show a value. */
const values = (mark) => ({
  string: mark,
  number: Number(mark.replace(/\D/g, "")),
  boolean: true,
  array: [mark],
  object: { [mark]: mark },
});

const FITTING = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
  array: "array",
  object: "object",
  union: "object",
};
const GOT = { string: "a string", number: "a number", boolean: "a boolean", array: "an array", object: "an object" };
const EXPECTED = {
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "an array",
  object: "an object",
  union: "an object",
};

// An answer may have any string, whatever values are known.
const expected = (kind) => EXPECTED[kind.is] ?? "a string";

/** What comes of a field that is not there, or null. */
const lacking = ({ required, present }, issues) => ({ issues: required || present ? issues : [], refuses: required });

/** The name that a new field gets: an ordinary one, and one that must not be shown. */
const news = (mark) => [
  ["a_field_of_tomorrow", "a_field_of_tomorrow"],
  [mark, "<key>"],
];

/**
 * Gives `{ answer, issues, refuses }`: the changed answer; what is reported about it, as path, code and the message's beginning
 * and end; and whether `throw` fails the call. Nothing is reported where the table allows the change. What is only present in
 * every example is reported, and never refused.
 */
export function* changesOf(kind, answer, mark) {
  let turn = 0;
  yield* walk({ kind, required: true }, answer, "", (changed) => changed);

  function* walk(field, value, path, put) {
    const { kind } = field;
    if (kind.is === "any") return;
    const issue = (code, start, end) => [{ path, code, start, end }];
    const refuses = true;

    // Another kind at each place, so that every kind meets every other one.
    const wrong = Object.entries(values(mark)).filter(
      ([name]) => name !== FITTING[kind.is] && !(kind.list && name === "array"),
    );
    const [name, other] = wrong[turn++ % wrong.length];
    yield {
      answer: put(other),
      issues: issue("wrong_kind", `expected ${expected(kind)}`, `, got ${GOT[name]}`),
      refuses,
    };
    if (kind.is === "integer")
      yield {
        answer: put(1.5),
        issues: issue("wrong_kind", "expected a whole number", ", got a number with a fraction"),
        refuses,
      };
    yield { answer: put(null), ...lacking(field, issue("null", `expected ${expected(kind)}`, ", got null")) };

    if (kind.is === "array") {
      // A union's sample has one item for each of its models.
      const items = branches(kind.item);
      for (const [place, item] of value.entries()) {
        yield* walk({ kind: items[place], required: true }, item, `${path}[${place}]`, (changed) =>
          put(value.with(place, changed)),
        );
      }
    }
    if (kind.is === "object") yield* walkObject(kind, value, path, put);
  }

  function* walkObject(kind, value, path, put) {
    const below = (name) => (path ? `${path}.${name}` : name);
    const { fields, open } = models[kind.model];
    for (const [name, shown] of news(mark)) {
      const issues = open
        ? []
        : [{ path: below(shown), code: "unknown_field", start: "unknown field; ", end: "does not know it" }];
      yield { answer: put({ ...value, [name]: mark }), issues, refuses: !open };
    }
    for (const field of fields) {
      const { [field.name]: inside, ...rest } = value;
      const missing = {
        path: below(field.name),
        code: "required",
        start: "missing; expected ",
        end: expected(field.kind),
      };
      // A tag that is gone leaves the object unchecked.
      yield { answer: put(rest), ...lacking(field, [missing]) };
      if (!kind.tag || !(field.name in kind.tag))
        yield* walk(field, inside, below(field.name), (changed) => put({ ...value, [field.name]: changed }));
    }
  }
}
