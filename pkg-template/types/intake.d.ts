// The entry `blend-sdk/intake`: the rules of a patient intake form, and the form itself without any looks.

/** The names of rules that can be softened together, as `docs/intake.md` lists them. */
export type RuleName =
  | "needed"
  | "text"
  | "date"
  | "guardian"
  | "phone"
  | "email"
  | "state"
  | "zip"
  | "sex"
  | "height"
  | "weight"
  | "language"
  | "ssn"
  | "npi"
  | "dea"
  | "yes_no"
  | "risks"
  | "products";

export interface RulesOptions {
  /** Language of the messages: English, or Spanish for `es` and `es-…`. @default "en" */
  locale?: string;
  /** Messages of your own, by code or by path and code: `{ phone_digits: "…", "address.city.required": "Enter the city" }`. */
  messages?: Readonly<Record<string, string>>;
  /**
   * The day on which the form is filled in, YYYY-MM-DD. By default, ages use the device's date. Birth dates may go up
   * to the date in UTC+14, where the day begins first, so that no time zone refuses anybody.
   */
  today?: string | (() => string);
  /** Whether a patient needs a guardian. By default, and for `undefined`: under 18. */
  minor?: (patient: PatientAnswers) => boolean | undefined;
  /** Fields that may stay empty, although Blend seems to need them, by their path in the patient: `["email", "address"]`. */
  optional?: readonly string[];
  /** Fields that this form needs beside those: `["gender"]`. A field that the form hides is not needed. */
  required?: readonly string[];
  /** Rules that only warn, or are off. The typed text then goes out unchanged. */
  rules?: Readonly<Partial<Record<RuleName, "warn" | "off">>>;
  /** Whether the form asks for the Social Security number. By default it is never read or sent. @default false */
  ssn?: boolean;
}

/** A finding about an answer. It never holds the answer. */
export interface Finding {
  /** Such as `address.zip_code`; empty for a rule of a single field. */
  path: string;
  /** The kind of finding, such as `phone_digits`. `docs/intake.md` lists the rules behind them. */
  code: string;
  /** What to do, for a patient, in the language of the rules. */
  message: string;
}

export interface Checked<Value = unknown> {
  /** The answers as Blend takes them. Missing where there are issues. */
  value?: Value;
  /** What refuses the answers. */
  issues: Finding[];
  /** Findings that refuse nothing: ask the patient whether the answer is right. */
  warnings: Finding[];
}

/** An address as Blend takes it. */
export interface AddressAnswers {
  address_1?: string;
  address_2?: string;
  city?: string;
  state?: string;
  zip_code?: string;
  country?: string;
}

/** A patient as Blend takes it: the parameter of `patients.create`, and `patient` of an order. */
export interface PatientAnswers {
  first_name?: string;
  middle_name?: string;
  last_name?: string;
  date_of_birth?: string;
  gender?: "male" | "female";
  email?: string;
  phone?: string;
  address?: AddressAnswers;
  guardian_name?: string;
  guardian_phone?: string;
  guardian_email?: string;
  guardian_relationship?: string;
  height_inches?: number;
  weight_pounds?: number;
  is_pregnant?: boolean;
  is_smoker?: boolean;
  is_diabetic?: boolean;
  risk_factors?: { allergies?: string; conditions?: string; medications?: string };
  primary_language?: string;
  driver_license_number?: string;
  driver_license_state?: string;
  ssn?: string;
  receive_sms?: boolean;
  receive_email?: boolean;
  external_id?: string;
}

/** A product of an order, named by one of `id`, `sku` and, for a prescription product, `product_code`. */
export interface ProductAnswers {
  id?: string;
  sku?: string;
  product_code?: string;
  quantity?: number;
}

export interface OrderAnswers {
  patient?: PatientAnswers;
  /** Where to ship to, if not to the patient's address. */
  address?: AddressAnswers;
  products?: {
    prescription?: ProductAnswers[];
    non_prescription?: ProductAnswers[];
    order_material?: ProductAnswers[];
  };
}

export interface PrescriberAnswers {
  first_name?: string;
  middle_name?: string;
  last_name?: string;
  npi?: string;
  dea?: string;
  email?: string;
  phone?: string;
  gender?: "Male" | "Female";
}

