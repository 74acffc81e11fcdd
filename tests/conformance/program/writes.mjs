// A write must not be carried out twice.

import { ORDER } from "./blend.mjs";
import { BUSY, count, failed, OK, settle, summary, worded } from "./host.mjs";

/** Sends a write to a host that answers like this, on a connection that was used before if `used`; returns how it ended. */
async function sent({ subject, hosts }, answers, options, wanted, used = false) {
  const host = await hosts.open({ "*": worded(subject, used ? [OK, ...answers] : answers) });
  const client = subject.open(host.origin, options);
  if (used) await settle(client.read());
  const end = await settle(client.write());
  const seen = (await host.seen()).slice(Number(used));
  const keys = new Set(seen.map(({ headers }) => headers["idempotency-key"]));
  const oneKey = keys.size === 1 && !keys.has(undefined);
  const key = seen.length <= 1 ? "" : oneKey ? ", one key" : ", no key";
  return {
    end,
    seen: `${count(seen.length, "request")}${key}; ${summary(end)}`,
    number: seen.length,
    safe: seen.length <= 1 || oneKey,
    reported: !wanted || subject.tells(end, wanted),
  };
}

/** A write that may have been carried out: sent once, or with a key that tells repeats apart. */
const once = (name, promise, answers, wanted, { options, used, except } = {}) => ({
  name,
  promise,
  except,
  needs: options ? Object.keys(options) : [],
  run: async (context) => {
    const { end, safe, reported, seen } = await sent(context, answers, options, wanted, used);
    return { pass: safe && failed(end) && reported, seen };
  },
});

const UNKNOWN = { outcome: "unknown" };
const DONE = { outcome: "done" };
const RESENT =
  "the runtime sends the request again by itself, which this client cannot forbid: Deno where a connection is lost, Chromium and Firefox where that was used before, if only to ask for leave (CORS), Chromium on a 408 too. The client still reports the outcome as unknown.";

export const writes = [
  once(
    "write-503",
    "A write answered by 503 is not sent a second time, or with one idempotency key",
    [{ status: 503, error: "not now" }],
    UNKNOWN,
  ),
  once(
    "write-reset",
    "A write whose connection is lost after it was read is not sent a second time, or with one key",
    [{ reset: true }],
    UNKNOWN,
    { except: { Chromium: RESENT, Deno: RESENT, Firefox: RESENT } },
  ),
  once("write-reset-used", "The same on a connection that was used before", [{ reset: true }], UNKNOWN, {
    used: true,
    except: { Chromium: RESENT, Deno: RESENT, Firefox: RESENT },
  }),
  once(
    "write-timeout",
    "A write that times out is not sent a second time, or with one key",
    [{ hold: true }],
    { code: "timeout", ...UNKNOWN },
    { options: { timeout: 300 } },
  ),
  once(
    "write-408",
    "A write answered by 408 is not sent a second time, or with one key",
    [{ status: 408, error: "too slow" }],
    UNKNOWN,
    { except: { Chromium: RESENT } },
  ),
  once(
    "write-html",
    "A write answered by a web page fails, and is not sent a second time",
    [{ text: "<!doctype html><p>Welcome", headers: { "content-type": "text/html" } }],
    DONE,
  ),
  once(
    "write-truncated",
    "A write answered by half a JSON document fails, and is not sent a second time",
    [{ text: '{"id": "1", "sta' }],
    DONE,
  ),
  once(
    "write-cut",
    "A write whose answer is cut off fails, and is not sent a second time",
    [{ json: { id: "1", text: "x".repeat(1000) }, headers: { "content-length": "1019" }, cut: 100 }],
    DONE,
  ),
  {
    name: "write-redirect",
    promise: "A write is not sent on by a redirect",
    run: async (context) => {
      const { end, number, reported, seen } = await sent(
        context,
        [{ status: 307, headers: { location: "/elsewhere" } }, OK],
        {},
        UNKNOWN,
      );
      return { pass: number === 1 && failed(end) && reported, seen };
    },
  },
  {
    name: "write-429",
    promise: "A write answered by 429 was not carried out, and is sent again",
    run: async (context) => {
      const { end, number, seen } = await sent(context, [{ ...BUSY, headers: { "retry-after": "0" } }, OK]);
      return { pass: number === 2 && "value" in end, seen };
    },
  },
  {
    name: "write-twice",
    promise: "The same write started twice at once, as by a double click, is one request",
    needs: ["blend"],
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({ "*": [OK] });
      const client = subject.open(host.origin);
      const ends = await Promise.all([settle(client.write()), settle(client.write())]);
      const number = (await host.seen()).length;
      return {
        pass: number === 1 && ends.every((end) => "value" in end),
        seen: `${count(number, "request")}; ${ends.map(summary).join(", ")}`,
      };
    },
  },
  {
    name: "write-once",
    promise: "An order whose answer was lost is found by its key, and sent once",
    needs: ["blend"],
    run: async ({ subject, hosts }) => {
      const order = { id: "1", ...ORDER, external_id: "visit-2041", patient: { id: ORDER.patient_id } };
      const host = await hosts.open({
        "GET /api/v1/orders/visit-2041": [{ status: 404, json: {} }, { json: order }],
        "POST /api/v1/orders": [{ status: 503, json: {} }],
      });
      const { client } = subject.open(host.origin);
      const end = await settle(client.orders.createOnce({ ...ORDER, external_id: "visit-2041" }));
      const sent = (await host.seen()).filter(({ method }) => method === "POST").length;
      return { pass: sent === 1 && end.value?.id === "1", seen: `${count(sent, "write")}; ${summary(end)}` };
    },
  },
  {
    name: "write-204",
    promise: "A write answered by 204 is a success",
    needs: ["blend"],
    run: async (context) => {
      const { end, number, seen } = await sent(context, [{ status: 204 }]);
      return { pass: number === 1 && "value" in end, seen };
    },
  },
  {
    name: "refused",
    promise: "A refused connection counts as not sent, if the runtime reports it",
    needs: ["blend"],
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({});
      await host.close();
      const end = await settle(subject.open(host.origin, { maxRetries: 0 }).write());
      // A browser and others say no more than that it failed; then it must not be claimed.
      if (failed(end) && end.error.causeCode === undefined)
        return { pass: end.error.outcome === "unknown" ? undefined : false, seen: summary(end) };
      return { pass: subject.tells(end, { code: "connection", outcome: "not_sent" }), seen: summary(end) };
    },
  },
];
