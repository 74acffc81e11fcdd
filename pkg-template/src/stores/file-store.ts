// Sessions, and what createOnce remembers, in files. Each write of a key is a new file, numbered one above the last. To
// create a number is atomic and succeeds for one process alone, so that no lock file is needed that a killed process
// leaves.

import type { FileHandle } from "node:fs/promises";
import type { TokenStore } from "../../types/index.js";
import { sha256 } from "../platform/hash.js";
import { lease } from "./lease.js";

interface Entry {
  value: string;
  /** Tells it from any other write. */
  version: string;
  /** When it expires, in milliseconds since 1970. */
  until: number;
}

/**
 * So many numbers stay taken, so that a process that is late does not find its number free again. One that is first may
 * see as many others go on from its write before it looks.
 */
const KEPT = 16;

/** Longer than any write takes. What has expired for so long is removed. */
const GRACE_MS = 60 * 60 * 1000;

// Loaded when it is used: the other stores work where there are no files.
const files = () => import("node:fs/promises");

export function fileStore(path: string): TokenStore {
  if (typeof path !== "string" || !path) throw new TypeError("path: expected the path of a folder");
  let cleaned: Promise<void> | undefined;
  const folderOf = async (key: string) => `${path}/${await sha256(key)}`;

  const store: Pick<TokenStore, "get" | "set"> = {
    async get(key) {
      const { entry } = await latest(await folderOf(key));
      return entry && entry.until > Date.now() ? { value: entry.value, version: entry.version } : undefined;
    },
    async set(key, value, { ifVersion, ttlMs }) {
      cleaned ??= removeExpired(path).catch(() => {});
      const folder = await folderOf(key);
      const { entry, number } = await latest(folder);
      if ((entry && entry.until > Date.now() ? entry.version : undefined) !== ifVersion) return false;
      return write(folder, number + 1, { value, version: crypto.randomUUID(), until: Date.now() + ttlMs });
    },
  };
  return {
    ...store,
    async clear(key) {
      const folder = await folderOf(key);
      for (;;) {
        const { entry, number } = await latest(folder);
        // The number stays, so that a late writer sees that it is late.
        if (!entry?.until || (await write(folder, number + 1, { value: "", version: "", until: 0 }))) return;
      }
    },
    lock: (key, ttlMs, signal) => lease(store, key, ttlMs, signal),
  };
}

/** The numbers in a folder, the highest first. */
async function numbersIn(folder: string): Promise<number[]> {
  const names = await (await files()).readdir(folder).catch(unless("ENOENT", []));
  return names
    .map(Number)
    .filter(Boolean)
    .sort((a, b) => b - a);
}

async function latest(folder: string): Promise<{ number: number; entry?: Entry }> {
  for (;;) {
    const [number] = await numbersIn(folder);
    if (number === undefined) return { number: 0 };
    const text = await (await files()).readFile(`${folder}/${number}`, "utf8").catch(unless("ENOENT", ""));
    // Otherwise the next one took its place meanwhile.
    if (text) return { number, entry: JSON.parse(text) as Entry };
  }
}

/** Writes an entry under a number. False where another process was first. */
async function write(folder: string, number: number, entry: Entry): Promise<boolean> {
  const fs = await files();
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${folder}/draft-${crypto.randomUUID()}`;
  await save(await fs.open(draft, "wx", 0o600), JSON.stringify(entry));
  try {
    await fs.link(draft, `${folder}/${number}`);
  } catch (error) {
    if ((error as { code?: string }).code === "EEXIST") return false;
    throw error;
  } finally {
    await fs.unlink(draft);
  }
  const numbers = await numbersIn(folder);
  // The number was free again, since others went far on from it.
  const isLate = (numbers[0] ?? number) - number >= KEPT;
  if (isLate) await fs.unlink(`${folder}/${number}`);
  for (const old of numbers.slice(1, KEPT)) await empty(folder, old);
  for (const old of numbers.slice(KEPT)) await fs.unlink(`${folder}/${old}`).catch(unless("ENOENT", undefined));
  await syncFolder(folder);
  return !isLate;
}

async function save(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Leaves the number and nothing secret. The file is replaced, so that a process that is reading it reads all of it. */
async function empty(folder: string, number: number): Promise<void> {
  const fs = await files();
  const path = `${folder}/${number}`;
  const size = await fs.stat(path).then(({ size }) => size, unless("ENOENT", 0));
  if (size === 0) return;
  const draft = `${folder}/draft-${crypto.randomUUID()}`;
  await fs.writeFile(draft, "", { mode: 0o600 });
  await fs.rename(draft, path);
}

/** So that the new file survives a loss of power. Windows does not open folders, and needs none of it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await (await files()).open(folder, "r").catch(unless("EISDIR", undefined, "EPERM"));
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}

async function removeExpired(path: string): Promise<void> {
  const fs = await files();
  for (const name of await fs.readdir(path).catch(unless("ENOENT", []))) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const { entry } = await latest(`${path}/${name}`);
    const age = Date.now() - (await fs.stat(`${path}/${name}`)).mtimeMs;
    if (age > GRACE_MS && (entry?.until ?? 0) < Date.now() - GRACE_MS)
      await fs.rm(`${path}/${name}`, { recursive: true, force: true });
  }
}

/** Gives `value` for an error of these codes, and throws any other. */
const unless =
  <T>(code: string, value: T, ...more: string[]) =>
  (error: { code?: string }): T => {
    if ([code, ...more].includes(error.code ?? "")) return value;
    throw error as Error;
  };