/** What `validate` of Standard Schema v1 gives. */
export type StandardResult<Value> =
  | { readonly value: Value; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path: readonly PropertyKey[];
        readonly code: string;
      }[];
    };

/** `~standard` of Standard Schema v1 and Standard JSON Schema v1 (standardschema.dev). */
export interface StandardProps<Value = unknown> {
  readonly version: 1;
  readonly vendor: "blend-sdk";
  readonly validate: (value: unknown) => StandardResult<Value>;
  readonly types?: { readonly input: unknown; readonly output: Value } | undefined;
  readonly jsonSchema: {
    /** The form's values as they are typed. Targets: `draft-2020-12`, `draft-07`; others throw. */
    readonly input: (options: { readonly target: string }) => Record<string, unknown>;
    /** The values that go to Blend. */
    readonly output: (options: { readonly target: string }) => Record<string, unknown>;
  };
}

/** Any validator with Standard Schema v1 (standardschema.dev), such as those of zod, valibot and ArkType. */
export interface StandardSchema<Output = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardOutput<Output> | Promise<StandardOutput<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** What `validate` of Standard Schema v1 gives. */
export type StandardOutput<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[];
    };

/** The rules of several fields. A Standard Schema, which react-hook-form, TanStack Form and others take as it is. */
export interface IntakeSchema<Value = Record<string, unknown>> {
  readonly "~standard": StandardProps<Value>;
  /**
   * Checks a form's values: texts as they are typed, a date also as `{ month, day, year }`, a height as `{ feet, inches }`, yes and no
   * as booleans or words, a list of risk factors as a text with one entry a line, an array, or `{ answer, entries }`. Keys that it
   * does not know are left out, and so are questions without an answer.
   */
  check(value: unknown): Checked<Value>;
  /**
   * The same for some fields only: `patient.pick("first_name", "address.state")`. Rules over several fields still read the others.
   * Throws a `TypeError` for a path that leads to no field.
   */
  pick(...paths: string[]): IntakeSchema<Value>;
  /** Whether a patient with these values needs a guardian. */
  minor(value: unknown): boolean;
  /** The table of the fields. Its form may change with any version. */
  readonly fields: unknown;
}

/** The rules of one field. A Standard Schema too, for validators of single fields. */
export interface FieldRule<Value = string> {
  readonly "~standard": StandardProps<Value>;
  /** Reads the typed text. An empty text gives neither an issue nor a value. */
  check(value: unknown): Checked<Value>;
  /** Formats a value of Blend's for people: `6175550123` as `(617) 555-0123`. Anything else stays as it is. */
  format(value: string | number | null | undefined): string;
}

export interface IntakeRules {
  readonly patient: IntakeSchema<PatientAnswers>;
  readonly order: IntakeSchema<OrderAnswers>;
  readonly address: IntakeSchema<AddressAnswers>;
  readonly prescriber: IntakeSchema<PrescriberAnswers>;
  readonly fields: {
    readonly name: FieldRule;
    readonly date: FieldRule;
    readonly phone: FieldRule;
    readonly email: FieldRule;
    readonly state: FieldRule;
    readonly zip: FieldRule;
    readonly height: FieldRule<number>;
    readonly weight: FieldRule<number>;
    readonly ssn: FieldRule;
    readonly npi: FieldRule;
    readonly dea: FieldRule;
    readonly risk_factors: FieldRule & {
      /** Returns the entry without the commas and slashes at which Blend would split it. Ask the patient first. */
      replaceSeparators(entry: string): string;
    };
  };
}

/**
 * The rules of an intake form. Throws a `TypeError` if `required` or `optional` names no field.
 *
 * @example
 * const { patient } = rules({ locale: "es" });
 * const { issues } = patient.check({ first_name: "Testina", phone: "617 555 01" });
 * for (const { path, message } of issues) console.log(path, message);
 */
export declare function rules(options?: RulesOptions): IntakeRules;

/** `HTMLFormElement`, where TypeScript knows the types of pages. */
export type FormElement = typeof globalThis extends { HTMLFormElement: { prototype: infer Form } } ? Form : never;

/** When the form shows a step or a field. */
export type Condition =
  /** The patient needs a guardian. */
  | "minor"
  /** A field has a value, as Blend takes it. An answer that the rules do not know, such as `extra.product`, counts as it was typed. */
  | { field: string; is: string | number | boolean }
  | { not: Condition };

