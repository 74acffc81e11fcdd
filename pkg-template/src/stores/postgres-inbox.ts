// Webhook events in a table of Postgres. `due` says when something has to happen to a row: it waits to be handled, its
// lease ends, or it is forgotten.

import type { PostgresClient } from "../../types/stores.js";
import type { StoredEvent, StoredInbox } from "../../types/webhooks.js";
import { DONE_LIFE_MS, drain, type Queue } from "./drain.js";
import { ONE_AT_A_TIME, runOf, tableOf } from "./postgres-client.js";

const AFTER = (parameter: string) => `now() + ${parameter} * interval '1 millisecond'`;

const statements = (table: string) => ({
  schema: `${ONE_AT_A_TIME}
create table if not exists ${table} (
  key text primary key,
  event text,
  due timestamptz not null default now(),
  token text,
  tries integer not null default 0,
  done boolean not null default false
);
create index if not exists ${table.replace(/\W/g, "_")}_due on ${table} (due);`,
  /** An event that was handled long ago counts as new. A claimed event stays claimed. */
  put: `insert into ${table} as held (key, event) values ($1, $2) on conflict (key) do update
    set event = $2, done = false, token = case when held.due > now() then held.token end, due = greatest(held.due, now())
    where held.event is null and (held.due <= now() or not held.done) returning key`,
  /** Delivered again: what waits after a failure is due now. */
  hurry: `update ${table} set due = now() where key = $1 and event is not null and token is null`,
  next: `update ${table} set token = $1, due = ${AFTER("$2")} where key =
    (select key from ${table} where event is not null and due <= now() order by due limit 1 for update skip locked)
    returning key, event, tries`,
  claim: `insert into ${table} as held (key, token, due) values ($1, $2, ${AFTER("$3")})
    on conflict (key) do update set token = $2, due = ${AFTER("$3")}, done = false
    where held.due <= now() or held.token is null and not held.done returning key`,
  isDone: `select done from ${table} where key = $1`,
  renew: `update ${table} set due = ${AFTER("$3")} where key = $1 and token = $2`,
  done: `update ${table} set done = true, event = null, token = null, due = ${AFTER("$3")} where key = $1 and token = $2`,
  release: `update ${table} set token = null, tries = tries + 1, due = ${AFTER("$3")} where key = $1 and token = $2`,
  forget: `delete from ${table} where event is null and due <= now()`,
});

export function postgresInbox(
  client: PostgresClient,
  { table = "blend_inbox" }: { table?: string } = {},
): StoredInbox & { schema: string } {
  const run = runOf(client);
  const sql = statements(tableOf(table));

  const queue: Queue = {
    async next(leaseMs) {
      const token = crypto.randomUUID();
      const [row] = await run<{ key: string; event: string; tries: number }>(sql.next, token, leaseMs);
      return row && { ...row, token, event: JSON.parse(row.event) as StoredEvent };
    },
    renew: (key, token, leaseMs) => run(sql.renew, key, token, leaseMs),
    done: (key, token) => run(sql.done, key, token, DONE_LIFE_MS),
    retry: (key, token, delayMs) => run(sql.release, key, token, delayMs),
  };

  return {
    schema: sql.schema,
    async put(key, event) {
      const text = JSON.stringify(event);
      if ((await run(sql.put, key, text)).length) return true;
      await run(sql.hurry, key);
      return false;
    },
    async claim(key, leaseMs) {
      const token = crypto.randomUUID();
      if ((await run(sql.claim, key, token, leaseMs)).length) return { state: "claimed", token };
      const [row] = await run<{ done: boolean }>(sql.isDone, key);
      return { state: row?.done ? "done" : "running" };
    },
    async done(key, token) {
      await queue.done(key, token);
    },
    async release(key, token) {
      await queue.retry(key, token, 0);
    },
    async drain(handler, options) {
      await run(sql.forget);
      return drain(queue, handler, options);
    },
  };
}
