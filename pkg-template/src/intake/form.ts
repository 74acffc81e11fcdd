// `createIntake`: answers, steps, and one submission whatever is clicked.

import type { Field } from "../../generated/intake.js";
import type {
  Checked,
  Condition,
  Finding,
  Intake,
  IntakeOptions,
  IntakeSnapshot,
  Submission,
} from "../../types/intake.js";
import { copyOf } from "../create/copy.js";
import { type BindableIntake, bindForm } from "./bind.js";
import { submissionIdOf } from "./submission-id.js";
import { assertFields, isField, isOwn, leadsTo } from "./path.js";
import { own, valueAt } from "./value.js";

type Values = Record<string, unknown>;

const pathOf = (field: string | { path: string }): string => (typeof field === "string" ? field : field.path);

/** The same values with one changed; what is not on the way stays the same object. */
function withValue(values: Values, [key, ...rest]: string[], value: unknown): Values {
  if (key === undefined || key === "__proto__") return values;
  const inside = own(values, key);
  const next = rest.length
    ? withValue(typeof inside === "object" && inside ? (inside as Values) : {}, rest, value)
    : value;
  return { ...values, [key]: next };
}

function deepFrozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFrozen);
  }
  return value;
}

class Form implements BindableIntake {
  readonly #options: IntakeOptions;
  readonly #listeners = new Set<() => void>();
  readonly #id: ReturnType<typeof submissionIdOf>;
  #snapshot: IntakeSnapshot;
  /** Under way. */
  #submitting: Promise<IntakeSnapshot> | undefined;
  /** The text that was sent, while its outcome is unknown. */
  #sent: string | undefined;
  /** Counts what ends a submission from outside. */
  #life = 0;
  #abort = new AbortController();

  constructor(options: IntakeOptions) {
    this.#options = options;
    assertFields(
      options.steps.flatMap(({ fields }) => fields.map(pathOf)),
      "steps",
      this.fields,
    );
    this.#id = submissionIdOf(options.steps.map(({ name }) => name).join());
    this.#snapshot = this.#fresh();
  }

