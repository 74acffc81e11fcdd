/** The bytes that a text of hexadecimal digits stands for. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length / 2);
  for (let place = 0; place < bytes.length; place++) {
    bytes[place] = parseInt(text.slice(2 * place, 2 * place + 2), 16);
  }
  return bytes;
}
