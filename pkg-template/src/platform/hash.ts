// The hash that stands for what nobody is to read.

/** SHA-256 in hexadecimal. Fails where the runtime has none. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * FNV-1a of 64 bits, for runtimes without SHA-256: React Native, and pages without https. It tells texts apart; it
 * keeps no secret.
 */
export function shortDigest(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  return hash.toString(16);
}
