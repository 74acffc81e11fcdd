// What is planted, and how it is found again in a text, however it was spelled on the way.

/** Stands in every planted text. What it is made of survives any escaping, so that finding it finds the whole. */
export const STEM = "Wq7ZxKp";

/** Where a format has to be kept. */
export const FORMATTED = {
  Uuid: "5ec2e700-1dea-4b0b-9f0e-c0ffee5ec2e7",
  Date: "1943-07-29",
  Phone: "6175559137",
  Email: `${STEM}@example.com`,
  Zip: "02108-7391",
  Ssn: "987654321",
  Npi: "1987650011",
  Dea: "BW9182736",
  ExternalId: `${STEM}-visit`,
};
export const NUMBER = 918_273_645;
/** Keys that look like values: with a space, a social security number as it is written, and as digits alone. */
export const KEYS = [`${STEM} key`, "987-65-4321", "987654321"];

const DIGITS = [FORMATTED.Phone, FORMATTED.Ssn, FORMATTED.Npi, "19430729", "07291943", "021087391", String(NUMBER)];
const WORDS = [STEM, FORMATTED.Uuid, FORMATTED.Uuid.replaceAll("-", ""), FORMATTED.Dea];

/** The letters of Base64 that a text makes at any place of the encoded text. */
function base64(text) {
  return [0, 1, 2].map((before) => {
    const encoded = btoa("-".repeat(before) + text).replace(/=+$/, "");
    const whole = Math.floor(((before + text.length) * 8) / 6);
    return encoded.slice(Math.ceil((before * 8) / 6), whole);
  });
}
const hex = (text) => Array.from(text, (letter) => letter.charCodeAt(0).toString(16)).join("");

const ALL = [...WORDS, ...DIGITS, KEYS[1], FORMATTED.Date, FORMATTED.Zip];
const PLAIN = [...WORDS, ...ALL.map(hex)].map((word) => word.toLowerCase());
const ENCODED = ALL.flatMap(base64);

/** Escapes of JSON and of URLs, undone. */
const unescaped = (text) =>
  text.replace(/(?:\\u00|%|\\x)([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
/** Digits moved together: `(617) 555-9137`, `+1.617.555.9137`. */
const squeezed = (text) => text.replace(/(?<=\d)[\s().+\-/_,]{1,3}(?=\d)/g, "");

/** What is found of the markers in a text. */
export function leaks(text) {
  // Twice, as of a URL inside of JSON.
  const spellings = [text, unescaped(text), unescaped(unescaped(text))];
  const found = new Set();
  for (const spelling of new Set(spellings)) {
    const lower = spelling.toLowerCase();
    for (const word of PLAIN) if (lower.includes(word)) found.add(word);
    for (const word of ENCODED) if (spelling.includes(word)) found.add(word);
    const digits = squeezed(spelling);
    for (const word of DIGITS) if (digits.includes(word)) found.add(word);
  }
  return [...found];
}
