// Which lines have a prescription. Blend does not say which one: whoever knows its id can look it up.

import { medicationsOf } from "blend-sdk/js";
import { blend, sentenceOf } from "./api.js";
import { h } from "./dom.js";
import { facts, section } from "./sections.js";
import { longTime } from "./words.js";

export function prescriptions({ order }) {
  const lines = order.products?.prescription ?? [];
  const line = ({ name, has_prescription }) =>
    h(
      "li",
      {},
      name,
      " ",
      h(
        "span",
        { class: has_prescription ? "mark good" : "mark alert" },
        has_prescription ? "Matched" : "No prescription yet",
      ),
    );
  return section("prescriptions", "Prescriptions", [
    lines.length ? h("ul", { class: "plain" }, ...lines.map(line)) : h("p", { class: "soft" }, "No line needs one."),
    lines.length > 0 && lookup(order),
  ]);
}

function lookup(order) {
  const box = h("input", {
    id: "prescription-id",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "prescription-found",
  });
  const found = h("div", { id: "prescription-found", role: "status" });
  const form = h(
    "form",
    { class: "lookup" },
    h("label", { for: "prescription-id" }, "Look up a prescription by its id"),
    h("span", { class: "row" }, box, h("button", { type: "submit" }, "Look up")),
    found,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const id = box.value.trim();
    if (!id) return box.focus();
    try {
      found.replaceChildren(...shown(await blend.prescriptions.get(id), order));
    } catch (error) {
      found.replaceChildren(
        h("p", { class: "error" }, error.status === 404 ? "There is no such prescription." : sentenceOf(error)),
      );
    }
  });
  return form;
}

function shown(prescription, order) {
  // Another patient's prescription is nothing to show here.
  if (prescription.patient_id && prescription.patient_id !== order.patient?.id)
    return [h("p", { class: "error" }, "This prescription is of another patient.")];
  return medicationsOf(prescription).map(({ drug_name, name, directions, fills_remaining, expires_at, days_supply }) =>
    facts([
      ["Drug", drug_name ?? name],
      ["Directions", directions],
      ["Supply", days_supply && `${days_supply} days`],
      ["Fills left", fills_remaining === undefined || fills_remaining === null ? "" : String(fills_remaining)],
      ["Expires", expires_at && longTime(expires_at)],
    ]),
  );
}
