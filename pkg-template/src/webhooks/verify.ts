// Whether a delivery comes from Blend. A bearer secret is all there is: deliveries carry no signature.

import type { WebhookHeaders, WebhookSecret } from "../../types/webhooks.js";

const SCHEME = "bearer ";
/** What a header can carry: visible ASCII. Anything else would never match. */
const SENDABLE = /^[\x21-\x7e]+$/;

export function verifyWebhook(from: { headers: WebhookHeaders } | WebhookHeaders, secret: WebhookSecret): boolean {
  const secrets = secretsOf(secret);
  const header = authorization("headers" in from ? (from.headers as WebhookHeaders) : from);
  if (header?.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return false;
  const given = header.slice(SCHEME.length);
  // All are compared, so that the time does not tell which one was near.
  return secrets.map((each) => equal(given, each)).includes(true);
}

/** The secrets as a list. Throws for one that no delivery could carry. */
export function secretsOf(secret: WebhookSecret): string[] {
  const secrets: unknown[] = [secret].flat();
  // Given as `undefined`, it must not come to stand for the word.
  if (secrets.length && secrets.every((each) => typeof each === "string" && SENDABLE.test(each)))
    return secrets as string[];
  throw new TypeError("secret: expected what notifications.generateWebhookSecret returned: not empty, no blanks");
}

function authorization(headers: WebhookHeaders): string | undefined {
  if (typeof headers.get === "function") return (headers as Headers).get("authorization") ?? undefined;
  const name = Object.keys(headers).find((each) => each.toLowerCase() === "authorization");
  const value = name && (headers as Record<string, unknown>)[name];
  return typeof value === "string" ? value : undefined;
}

/** Its time depends only on the length of the given text. */
function equal(given: string, secret: string): boolean {
  let difference = given.length ^ secret.length;
  for (let index = 0; index < given.length; index++)
    difference |= given.charCodeAt(index) ^ secret.charCodeAt(index % secret.length);
  return difference === 0;
}
