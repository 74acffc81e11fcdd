// A Blend that allows so many creations of prescribers in a second, counts them, and answers the others by 429.
import { serveBlend } from "../support/server.mjs";

/**
 * `perSecond` in each second that begins with a request. `requests` counts all; `created` holds each NPI with how often it
 * was created. `t.after` ends it.
 */
export async function serveLimited(t, { perSecond, fails = () => false, retryAfter = 1 }) {
  const created = new Map();
  const counted = { requests: 0, limited: 0 };
  let windowEnd = 0;
  let used = 0;
  const server = await serveBlend(t, ({ body, at }) => {
    counted.requests++;
    if (at > windowEnd) [windowEnd, used] = [at + 1000, 0];
    if (++used > perSecond) {
      counted.limited++;
      return { status: 429, headers: retryAfter === undefined ? {} : { "retry-after": `${retryAfter}` }, json: {} };
    }
    const { npi } = JSON.parse(body);
    if (fails(npi)) return { status: 422, json: { message: `${npi} is refused` } };
    created.set(npi, (created.get(npi) ?? 0) + 1);
    return { status: 201, json: { id: npi, npi } };
  });
  return { ...server, created, counted };
}

/** An NPI with its check digit: Luhn, with 80840 in front. */
function npi(number) {
  const digits = `${100_000_000 + number}`;
  const doubled = [...`80840${digits}`]
    .reverse()
    .reduce(
      (sum, digit, place) => sum + (place % 2 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)]),
      0,
    );
  return `${digits}${(10 - (doubled % 10)) % 10}`;
}

export const prescribers = (count) =>
  Array.from({ length: count }, (_, number) => ({ first_name: "Testina", last_name: "Sandboxer", npi: npi(number) }));
