import type { Finding, Submission, Transport } from "../../types/intake.js";

const NOT_MADE_YET = [429, 503];

/** Paths, codes and messages; whatever else an answer holds is left alone. */
function findingsOf(body: unknown): Finding[] {
  const issues = (body as { issues?: unknown } | undefined)?.issues;
  if (!Array.isArray(issues)) return [];
  return (issues as Partial<Finding>[])
    .filter((issue) => typeof issue?.path === "string" && typeof issue.message === "string")
    .map(({ path, code, message }) => ({ path: path!, code: String(code), message: message! }));
}

/** What the server's answer tells of a submission. */
async function outcomeOf(response: Response): Promise<Submission> {
  const { status } = response;
  const body: unknown = await response.json().catch(() => undefined);
  if (status === 200 || status === 201) return { status: "accepted", result: body };
  if (NOT_MADE_YET.includes(status)) return { status: "failed", retryable: true };
  if (status < 400 || status >= 500 || status === 408) return { status: "pending" };
  const issues = status === 400 || status === 422 ? findingsOf(body) : [];
  return issues.length ? { status: "invalid", issues } : { status: "failed", retryable: false };
}

export const fetchTransport =
  (url: string): Transport =>
  async (body, { signal }) =>
    outcomeOf(
      await fetch(url, {
        method: "POST",
        // A header that no form of another site can send.
        headers: { "content-type": "application/json", "x-blend-intake": "1" },
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
        body,
        signal,
      }),
    );
