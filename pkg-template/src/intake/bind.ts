// `bind(form)`: what a form in the page needs, so that everybody can fill it in (WCAG 2.2).
//
// Controls are found by `name`, a path. Beside them the page may have, all of them empty:
// `[data-step]` around a step, `[data-field]` around a field, `[data-error]` for a field's message, `[data-summary]` for all
// messages, `[data-status]` for what a screen reader says. Buttons: `[data-back]`; any submit button goes on.

import { type Field, inputModes, Kind } from "../../generated/intake.js";
import { show } from "./engine.js";
import type { Checked, Intake, IntakeSnapshot } from "../../types/intake.js";

/** A form as the page needs it: with its fields, and one of them checked by itself. */
export interface BindableIntake extends Intake {
  readonly fields: readonly Field[];
  readonly rule: (path: string, value: unknown) => Checked;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Formatted when the field is left, never while somebody types. */
const FORMATTED = [Kind.Phone, Kind.BirthDate];

function fieldAt(fields: readonly Field[] | undefined, [name, ...rest]: string[]): Field | undefined {
  const field = fields?.find((one) => one.name === name);
  return rest.length && field?.fields ? fieldAt(field.fields, rest) : field;
}

class Binding {
  readonly #intake: BindableIntake;
  readonly #form: HTMLFormElement;
  readonly #fields: readonly Field[];
  readonly #title = document.title;
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
  }

  #controls(): Control[] {
    return [...this.#form.elements].filter((element): element is Control => "name" in element && Boolean(element.name));
  }

  #all(name: string): HTMLElement[] {
    return [...this.#form.querySelectorAll<HTMLElement>(`[data-${name}]`)];
  }

  #prepare(control: Control): void {
    control.id ||= `${this.#form.id || "intake"}-${control.name.replace(/\W/g, "-")}${control.type === "radio" ? `-${control.value}` : ""}`;
    const field = fieldAt(this.#fields, control.name.split("."));
    const mode = field?.kind === undefined ? "" : inputModes[field.kind]!;
    if (mode && control instanceof HTMLInputElement && !control.inputMode) control.inputMode = mode;
    const part = /^date_of_birth\.(\w+)$/.exec(control.name)?.[1];
    const fill = part ? `bday-${part}` : field?.autocomplete;
    if (fill && !control.hasAttribute("autocomplete")) control.setAttribute("autocomplete", fill);
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
    const { name, type, value } = event.target as Control;
    if (name && type !== "radio" && type !== "checkbox") this.#intake.set(name, value);
    else this.read();
  };

  readonly onLeave = (event: Event): void => {
    const control = event.target as Control;
    const kind = control.name ? fieldAt(this.#fields, control.name.split("."))?.kind : undefined;
    if (kind === undefined || !FORMATTED.includes(kind)) return;
    const { value } = this.#intake.rule(control.name, control.value);
    if (typeof value !== "string") return;
    control.value = show(kind, value);
    this.#intake.set(control.name, control.value);
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
      if (control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox"))
        control.checked = false;
      else if (control.type !== "hidden" && control.type !== "submit") control.value = "";
    }
  }

  readonly render = (): void => {
    const snapshot = this.#intake.getSnapshot();
    const { step, fields, issues, refusals, status } = snapshot;
    for (const part of this.#all("step")) part.hidden = part.dataset.step !== step;
    for (const part of this.#all("field")) {
      const path = part.dataset.field!;
      part.hidden = !fields.some(
        (field) => field === path || path.startsWith(`${field}.`) || field.startsWith(`${path}.`),
      );
    }
    for (const control of this.#controls()) this.#mark(control, snapshot);
    this.#summarise(snapshot);
    document.title = `${issues.length ? "Error: " : ""}${this.#title}`;
    for (const part of this.#all("status")) part.textContent = part.getAttribute(`data-${status}`) ?? "";
    if (status === "accepted") this.clear();
    if (refusals > this.#refusals) this.#focus("summary");
    else if (step !== this.#step) this.#focus("step");
    this.#refusals = refusals;
    this.#step = step;
  };

  #mark(control: Control, { issues }: IntakeSnapshot): void {
    const issue = issues.find(({ path }) => path === control.name || control.name.startsWith(`${path}.`));
    const error = this.#all("error").find(
      ({ dataset }) => dataset.error === (issue?.path ?? control.name) || control.name.startsWith(`${dataset.error}.`),
    );
    if (error) {
      error.id ||= `${control.id}-error`;
      error.textContent = issue?.message ?? "";
      const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== error.id);
      control.setAttribute("aria-describedby", [...others, ...(issue ? [error.id] : [])].join(" "));
    }
    if (issue) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }

  /** Messages in the order of the page, each with a link to its control. */
  #summarise({ issues }: IntakeSnapshot): void {
    for (const summary of this.#all("summary")) {
      summary.hidden = issues.length === 0;
      const items: HTMLLIElement[] = [];
      for (const control of this.#controls()) {
        const found = issues.filter(
          ({ path }) =>
            !items.some((item) => item.dataset.path === path) &&
            (path === control.name || control.name.startsWith(`${path}.`)),
        );
        for (const { path, message } of found) items.push(this.#item(path, message, control));
      }
      for (const { path, message } of issues)
        if (!items.some((item) => item.dataset.path === path)) items.push(this.#item(path, message));
      summary.replaceChildren(...items);
    }
  }

  #item(path: string, message: string, control?: Control): HTMLLIElement {
    const item = document.createElement("li");
    item.dataset.path = path;
    if (!control) item.textContent = message;
    else {
      const link = document.createElement("a");
      link.href = `#${control.id}`;
      link.textContent = message;
      link.addEventListener("click", (event) => (event.preventDefault(), control.focus()));
      item.append(link);
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
  addEventListener("pagehide", binding.onLeavePage, { signal });
  const unsubscribe = intake.subscribe(binding.render);
  binding.render();
  return () => {
    unsubscribe();
    controller.abort();
  };
}
