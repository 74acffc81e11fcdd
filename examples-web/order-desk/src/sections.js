// The parts of an order that are only read: timeline, shipments, patient.

import { h } from "./dom.js";
import { addressLines, birthDate, duration, fullName, longTime, phone, statusClass, statusLabel } from "./words.js";

/** The statuses that the order went through, the newest last. Without a history Blend did not tell. */
export function timeline(history) {
  const entry = ({ status, updated_at, updated_by, duration: seconds }, place) =>
    h(
      "li",
      { class: statusClass(status) },
      h("strong", {}, statusLabel(status ?? undefined)),
      h("time", { datetime: updated_at }, longTime(updated_at)),
      h(
        "small",
        {},
        [updated_by && fullName(updated_by), place < history.length - 1 && duration(seconds)]
          .filter(Boolean)
          .join(" · "),
      ),
    );
  return section("timeline", "Timeline", [
    history ? h("ol", { class: "timeline" }, ...history.map(entry)) : h("p", {}, "The history cannot be read now."),
  ]);
}

export function shipments({ shipments: parcels, shipping, address }) {
  const parcel = ({ carrier, service_level, tracking_number, tracking_url, shipped_at }) =>
    h(
      "li",
      {},
      h("strong", {}, [carrier, service_level].filter(Boolean).join(" ") || "Parcel"),
      " ",
      isWeb(tracking_url)
        ? h(
            "a",
            { href: tracking_url, rel: "noreferrer noopener", target: "_blank" },
            `${tracking_number ?? "Track"} (new tab)`,
          )
        : tracking_number,
      h("small", {}, `Shipped ${longTime(shipped_at)}`),
    );
  const wanted = [shipping?.carrier, shipping?.service_level].filter(Boolean).join(", ").replaceAll("_", " ");
  return section("shipping", "Shipping", [
    parcels?.length
      ? h("ul", { class: "plain" }, ...parcels.map(parcel))
      : h("p", { class: "soft" }, "Nothing has shipped yet."),
    facts([
      ["Goes to", addressLines(address).map((line) => h("span", { class: "line" }, line))],
      ["Wanted", wanted],
    ]),
  ]);
}

export function patient({ patient: person }) {
  return section("patient", "Patient", [
    facts([
      ["Name", fullName(person)],
      ["Born", person?.date_of_birth && birthDate(person.date_of_birth)],
      ["Phone", person?.phone && phone(person.phone)],
      ["E-mail", person?.email],
      ["Guardian", person?.guardian_name && `${person.guardian_name} ${phone(person.guardian_phone)}`],
    ]),
  ]);
}

/** A link of an answer may be anything. */
const isWeb = (url) => /^https?:\/\//.test(url ?? "");

export const section = (id, title, children) =>
  h("section", { "aria-labelledby": id }, h("h3", { id }, title), ...children);

/** Names and values. What has no value is left out. */
export const facts = (rows) =>
  h(
    "dl",
    {},
    ...rows
      .filter(([, value]) => (Array.isArray(value) ? value.length : value))
      .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
