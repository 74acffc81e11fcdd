// The stores that need no Redis: in files, and in a real Postgres.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { fileStore, postgresStore } from "../../pkg/dist/stores.mjs";
import { startPostgres } from "../support/services.mjs";

const CONNECT = {
  file: async ({ folder }) => ({ store: fileStore(join(folder, "sessions")), close: async () => {} }),
  postgres: async ({ connection }) => {
    const pool = new pg.Pool({ ...connection, max: 4 });
    pool.on("error", () => {});
    return { store: postgresStore(pool), close: () => pool.end() };
  },
};

export const KINDS = Object.keys(CONNECT);

/** Opens a store at a place that another process made. */
export const openStore = (kind, place) => CONNECT[kind](place);

/** Makes a place for a store. */
export async function makePlace(kind) {
  if (kind === "file") {
    const folder = mkdtempSync(join(tmpdir(), "blend-sdk-files-"));
    return { place: { folder }, stop: async () => rmSync(folder, { recursive: true }) };
  }
  const { connection, stop } = await startPostgres();
  const pool = new pg.Pool(connection);
  await pool.query(postgresStore(pool).schema);
  await pool.end();
  return { place: { connection }, stop };
}
