// The last step: all answers as they are sent, what is unusual about them, and a way to change them.

/** Fills in the review whenever somebody comes to it, and empties it when the form is sent. */
export function showReview({ intake, form, schema, rules, locale, signal }) {
  const list = form.querySelector("[data-review]");
  /** The visible fields of each step, as they were when somebody last saw it. */
  const seen = new Map();
  let isChanging = false;
  let last;

  const fill = ({ steps, values }) => {
    const paths = steps.flatMap((name) => seen.get(name) ?? []);
    const { value, warnings } = schema.pick(...paths).check(values);
    const isVisible = (path) => paths.some((one) => one === path || path.startsWith(`${one}.`));
    const linesOf = (field) => sentLines(field.dataset.field, value, { rules, locale }) ?? typedLines(field);
    const before = steps.filter((name) => name !== "review");
    list.replaceChildren(...before.map((name) => stepReview(form, name, { isVisible, linesOf, warnings })));
  };
  const comeBack = () => {
    while (isChanging && intake.getSnapshot().step !== "review" && intake.next());
  };
  const show = () => {
    const snapshot = intake.getSnapshot();
    const { step, steps, status } = snapshot;
    if (status === "accepted") {
      list.replaceChildren();
      return thank(form, snapshot.result);
    }
    seen.set(step, snapshot.fields);
    const isForward = steps.indexOf(step) > steps.indexOf(last);
    // Somebody who changed an answer comes straight back, if no later step asks for more.
    if (isChanging && isForward) queueMicrotask(comeBack);
    if (step === "review" && last !== step) {
      isChanging = false;
      fill(snapshot);
    }
    last = step;
  };
  const change = ({ target }) => {
    const wanted = target.closest("[data-change]")?.dataset.change;
    if (!wanted) return;
    while (intake.getSnapshot().step !== wanted) intake.back();
    isChanging = true;
  };

  list.addEventListener("click", change, { signal });
  signal.addEventListener("abort", intake.subscribe(show));
  show();
}

function thank(form, result) {
  const number = result?.order_number;
  form.querySelector("[data-order-number]").textContent = number ?? "";
  for (const part of form.querySelectorAll("[data-ordered]"))
    part.hidden = (part.dataset.ordered === "yes") !== Boolean(number);
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** One step's answers, by the labels that its fields have. */
function stepReview(form, name, { isVisible, linesOf, warnings }) {
  const step = form.querySelector(`[data-step=${name}]`);
  const title = step.querySelector("h1").textContent;
  const what = element("span", { className: "visually-hidden" }, `: ${title}`);
  const change = element("button", { type: "button", className: "link" }, form.dataset.change, what);
  change.dataset.change = name;
  const rows = element("dl", {});
  for (const field of step.querySelectorAll("[data-field]")) {
    const path = field.dataset.field;
    const found = isVisible(path) ? warnings.filter((warning) => warning.path === path) : [];
    const lines = isVisible(path) ? linesOf(field) : [];
    if (lines.length + found.length === 0) continue;
    const label = field.querySelector("legend, label").firstChild.textContent.trim();
    const answers = lines.map((line) => element("p", {}, line));
    const notes = found.map(({ message }) => element("p", { className: "warning" }, message));
    rows.append(element("div", {}, element("dt", {}, label), element("dd", {}, ...answers, ...notes)));
  }
  return element("section", {}, element("h2", {}, title), change, rows);
}

/** What is sent of a field whose typed text may be another. */
function sentLines(path, value, { rules, locale }) {
  const [name, part] = path.split(".");
  const sent = value?.[name];
  if (name === "risk_factors") return sent?.[part]?.split("; ") ?? [];
  if (name === "height_inches") return sent ? [rules.height.format(sent)] : [];
  if (name === "weight_pounds") return sent ? [String(sent)] : [];
  if (name !== "date_of_birth" || !sent) return undefined;
  // A date by itself is the same in every time zone.
  const form = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  return [form.format(new Date(`${sent}T00:00Z`))];
}

/** The answers of one field as the page has them. */
function typedLines(field) {
  const texts = [...field.querySelectorAll("input, select, textarea")].map((control) => {
    if (control.type === "radio" || control.type === "checkbox")
      return control.checked ? control.labels[0].textContent : "";
    if (control.tagName === "SELECT") return control.value && control.selectedOptions[0].textContent;
    return control.value;
  });
  return texts.map((text) => text.trim()).filter(Boolean);
}
