/** Letters that stand for a byte by themselves. Two more open a pair. */
const SINGLE = 91;

/**
 * The bytes that a text of the build's stands for; xtask/src/letters.rs says why. It begins with the bytes of the
 * single letters, in hexadecimal. The pairs stand for all others, in order.
 */
export function fromText(text: string): Uint8Array<ArrayBuffer> {
  const table: number[] = [];
  for (let at = 0; at < SINGLE; at++) table.push(parseInt(text.slice(at * 2, at * 2 + 2), 16));
  for (let byte = 0; byte < 256; byte++) if (!table.includes(byte)) table.push(byte);

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

/** A module comes as streams of like bytes; xtask/src/streams.rs says why. These are some of them. */
const STREAMS = 15;
const LOCALS = 1;
const BASES = 2;
const TERMS = 3;
const INTEGERS = 6;
const ADDENDS = 7;
const ADDRESSES = 8;
const OFFSETS = 10;
const CODES = 12;
const TAIL = 14;

/** By instruction: the stream that its operand is in. Zero where it has none. */
function operands(): Uint8Array {
  const streams = new Uint8Array(256);
  streams.set([11, 11, 11], 2);
  streams.set([4, 4, 0, 0, 9], 12);
  streams.set([LOCALS, LOCALS, LOCALS, 13, 13], 32);
  streams.fill(OFFSETS, 0x28, 0x3f);
  streams.set([INTEGERS, 5], 65);
  return streams;
}

/** Not an instruction: bytes to take as they are, behind their count. */
const RAW = 0xff;
/** The last instruction of a function. */
const END = 0xfe;
/**
 * A constant that is an address: how far it is from the one before, doubled, and one more where it stands before that
 * one.
 */
const ADDRESS = 0xfd;
const CONSTANT = 0x41;
const LOCAL_GET = 0x20;
const ADD = 0x6a;

/** The wasm module that a text stands for. */
export function moduleFromText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = fromText(text);
  const places: number[] = [];
  let end = STREAMS * 3;
  for (let at = 0; at < STREAMS * 3; at += 3) {
    places.push(end);
    end += bytes[at]! + (bytes[at + 1]! << 8) + (bytes[at + 2]! << 16);
  }
  const [head, locals] = places;
  const codesEnd = places[CODES + 1]!;
  const streams = operands();
  const code = new Uint8Array(bytes.length * 2);
  let length = 0;
  let functions = 0;
  let start = 0;
  let address = 0;
  // Without helper functions: this is the time that a first call waits for.
  for (let at = places[CODES]!; at < codesEnd;) {
    const instruction = bytes[at++]!;
    let stream = streams[instruction]!;
    const next = bytes[at]!;
    if (instruction === RAW) {
      for (let count = bytes[at++]!; count > 0; count--) code[length++] = bytes[at++]!;
    } else if (instruction === END) {
      code[length++] = 0x0b;
      const size = leb(length - start);
      code.copyWithin(start + size.length, start, length);
      code.set(size, start);
      start = length += size.length;
      functions++;
    } else if (instruction === ADDRESS) {
      let apart = 0;
      for (let byte = 128, shift = 0; byte > 127; shift += 7) {
        byte = bytes[places[ADDRESSES]!++]!;
        apart |= (byte & 127) << shift;
      }
      address += (apart >>> 1) ^ -(apart & 1);
      code[length++] = CONSTANT;
      for (const byte of leb(address, 63)) code[length++] = byte;
    } else {
      code[length++] = instruction;
      if (instruction === CONSTANT && next === ADD) stream = ADDENDS;
      if (instruction === LOCAL_GET)
        stream = streams[next] === OFFSETS ? BASES : streams[next] === INTEGERS ? TERMS : LOCALS;
      // An access has its alignment first, which is zero.
      if (stream === OFFSETS) length++;
      if (stream) while ((code[length++] = bytes[places[stream]!++]!) > 127);
    }
  }
  const count = leb(functions);
  const section = [10, ...leb(count.length + length), ...count];
  const module = [bytes.subarray(head, locals), section, code.subarray(0, length), bytes.subarray(places[TAIL])];
  const out = new Uint8Array(module.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of module) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * A number as wasm writes it: seven bits a byte, the lowest first. The last byte is `most` at most: 63 where there are
 * negative numbers.
 */
function leb(number: number, most = 127): number[] {
  return number > most ? [(number & 127) | 128, ...leb(number >> 7, most)] : [number];
}
