// The rules themselves: src/intake, in plain JavaScript.

import { freeKinds, Kind } from "../../generated/intake.js";
import { createEngine, type Engine } from "../../generated/intake-js.js";
import { data, instantiate } from "../../generated/intake-js-functions.js";
import { fromText } from "../engine/bytes.js";
import { coders } from "../engine/coders.js";

let engine: Engine | undefined;
const loaded = (): Engine => (engine ??= createEngine(fromText(data), instantiate, undefined, coders()));

/** Text on one line without blanks around it. Names stay as they are written, in Unicode's composed form. */
export const folded = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/[\s\u200b]+/g, " ")
    .trim();

/** What the rules expect: free text folded; of all else the digits, dashes, quotes and letters in their plain form. */
function prepared(kind: Kind, text: string): string {
  if (kind === Kind.Risks)
    return text
      .split(/[\n\r;]/)
      .map(folded)
      .filter(Boolean)
      .join("\n");
  if (freeKinds.includes(kind)) return folded(text);
  const plain = text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "");
  return folded(
    plain
      .replace(/\p{Pd}|−/gu, "-")
      .replace(/[‘’′]/g, "'")
      .replace(/[“”″]/g, '"'),
  );
}

/** Reads typed text: its value in the wire's form, empty where there is none, and the numbers of the codes. */
export function read(kind: Kind, text: string, latest: string): { value: string; codes: number[] } {
  const answer = loaded().read(kind, prepared(kind, text), latest);
  const end = answer.indexOf("\n");
  return { value: answer.slice(end + 1), codes: numbers(answer.slice(0, end)) };
}

export const show = (kind: Kind, value: string): string => loaded().show(kind, value);

/** Pairs of a place and a code. The facts stand in the order of src/intake/together.rs. */
export const together = (facts: readonly string[]): number[] => numbers(loaded().together(facts.join("\n")));

const numbers = (text: string): number[] => [...text].map((character) => character.charCodeAt(0) - 48);
