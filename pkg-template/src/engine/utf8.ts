// Text to UTF-8 and back, for the engine in plain JavaScript: React Native's Hermes has no TextDecoder, and older ones
// no TextEncoder.

/** As much of a `TextDecoder` as the engine uses. Its bytes are those of a Rust string: always well-formed. */
export class Utf8Decoder {
  decode(bytes: Uint8Array = new Uint8Array()): string {
    let text = "";
    for (let at = 0; at < bytes.length;) {
      const lead = bytes[at++]!;
      const more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
      let point = more ? lead & (0x3f >> more) : lead;
      for (const end = at + more; at < end; at++) point = (point << 6) | (bytes[at]! & 0x3f);
      text += String.fromCodePoint(point);
    }
    return text;
  }
}

/** As much of a `TextEncoder` as the engine uses. */
export class Utf8Encoder {
  /** Half a character (an unpaired surrogate) becomes U+FFFD. */
  encode(text: string): Uint8Array {
    const bytes = new Uint8Array(text.length * 3);
    let at = 0;
    for (const character of text) {
      let point = character.codePointAt(0)!;
      if (point >= 0xd800 && point < 0xe000) point = 0xfffd;
      const more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      bytes[at++] = more ? ((0x7f80 >> more) & 0xff) | (point >> (6 * more)) : point;
      for (let left = more - 1; left >= 0; left--) bytes[at++] = 0x80 | ((point >> (6 * left)) & 0x3f);
    }
    return bytes.subarray(0, at);
  }
}
