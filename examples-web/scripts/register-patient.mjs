import { readFileSync } from "node:fs";
import Blend from "../../pkg/dist/index.mjs";
import { command, Misuse } from "./command.mjs";

const usage = `Registers a patient from a JSON file, and shows what is wrong with it before anything is sent.

  node examples-web/scripts/register-patient.mjs patient.json

  --anyway   sends it even if something is presumed wrong

Signs in with BLEND_EMAIL and BLEND_PASSWORD. Exit code 1: nothing was sent, or Blend refused it.`;

await command({
  usage,
  words: 1,
  options: { anyway: { type: "boolean" } },
  async run({ words: [file], options: { anyway }, signal }) {
    const patient = read(file);
    const blend = new Blend({ logLevel: "error" }); // the warnings are shown here
    const { issues, warnings } = blend.patients.check.create(patient);
    for (const { path, message } of issues) console.error(`wrong    ${path}: ${message}`);
    for (const { path, message } of warnings) console.error(`perhaps  ${path}: ${message}`);
    if (issues.length || (warnings.length && !anyway)) {
      const hint = issues.length ? "" : " What is only presumed wrong goes with --anyway.";
      console.error(`Nothing was sent.${hint}`);
      return 1;
    }
    try {
      const { id } = await blend.patients.create(patient, { signal });
      console.log(`registered: ${id}`);
    } catch (error) {
      // Blend does not document how to find a patient by anything but a search.
      if (error.outcome === "unknown")
        console.error("Search for the patient before you try again: it may have been registered.");
      throw error;
    }
  },
});

function read(file) {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    // The error's message would show a piece of the file.
    throw new Misuse(`${file}: expected JSON`);
  }
}
