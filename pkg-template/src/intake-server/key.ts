// Keys that tell nothing of what they are made from.

import { hmac } from "../server/hmac.js";

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The key of a submission: 160 bits. Neither a UUID nor an order number looks like it. */
export async function keyOf(secret: string, subject: string, submissionId: string): Promise<string> {
  return `intake-${hex(await hmac(secret, JSON.stringify([subject, submissionId]))).slice(0, 40)}`;
}

/** What a store of counts knows a visitor by. */
export const countedAs = async (secret: string, key: string): Promise<string> =>
  hex(await hmac(secret, `count ${key}`));
