// What was planted in requests, answers and foreign errors comes out nowhere.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { inspect } from "node:util";
import * as sdk from "../../pkg/dist/index.mjs";
import { cases } from "./cases.mjs";
import { FORMATTED, KEYS, leaks, NUMBER, STEM } from "./markers.mjs";
import { drive } from "./program/index.mjs";
import { serve } from "./server.mjs";

test("a marker is found however it is spelled", () => {
  const spellings = (text) => {
    const hex = [...text].map((letter) => letter.charCodeAt(0).toString(16));
    return [
      text, text.toLowerCase(), encodeURIComponent(text), JSON.stringify(JSON.stringify(text)), hex.join(""), hex.map((code) => `%${code}`).join(""),
      hex.map((code) => `\\u00${code}`).join(""), ...["", "a", "ab"].map((before) => btoa(`${before}${text} and more`)), Buffer.from(`{"x":"${text}"}`).toString("base64url"),
    ];
  };
  const all = [STEM, ...Object.values(FORMATTED), ...KEYS, String(NUMBER)].flatMap(spellings);
  for (const text of [...all, "(617) 555-9137", "+1 617-555-9137", "+16175559137", "07/29/1943", "987-65-4321", FORMATTED.Uuid.replaceAll("-", "")]) {
    assert.notDeepEqual(leaks(`before ${text} behind`), [], text);
  }
  assert.deepEqual(leaks("orders.get: not found (404 on GET /orders/{order_id}) 2026-11-22T01:23:45.678Z 617 555"), []);
});

/** A port of this machine where nobody listens. */
async function deadOrigin() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

test("Node", async (t) => {
  const server = await serve(cases);
  t.after(server.close);
  const shown = (value) => inspect(value, { showHidden: true, depth: 9, getters: true });
  const out = await drive({ sdk, origin: server.origin, refused: await deadOrigin(), stem: STEM, cases, inspect: shown });
  expectSilence(t, out);
});

function expectSilence(t, { texts, errors, levels, calls }) {
  const size = texts.reduce((sum, [text]) => sum + text.length, 0);
  t.diagnostic(`${calls} calls, ${texts.length} texts, ${(size / 1e6).toFixed(1)} MB; ${errors.length} classes; levels ${levels}`);
  const told = new Map();
  for (const [text, where] of texts) {
    // One of each kind is enough to look at.
    const place = where.replace(/^\w+\.\w+: /, "");
    if (!told.has(place) && leaks(text).length) told.set(place, excerpt(text));
  }
  assert.deepEqual(Object.fromEntries(told), {});
}

/** The text around a marker. */
function excerpt(text) {
  const [word] = leaks(text);
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  return `${word} in ${text.slice(Math.max(0, at - 200), at + 60)}`;
}
