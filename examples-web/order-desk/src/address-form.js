// The form for an order's address.

const STATE_HINT = "Two letters, such as MA";

export function addressForm({ address }) {
  const value = (name) => address?.[name] ?? "";
  const field = (name, label, more) => ({ name, label, value: value(name), required: true, maxlength: 100, ...more });
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
    read({ address_2, state, ...given }) {
      const country = address?.country ? { country: address.country } : {};
      // A second line that was there and is empty now has to go.
      const second = address_2 || value("address_2") ? { address_2 } : {};
      return { ...given, state: state.toUpperCase(), ...second, ...country };
    },
  };
}
