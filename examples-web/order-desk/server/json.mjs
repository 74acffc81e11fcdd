// Bodies of the desk's own endpoints.

const LONGEST = 10_000;

/** The body of a request, or undefined where it is no JSON or too long. */
export async function bodyOf(request) {
  if (!/^application\/json\b/.test(request.headers.get("content-type"))) return undefined;
  const text = await request.text();
  try {
    return text.length < LONGEST ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

export function json(status, value, headers = {}) {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}
