// Where somebody is: the address, the title, the progress and the buttons. None of them tells what a step is about.

/** Keeps them at the form's step, and the form at the step of the address when somebody goes back or on in the browser. */
export function showPlace({ intake, form, signal }) {
  const isAccepted = () => intake.getSnapshot().status === "accepted";
  const number = () => intake.getSnapshot().steps.indexOf(intake.getSnapshot().step) + 1;
  const address = () => `/intake/${isAccepted() ? "done" : number()}`;
  let shown = address();
  let isWaiting = false;

  /** After all steps that one click passes. An accepted form takes the place of its last step. */
  const follow = () => {
    isWaiting = false;
    if (address() === shown) return;
    shown = address();
    if (location.pathname !== shown) history[isAccepted() ? "replaceState" : "pushState"](null, "", shown);
    scrollTo(0, 0);
  };
  const show = () => {
    showProgress(form, intake.getSnapshot(), number());
    if (!isWaiting) queueMicrotask(follow);
    isWaiting = true;
  };
  const onWay = () => {
    const wanted = Number(/\d+$/.exec(location.pathname)?.[0]);
    let before;
    while (number() !== wanted && number() !== before) {
      before = number();
      if (wanted < before) intake.back();
      else intake.next();
    }
    shown = address();
    // A step that has issues is not passed, and a form that is sent stays as it is.
    history.replaceState(null, "", shown);
  };

  history.replaceState(null, "", shown);
  showProgress(form, intake.getSnapshot(), number());
  addEventListener("popstate", onWay, { signal });
  signal.addEventListener("abort", intake.subscribe(show));
}

/** By what the form does: which of the texts in `[data-on]` shows. */
const MODES = { accepted: "done", pending: "pending", submitting: "wait", failed: "send" };

function showProgress(form, { step, steps, status }, number) {
  const mode = MODES[status] ?? (step === "review" ? "send" : "ask");
  const [place, total] = [mode === "done" ? steps.length : number, steps.length];
  for (const part of document.querySelectorAll("[data-place]")) part.textContent = String(place);
  for (const part of document.querySelectorAll("[data-total]")) part.textContent = String(total);
  for (const part of document.querySelectorAll("[data-on]")) part.hidden = !part.dataset.on.split(" ").includes(mode);
  Object.assign(document.querySelector("progress"), { max: total, value: place });
  form.querySelector("[data-back]").hidden = number === 1 || !["ask", "send"].includes(mode);
  document.querySelector("[data-languages]").hidden = ["pending", "wait"].includes(mode);
  document.title = document
    .querySelector(`[data-title=${mode === "done" ? "done" : "step"}]`)
    .textContent.replace(/\s+/g, " ")
    .trim();
}
