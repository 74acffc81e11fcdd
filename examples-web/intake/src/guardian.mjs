// Where a guardian types, the browser must not fill in the guardian's own name for the child's.

export function askGuardian({ form, signal }) {
  const controls = form.querySelectorAll("[data-step=identity] [autocomplete], [data-step=contact] [autocomplete]");
  for (const control of controls) control.dataset.fills ??= control.autocomplete;
  const show = () => {
    const isGuardian = form.elements["extra.filled_in_by"].value === "guardian";
    for (const control of controls) control.autocomplete = isGuardian ? "off" : control.dataset.fills;
  };
  form.addEventListener("change", show, { signal });
  show();
}
