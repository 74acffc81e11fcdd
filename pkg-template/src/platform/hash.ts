// The hash that stands for what nobody is to read.

/** SHA-256 in hexadecimal. Fails where the runtime has none. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A digest of 64 bits, by FNV-1a, for runtimes without SHA-256: React Native, and pages without https. It tells texts
 * apart; it keeps no secret.
 */
export function shortDigest(text: string): string {
  const halves = [0x811c9dc5, 0x9e3779b9].map((start, place) => {
    let half = start;
    for (let at = 0; at < text.length; at++)
      half = Math.imul(half ^ text.charCodeAt(at), place ? 0x85ebca6b : 0x01000193);
    return (half >>> 0).toString(16);
  });
  return halves.join("-");
}
