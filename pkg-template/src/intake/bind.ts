// `bind(form)`: what a form in the page needs, so that everybody can fill it in (WCAG 2.2).
//
// It finds controls by `name`, a path. `docs/intake.md` lists the attributes that the page may have beside them.

import { type Field, inputModes, Kind } from "../../generated/intake.js";
import { show } from "./engine.js";
import type { Checked, Finding, Intake } from "../../types/intake.js";
import { leadsTo } from "./path.js";
import { isText, valueAt } from "./value.js";

/** A form as the page needs it: with its fields, and a check of one of them. */
export interface BindableIntake extends Intake {
  readonly fields: readonly Field[];
  readonly rule: (path: string) => Checked;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Formatted when the field is left, never while somebody types. */
const FORMATTED = [Kind.Phone, Kind.BirthDate];

function fieldAt(fields: readonly Field[] | undefined, [name, ...rest]: string[]): Field | undefined {
  const field = fields?.find((one) => one.name === name);
  return rest.length && field?.fields ? fieldAt(field.fields, rest) : field;
}

const isChoice = (control: Control): control is HTMLInputElement =>
  control.type === "radio" || control.type === "checkbox";

/** The controls that a message is about. Of a date: its empty parts, its year, or all. */
function blamed({ path, code }: Finding, all: Control[]): Control[] {
  const controls = all.filter(({ name }) => leadsTo(path, name));
  for (const parts of [
    controls.filter(({ value }) => !value),
    controls.filter(({ name }) => /year|early|future/.test(code) && name.endsWith(".year")),
  ])
    if (parts.length) return parts;
  return controls;
}

class Binding {
  readonly #intake: BindableIntake;
  readonly #form: HTMLFormElement;
  readonly #fields: readonly Field[];
  #issues: readonly Finding[] | undefined;
  #isPressed = false;
  /** The control that was left under a pressed mouse. */
  #left: Control | undefined;
  #refusals: number;
  #step: string;

