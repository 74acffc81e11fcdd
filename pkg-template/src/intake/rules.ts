// `rules()`: the schemas of a form, and the parsers of single fields.

import { address, asks, codes, english, Kind, order, patient, prescriber, spanish } from "../../generated/intake.js";
import type { Checked, FieldRule, IntakeRules, RulesOptions } from "../../types/intake.js";
import { folded, show } from "./engine.js";
import { kindSchema, standard } from "./json-schema.js";
import { schemaOf, Walk } from "./schema.js";
import { assertFields } from "./path.js";
import type { Settings } from "./value.js";

const DAY_MS = 86_400_000;

/** What a form's options may name: a patient's fields without the way through an order. */
const TABLES = [patient, order.filter(({ name }) => name !== "patient"), address, prescriber];

/** The calendar day, `hours` ahead of UTC. */
const dayAt = (hours: number): string => new Date(Date.now() + (hours / 24) * DAY_MS).toISOString().slice(0, 10);

function settingsOf(options: RulesOptions): Settings {
  const { locale = "en", messages = {}, optional = [], required = [], rules = {}, ssn = false, minor } = options;
  assertFields(required, "required", ...TABLES);
  assertFields(optional, "optional", ...TABLES);
  const isSpanish = /^es\b/.test(locale);
  const today = () => (typeof options.today === "function" ? options.today() : options.today);
  return {
    optional,
    required,
    soft: rules,
    ssn,
    minor,
    // Where the day begins first, nobody is born tomorrow.
    latest: () => today() ?? dayAt(14),
    today: () => today() ?? dayAt(-new Date().getTimezoneOffset() / 60),
    message(path, code, kind) {
      const name = codes[code]!;
      const own = messages[`${path}.${name}`] ?? messages[name];
      if (own !== undefined) return own;
      const [, inEnglish, inSpanish] = asks.find(([asked]) => asked === kind) ?? asks[0]!;
      return isSpanish ? spanish[code] || inSpanish : english[code] || inEnglish;
    },
  };
}

function fieldRule(kind: Kind, settings: Settings): FieldRule {
  const check = (given: unknown): Checked<string> => {
    const walk = new Walk(settings, []);
    const value = walk.leaf(kind, given, "") as string | undefined;
    const { issues, warnings } = walk;
    return { ...(value !== undefined && { value }), issues, warnings };
  };
  return {
    check,
    format: (value) => show(kind, value === undefined || value === null ? "" : String(value)),
    "~standard": standard<string>(
      check,
      () => kindSchema(kind, settings, "input"),
      () => kindSchema(kind, settings, "output"),
    ),
  };
}

/** The rules of an intake form, with these settings. */
export function rules(options: RulesOptions = {}): IntakeRules {
  const settings = settingsOf(options);
  const field = (kind: Kind) => fieldRule(kind, settings);
  return {
    patient: schemaOf(patient, settings, ""),
    order: schemaOf(order, settings, "patient."),
    address: schemaOf(address, settings, undefined),
    prescriber: schemaOf(prescriber, settings, undefined),
    fields: {
      name: field(Kind.Name),
      date: field(Kind.BirthDate),
      phone: field(Kind.Phone),
      email: field(Kind.Email),
      state: field(Kind.State),
      zip: field(Kind.Zip),
      height: field(Kind.Height),
      weight: field(Kind.Weight),
      ssn: field(Kind.Ssn),
      npi: field(Kind.Npi),
      dea: field(Kind.Dea),
      risk_factors: {
        ...field(Kind.Risks),
        replaceSeparators: (entry: string) => folded(entry.replace(/\//g, "-").replace(/,/g, " ")),
      },
    },
  } as unknown as IntakeRules;
}
