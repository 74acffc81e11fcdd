// A schema: walks a form's values along a table of fields.

import {
  codes,
  type Field,
  GUARDIAN_REQUIRED,
  Kind,
  places,
  PRODUCT_UNNAMED,
  REQUIRED,
  WRONG_KIND,
} from "../../generated/intake.js";
import type { Checked, Finding, IntakeSchema, PatientAnswers } from "../../types/intake.js";
import { folded, read, together } from "./engine.js";
import { objectSchema, standard } from "./json-schema.js";
import { assertFields, isPicked } from "./path.js";
import { missingAt, own, refuses, type Settings, softened, typed, valueOf } from "./value.js";

/** The first of the places, and the first of what is found together. */
const GUARDIAN = 0;

type Answers = Record<string, unknown>;

/** One check. */
export class Walk {
  readonly issues: Finding[] = [];
  readonly warnings: Finding[] = [];
  isMinor = false;

  constructor(
    readonly settings: Settings,
    readonly picked: readonly string[],
  ) {}

  /** Notes a finding, unless the form does not ask for its field. Returns whether it refuses the answer. */
  found(path: string, code: number, kind?: Kind): boolean {
    const soft = softened(this.settings, code);
    const refused = refuses(code) && !soft;
    // Items of a list are picked with it.
    if (isPicked(this.picked, path.replace(/\.\d+/g, "")) && soft !== "off") {
      const finding = { path, code: codes[code]!, message: this.settings.message(path, code, kind) };
      (refused ? this.issues : this.warnings).push(finding);
    }
    return refused;
  }

  object(fields: readonly Field[], value: unknown, at: string): Answers {
    const out: Answers = {};
    const country = fields.some(({ name }) => name === "country") && typed(Kind.Country, own(value, "country"));
    const isAbroad = Boolean(country) && read(Kind.Country, country as string, "").value !== "US";
    for (const field of fields) {
      const { name } = field;
      if (name === "ssn" && !this.settings.ssn) continue;
      const path = at + name;
      const missing = missingAt(this.settings, field, path);
      const given = own(value, name);
      const answer = field.fields
        ? this.part(field, given, path)
        : this.leaf(isAbroad && (name === "state" || name === "zip_code") ? Kind.Text : field.kind!, given, path);
      if (answer !== undefined) out[name] = answer;
      // An object's own rule reports what is missing inside of it.
      else if (missing !== undefined && (missing !== REQUIRED || !field.fields) && answer === undefined) {
        if (isBlank(field, given)) this.found(path, missing, field.kind);
      }
    }
    return out;
  }

  part(field: Field, value: unknown, path: string): unknown {
    const { fields = [], oneOf } = field;
    if (oneOf) return this.list(field, value, path);
    const isNeeded = missingAt(this.settings, field, path) === REQUIRED;
    if (!isNeeded && fields.every((one) => isBlank(one, own(value, one.name)))) return undefined;
    const answer = this.object(fields, value, `${path}.`);
    return Object.keys(answer).length ? answer : undefined;
  }

  list({ fields = [], oneOf = [] }: Field, value: unknown, path: string): unknown {
    if (!Array.isArray(value) || value.length === 0) return undefined;
    return value.map((item, index) => {
      const answer = this.object(fields, item, `${path}.${index}.`);
      if (!oneOf.some((name) => name in answer)) this.found(`${path}.${index}.${oneOf[0]}`, PRODUCT_UNNAMED);
      return answer;
    });
  }

  leaf(kind: Kind, value: unknown, path: string): unknown {
    const text = typed(kind, value);
    if (text === undefined) return void this.found(path, WRONG_KIND, kind);
    const { value: wire, codes: found } = read(kind, text, this.settings.latest());
    let isWire = true;
    for (const code of found) {
      if (this.found(path, code, kind)) return undefined;
      // Softened: the typed text goes out.
      if (refuses(code)) isWire = false;
    }
    return wire === "" ? undefined : valueOf(kind, isWire ? wire : folded(text));
  }

  /** What only several fields of a patient show. */
  patient(answers: PatientAnswers, prefix: string): void {
    const { address = {}, guardian_name, ...patient } = answers;
    const facts = [
      ...[this.settings.today(), patient.date_of_birth, patient.gender, patient.height_inches, patient.weight_pounds],
      ...[
        patient.is_pregnant,
        patient.is_smoker,
        address.country === "US" || !address.country ? address.state : "",
        address.zip_code,
      ],
    ];
    const found = together(facts.map((fact) => String(fact ?? "")));
    const own = this.settings.minor?.(answers);
    const minority = found[0] === GUARDIAN ? found[1] : undefined;
    this.isMinor = own ?? minority === GUARDIAN_REQUIRED;
    const asked = this.isMinor ? GUARDIAN_REQUIRED : own === undefined ? minority : undefined;
    if (asked !== undefined && !guardian_name) this.found(`${prefix}guardian_name`, asked);
    for (let at = 0; at < found.length; at += 2)
      if (found[at] !== GUARDIAN) this.found(prefix + places[found[at]!], found[at + 1]!);
  }
}

/** Whether nothing was answered: no text at all, however deep. */
function isBlank({ kind, fields, oneOf }: Field, value: unknown): boolean {
  if (oneOf) return !Array.isArray(value) || value.length === 0;
  if (fields) return fields.every((one) => isBlank(one, own(value, one.name)));
  const text = typed(kind!, value);
  return text !== undefined && folded(text) === "";
}

/** Only what is asked for. */
function pruned(answers: Answers, picked: readonly string[], at = ""): Answers {
  return Object.fromEntries(
    Object.entries(answers)
      .filter(([name]) => isPicked(picked, at + name))
      .map(([name, value]) => [
        name,
        typeof value === "object" && !Array.isArray(value) ? pruned(value as Answers, picked, `${at}${name}.`) : value,
      ]),
  );
}

/** A schema of these fields. `prefix` leads to the patient among them, if there is one. */
export function schemaOf(
  fields: readonly Field[],
  settings: Settings,
  prefix: string | undefined,
  picked: readonly string[] = [],
): IntakeSchema {
  const walked = (value: unknown) => {
    const walk = new Walk(settings, picked);
    const answers = walk.object(fields, value, "");
    if (prefix !== undefined) walk.patient(prefix ? (answers.patient ?? {}) : answers, prefix);
    return { walk, answers };
  };
  const check = (value: unknown): Checked<Answers> => {
    const { walk, answers } = walked(value);
    const { issues, warnings } = walk;
    return { ...(issues.length === 0 && { value: pruned(answers, picked) }), issues, warnings };
  };
  return {
    fields,
    check,
    minor: (value) => walked(value).walk.isMinor,
    pick(...paths) {
      assertFields(paths, "pick", fields);
      return schemaOf(fields, settings, prefix, paths);
    },
    "~standard": standard(
      check,
      () => objectSchema(fields, { side: "input", settings, picked }),
      () => objectSchema(fields, { side: "output", settings, picked }),
    ),
  };
}
