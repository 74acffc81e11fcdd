// Markers planted in requests, answers and foreign errors come out nowhere.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import * as sdk from "../../pkg/dist/index.mjs";
import { deadOrigin } from "../support/http.mjs";
import { project } from "../support/processes.mjs";
import { RUNTIMES } from "../conformance/runs.mjs";
import { cases } from "./cases.mjs";
import { FORMATTED, KEYS, leaks, NUMBER, STEM } from "./markers.mjs";
import { serve } from "./server.mjs";

test("a marker is found however it is spelled", () => {
  const spellings = (text) => {
    const hex = [...text].map((letter) => letter.charCodeAt(0).toString(16));
    return [
      text,
      text.toLowerCase(),
      encodeURIComponent(text),
      JSON.stringify(JSON.stringify(text)),
      hex.join(""),
      hex.map((code) => `%${code}`).join(""),
      hex.map((code) => `\\u00${code}`).join(""),
      ...["", "a", "ab"].map((before) => btoa(`${before}${text} and more`)),
      Buffer.from(`{"x":"${text}"}`).toString("base64url"),
    ];
  };
  const all = [STEM, ...Object.values(FORMATTED), ...KEYS, String(NUMBER)].flatMap(spellings);
  for (const text of [
    ...all,
    "(617) 555-9137",
    "+1 617-555-9137",
    "+16175559137",
    "07/29/1943",
    "987-65-4321",
    FORMATTED.Uuid.replaceAll("-", ""),
  ]) {
    assert.notDeepEqual(leaks(`before ${text} behind`), [], text);
  }
  assert.deepEqual(leaks("orders.get: not found (404 on GET /orders/{order_id}) 2026-11-22T01:23:45.678Z 617 555"), []);
});

const { folder, remove } = project(import.meta.dirname);
after(remove);

for (const [runtime, run] of Object.entries(RUNTIMES)) {
  test(runtime, async (t) => {
    const server = await serve({ cases, stem: STEM, refused: await deadOrigin() });
    t.after(server.close);
    const ends = await run(folder, server.origin);
    if (!ends) {
      console.log(`LEFT OUT: ${runtime}, which is not installed`);
      return assert.notEqual(process.env.CI, "true");
    }
    assert.notEqual(ends.at(-1).pass, false, "the process goes on");
    expectSilence(t, await server.out);
  });
}

/** Every class of errors, and every level that is in use. */
const CLASSES = Object.keys(sdk).filter((name) => /^[A-Z].*Error$/.test(name));
const LEVELS = ["debug", "warn", "error"];

function expectSilence(t, { texts, errors, levels, calls }) {
  const size = texts.reduce((sum, [text]) => sum + text.length, 0);
  t.diagnostic(`${calls} calls, ${texts.length} texts, ${Math.round(size / 1e6)} MB`);
  const found = new Map();
  for (const [text, where] of texts) {
    // One of each kind is enough to look at.
    const place = where.replace(/^\w+\.\w+: /, "");
    if (!found.has(place) && leaks(text).length) found.set(place, excerpt(text));
  }
  assert.deepEqual(Object.fromEntries(found), {});
  assert.deepEqual(
    errors.filter(([name]) => !CLASSES.includes(name)),
    [],
    "an error that is none of this package's",
  );
  assert.deepEqual(errors.map(([name]) => name).sort(), CLASSES.sort());
  assert.deepEqual(levels.sort(), LEVELS.sort());
}

/** The text around a marker. */
function excerpt(text) {
  const [word] = leaks(text);
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  return `${word} in ${text.slice(Math.max(0, at - 200), at + 60)}`;
}