  constructor(intake: BindableIntake, form: HTMLFormElement, fields: readonly Field[]) {
    this.#intake = intake;
    this.#form = form;
    this.#fields = fields;
    const { refusals, step } = intake.getSnapshot();
    this.#refusals = refusals;
    this.#step = step;
    form.noValidate = true;
    for (const control of this.#controls()) this.#prepare(control);
    for (const error of this.#all("error")) error.id ||= this.#idOf(`${error.dataset.error}-error`);
  }

  #idOf(name: string): string {
    return `${this.#form.id || "intake"}-${name.replace(/\W/g, "-")}`;
  }

  #controls(): Control[] {
    return [...this.#form.elements].filter((element): element is Control => "name" in element && Boolean(element.name));
  }

  #all(name: string): HTMLElement[] {
    return [...this.#form.querySelectorAll<HTMLElement>(`[data-${name}]`)];
  }

  #prepare(control: Control): void {
    control.id ||= this.#idOf(control.name + (control.type === "radio" ? `-${control.value}` : ""));
    const field = fieldAt(this.#fields, control.name.split("."));
    const mode = field?.kind === undefined ? "" : inputModes[field.kind]!;
    if (mode && control instanceof HTMLInputElement && !control.inputMode) control.inputMode = mode;
    const part = /^date_of_birth\.(\w+)$/.exec(control.name)?.[1];
    const fill = part ? `bday-${part}` : field?.autocomplete;
    if (fill && !control.hasAttribute("autocomplete")) control.setAttribute("autocomplete", fill);
    const initial = valueAt(this.#intake.getSnapshot().values, control.name);
    if (!isText(initial)) return;
    if (isChoice(control)) control.checked ||= String(initial) === control.value;
    else control.value ||= String(initial);
  }

  /** Reads the page's values: autofill may have sent no event. */
  read(): void {
    const data = new FormData(this.#form);
    const names = new Set(
      this.#controls()
        .filter(({ type }) => type !== "submit" && type !== "button")
        .map(({ name }) => name),
    );
    for (const name of names) {
      const values = data.getAll(name).filter((value) => typeof value === "string");
      this.#intake.set(name, values.length > 1 ? values : (values[0] ?? ""));
    }
  }

  readonly onInput = (event: Event): void => {
    const control = event.target as Control;
    if (control.name && !isChoice(control)) this.#intake.set(control.name, control.value);
    else this.read();
  };

  readonly onLeave = (event: Event): void => {
    const control = event.target as Control;
    if (!control.name) return;
    this.read();
    this.#format(control);
    if (this.#isPressed) this.#left = control;
    else this.#warn(control);
  };

  #format(control: Control): void {
    const kind = fieldAt(this.#fields, control.name.split("."))?.kind;
    const { value } = this.#intake.rule(control.name);
    if (kind === undefined || !FORMATTED.includes(kind) || typeof value !== "string") return;
    control.value = show(kind, value);
    this.#intake.set(control.name, control.value);
  }

  #warn(control: Control): void {
    const { warnings } = this.#intake.rule(control.name);
    for (const part of this.#all("warning"))
      if (leadsTo(part.dataset.warning!, control.name))
        part.textContent = warnings
          .filter(({ path }) => path === part.dataset.warning)
          .map(({ message }) => message)
          .join(". ");
  }

  /** A warning moves what is below it. Under a pressed mouse that would be the button that is being clicked. */
  readonly onPress = (): void => {
    this.#isPressed = true;
  };

  readonly onRelease = (): void => {
    // After the click.
    setTimeout(() => {
      this.#isPressed = false;
      if (this.#left) this.#warn(this.#left);
      this.#left = undefined;
    });
  };

  readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    this.read();
    const { step, steps, status } = this.#intake.getSnapshot();
    if (status === "pending" || steps.indexOf(step) === steps.length - 1) void this.#intake.submit();
    else this.#intake.next();
  };

  readonly onClick = (event: Event): void => {
    if (!(event.target as Element).closest("[data-back]")) return;
    event.preventDefault();
    this.read();
    this.#intake.back();
  };

  /** Nothing of an accepted form is there when somebody comes back to the page, which browsers keep as it was. */
  readonly onLeavePage = (): void => {
    if (this.#intake.getSnapshot().status === "accepted") this.clear();
  };

  clear(): void {
    this.#form.reset();
    for (const control of this.#controls()) {
      if (isChoice(control)) control.checked = false;
      else if (control.type !== "hidden" && control.type !== "submit") control.value = "";
    }
    for (const part of this.#all("warning")) part.textContent = "";
  }

  readonly render = (): void => {
    const snapshot = this.#intake.getSnapshot();
    const { fields, issues, refusals, status, retryable } = snapshot;
    const step = status === "accepted" ? status : snapshot.step;
    for (const part of this.#all("step")) part.hidden = part.dataset.step !== step;
    for (const part of this.#all("field")) {
      const path = part.dataset.field!;
      part.hidden = !fields.some((field) => leadsTo(field, path) || leadsTo(path, field));
    }
    // Not at each change of the form: a link of the summary that has the focus has to stay.
    if (issues !== this.#issues) {
      this.#mark(issues);
      this.#summarise(issues);
      this.#issues = issues;
    }
    // The page may change its title from step to step.
    document.title = (issues.length ? "Error: " : "") + document.title.replace(/^(Error: )+/, "");
    for (const part of this.#all("status"))
      part.textContent = (status === "failed" && retryable && part.dataset.retryable) || (part.dataset[status] ?? "");
    if (status === "accepted") this.clear();
    if (refusals > this.#refusals) this.#focus(issues.length ? "summary" : "status");
    else if (step !== this.#step) this.#focus("step");
    this.#refusals = refusals;
    this.#step = step;
  };

  #mark(issues: readonly Finding[]): void {
    const controls = this.#controls();
    const errors = this.#all("error");
    const bad = issues.flatMap((issue) => blamed(issue, controls));
    for (const error of errors)
      error.textContent = issues.find(({ path }) => path === error.dataset.error)?.message ?? "";
    for (const control of controls) {
      const own = errors.filter(({ dataset }) => leadsTo(dataset.error!, control.name));
      const ids = (control.getAttribute("aria-describedby") ?? "").split(" ");
      const others = ids.filter((id) => id && !own.some((error) => error.id === id));
      const shown = own.filter(({ textContent }) => textContent).map(({ id }) => id);
      control.setAttribute("aria-describedby", [...others, ...shown].join(" "));
      if (bad.includes(control)) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  /** Messages in the order of the page, each with a link to its control. */
  #summarise(issues: readonly Finding[]): void {
    const controls = this.#controls();
    const found = issues.map((issue) => ({ ...issue, control: blamed(issue, controls)[0] }));
    const place = ({ control }: { control: Control | undefined }) =>
      control ? controls.indexOf(control) : controls.length;
    found.sort((one, other) => place(one) - place(other));
    for (const summary of this.#all("summary")) {
      summary.hidden = issues.length === 0;
      (summary.querySelector("ul") ?? summary).replaceChildren(
        ...found.map(({ message, control }) => this.#item(message, control)),
      );
    }
  }

  #item(message: string, control?: Control): HTMLLIElement {
    const item = document.createElement("li");
    item.textContent = message;
    if (control) {
      const link = document.createElement("a");
      link.href = `#${control.id}`;
      link.textContent = message;
      link.addEventListener("click", (event) => (event.preventDefault(), control.focus()));
      item.replaceChildren(link);
    }
    return item;
  }

  #focus(name: string): void {
    const part = this.#all(name).find(({ hidden }) => !hidden);
    if (!part) return;
    part.tabIndex = -1;
    part.focus();
  }
}

export function bindForm(intake: BindableIntake, form: HTMLFormElement): () => void {
  const binding = new Binding(intake, form, intake.fields);
  const controller = new AbortController();
  const { signal } = controller;
  form.addEventListener("input", binding.onInput, { signal });
  form.addEventListener("change", binding.onInput, { signal });
  form.addEventListener("focusout", binding.onLeave, { signal });
  form.addEventListener("submit", binding.onSubmit, { signal });
  form.addEventListener("click", binding.onClick, { signal });
  addEventListener("mousedown", binding.onPress, { signal });
  addEventListener("mouseup", binding.onRelease, { signal });
  addEventListener("pagehide", binding.onLeavePage, { signal });
  const unsubscribe = intake.subscribe(binding.render);
  binding.render();
  return () => {
    unsubscribe();
    controller.abort();
  };
}
