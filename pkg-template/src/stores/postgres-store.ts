// Sessions, and what createOnce remembers, in a table of Postgres.

import type { TokenStore } from "../../types/index.js";
import type { PostgresClient } from "../../types/stores.js";
import { lease } from "./lease.js";
import { ONE_AT_A_TIME, runOf, tableOf } from "./postgres-client.js";

const UNTIL = "now() + $4 * interval '1 millisecond'";

const statements = (table: string) => ({
  schema: `${ONE_AT_A_TIME}
create table if not exists ${table} (
  key text primary key,
  value text not null,
  version text not null,
  expires timestamptz not null
);
create index if not exists ${table.replace(/\W/g, "_")}_expires on ${table} (expires);`,
  get: `select value, version from ${table} where key = $1 and expires > now()`,
  /** What has expired counts as absent. */
  create: `insert into ${table} as held (key, value, version, expires) values ($1, $2, $3, ${UNTIL})
    on conflict (key) do update set value = $2, version = $3, expires = ${UNTIL} where held.expires <= now() returning key`,
  replace: `update ${table} set value = $2, version = $3, expires = ${UNTIL}
    where key = $1 and version = $5 and expires > now() returning key`,
  clear: `delete from ${table} where key = $1`,
  forget: `delete from ${table} where expires <= now()`,
});

export function postgresStore(
  client: PostgresClient,
  { table = "blend_store" }: { table?: string } = {},
): TokenStore & { schema: string } {
  const run = runOf(client);
  const sql = statements(tableOf(table));

  const store: Pick<TokenStore, "get" | "set"> = {
    async get(key) {
      const [row] = await run<{ value: string; version: string }>(sql.get, key);
      return row;
    },
    async set(key, value, { ifVersion, ttlMs }) {
      const values = [key, value, crypto.randomUUID(), ttlMs];
      if (ifVersion !== undefined) return (await run(sql.replace, ...values, ifVersion)).length > 0;
      await run(sql.forget);
      return (await run(sql.create, ...values)).length > 0;
    },
  };
  return {
    ...store,
    schema: sql.schema,
    async clear(key) {
      await run(sql.clear, key);
    },
    lock: (key, ttlMs, signal) => lease(store, key, ttlMs, signal),
  };
}
