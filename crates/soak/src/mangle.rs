use crate::Chance;

/// Numbers that lengths, counts and versions break on.
const EDGES: [u64; 12] = [
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0x100,
    0xFFFF,
    0x7FFF_FFFF,
    0xFFFF_FFFF,
    0x1_0000_0000,
    i64::MAX as u64,
    u64::MAX,
];

/// Words that texts break on: of JSON, of TOML, of CSV, of Unicode.
const WORDS: [&str; 28] = [
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "null",
    "true",
    "-1",
    "1e999",
    "99999999999999999999",
    "0.0000001",
    ",",
    ";",
    "\t",
    "\r\n",
    "\n",
    "=",
    "'''",
    "#",
    "\u{FEFF}",
    "\u{0}",
    "\u{202E}",
    "e\u{301}\u{301}\u{301}",
    "TỐI MẬT",
];

/// An input that nearly is one: a sound one, altered a few times over. What is altered keeps its
/// shape often enough that the reader gets deep into it.
#[must_use]
pub fn mangle(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let pick = |chance: &mut Chance| &seeds[chance.below(seeds.len())];
    let mut bytes = pick(chance).clone();
    for _ in 0..=chance.below(4) {
        let other = pick(chance);
        alter(&mut bytes, other, chance);
        // Nothing here needs more, and the machine has other work.
        bytes.truncate(1 << 18);
    }
    bytes
}

fn alter(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    let at = chance.below(bytes.len() + 1);
    match chance.below(11) {
        0 | 1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << chance.below(8);
            }
        }
        2 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(chance.below(256)).unwrap_or(0);
            }
        }
        // A length, a count, a version, as wide as they come.
        3 => {
            let number = EDGES[chance.below(EDGES.len())];
            let width = [1, 2, 4, 8][chance.below(4)];
            let end = (at + width).min(bytes.len());
            let le = number.to_le_bytes();
            if at < end {
                bytes[at..end].copy_from_slice(&le[..end - at]);
            }
        }
        4 => bytes.truncate(at),
        5 => {
            let end = (at + chance.below(64)).min(bytes.len());
            bytes.drain(at..end);
        }
        // A piece twice, or very many times.
        6 => {
            let end = (at + 1 + chance.below(24)).min(bytes.len());
            let piece = bytes[at.min(end)..end].to_vec();
            let times = [1, 2, 300][chance.below(3)];
            let piece: Vec<u8> = piece.repeat(times);
            bytes.splice(at..at, piece);
        }
        // The beginning of this one, the end of another.
        7 => {
            bytes.truncate(at);
            bytes.extend_from_slice(&other[chance.below(other.len() + 1)..]);
        }
        8 => {
            let piece: Vec<u8> = (0..chance.below(24))
                .map(|_| u8::try_from(chance.below(256)).unwrap_or(0))
                .collect();
            bytes.splice(at..at, piece);
        }
        9 => {
            let word = WORDS[chance.below(WORDS.len())];
            bytes.splice(at..at, word.bytes());
        }
        // A digit for a digit: dates, counts and sizes that still are numbers.
        _ => {
            let digits: Vec<usize> = (0..bytes.len())
                .filter(|n| bytes[*n].is_ascii_digit())
                .collect();
            if !digits.is_empty() {
                let digit = b"0123456789"[chance.below(10)];
                bytes[digits[chance.below(digits.len())]] = digit;
            }
        }
    }
}
