export { rules } from "../intake/rules.js";
export { createIntake } from "../intake/form.js";
export { fetchTransport } from "../intake/transport.js";
