//! A wasm module taken apart into streams of like bytes, which gzip makes a tenth smaller than the module.
//!
//! Instructions and their operands alternate in a module. Apart from one another, each stream has its own most common bytes.
//! Constants that are addresses of data are written by how far each is from the one before: a function's texts stand together.
//! The result is the lengths of the streams, three bytes each, and then the streams.
//! `pkg-template/src/engine/bytes.ts` puts the module together again.

use anyhow::{Context, Result, ensure};
use wasmparser::{Operator, Parser, Payload};

/// The streams, in the order in which gzip makes them smallest. `HEAD` is what stands before the code section, `TAIL` what
/// stands behind it. All instructions are in `CODES`, and in the others the operands of those that have one.
const STREAMS: usize = 12;
const HEAD: usize = 0;
const LOCALS: usize = 1;
const LABELS: usize = 2;
const LONGS: usize = 3;
const INTEGERS: usize = 4;
const ADDRESSES: usize = 5;
const FUNCTIONS: usize = 6;
const OFFSETS: usize = 7;
const BLOCKS: usize = 8;
const CODES: usize = 9;
const GLOBALS: usize = 10;
const TAIL: usize = 11;

/// What is no instruction. The count of bytes follows that are taken as they are: a function's locals, and instructions of
/// another form, which are few.
const RAW: u8 = 0xFF;
/// The `end` of a function.
const END: u8 = 0xFE;
/// A constant that is an address, or as large as one.
const ADDRESS: u8 = 0xFD;

/// Where data begins: behind the stack, whose size `wasm.rs` sets.
const DATA: i32 = 524_288;

/// The stream of an instruction's only operand.
fn stream(code: u8) -> Option<usize> {
    Some(match code {
        0x02..=0x04 => BLOCKS,
        0x0C | 0x0D => LABELS,
        0x10 => FUNCTIONS,
        0x20..=0x22 => LOCALS,
        0x23 | 0x24 => GLOBALS,
        // Its alignment, which stands before, is always zero.
        0x28..=0x3E => OFFSETS,
        0x41 => INTEGERS,
        0x42 => LONGS,
        _ => return None,
    })
}

pub fn split(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut streams: [Vec<u8>; STREAMS] = Default::default();
    let mut code = None;
    let mut address = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::CodeSectionStart { range, .. } => code = Some(range),
            Payload::CodeSectionEntry(body) => {
                let mut locals = body.get_locals_reader()?;
                for _ in 0..locals.get_count() {
                    locals.read()?;
                }
                raw(&wasm[body.range().start..locals.original_position()], &mut streams);
                let mut instructions = body.get_operators_reader()?;
                while !instructions.eof() {
                    let start = instructions.original_position();
                    match instructions.read()? {
                        Operator::I32Const { value } if value >= DATA => {
                            streams[CODES].push(ADDRESS);
                            streams[ADDRESSES].extend(apart(value - address));
                            address = value;
                        }
                        _ => instruction(&wasm[start..instructions.original_position()], &mut streams)?,
                    }
                }
                let end = streams[CODES].last_mut().context("a function without an end")?;
                *end = END;
            }
            _ => {}
        }
    }
    let code = code.context("a module without code")?;
    // Before the section's content stand its kind, which is one byte, and its length.
    let mut length = 1;
    while code.len() >> (7 * length) > 0 {
        length += 1;
    }
    streams[HEAD].extend(&wasm[..code.start - length - 1]);
    streams[TAIL].extend(&wasm[code.end..]);
    let mut out = Vec::new();
    for stream in &streams {
        out.extend(&stream.len().to_le_bytes()[..3]);
    }
    out.extend(streams.concat());
    Ok(out)
}

/// A distance, seven bits a byte: doubled, and one more where it is negative.
fn apart(distance: i32) -> Vec<u8> {
    let mut left = ((distance << 1) ^ (distance >> 31)) as u32;
    let mut bytes = Vec::new();
    while left > 127 {
        bytes.push(left as u8 | 128);
        left >>= 7;
    }
    bytes.push(left as u8);
    bytes
}

fn instruction(bytes: &[u8], streams: &mut [Vec<u8>; STREAMS]) -> Result<()> {
    let code = bytes[0];
    ensure!(code < ADDRESS, "an instruction that streams.rs does not know: {code:#x}");
    match stream(code) {
        Some(OFFSETS) if bytes[1] != 0 => raw(bytes, streams),
        Some(stream) => {
            streams[CODES].push(code);
            streams[stream].extend(&bytes[if stream == OFFSETS { 2 } else { 1 }..]);
        }
        None if bytes.len() == 1 => streams[CODES].push(code),
        None => raw(bytes, streams),
    }
    Ok(())
}

fn raw(bytes: &[u8], streams: &mut [Vec<u8>; STREAMS]) {
    for bytes in bytes.chunks(255) {
        streams[CODES].extend([RAW, bytes.len() as u8]);
        streams[CODES].extend(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with one function of these bytes: its locals, then its instructions.
    fn module(body: &[u8]) -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a".to_vec();
        wasm.extend([body.len() as u8 + 2, 1, body.len() as u8]);
        wasm.extend(body);
        wasm
    }

    #[test]
    fn operands_stand_apart_from_instructions() {
        // No locals; i32.const 300, local.set 7, end.
        let streams = split(&module(&[0, 0x41, 0xAC, 0x02, 0x21, 7, 0x0B])).unwrap();
        let (lengths, streams) = streams.split_at(STREAMS * 3);
        let lengths: Vec<u8> = lengths.iter().step_by(3).copied().collect();
        assert_eq!(lengths, [18, 1, 0, 0, 2, 0, 0, 0, 0, 6, 0, 0]);
        assert_eq!(streams[18..], [7, 0xAC, 0x02, RAW, 1, 0, 0x41, 0x21, END]);
    }

    #[test]
    fn an_address_is_its_distance_from_the_one_before() {
        // i32.const 524,288; i32.const 524,290; i32.const 524,289.
        let constants = [[0x41, 0x80, 0x80, 0x20], [0x41, 0x82, 0x80, 0x20], [0x41, 0x81, 0x80, 0x20]].concat();
        let streams = split(&module(&[&[0], constants.as_slice(), &[0x0B]].concat())).unwrap();
        assert!(streams.ends_with(&[0x80, 0x80, 0x40, 4, 1, RAW, 1, 0, ADDRESS, ADDRESS, ADDRESS, END]));
    }

    #[test]
    fn what_has_another_form_stays_as_it_is() {
        // A load that is aligned, and a number with a fraction.
        let load = [0x28, 2, 4];
        let number = [0x44, 1, 2, 3, 4, 5, 6, 7, 8];
        let streams = split(&module(&[&[0, 0x41, 0], &load[..], &[0x1A], &number, &[0x1A, 0x0B]].concat())).unwrap();
        let codes = [&[RAW, 1, 0, 0x41, RAW, 3], &load[..], &[0x1A, RAW, 9], &number, &[0x1A, END]].concat();
        assert!(streams.ends_with(&codes));
    }
}
