// What a schema says by Standard Schema v1 and Standard JSON Schema v1.

import { type Field, Kind } from "../../generated/intake.js";
import type { Checked, StandardProps } from "../../types/intake.js";
import { isPicked } from "./path.js";
import { missingAt, refuses, type Settings, softened } from "./value.js";

type JSONSchema = Record<string, unknown>;
type Side = "input" | "output";

const DRAFTS: Record<string, string> = {
  "draft-2020-12": "https://json-schema.org/draft/2020-12/schema",
  "draft-07": "http://json-schema.org/draft-07/schema#",
};

const pattern = (text: string) => ({ type: "string", pattern: text });

/** What is sent, where no rule is softened; any other kind is a text. */
const OUTPUT: Partial<Record<Kind, JSONSchema>> = {
  [Kind.BirthDate]: pattern("^\\d{4}-\\d{2}-\\d{2}$"),
  [Kind.Phone]: pattern("^[2-9]\\d{2}[2-9]\\d{6}$"),
  [Kind.Sex]: { enum: ["male", "female"] },
  [Kind.PrescriberSex]: { enum: ["Male", "Female"] },
  [Kind.Height]: { type: "number", exclusiveMinimum: 0, maximum: 110 },
  [Kind.Weight]: { type: "number", exclusiveMinimum: 0, maximum: 1500 },
  [Kind.Language]: pattern("^[a-z]{2}$"),
  [Kind.Ssn]: pattern("^\\d{9}$"),
  [Kind.YesNo]: { type: "boolean" },
  [Kind.Quantity]: { type: "integer", minimum: 1 },
};

/** What a form may hold beside texts, numbers, yes and no. */
const ALSO: Partial<Record<Kind, string[]>> = {
  [Kind.BirthDate]: ["object"],
  [Kind.Height]: ["object"],
  [Kind.Risks]: ["array", "object"],
};

export function kindSchema(kind: Kind, settings: Settings, side: Side): JSONSchema {
  if (side === "input") return { type: ["string", "number", "boolean", "null", ...(ALSO[kind] ?? [])] };
  // A softened rule lets the typed text pass. A table of its kinds is not worth its bytes.
  const isSoft = Object.keys(settings.soft).length > 0;
  return isSoft ? {} : (OUTPUT[kind] ?? { type: "string", minLength: 1 });
}

/** For which side, by which settings, and of which paths a schema is. */
export interface Scope {
  side: Side;
  settings: Settings;
  picked: readonly string[];
}

export function objectSchema(fields: readonly Field[], scope: Scope, at = ""): JSONSchema {
  const { side, settings, picked } = scope;
  const properties: JSONSchema = {};
  const required: string[] = [];
  for (const field of fields) {
    const { name, kind, fields: inside, oneOf } = field;
    const path = at + name;
    const missing = missingAt(settings, field, path);
    if (!isPicked(picked, path) || (name === "ssn" && !settings.ssn)) continue;
    const object = inside && objectSchema(inside, scope, `${path}.`);
    properties[name] = oneOf ? { type: "array", items: object } : (object ?? kindSchema(kind!, settings, side));
    if (missing !== undefined && refuses(missing) && !softened(settings, missing)) required.push(name);
  }
  // What is answered in part is asked for in full; what is not asked for at all may hold nothing.
  const isWhole = side === "output" || at === "";
  const object = { properties, ...(required.length && isWhole && { required }) };
  return {
    type: side === "input" && at ? ["object", "null"] : "object",
    ...object,
    ...(side === "output" && { additionalProperties: false }),
  };
}

/** The property `~standard`. */
export function standard<Value>(
  check: (value: unknown) => Checked<Value>,
  input: () => JSONSchema,
  output: () => JSONSchema,
): StandardProps<Value> {
  const draft =
    (schema: () => JSONSchema) =>
    ({ target }: { target: string }) => {
      const $schema = Object.hasOwn(DRAFTS, target) && DRAFTS[target];
      if (!$schema) throw new TypeError(`target: expected ${Object.keys(DRAFTS).join(" or ")}`);
      return { $schema, ...schema() };
    };
  return {
    version: 1,
    vendor: "blend-sdk",
    validate(value) {
      const checked = check(value);
      if (checked.issues.length === 0) return { value: checked.value as Value };
      return {
        issues: checked.issues.map(({ path, ...issue }) => ({
          ...issue,
          path: path.split(".").filter(Boolean).map(key),
        })),
      };
    },
    jsonSchema: { input: draft(input), output: draft(output) },
  };
}

/** Items of a list by their number. */
const key = (part: string): string | number => (/^\d+$/.test(part) ? Number(part) : part);
