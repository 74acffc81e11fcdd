// Reading a body of a bounded size.

/** The body's text; undefined as soon as it is longer than `limit` bytes, whatever its Content-Length says. */
export async function readText(request: Request, limit: number): Promise<string | undefined> {
  const reader = request.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > limit) {
      reader?.cancel().catch(() => {});
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Whether a request says that its body is JSON. */
export const isJSON = ({ headers }: Request): boolean =>
  /^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? "");