export interface IntakeStep {
  /** Names the step in snapshots and in the page. No address shows it, so name it freely. */
  name: string;
  /** Paths of its fields, such as `address`, `address.state` or, for a question of your own, `extra.product`. */
  fields: readonly (string | { path: string; when: Condition })[];
  when?: Condition;
}

/** The outcome of a submission. */
export type Submission =
  /** The order or patient was made. */
  | { status: "accepted"; result?: unknown }
  /** The server refused some answers: nothing was made. */
  | { status: "invalid"; issues: readonly Finding[] }
  /** Nobody knows: it may have been made. The answers are frozen; submitting again sends the identical text. */
  | { status: "pending" }
  /** Nothing was made. `retryable`: the same may work later. */
  | { status: "failed"; retryable: boolean };

/** Sends a submission's text. If it throws, the outcome counts as pending. */
export type Transport = (text: string, submission: { id: string; signal: AbortSignal }) => Promise<Submission>;

export interface IntakeOptions {
  /** Of `rules()`, or with the same members. */
  schema: IntakeSchema<unknown>;
  /**
   * Checks the answers to your own questions, an object of those whose path begins with `extra.`. Unanswered and hidden questions are
   * missing in it. It has to answer at once, without a promise. Give the same schema to `createIntakeHandler`.
   */
  extra?: StandardSchema;
  steps: readonly IntakeStep[];
  /** Answers from your code. Never take them from the page's address. */
  initial?: Readonly<Record<string, unknown>>;
  transport: Transport;
}

/** The state of the form at one moment. It is frozen, and stays the same object until something changes. */
export interface IntakeSnapshot {
  /** The name of the current step. */
  readonly step: string;
  /** All visible steps, in order. */
  readonly steps: readonly string[];
  /** The paths of the visible fields of the current step. */
  readonly fields: readonly string[];
  /** The typed values. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What `next` or `submit` found. */
  readonly issues: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly status: "editing" | "submitting" | "accepted" | "invalid" | "pending" | "failed";
  /** With `failed`: whether the same may work later. */
  readonly retryable: boolean;
  /** How often `next` or `submit` was refused: move the focus to the summary whenever it grows. */
  readonly refusals: number;
  /** What the transport gave with `accepted`. */
  readonly result: unknown;
}

/** A form without looks. Its functions need no `this`. */
export interface Intake {
  /** Calls the listener after each change, without arguments. Returns a function that stops this. */
  subscribe(listener: () => void): () => void;
  /** Fits `useSyncExternalStore`. */
  getSnapshot(): IntakeSnapshot;
  /** Sets one answer, as it is typed. Does nothing while a submission is under way or its outcome is unknown. */
  set(path: string, value: unknown): void;
  /** Checks the current step and goes to the next one. Returns false if it has issues. */
  next(): boolean;
  back(): void;
  /** Checks everything and sends it. Several calls at the same time make one submission. */
  submit(): Promise<IntakeSnapshot>;
  /** Forgets all answers and starts again. */
  reset(): void;
  /** Connects a form of the page, as `docs/intake.md` says. Returns a function that disconnects it. */
  bind(form: FormElement): () => void;
}

/**
 * The form's answers, steps and one submission. It stores nothing but a random id, in the tab's session storage. Throws a
 * `TypeError` if a step names no field.
 *
 * @example
 * const intake = createIntake({
 *   schema: rules().patient,
 *   steps: [
 *     { name: "identity", fields: ["first_name", "last_name", "date_of_birth"] },
 *     { name: "guardian", fields: ["guardian_name", "guardian_phone"], when: "minor" },
 *   ],
 *   transport: fetchTransport("/intake"),
 * });
 * intake.set("first_name", "Testina");
 * console.log(intake.next(), intake.getSnapshot().issues); // false, and what is missing
 */
export declare function createIntake(options: IntakeOptions): Intake;

/**
 * Sends submissions to an address of the page's own origin, by POST, as JSON with the members `submission_id`, `answers` and,
 * with the option `extra`, `extra`.
 *
 * 200 is accepted, 202 pending, 400 and 422 with `issues` invalid; 429 and 503 are failed and retryable, because nothing was made; other
 * statuses from 400 to 499 are failed. Anything else, and no answer at all, is pending.
 */
export declare function fetchTransport(url: string): Transport;
