// The form for an order's address.

import { blend } from "./api.js";

const STATE_HINT = "Two letters, such as MA";

/** The params of `orders.update`, from the values of the form. */
export const wire = ({ update_patient, ...address }) => ({ address, ...(update_patient && { update_patient }) });

export function addressForm({ id, address }) {
  const value = (name) => address?.[name] ?? "";
  const field = (name, label, more) => ({ name, label, value: value(name), required: true, maxlength: 100, ...more });
  const read = ({ address_2, state, ...given }) => {
    const country = address?.country ? { country: address.country } : {};
    // A second line that was there and is empty now has to go.
    const second = address_2 || value("address_2") ? { address_2 } : {};
    return { ...given, state: state.toUpperCase(), ...second, ...country };
  };
  return {
    title: "Change address",
    text: "Where this order goes. The patient's own address stays, unless you say otherwise.",
    fields: [
      field("address_1", "Street and number"),
      field("address_2", "Apartment or suite (optional)", { required: false }),
      field("city", "City"),
      field("state", "State", { hint: STATE_HINT, maxlength: 2, class: "short", autocapitalize: "characters" }),
      field("zip_code", "ZIP code", { maxlength: 10, class: "short", inputmode: "numeric" }),
      { name: "update_patient", label: "Also change the patient's address", type: "checkbox" },
    ].map((one) => ({ autocomplete: "off", ...one })),
    button: "Change address",
    read,
    // Blend documents no pattern, so the package only warns.
    doubts: (given) => blend.orders.check.update(id, wire(read(given))).warnings,
  };
}
