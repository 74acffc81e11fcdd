// What the visit asks for. The page and the server read the same lists.

export const RISKS = ["allergies", "conditions", "medications"];
export const PRODUCTS = ["tretinoin", "cleanser"];

const when = (field, is) => ({ field, is });

export const steps = [
  {
    name: "identity",
    fields: [
      "extra.filled_in_by",
      "first_name",
      "middle_name",
      { path: "last_name", when: { not: when("extra.one_name", "yes") } },
      "extra.one_name",
      "date_of_birth",
      "gender",
    ],
  },
  { name: "contact", fields: ["email", "phone", "receive_sms", "primary_language"] },
  { name: "address", fields: ["address"] },
  {
    name: "guardian",
    fields: ["guardian_name", "guardian_relationship", "guardian_phone", "guardian_email"],
    when: "minor",
  },
  {
    name: "body",
    fields: [
      "height_inches",
      "weight_pounds",
      { path: "is_pregnant", when: when("gender", "female") },
      "is_smoker",
      "is_diabetic",
    ],
  },
  {
    name: "risks",
    fields: RISKS.flatMap((risk) => [
      `extra.${risk}`,
      { path: `risk_factors.${risk}`, when: when(`extra.${risk}`, "yes") },
    ]),
  },
  { name: "product", fields: ["extra.product"] },
  { name: "review", fields: ["extra.consent"] },
];

const paths = steps.flatMap(({ fields }) => fields).map((field) => field.path ?? field);

/** The fields of Blend among them: what the server takes. */
export const fields = paths.filter((path) => !path.startsWith("extra."));

/** What this clinic needs beside what Blend needs. The form alone: it knows which fields are hidden. */
export const required = [
  "guardian_relationship",
  "guardian_phone",
  "height_inches",
  "weight_pounds",
  "is_pregnant",
  "is_smoker",
  "is_diabetic",
  ...RISKS.map((risk) => `risk_factors.${risk}`),
];

/** Messages for fields whose rule has only a general one. */
export const messages = {
  en: {
    "first_name.required": "Enter the first name",
    "address.address_1.required": "Enter the street and house number",
    "address.city.required": "Enter the city",
    "guardian_name.guardian_required": "Enter the full name of the parent or guardian",
    "guardian_relationship.required": "Choose how you are related to the patient",
    "height_inches.required": "Enter the height",
    "weight_pounds.required": "Enter the weight",
    "is_pregnant.required": "Say whether the patient is pregnant",
    "is_smoker.required": "Say whether the patient smokes",
    "is_diabetic.required": "Say whether the patient has diabetes",
    "risk_factors.allergies.required": "Enter at least one allergy, or answer no",
    "risk_factors.conditions.required": "Enter at least one condition, or answer no",
    "risk_factors.medications.required": "Enter at least one medicine, or answer no",
  },
  es: {
    "first_name.required": "Escriba el nombre",
    "address.address_1.required": "Escriba la calle y el número",
    "address.city.required": "Escriba la ciudad",
    "guardian_name.guardian_required": "Escriba el nombre completo de la madre, el padre o el tutor",
    "guardian_relationship.required": "Elija su relación con el paciente",
    "height_inches.required": "Escriba la estatura",
    "weight_pounds.required": "Escriba el peso",
    "is_pregnant.required": "Indique si la paciente está embarazada",
    "is_smoker.required": "Indique si el paciente fuma",
    "is_diabetic.required": "Indique si el paciente tiene diabetes",
    "risk_factors.allergies.required": "Escriba al menos una alergia, o responda no",
    "risk_factors.conditions.required": "Escriba al menos una enfermedad, o responda no",
    "risk_factors.medications.required": "Escriba al menos un medicamento, o responda no",
  },
};

const ANSWERS = ["yes", "no", "unsure"];
/** The clinic's own questions: the possible answers, and what to do without one, in English and Spanish. */
const QUESTIONS = {
  filled_in_by: [["patient", "guardian"], "Choose who fills in this form", "Elija quién llena este formulario"],
  allergies: [ANSWERS, "Say whether the patient has allergies", "Indique si el paciente tiene alergias"],
  conditions: [ANSWERS, "Say whether the patient has health conditions", "Indique si el paciente tiene enfermedades"],
  medications: [ANSWERS, "Say whether the patient takes medicines", "Indique si el paciente toma medicamentos"],
  product: [PRODUCTS, "Choose a product", "Elija un producto"],
  consent: [["yes"], "Confirm that the answers are right", "Confirme que las respuestas son correctas"],
};

/** These questions as a Standard Schema, for the form and for the server. */
export function questions(locale) {
  const validate = (given) => {
    const value = given ?? {};
    const issues = Object.entries(QUESTIONS)
      .filter(([name, [answers]]) => !answers.includes(value[name]))
      .map(([name, [, english, spanish]]) => ({ path: [name], message: locale === "es" ? spanish : english }));
    if (issues.length) return { issues };
    const names = [...Object.keys(QUESTIONS), "one_name"].filter((name) => value[name] !== undefined);
    return { value: Object.fromEntries(names.map((name) => [name, value[name]])) };
  };
  return { "~standard": { version: 1, vendor: "intake-example", validate } };
}
