// Reading the body of an answer.

/** The body as text, or undefined if it is larger than `maxBytes`. */
export async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  // The answer to a redirect that was not followed: a browser shows nothing of it.
  if (response.status === 0) return "";
  const length = Number(response.headers.get("content-length") ?? NaN);
  if (length > maxBytes) return undefined;
  // Of another origin's answer a browser shows the length, and not that it is one of compressed bytes.
  const sized = length >= 0 && !response.headers.get("content-encoding") && response.type !== "cors";
  if (sized || !response.body?.getReader) {
    // A mock may give anything.
    const text = String(await response.text());
    return text.length > maxBytes ? undefined : text;
  }
  return readChunks(response.body.getReader(), maxBytes);
}

async function readChunks(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  maxBytes: number,
): Promise<string | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
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
  // Decoded in one go, by the runtime: a decoder that is fed piece by piece takes three times as long.
  return new Response(new Blob(chunks)).text();
}
