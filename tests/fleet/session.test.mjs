// One session for many processes, at size: tokens lapse on the way, Redis is killed and comes back, and one process after the
// other is killed and replaced. Every call is answered, and the sign-ins are counted.
//   PROCESSES=16 CALLS=50000 node --test tests/fleet/session.test.mjs
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { serveBlend } from "../support/server.mjs";
import { startRedis } from "../support/services.mjs";

const PROCESSES = Number(process.env.PROCESSES ?? 4);
const CALLS = Number(process.env.CALLS ?? 2000);
const AT_ONCE = 20;
/** A token lapses after so many calls of all processes together. */
const TOKEN_CALLS = CALLS / 8;
const KILLS = Math.max(2, Math.round(CALLS / 3000));

/**
 * A Blend whose tokens last for so many calls. A call that it refused is answered with any later token: real tokens live much
 * longer than a call, whose one repeat can not come too late for the new one, however slow the machine is.
 */
async function shortLived(t) {
  const seen = new Set();
  let newest = 0;
  let used = 0;
  const refused = { count: 0 };
  /** By order, the last token with which it was refused. */
  const refusedWith = new Map();
  const server = await serveBlend(
    t,
    ({ headers, url }) => {
      const order = Number(/order-(\d+)$/.exec(url)[1]);
      const token = Number(/^Bearer access-(\d+)$/.exec(headers.authorization)[1]);
      const isRepeat = token > (refusedWith.get(order) ?? Infinity);
      const hasLapsed = token !== newest || ++used > TOKEN_CALLS;
      if (hasLapsed && !isRepeat) {
        refusedWith.set(order, token);
        refused.count++;
        return 401;
      }
      seen.add(order);
      return { json: {} };
    },
    ({ url }, number) => {
      [newest, used] = [number, 0];
      return {
        json: {
          access_token: `access-${number}`,
          ...(url.endsWith("login") && { refresh_token: `refresh-${number}` }),
        },
      };
    },
  );
  return { ...server, seen, refused };
}

test(`${PROCESSES} processes, ${CALLS} calls, ${KILLS} kills, one Redis killed: every call is answered`, async (t) => {
  const began = performance.now();
  const note = (what) => t.diagnostic(`${((performance.now() - began) / 1000).toFixed(1)} s: ${what}`);
  const [server, redis] = await Promise.all([shortLived(t), startRedis()]);
  t.after(redis.stop);
  const waiting = Array.from({ length: CALLS }, (_, number) => number);
  const answered = new Set();
  const failures = [];
  const living = new Set();
  t.after(() => [...living].forEach((child) => child.kill("SIGKILL")));

  /** Gives a process one batch after the other. What a killed one had in hand waits again. */
  async function employ() {
    while (answered.size < CALLS) {
      const child = fork(new URL("caller.mjs", import.meta.url), [
        JSON.stringify({ base: server.base, path: redis.path }),
      ]);
      const gone = once(child, "exit").then(() => undefined);
      const heard = () => Promise.race([once(child, "message"), gone]);
      await heard();
      living.add(child);
      for (let batch; (batch = waiting.splice(0, AT_ONCE)).length;) {
        child.send(batch, () => {});
        const message = await heard();
        if (!message) {
          waiting.push(...batch);
          break;
        }
        failures.push(...message[0].failed);
        batch.forEach((number) => answered.add(number));
      }
      living.delete(child);
      child.kill("SIGKILL");
      await gone;
      if (!waiting.length) return;
    }
  }

  let killed = 0;
  let redisKilled = false;
  const trouble = async () => {
    while (answered.size < CALLS) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const part = answered.size / CALLS;
      if (killed < KILLS && part > (killed + 0.5) / (KILLS + 1) && living.size === PROCESSES) {
        const victim = [...living][killed % PROCESSES];
        victim.kill("SIGKILL");
        killed++;
      }
      if (!redisKilled && part > 0.5) {
        redisKilled = true;
        note(`Redis was killed with -9 after ${answered.size} calls`);
        await redis.kill();
        await redis.start();
      }
    }
  };
  await Promise.all([...Array.from({ length: PROCESSES }, employ), trouble()]);

  const kinds = server.signIns.map(({ url }) => url.split("/").at(-1));
  const logins = kinds.filter((kind) => kind === "login").length;
  const refreshes = kinds.length - logins;
  note(`${server.calls.length} requests for ${CALLS} calls, ${server.refused.count} with a token that had lapsed`);
  note(`${logins} logins and ${refreshes} refreshes; ${killed} processes killed`);
  assert.deepEqual(failures, []);
  assert.equal(answered.size, CALLS);
  assert.equal(server.seen.size, CALLS);
  assert.equal(killed, KILLS);
  // Every 8th part of the calls needs a new token. While Redis is away each process may sign in for itself, and one that is
  // killed while it signs in costs another.
  const needed = Math.ceil(server.calls.length / TOKEN_CALLS) + 1;
  assert.ok(kinds.length >= 8, `${kinds.length}`);
  assert.ok(kinds.length <= needed + KILLS + PROCESSES, `${kinds.length} of ${needed} needed`);
});
