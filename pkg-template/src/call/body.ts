// Reading the body of an answer.

/** The body as text, or undefined if it is larger than `maxBytes`. */
export async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  // The answer to a redirect that was not followed: a browser shows nothing of it.
  if (response.status === 0) return "";
  const length = Number(response.headers.get("content-length") ?? NaN);
  if (length > maxBytes) return undefined;
  // Of another origin's answer a browser shows the length, and not that it is one of compressed bytes.
  const sized = length >= 0 && !response.headers.get("content-encoding") && response.type !== "cors";
  if (sized || !response.body?.getReader || typeof TextDecoder !== "function") {
    // A mock may give anything, and the text of some fetches begins with a byte order mark.
    const text = String(await response.text()).replace(/^\uFEFF/, "");
    return text.length > maxBytes ? undefined : text;
  }
  return readChunks(response.body.getReader(), maxBytes);
}

async function readChunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      // Nobody waits for the rest.
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(value);
  }
  return new TextDecoder().decode(joined(chunks, bytes));
}

/** One buffer is decoded in one go: a decoder that is fed piece by piece takes three times as long. */
function joined(chunks: Uint8Array[], bytes: number): Uint8Array {
  if (chunks.length === 1) return chunks[0] as Uint8Array;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
