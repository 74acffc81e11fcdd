// Answers that are not what they should be.

import { failed, OK, settle, summary } from "./host.mjs";

/** Reads one answer; then whether the client still works. */
async function read({ subject, hosts }, answer, options) {
  const host = await hosts.open({ "*": [answer] });
  const well = await hosts.open({ "*": [OK] });
  const end = await settle(subject.open(host.origin, options).read());
  const after = await settle(subject.open(well.origin).read());
  return { host, end, works: "value" in after };
}

/** An answer that may be taken or refused, so long as the call ends, with an Error if any, and the next one works. */
const survives = (name, promise, answer, options, needs = []) => ({
  name,
  promise,
  needs,
  run: async (context) => {
    const { end, works } = await read(context, answer, options);
    const foreign =
      failed(end) && context.subject.has.includes("blend") && !context.subject.sdk.isBlendError(end.error);
    return {
      pass: !end.hangs && works && !foreign && !(failed(end) && !(end.error instanceof Error)),
      seen: works ? summary(end) : `${summary(end)}; does not recover`,
    };
  },
});

const deep = (levels) => ({ text: `{"id": "1", "x": ${"[".repeat(levels)}${"]".repeat(levels)}}` });
const NAMES = { omit: ["ssn"], checkResponses: "report", onDrift() {} };

export const bodies = [
  survives("deep-json", "An answer nested 10,000 levels deep does no harm", deep(10_000)),
  survives("deep-json-omit", "The same while fields are dropped and the answer is checked", deep(10_000), NAMES, [
    "blend",
  ]),
  survives("large-headers", "Headers of 100 KB do no harm", { ...OK, headers: { "x-large": "x".repeat(100_000) } }),
  survives("broken-utf-8", "An answer in broken UTF-8 does no harm", {
    base64: btoa('{"id": "1", "name": "\xff\xc3"}'),
  }),
  survives(
    "broken-utf-8-checked",
    "The same while the answer is checked",
    { base64: btoa('{"id": "1", "first_name": "\xff\xc3"}') },
    NAMES,
    ["blend"],
  ),
  {
    name: "prototype",
    promise: "A key `__proto__` in an answer pollutes nothing",
    run: async (context) => {
      const text = '{"id": "1", "__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}';
      const { end, works } = await read(context, { text }, context.subject.has.includes("blend") ? NAMES : {});
      return {
        pass: !end.hangs && works && {}.polluted === undefined && end.value?.polluted === undefined,
        seen: summary(end),
      };
    },
  },
  {
    name: "numbers",
    promise: "Numbers come as the runtime's own JSON.parse reads them",
    needs: ["blend"],
    run: async (context) => {
      const text = '{"a": 9007199254740993, "b": 1e400, "c": -0, "d": 0.1, "e": 123456789012345678901234567890}';
      const { end } = await read(context, { text });
      const expected = JSON.parse(text);
      return {
        pass: Object.keys(expected).every((name) => Object.is(end.value?.[name], expected[name])),
        seen: summary(end),
      };
    },
  },
  {
    name: "content-type",
    promise: "JSON that is labelled as plain text is read all the same",
    needs: ["blend"],
    run: async (context) => {
      const { end } = await read(context, { ...OK, headers: { "content-type": "text/plain" } });
      return { pass: end.value?.id === "1", seen: summary(end) };
    },
  },
  {
    name: "html-read",
    promise: "A web page where JSON is due fails",
    run: async (context) => {
      const { end } = await read(context, {
        text: "<!doctype html><p>Welcome",
        headers: { "content-type": "text/html" },
      });
      return { pass: failed(end), seen: summary(end) };
    },
  },
  {
    name: "max-bytes",
    promise: "An answer above maxResponseBytes fails, and is not read to its end",
    needs: ["blend"],
    run: async (context) => {
      const { host, end } = await read(context, { text: " ".repeat(1000), trickle: 1 }, { maxResponseBytes: 10 });
      const hungUp = !(await settle(host.hungUp(), 5000)).hangs;
      return {
        pass: failed(end) && end.error.code === "api" && hungUp,
        seen: `${summary(end)}; ${hungUp ? "hangs up" : "does not hang up"}`,
      };
    },
  },
];
