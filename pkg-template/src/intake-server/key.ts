// Keys that tell nothing of what they are made from.

import { digest } from "../server/digest.js";

/**
 * The key of a submission: about 230 random bits, in letters and digits. Neither a UUID nor an order number looks like
 * it.
 */
export async function keyOf(secret: string, subject: string, submissionId: string): Promise<string> {
  const bits = await digest(secret, JSON.stringify([subject, submissionId]));
  return `intake-${bits.replace(/\W/g, "").slice(0, 40)}`;
}

/** What a store of counts knows a visitor by. */
export const countedAs = (secret: string, key: string): Promise<string> => digest(secret, `count ${key}`);
