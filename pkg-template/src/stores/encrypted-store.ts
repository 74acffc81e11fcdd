// A store that encrypts what another one keeps.

import type { TokenStore } from "../../types/index.js";
import type { EncryptionKey } from "../../types/stores.js";

const KEY_BYTES = 32;
const IV_BYTES = 12;

export function encryptedStore(store: TokenStore, keys: readonly EncryptionKey[]): TokenStore {
  const known = new Map(keys.map(({ name, key }, index) => [name, keyBytes(key, index)]));
  const first = keys[0]?.name;
  if (!first || known.has("") || known.size < keys.length)
    throw new TypeError("keys: expected at least one, each with a name of its own");
  const lock = store.lock?.bind(store);

  /** The key's name and the place are additional data: a value that was moved does not decrypt. */
  async function cipher(name: string, place: string, iv: Uint8Array<ArrayBuffer>) {
    const bytes = known.get(name) as Uint8Array<ArrayBuffer>;
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    const additionalData = new TextEncoder().encode(JSON.stringify([name, place]));
    return [{ name: "AES-GCM", iv, additionalData }, key] as const;
  }

  async function seal(place: string, text: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const sealed = await crypto.subtle.encrypt(
      ...(await cipher(first as string, place, iv)),
      new TextEncoder().encode(text),
    );
    const all = [...iv, ...new Uint8Array(sealed)].map((byte) => String.fromCharCode(byte)).join("");
    return `${first}:${btoa(all)}`;
  }

  /** Returns an empty text for what no key decrypts: the session then replaces it. */
  async function open(place: string, value: string): Promise<string> {
    try {
      // Base64 has no colon; a key's name may.
      const end = value.lastIndexOf(":");
      const bytes = fromBase64(value.slice(end + 1));
      const parts = await cipher(value.slice(0, end), place, bytes.slice(0, IV_BYTES));
      return new TextDecoder().decode(await crypto.subtle.decrypt(...parts, bytes.slice(IV_BYTES)));
    } catch {
      return "";
    }
  }

  return {
    async get(key) {
      const held = await store.get(key);
      return held && { value: await open(key, held.value), version: held.version };
    },
    set: async (key, value, options) => store.set(key, await seal(key, value), options),
    clear: (key) => store.clear(key),
    ...(lock && { lock }),
  };
}

function keyBytes(key: unknown, index: number): Uint8Array<ArrayBuffer> {
  try {
    const bytes = fromBase64(key as string);
    if (typeof key === "string" && bytes.length === KEY_BYTES) return bytes;
  } catch {
    // The error below does not show the key.
  }
  throw new TypeError(`keys[${index}].key: expected ${KEY_BYTES} bytes as base64: openssl rand -base64 ${KEY_BYTES}`);
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
