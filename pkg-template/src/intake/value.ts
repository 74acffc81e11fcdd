// One value: what a form holds for it, and what is sent.

import { type Field, groups, Kind, REQUIRED, warning } from "../../generated/intake.js";
import type { PatientAnswers, RulesOptions } from "../../types/intake.js";
import { leadsTo } from "./path.js";

/** The options of `rules`, made ready. */
export interface Settings {
  optional: readonly string[];
  required: readonly string[];
  /** Rules that only warn, or are off. */
  soft: NonNullable<RulesOptions["rules"]>;
  ssn: boolean;
  minor: ((patient: PatientAnswers) => boolean | undefined) | undefined;
  /** The last day of a birth date, and where the person is. */
  latest: () => string;
  today: () => string;
  message: (path: string, code: number, kind?: Kind) => string;
}

/**
 * The code where an answer is missing, if the form needs it or something inside of it. `path` may lead through an
 * order.
 */
export function missingAt({ optional, required }: Settings, { missing }: Field, path: string): number | undefined {
  const inPatient = path.replace(/^patient\./, "");
  if (required.some((one) => leadsTo(inPatient, one))) return REQUIRED;
  return optional.includes(inPatient) ? undefined : missing;
}

/** How the rule that a code belongs to is softened. */
export const softened = ({ soft }: Settings, code: number): "warn" | "off" | undefined =>
  soft[groups.filter(([from]) => from <= code).at(-1)![1] as keyof typeof soft];

export const refuses = (code: number): boolean => !warning.includes(code);

const PARTS: Partial<Record<Kind, [keys: string[], write: (parts: string[]) => string]>> = {
  [Kind.BirthDate]: [["month", "day", "year"], (parts) => parts.filter(Boolean).join("/")],
  [Kind.Height]: [["feet", "inches"], ([feet, inches]) => (feet ? `${feet}' ${inches || "0"}"` : inches!)],
};

/** Own properties only: an inherited one is nobody's answer. */
export const own = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

export const valueAt = (values: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => own(value, key), values);

export const isText = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));

/** What a form holds for a value, as text: empty for nothing, undefined for what cannot be text. */
export function typed(kind: Kind, value: unknown): string | undefined {
  if (value === undefined || value === null) return "";
  if (isText(value)) return String(value);
  if (kind === Kind.Risks) return typedRisks(value);
  const parts = PARTS[kind];
  if (!parts || Array.isArray(value) || typeof value !== "object") return undefined;
  const texts = parts[0].map((key) => typed(Kind.Text, own(value, key)));
  return texts.includes(undefined) ? undefined : parts[1](texts as string[]);
}

/** Entries, or `{ answer, entries }`: an answer other than yes has no entries. */
function typedRisks(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.every(isText) ? value.join("\n") : undefined;
  if (!Object.hasOwn(value as object, "answer")) return undefined;
  const entries = own(value, "entries");
  return own(value, "answer") === "yes" ? typed(Kind.Risks, entries) : "";
}

/** The value that is sent, of the text that the rules gave. */
export function valueOf(kind: Kind, text: string): string | number | boolean | undefined {
  if (kind === Kind.YesNo) return text === "true" ? true : text === "false" ? false : undefined;
  if (kind !== Kind.Height && kind !== Kind.Weight && kind !== Kind.Quantity) return text;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}
