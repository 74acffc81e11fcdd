// The intake form of an imaginary clinic. The package has the rules and the form; this page adds its own looks, addresses and review.

import { createIntake, fetchTransport, rules } from "blend-sdk/intake";
import "./style.css";
import { askGuardian } from "./guardian.mjs";
import { preferredLanguage, translate } from "./language.mjs";
import { showPlace } from "./place.mjs";
import { showReview } from "./review.mjs";
import { askBack } from "./risks.mjs";
import { messages, questions, required, steps } from "./visit.mjs";

const form = document.querySelector("form");
const languages = document.querySelector("[data-languages]");
let stop = () => {};
let intake;

/** Starts the form in a language. `previous` is the state of the form in the other one. */
function start(locale, previous) {
  stop();
  translate(locale);
  const { patient, fields } = rules({ locale, required, messages: messages[locale] });
  intake = createIntake({
    schema: patient,
    extra: questions(locale),
    steps,
    initial: previous?.values,
    transport: fetchTransport(`/intake/${locale}`),
  });
  const controller = new AbortController();
  const page = { intake, form, locale, signal: controller.signal };
  showReview({ ...page, schema: patient, rules: fields });
  if (previous) resume(previous);
  // The place goes before `bind`, which puts "Error: " in front of the title that it gives.
  showPlace(page);
  const unbind = intake.bind(form);
  askGuardian(page);
  askBack({ ...page, rule: fields.risk_factors });
  stop = () => (unbind(), controller.abort());
}

/** Goes to where the form was, with the messages that it showed. */
function resume({ step, issues }) {
  while (intake.getSnapshot().step !== step && intake.next());
  if (issues.length && intake.next()) intake.back();
}

languages.addEventListener("click", ({ target }) => {
  const locale = target.closest("[data-language]")?.dataset.language;
  if (!locale || locale === document.documentElement.lang) return;
  const snapshot = intake.getSnapshot();
  // What is sent stays with its form; only the page's own words change.
  if (snapshot.status === "accepted") translate(locale);
  else start(locale, snapshot);
});

form.addEventListener("click", ({ target }) => target.closest("[data-print]") && print());

addEventListener("beforeunload", (event) => {
  const isAnswered = [...new FormData(form).values()].some(Boolean);
  if (isAnswered && intake.getSnapshot().status !== "accepted") event.preventDefault();
});

start(preferredLanguage());
