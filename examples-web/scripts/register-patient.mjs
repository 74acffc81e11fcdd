// Registers a patient from a JSON file, and shows what is wrong with it before anything is sent:
//   node examples-web/scripts/register-patient.mjs patient.json [--anyway]
// Signs in with BLEND_EMAIL and BLEND_PASSWORD. In a project of yours, import from "blend-sdk".
import { readFileSync } from "node:fs";
import Blend, { BlendError } from "../../pkg/dist/index.mjs";

const words = process.argv.slice(2);
const anyway = words.includes("--anyway");
const file = words.find((word) => !word.startsWith("--"));
if (!file) {
  console.error("Give a file with the patient as JSON.");
  process.exit(2);
}

const patient = JSON.parse(readFileSync(file, "utf8"));
const blend = new Blend({ logLevel: "error" }); // the warnings are shown here
const { issues, warnings } = blend.patients.check.create(patient);
for (const { path, message } of issues) console.error(`wrong    ${path}: ${message}`);
for (const { path, message } of warnings) console.error(`perhaps  ${path}: ${message}`);

if (issues.length || (warnings.length && !anyway)) {
  console.error(
    issues.length ? "Nothing was sent." : "Nothing was sent. What is only presumed wrong goes with --anyway.",
  );
  process.exitCode = 1;
} else {
  try {
    const { id } = await blend.patients.create(patient);
    console.log(`registered: ${id}`);
  } catch (error) {
    if (!(error instanceof BlendError)) throw error;
    console.error(error.message);
    // Blend does not document how to find a patient by anything but a search.
    if (error.outcome === "unknown")
      console.error("Search for the patient before you try again: it may have been registered.");
    process.exitCode = 1;
  }
}
