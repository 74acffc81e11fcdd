// A comma or slash inside an entry: Blend would make two of it. Only the patient knows whether it is one entry or several.

export function askBack({ intake, form, rule, signal }) {
  const areas = form.querySelectorAll("textarea[name^='risk_factors.']");

  const show = (area) => {
    const ask = form.querySelector(`[data-ask="${area.name}"]`);
    const entries = area.value.split("\n");
    const found = entries.filter((entry) => rule.check(entry).warnings.some(({ code }) => code === "separator"));
    ask.replaceChildren(
      ...found.map((entry) =>
        question(ask, entry, (lines) => {
          area.value = area.value
            .split("\n")
            .flatMap((line) => (line === entry ? lines : line))
            .join("\n");
          intake.set(area.name, area.value);
          area.focus();
          show(area);
        }),
      ),
    );
  };

  const question = (ask, entry, replace) => {
    const one = rule.replaceSeparators(entry);
    const several = entry
      .split(/[,/]/)
      .map((part) => part.trim())
      .filter(Boolean);
    const choice = (label, lines) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "secondary", textContent: `${label}: ${lines.join(" + ")}` });
      button.addEventListener("click", () => replace(lines));
      return button;
    };
    const group = document.createElement("div");
    group.append(choice(ask.dataset.one, [one]), choice(ask.dataset.several, several));
    return group;
  };

  // The form warns of them when the field is left.
  const observer = new MutationObserver(() => areas.forEach(show));
  for (const area of areas) observer.observe(form.querySelector(`[data-warning="${area.name}"]`), { childList: true });
  signal.addEventListener("abort", () => observer.disconnect());
  signal.addEventListener(
    "abort",
    intake.subscribe(() => {
      if (intake.getSnapshot().status === "accepted") for (const area of areas) show(area);
    }),
  );
  areas.forEach(show);
}
