// What an intake form accepts, Blend has to take: random answers, as people type them, against sandboxes with every switch.
//   CASES=5000 SEED=7 node --test tests/package/intake-laws.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { rules } from "../../pkg/dist/intake.mjs";
import { Blend } from "../../pkg/dist/index.mjs";
import { Sandbox } from "../../pkg/dist/sandbox.mjs";

const CASES = Number(process.env.CASES ?? 400);
const SEED = Number(process.env.SEED ?? 20261129);
const TODAY = "2026-11-29";

/** The stricter the sandbox, the more it refuses. */
const SWITCHES = [
  {},
  { strictValues: "refuse" },
  { expectedFields: "refuse", partialAddress: "refuse" },
  {
    strictValues: "refuse",
    expectedFields: "refuse",
    partialAddress: "refuse",
    unknownFields: "refuse",
    minorUntil: 18,
  },
];

/** Random numbers from a seed (mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES = [
  "Ada",
  "O’Brien-Smith",
  "  José María ",
  "李雷",
  "Ng",
  "X",
  "de la Cruz",
  "علي",
  " ",
  "a\u0000b",
  "Jr.",
  "Zoe\u0308",
];
const PHONES = [
  "(617) 555-0123",
  "+1 617 555 0123",
  "617.555.0123",
  "16175550123",
  "0175550123",
  "617-555-0123 x12",
  "911",
  "６１７５５５０１２３",
];
const DATES = [
  "3/25/1990",
  "1990-03-25",
  "03251990",
  "2/29/2000",
  "2/29/1999",
  "25/3/1990",
  "3/25/90",
  "12/31/2026",
  "1/1/1900",
  "6/1/2015",
];
const EMAILS = [
  "ada@example.com",
  "ada@gmial.com",
  " ada@example.com ",
  "ada@",
  "a b@c.d",
  "ada@localhost",
  "ä@bücher.example",
];
const STATES = ["MA", "massachusetts", "Nueva York", "PR", "ZZ", " ca ", "UM"];
const ZIPS = ["02108", "02108-1234", "021081234", "2108", "00000", " 02108 "];
const RISKS = ["latex", "amoxicillin/clavulanate", "none", "N/A", "latex\npenicillin", "peanuts, eggs", ""];
const HEIGHTS = ["5'10\"", "70", "178 cm", "5 ft", "0", "tall", "5.5", "1.78 m"];
const WEIGHTS = ["150", "68 kg", "150.5 lb", "0", "9999", "heavy"];

/** A form as somebody may fill it in: mostly well, the first of each list. Each answer may be missing. */
function filled(next) {
  const pick = (list) => list[next() < 0.7 ? 0 : Math.floor(next() * list.length)];
  const maybe = (list, chance = 0.9) => (next() < chance ? pick(list) : undefined);
  const yesOrNo = () => maybe(["yes", "no", "not sure", true, false, ""], 0.5);
  return {
    first_name: maybe(NAMES),
    middle_name: maybe(NAMES, 0.3),
    last_name: maybe(NAMES),
    date_of_birth: maybe(DATES, 0.97),
    gender: maybe(["male", "female", "", "other"], 0.7),
    phone: maybe(PHONES),
    email: maybe(EMAILS),
    address: {
      address_1: maybe(["1 Main St", "  ", "12½ Elm"]),
      address_2: maybe(["Apt 4", ""], 0.3),
      city: maybe(["Boston", "St. John's", " "]),
      state: maybe(STATES),
      zip_code: maybe(ZIPS),
      country: maybe(["US", "", "CA", "Estados Unidos"], 0.3),
    },
    guardian_name: maybe(["Grace Example", " "], 0.5),
    guardian_phone: maybe(PHONES, 0.4),
    guardian_email: maybe(EMAILS, 0.4),
    guardian_relationship: maybe(["parent", "legal_guardian"], 0.3),
    height_inches: maybe(HEIGHTS, 0.5),
    weight_pounds: maybe(WEIGHTS, 0.5),
    is_pregnant: yesOrNo(),
    is_smoker: yesOrNo(),
    is_diabetic: yesOrNo(),
    preferred_language: maybe(["en", "es", "yue", "english"], 0.3),
    risk_factors: { allergies: maybe(RISKS, 0.5), conditions: maybe(RISKS, 0.5), medications: maybe(RISKS, 0.5) },
  };
}

test("whatever intake accepts, the sandbox accepts, whatever its switches", async () => {
  const clients = SWITCHES.map((assumptions) => {
    const { email, password, fetch } = new Sandbox({ assumptions, now: `${TODAY}T12:00:00Z` });
    return [assumptions, new Blend({ email, password, fetch, logLevel: "off", validate: "off" })];
  });
  const { patient } = rules({ today: TODAY });
  const next = random(SEED);
  let accepted = 0;
  for (let number = 0; number < CASES; number++) {
    const { value } = patient.check(filled(next));
    if (!value) continue;
    accepted++;
    for (const [switches, blend] of clients) {
      // The form takes a patient with one name only. A Blend that insists on a last name cannot.
      if (switches.expectedFields === "refuse" && !value.last_name) continue;
      await blend.patients.create(value).catch((error) => {
        const refused = error.fieldErrors?.map(({ path, code }) => `${path} ${code}`);
        assert.fail(`case ${number}, ${JSON.stringify(switches)}: ${error.code} ${refused}: ${JSON.stringify(value)}`);
      });
    }
  }
  assert.ok(accepted >= CASES / 20, `${accepted} of ${CASES} were accepted`);
});
