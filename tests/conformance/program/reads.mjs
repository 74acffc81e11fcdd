// What a read does with a server that is busy, slow or lost.

import { BUSY, count, failed, OK, settle, summary, worded } from "./host.mjs";

async function sent({ subject, hosts }, answers, options) {
  const host = await hosts.open({ "*": worded(subject, answers) });
  const end = await settle(subject.open(host.origin, options).read());
  const seen = await host.seen();
  return {
    end,
    seen,
    gap: seen.length > 1 ? seen[1].at - seen[0].at : 0,
    text: `${count(seen.length, "request")}; ${summary(end)}`,
  };
}

export const reads = [
  {
    name: "read-429",
    promise: "A read answered by 429 is sent again, no sooner than Retry-After asks",
    run: async (context) => {
      const { end, gap, text } = await sent(context, [{ ...BUSY, headers: { "retry-after": "1" } }, OK]);
      return { pass: "value" in end && gap >= 990, seen: gap && gap < 990 ? `${text}; too soon` : text };
    },
  },
  {
    name: "read-429-date",
    promise: "Retry-After may be a date",
    run: async (context) => {
      // Dates have no fractions of seconds: of three, two are left at the least.
      const { end, gap, text } = await sent(context, [{ ...BUSY, dateIn: 3000 }, OK]);
      return { pass: "value" in end && gap >= 1900, seen: gap && gap < 1900 ? `${text}; too soon` : text };
    },
  },
  {
    name: "read-429-long",
    promise: "A Retry-After of two minutes is reported, not slept, and not ignored",
    run: async (context) => {
      const { end, seen, text } = await sent(context, [{ ...BUSY, headers: { "retry-after": "120" } }, OK]);
      return {
        pass: failed(end) && seen.length === 1 && context.subject.tells(end, { retryAfterMs: 120_000 }),
        seen: text,
      };
    },
  },
  {
    name: "read-lost",
    promise: "A read whose connection is lost twice is sent a third time",
    run: async (context) => {
      const { end, seen, text } = await sent(context, [{ reset: true }, { reset: true }, OK]);
      return { pass: "value" in end && seen.length === 3, seen: text };
    },
  },
  {
    name: "stalled-body",
    promise: "A timeout of 500 ms covers the body: one that stalls ends the call",
    needs: ["timeout"],
    run: async (context) => {
      const { end, text } = await sent(context, [{ text: '{"id": "1"}', stall: 5 }], { timeout: 500 });
      return { pass: failed(end) && context.subject.tells(end, { code: "timeout" }), seen: text };
    },
  },
  {
    name: "trickling-body",
    promise: "A timeout of 500 ms covers the body: one that never ends, but never stops, ends the call",
    needs: ["timeout"],
    run: async (context) => {
      const { end, text } = await sent(context, [{ text: " ", trickle: 20 }], { timeout: 500 });
      return { pass: failed(end) && context.subject.tells(end, { code: "timeout" }), seen: text };
    },
  },
  {
    name: "same-page",
    promise: "A list whose server never turns the page ends, with an error",
    needs: ["list"],
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({ "*": [subject.page] });
      let items = 0;
      const end = await settle(
        (async () => {
          // More than any list of two items has.
          for await (const item of subject.open(host.origin).list()) if (item && ++items === 50) return;
        })(),
      );
      return {
        pass: failed(end) && subject.tells(end, { name: "PagingError" }),
        seen: items === 50 ? "hands the same items out for ever" : `${count(items, "item")}; ${summary(end)}`,
      };
    },
  },
  {
    name: "budget",
    promise: "Where everything fails, a client's repeats run out: 40 reads make no more than 60 requests",
    needs: ["blend"],
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({ "*": [{ status: 503, headers: { "retry-after": "0" }, json: {} }] });
      const client = subject.open(host.origin);
      await Promise.all(Array.from({ length: 40 }, (_, place) => settle(client.get(`order-${place}`))));
      const number = (await host.seen()).length;
      return { pass: number >= 40 && number <= 60, seen: count(number, "request") };
    },
  },
];
