// The portal's own questions, which a Standard Schema of the portal's checks.

import type { Finding, StandardSchema } from "../../types/intake.js";
import { PLAIN_NAME } from "./submission.js";

const NO_VALUE = "Check this answer";

/** The checked value, or what refuses it. */
export async function checkExtra(
  schema: StandardSchema,
  given: unknown,
): Promise<{ value?: unknown; issues: Finding[] }> {
  const result = await schema["~standard"].validate(given);
  if (!result.issues) return { value: result.value, issues: [] };
  const held = textsIn(given);
  return {
    issues: result.issues.map((issue) => {
      const { message, path = [], code } = issue as typeof issue & { code?: unknown };
      const names = path.map((part) => String(typeof part === "object" ? part.key : part));
      const tells = held.some((text) => words(message).includes(text));
      return {
        path: ["extra", ...names.filter((name) => PLAIN_NAME.test(name))].join("."),
        code: typeof code === "string" && PLAIN_NAME.test(code) ? code : "extra",
        message: tells ? NO_VALUE : message,
      };
    }),
  };
}

/** In lower case, each word with a blank on both sides. */
const words = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;

/** All texts and numbers in a value, as words. */
function textsIn(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(textsIn);
  if (typeof value !== "string" && typeof value !== "number") return [];
  return words(String(value)).trim() ? [words(String(value))] : [];
}
