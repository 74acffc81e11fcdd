/** Letters that stand for a byte by themselves. Two more open a pair. */
const SINGLE = 91;

/**
 * The bytes that a text of the build's stands for (xtask/src/letters.rs tells why it is so). It begins
 * with the bytes of the single letters, in hexadecimal; the pairs stand for all others, in order.
 */
export function fromText(text: string): Uint8Array<ArrayBuffer> {
  const table: number[] = [];
  for (let at = 0; at < SINGLE; at++) table.push(parseInt(text.slice(at * 2, at * 2 + 2), 16));
  const common = new Set(table);
  for (let byte = 0; byte < 256; byte++) if (!common.has(byte)) table.push(byte);

  let at = SINGLE * 2;
  // Printable ASCII, without the quotation mark (34) and the backslash (92).
  const letter = () => {
    const code = text.charCodeAt(at++);
    return code - 32 - +(code > 34) - +(code > 92);
  };
  const bytes = new Uint8Array(text.length);
  let length = 0;
  while (at < text.length) {
    const first = letter();
    bytes[length++] = table[first < SINGLE ? first : (first - SINGLE + 1) * SINGLE + letter()]!;
  }
  return bytes.slice(0, length);
}
