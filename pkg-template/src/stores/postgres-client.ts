// What is asked of a client of the package `pg`.

import type { PostgresClient } from "../../types/stores.js";

/** Runs a statement and gives its rows. */
export type Run = <Row = unknown>(text: string, ...values: unknown[]) => Promise<Row[]>;

export function runOf(client: PostgresClient): Run {
  if (typeof client?.query !== "function") throw new TypeError("client: expected a Pool or Client of the package pg");
  return async <Row>(text: string, ...values: unknown[]) => (await client.query(text, values)).rows as Row[];
}

/**
 * Postgres fails where two processes run one `create table if not exists` at once. The number is this package's own.
 */
export const ONE_AT_A_TIME = "select pg_advisory_xact_lock(2539646741);";

/** A name that can stand in a statement as it is. */
export function tableOf(name: string): string {
  if (/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/.test(name)) return name;
  throw new TypeError(
    "table: expected a name of small letters, digits and _, with its schema in front where it has one",
  );
}
