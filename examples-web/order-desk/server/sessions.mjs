// Who works at the desk: sign-in with a password, and a session that a cookie names.
// A portal has its own sign-in. What matters here: the cookie is out of reach of scripts, and the page never sees a token of Blend.

import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

const LIFETIME_MS = 10 * 3_600_000;
const MOST_FAILURES = 5;
const PAUSE_MS = 60_000;

/** `users` are `{ name, role, password }`. `secure` is true where the page comes over https. */
export function createSessions(users, { secure = false } = {}) {
  const accounts = new Map(users.map(({ name, role, password }) => [name, { name, role, ...hashed(password) }]));
  const stranger = hashed(randomBytes(16).toString("hex"));
  const sessions = new Map();
  const failures = new Map();
  const cookieName = secure ? "__Host-desk" : "desk";
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;

  function isPaused(name) {
    const { count = 0, last = 0 } = failures.get(name) ?? {};
    return count >= MOST_FAILURES && Date.now() - last < PAUSE_MS;
  }

  function idOf(cookies = "") {
    const found = cookies.split(/; */).find((one) => one.startsWith(`${cookieName}=`));
    return found?.slice(cookieName.length + 1);
  }

  return {
    /** The session of a request's cookies. */
    of(cookies) {
      const session = sessions.get(idOf(cookies ?? ""));
      if (session && session.until > Date.now()) return session;
    },

    /** Returns the cookie to set, or "wrong", or "paused" after five wrong passwords. */
    signIn(name, password) {
      if (isPaused(name)) return "paused";
      const account = accounts.get(name);
      // An unknown name takes as long as a wrong password.
      if (!matches(account ?? stranger, password) || !account) {
        if (accounts.has(name)) failures.set(name, { count: (failures.get(name)?.count ?? 0) + 1, last: Date.now() });
        return "wrong";
      }
      failures.delete(name);
      for (const [id, { until }] of sessions) if (until <= Date.now()) sessions.delete(id);
      const id = randomBytes(32).toString("base64url");
      sessions.set(id, { id, name: account.name, role: account.role, until: Date.now() + LIFETIME_MS });
      return { cookie: `${cookieName}=${id}; Max-Age=${LIFETIME_MS / 1000}; ${attributes}` };
    },

    /** Ends the session. Returns the cookie that removes the cookie. */
    signOut(cookies) {
      sessions.delete(idOf(cookies ?? ""));
      return `${cookieName}=; Max-Age=0; ${attributes}`;
    },

    isAlive: ({ id, until }) => sessions.has(id) && until > Date.now(),
  };
}

function hashed(password) {
  const salt = randomBytes(16);
  return { salt, hash: scryptSync(password, salt, 32) };
}

function matches({ salt, hash }, password) {
  return typeof password === "string" && timingSafeEqual(scryptSync(password.slice(0, 256), salt, 32), hash);
}
