// Signing in.

import { PATIENT, SSN, TOKEN } from "./blend.mjs";
import { count, failed, OK, pause, settle, summary, worded } from "./host.mjs";

export const sessions = [
  {
    name: "401-for-ever",
    promise: "A 401 that stays one, whatever token: one renewal and one repeat, not more",
    needs: ["session"],
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({
        ...subject.signIn,
        "*": worded(subject, [{ status: 401, error: "who are you?" }]),
      });
      const call = settle(subject.open(host.origin, { session: true }).read());
      const end = (await Promise.race([call, pause(3000)])) ?? { hangs: true };
      const seen = await host.seen();
      const paths = Object.keys(subject.signIn).map((key) => key.split(" ")[1]);
      const signIns = seen.filter(({ url }) => paths.includes(url.split("?")[0])).length;
      const calls = seen.length - signIns;
      // How often a loop went round depends on the machine.
      const number = calls > 20 ? "calls without end" : `${count(calls, "call")}, ${count(signIns, "sign-in")}`;
      return { pass: failed(end) && calls <= 2 && signIns <= 2, seen: `${number}; ${summary(end)}` };
    },
  },
  {
    name: "sign-in-once",
    promise: "50 calls at once sign in once",
    needs: ["session", "signs in by itself"],
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({ ...subject.signIn, "*": [OK] });
      const client = subject.open(host.origin, { session: true });
      const ends = await Promise.all(Array.from({ length: 50 }, () => settle(client.read())));
      const paths = Object.keys(subject.signIn).map((key) => key.split(" ")[1]);
      const signIns = (await host.seen()).filter(({ url }) => paths.includes(url.split("?")[0])).length;
      return { pass: signIns === 1 && ends.every((end) => "value" in end), seen: count(signIns, "sign-in") };
    },
  },
  {
    name: "refresh-once",
    promise: "20 calls whose token is refused refresh it once",
    needs: ["blend"],
    run: async ({ subject, hosts }) => {
      const host = await hosts.open({
        ...subject.signIn,
        "POST /api/v1/auth/login": [{ json: { access_token: "old", refresh_token: "r" } }],
        "*": [{ ...OK, bearer: TOKEN }],
      });
      const client = subject.open(host.origin, { session: true });
      const ends = await Promise.all(Array.from({ length: 20 }, () => settle(client.read())));
      const refreshes = (await host.seen()).filter(({ url }) => url.endsWith("/auth/refresh")).length;
      return {
        pass: refreshes === 1 && ends.every((end) => "value" in end),
        seen: `${count(refreshes, "refresh")}; ${summary(ends[0])}`,
      };
    },
  },
  {
    name: "token-throws",
    promise: "A token() that throws: nothing is sent, and the error does not repeat its words",
    needs: ["blend"],
    run: async ({ subject, hosts, inspect }) => {
      const host = await hosts.open({ "*": [OK] });
      const token = async () => {
        throw new Error(`no token for ${SSN}, ${TOKEN}`);
      };
      const client = subject.open(host.origin).client.withOptions({ token });
      const end = await settle(client.patients.get(PATIENT));
      const text = failed(end) ? `${end.error.stack}${JSON.stringify(end.error)}${inspect(end.error)}` : "";
      const sent = (await host.seen()).length;
      return {
        pass:
          sent === 0 &&
          subject.tells(end, { code: "authentication", outcome: "not_sent" }) &&
          !text.includes(SSN) &&
          !text.includes(TOKEN),
        seen: `${count(sent, "request")}; ${summary(end)}`,
      };
    },
  },
];