  #fresh(): IntakeSnapshot {
    const values = copyOf(this.#options.initial ?? {}) as Values;
    const facts = {
      issues: [],
      warnings: [],
      status: "editing",
      retryable: false,
      refusals: 0,
      result: undefined,
    } as const;
    return deepFrozen({ ...facts, values, ...this.#placeOf(values, "") });
  }

  readonly getSnapshot = (): IntakeSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  #change(facts: Partial<IntakeSnapshot>): IntakeSnapshot {
    this.#snapshot = deepFrozen({ ...this.#snapshot, ...facts });
    for (const listener of [...this.#listeners]) listener();
    return this.#snapshot;
  }

  #holds(when: Condition | undefined, values: Values): boolean {
    if (when === undefined) return true;
    const { schema } = this.#options;
    if (when === "minor") return schema.minor(values);
    if ("not" in when) return !this.#holds(when.not, values);
    // What the schema does not know, or refuses, counts as it was typed.
    const { field, is } = when;
    const known = isField(field, this.fields) ? valueAt(schema.pick(field).check(values).value, field) : undefined;
    return (known ?? valueAt(values, field)) === is;
  }

  /** The steps and fields that the answers make visible. */
  #visible(values: Values): { name: string; fields: string[] }[] {
    return this.#options.steps
      .filter(({ when }) => this.#holds(when, values))
      .map(({ name, fields }) => ({
        name,
        fields: fields.filter((field) => typeof field === "string" || this.#holds(field.when, values)).map(pathOf),
      }));
  }

  #placeOf(values: Values, wanted: string): Pick<IntakeSnapshot, "step" | "steps" | "fields"> {
    const visible = this.#visible(values);
    const at = visible.find(({ name }) => name === wanted) ?? visible[0];
    return { step: at?.name ?? "", steps: visible.map(({ name }) => name), fields: at?.fields ?? [] };
  }

  /** Nothing changes while a submission is under way, once it is accepted, or while nobody knows. */
  get #isFrozen(): boolean {
    return ["submitting", "accepted", "pending"].includes(this.#snapshot.status);
  }

  readonly set = (path: string, value: unknown): void => {
    const { values, step } = this.#snapshot;
    if (this.#isFrozen || valueAt(values, path) === value) return;
    const next = withValue(values, path.split("."), copyOf(value));
    this.#change({ values: next, ...this.#placeOf(next, step) });
  };

  #refuse(
    issues: readonly Finding[],
    warnings: readonly Finding[],
    status: "editing" | "invalid",
    step: string,
  ): IntakeSnapshot {
    const { refusals, values } = this.#snapshot;
    return this.#change({ issues, warnings, status, refusals: refusals + 1, ...this.#placeOf(values, step) });
  }

  readonly next = (): boolean => {
    if (this.#isFrozen) return false;
    const { values, step, steps, fields } = this.#snapshot;
    const { issues, warnings } = this.#check(fields);
    if (issues.length) {
      this.#refuse(issues, warnings, "editing", step);
      return false;
    }
    const following = steps[steps.indexOf(step) + 1] ?? step;
    this.#change({ issues, warnings, status: "editing", ...this.#placeOf(values, following) });
    return true;
  };

  readonly back = (): void => {
    const { values, step, steps } = this.#snapshot;
    if (this.#isFrozen) return;
    this.#change({
      issues: [],
      warnings: [],
      status: "editing",
      ...this.#placeOf(values, steps[steps.indexOf(step) - 1] ?? step),
    });
  };

  readonly submit = (): Promise<IntakeSnapshot> => {
    if (this.#snapshot.status === "accepted") return Promise.resolve(this.#snapshot);
    return (this.#submitting ??= this.#send().finally(() => (this.#submitting = undefined)));
  };

  async #send(): Promise<IntakeSnapshot> {
    const text = this.#sent ?? this.#text();
    if (text === undefined) return this.#snapshot;
    this.#change({ status: "submitting", issues: [], warnings: [] });
    const life = this.#life;
    let outcome: Submission;
    try {
      outcome = await this.#options.transport(text, { id: this.#id.get(), signal: this.#abort.signal });
    } catch {
      outcome = { status: "pending" };
    }
    if (life !== this.#life) return this.#snapshot;
    this.#sent = outcome.status === "pending" ? text : undefined;
    return this.#settle(outcome);
  }

  /** Checks these fields: the schema's by its rules, and the form's own questions by those of `extra`. */
  #check(asked: readonly string[]) {
    const { schema, extra } = this.#options;
    const { values } = this.#snapshot;
    const known = asked.filter((path) => !isOwn(path));
    const checked: Checked = known.length ? schema.pick(...known).check(values) : { issues: [], warnings: [] };
    const visible = this.#visible(values).flatMap(({ fields }) => fields.filter(isOwn));
    const answered = visible.filter((path) => ![undefined, ""].includes(valueAt(values, path) as string));
    const answers = Object.fromEntries(answered.map((path) => [path.slice("extra.".length), valueAt(values, path)]));
    const own = extra?.["~standard"].validate(answers);
    if (own && "then" in own) throw new TypeError("extra: the schema has to answer at once, without a promise");
    const found = (own?.issues ?? []).map(({ message, path = [] }) => ({
      path: "extra." + path.map((key) => String(typeof key === "object" ? key.key : key)).join("."),
      code: "extra",
      message,
    }));
    const issues = [...checked.issues, ...found.filter(({ path }) => asked.some((field) => leadsTo(field, path)))];
    return { ...checked, issues, extra: own && "value" in own ? own.value : undefined };
  }

  /** The text to send, with all visible fields. If they have issues, the form reports these and returns undefined. */
  #text(): string | undefined {
    const asked = this.#visible(this.#snapshot.values).flatMap(({ fields }) => fields);
    const { value, extra, issues, warnings } = this.#check(asked);
    if (!issues.length) return JSON.stringify({ submission_id: this.#id.get(), answers: value, extra });
    this.#refuse(issues, warnings, "invalid", this.#stepOf(issues));
    return undefined;
  }

  /** The first step that has one of these. */
  #stepOf(issues: readonly Finding[]): string {
    const holds = (field: string) => issues.some(({ path }) => leadsTo(field, path));
    const visible = this.#visible(this.#snapshot.values);
    return visible.find(({ fields }) => fields.some(holds))?.name ?? this.#snapshot.step;
  }

  #settle(outcome: Submission): IntakeSnapshot {
    const { refusals } = this.#snapshot;
    if (outcome.status === "invalid") return this.#refuse(outcome.issues, [], "invalid", this.#stepOf(outcome.issues));
    if (outcome.status !== "accepted") {
      const retryable = outcome.status === "pending" || outcome.retryable;
      return this.#change({ status: outcome.status, retryable, refusals: refusals + 1 });
    }
    this.#id.rotate();
    return this.#change({
      ...this.#fresh(),
      values: deepFrozen({}),
      status: "accepted",
      result: copyOf(outcome.result),
    });
  }

  readonly reset = (): void => {
    this.#life++;
    this.#abort.abort();
    this.#abort = new AbortController();
    // What may have been made keeps its id: sent once more, the server knows it.
    if (!this.#sent && this.#snapshot.status !== "submitting") this.#id.rotate();
    this.#sent = undefined;
    this.#submitting = undefined;
    this.#change(this.#fresh());
  };

  get fields(): readonly Field[] {
    return this.#options.schema.fields as readonly Field[];
  }

  readonly rule = (path: string): Checked => {
    if (!isField(path, this.fields)) return { issues: [], warnings: [] };
    const { value, ...found } = this.#options.schema.pick(path).check(this.#snapshot.values);
    return { ...found, value: valueAt(value, path) };
  };

  readonly bind = (form: HTMLFormElement): (() => void) => bindForm(this, form);
}

export const createIntake = (options: IntakeOptions): Intake => new Form(options);
