// Abort signals.

import { BUSY, count, failed, OK, pause, settle, summary, worded } from "./host.mjs";

/** Calls with a signal that is aborted once `when(host)` resolves. */
async function aborted({ subject, hosts }, answer, when, reason) {
  const host = await hosts.open({ "*": worded(subject, [answer]) });
  const controller = new AbortController();
  const settled = settle(subject.open(host.origin).read({ signal: controller.signal }));
  await when(host);
  controller.abort(reason);
  const ended = await Promise.race([settled, pause(3000)]);
  return { host, end: ended ?? { hangs: true } };
}

const arrived = (host) => host.arrived(1);
/** The headers of an answer travel a little longer than its request. */
const answered = (host) => host.arrived(1).then(() => pause(100));

export const signals = [
  {
    name: "abort-before",
    promise: "With a signal that is aborted already nothing is sent",
    needs: ["signal"],
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({ "*": [OK] });
      const end = await settle(subject.open(host.origin).write({ signal: AbortSignal.abort() }));
      const { length } = await host.seen();
      return {
        pass: length === 0 && failed(end) && subject.tells(end, { code: "abort", outcome: "not_sent" }),
        seen: `${count(length, "request")}; ${summary(end)}`,
      };
    },
  },
  {
    name: "abort-wait",
    promise: "An abort ends the wait between two attempts at once",
    needs: ["signal"],
    run: async (context) => {
      const { host, end } = await aborted(context, { ...BUSY, headers: { "retry-after": "30" } }, answered);
      return {
        pass: failed(end) && context.subject.tells(end, { code: "abort" }),
        seen: `${count((await host.seen()).length, "request")}; ${summary(end)}`,
      };
    },
  },
  {
    name: "abort-body",
    promise: "An abort ends the reading of a body, and hangs up",
    needs: ["signal"],
    run: async (context) => {
      const { host, end } = await aborted(context, { text: '{"id": "1"}', stall: 5 }, answered);
      const hungUp = !(await settle(host.hungUp(), 5000)).hangs;
      return {
        pass: failed(end) && hungUp && context.subject.tells(end, { code: "abort" }),
        seen: `${summary(end)}; ${hungUp ? "hangs up" : "does not hang up"}`,
      };
    },
  },
  {
    name: "abort-text",
    promise: "A signal aborted with a text as its reason ends the call with an Error",
    needs: ["signal"],
    run: async (context) => {
      const { end } = await aborted(context, { hold: true }, arrived, "no longer wanted");
      return {
        pass: failed(end) && end.error instanceof Error && context.subject.tells(end, { code: "abort" }),
        seen: summary(end),
      };
    },
  },
  {
    name: "abort-listeners",
    promise: "10,000 calls on one signal leave no listener on it",
    needs: ["signal", "fetch"],
    alone: "first",
    run: async ({ subject }) => {
      const { signal } = new AbortController();
      let listeners = 0;
      // Listeners that the runtime adds by itself are not seen here, and go when it is done.
      for (const [name, step] of [
        ["addEventListener", 1],
        ["removeEventListener", -1],
      ]) {
        signal[name] = (...args) => {
          listeners += step;
          return AbortSignal.prototype[name].apply(signal, args);
        };
      }
      const fetch = async () => new Response('{"id": "1"}', { headers: { "content-type": "application/json" } });
      const client = subject.open("http://127.0.0.1:9", { fetch });
      for (let round = 0; round < 100; round++) {
        await Promise.all(Array.from({ length: 100 }, () => client.read({ signal })));
      }
      return { pass: listeners === 0, seen: `${listeners} left` };
    },
  },
  {
    name: "total-timeout",
    promise: "totalTimeout covers the sign-in and the waits between attempts",
    needs: ["blend"],
    run: async ({ subject, hosts }) => {
      // The sign-in itself goes on: other calls may wait for it.
      const stuck = await hosts.open({ "*": [{ hold: true }] });
      const busy = await hosts.open({ "*": [{ status: 429, headers: { "retry-after": "30" }, json: {} }] });
      const ends = await Promise.all([
        settle(subject.open(stuck.origin, { session: true, totalTimeout: 300, timeout: 2000 }).write()),
        // Time for the answer: Firefox takes 300 ms for it on a busy machine.
        settle(subject.open(busy.origin, { totalTimeout: 2000 }).write()),
      ]);
      const [first, second] = ends;
      const pass =
        subject.tells(first, { code: "timeout", outcome: "not_sent" }) &&
        subject.tells(second, { code: "timeout", outcome: "rejected" });
      return { pass, seen: ends.map(summary).join("; ") };
    },
  },
];
