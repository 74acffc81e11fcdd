// What must not come out: a patient's values in errors, tokens in errors and on other hosts.

import { SSN, TOKEN } from "./blend.mjs";
import { count, failed, OK, settle, summary, worded } from "./host.mjs";

/** All that a program may print or log of a value. */
function printed(value, inspect) {
  const ways = [
    () => String(value),
    () => value.message,
    () => value.stack,
    () => JSON.stringify(value),
    () => inspect(value),
    () => JSON.stringify({ ...value }),
    () => String(value.cause?.stack),
  ];
  return ways
    .map((way) => {
      try {
        return way() ?? "";
      } catch {
        return "";
      }
    })
    .join("\n");
}

const ECHO = `the social security number ${SSN} is taken`;

/** Answers that make each class of error. */
const FAILURES = {
  ...Object.fromEntries(
    [400, 401, 403, 404, 408, 409, 418, 422, 429, 500, 503].map((status) => [
      status,
      { status, error: ECHO, headers: { "retry-after": "120" } },
    ]),
  ),
  redirect: { status: 302, headers: { location: `/${SSN}` }, text: SSN },
  page: { text: `<p>${SSN}`, headers: { "content-type": "text/html" } },
  half: { text: `{"ssn": "${SSN}` },
  lost: { reset: true },
};

/** Where a single thing is asked for by an id that wants to lead elsewhere. */
const IDS = [
  "../x",
  "..",
  ".",
  "..%2f..%2fx",
  "//host.example/x",
  "\\\\host.example\\x",
  "@host.example",
  "x?admin=1",
  "x#y",
  "x/../../y",
  "http://host.example/",
];

export const leaks = [
  {
    name: "echo",
    promise: "A 422 that repeats a patient's SSN: it stands in no message, stack, JSON and inspection of the error",
    run: async ({ subject, hosts, inspect }) => {
      const host = await hosts.open({ "*": worded(subject, [FAILURES[422]]) });
      const end = await settle(subject.open(host.origin).confide());
      const shown = failed(end) && printed(end.error, inspect).includes(SSN);
      return { pass: failed(end) && !shown, seen: shown ? `${summary(end)}; shows it` : summary(end) };
    },
  },
  {
    name: "all-errors",
    promise: "The same of all errors, and of the token that was sent",
    run: async ({ subject, hosts, inspect }) => {
      const shows = new Set();
      await Promise.all(
        Object.entries(FAILURES).map(async ([name, answer]) => {
          const host = await hosts.open({ "*": worded(subject, [answer]) });
          const end = await settle(subject.open(host.origin).confide());
          if (!failed(end)) return;
          const text = printed(end.error, inspect);
          if (text.includes(SSN)) shows.add(`SSN on ${name}`);
          if (text.includes(TOKEN)) shows.add(`token on ${name}`);
        }),
      );
      const tokens = [...shows].some((one) => one.startsWith("token"));
      const numbers = [...shows].some((one) => one.startsWith("SSN"));
      return {
        pass: shows.size === 0,
        seen: [numbers && "shows the SSN", tokens && "shows the token"].filter(Boolean).join("; ") || "nothing shown",
        detail: [...shows],
      };
    },
  },
  {
    name: "other-host",
    promise: "A redirect to another host sends no token there",
    run: async ({ subject, hosts }) => {
      const other = await hosts.open({ "*": [OK] });
      const host = await hosts.open({ "*": [{ status: 302, headers: { location: `${other.origin}/taken` } }] });
      const end = await settle(subject.open(host.origin).read());
      const seen = await other.seen();
      const leaked = JSON.stringify(seen).includes(TOKEN);
      return {
        pass: !leaked,
        seen: leaked ? "sends the token" : seen.length ? "follows, without the token" : summary(end),
      };
    },
  },
  {
    name: "ids",
    promise: "No id leads to another path or host",
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({ "*": [OK] });
      const client = subject.open(host.origin);
      for (const id of IDS) await settle((async () => client.get(id))());
      const paths = (await host.seen()).map(({ url }) => url);
      const astray = paths.filter(
        (path) =>
          !path.startsWith(subject.below) ||
          /^[^/?#]*$/.test(path.slice(subject.below.length)) === false ||
          path.length === subject.below.length,
      );
      return {
        pass: astray.length === 0,
        seen: astray.length ? `${astray.length} of ${IDS.length} lead elsewhere` : "none",
        detail: astray,
      };
    },
  },
  {
    name: "endpoints",
    promise: "A whole URL is refused where a path is due: in `endpoints` and in `request`",
    needs: ["blend"],
    run: async ({ subject, hosts }) => {
      const [host, other] = await Promise.all([hosts.open({ "*": [OK] }), hosts.open({ "*": [OK] })]);
      const paths = [
        `${other.origin}/x`,
        other.origin.replace("http:", ""),
        "/\\host.example",
        "/a/../../b",
        "@host.example",
      ];
      const ends = [];
      for (const path of paths) {
        const calls = [
          async () => subject.open(host.origin, { endpoints: { "patients.get": { path } } }).read(),
          async () => subject.open(host.origin).client.request("GET", path),
        ];
        for (const call of calls) ends.push(await settle(call()));
      }
      const sent = (await host.seen()).length + (await other.seen()).length;
      return {
        pass: sent === 0 && ends.every((end) => subject.tells(end, { code: "validation", outcome: "not_sent" })),
        seen: count(sent, "request"),
      };
    },
  },
];
