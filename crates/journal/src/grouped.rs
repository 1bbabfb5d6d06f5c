//! Codes that people copy from paper: base32 without look-alikes, in groups of four, with check
//! characters, so that a slip of the hand is told from a wrong code.

use data_encoding::{Encoding, Specification};

/// Crockford's alphabet: no I, L, O, U.
const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;

/// Text that is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GroupedError {
    /// A character that no code has.
    #[error("the code has a character that no code has")]
    BadCharacter,
    /// Too short or too long.
    #[error("the code has {got} characters instead of {expected}")]
    Length {
        /// Characters that were expected.
        expected: usize,
        /// Characters found.
        got: usize,
    },
    /// The check characters don't fit: a slip of the hand.
    #[error("the check characters do not fit the code")]
    Check,
}

fn encoding() -> Option<Encoding> {
    let mut spec = Specification::new();
    spec.symbols.push_str(SYMBOLS);
    spec.translate.from.push_str("abcdefghjkmnpqrstvwxyzoOiIlL");
    spec.translate.to.push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    spec.encoding().ok()
}

fn lengths(bytes: usize) -> (usize, usize) {
    let data = (bytes * 8).div_ceil(5);
    let mut check = GROUP - data % GROUP;
    if check < 2 {
        check += GROUP;
    }
    (data, check)
}

fn check_characters(bytes: &[u8], count: usize) -> String {
    let hash = blake3::derive_key("sochibo 2026 code check", bytes);
    hash.iter()
        .take(count)
        .filter_map(|byte| SYMBOLS.chars().nth(usize::from(byte & 31)))
        .collect()
}

/// Writes `bytes` as groups: `K7QM-4TRX-…`.
#[must_use]
pub fn write(bytes: &[u8]) -> String {
    let (_, check) = lengths(bytes.len());
    let mut all = encoding().map(|e| e.encode(bytes)).unwrap_or_default();
    all.push_str(&check_characters(bytes, check));
    all.as_bytes()
        .chunks(GROUP)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect::<Vec<_>>()
        .join("-")
}

/// Reads a code of `N` bytes; small letters, blanks, missing dashes, O for 0 and I or L for 1 are
/// forgiven.
///
/// # Errors
/// [`GroupedError`] where the text is no such code.
pub fn read<const N: usize>(text: &str) -> Result<[u8; N], GroupedError> {
    let characters: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'))
        .collect();
    let (data, check) = lengths(N);
    let got = characters.chars().count();
    if got != data + check {
        return Err(GroupedError::Length {
            expected: data + check,
            got,
        });
    }
    if !characters.is_ascii() {
        return Err(GroupedError::BadCharacter);
    }
    let (body, tail) = characters.split_at(data);
    let encoding = encoding().ok_or(GroupedError::BadCharacter)?;
    let decoded = encoding.decode(body.as_bytes()).map_err(|error| {
        if error.kind == data_encoding::DecodeKind::Trailing {
            GroupedError::Check
        } else {
            GroupedError::BadCharacter
        }
    })?;
    let bytes: [u8; N] = decoded.try_into().map_err(|_| GroupedError::Check)?;
    let typed = tail
        .to_ascii_uppercase()
        .replace('O', "0")
        .replace(['I', 'L'], "1");
    if typed != check_characters(&bytes, check) {
        return Err(GroupedError::Check);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_code_survives_the_way_people_copy_it(bytes in any::<[u8; 18]>()) {
            let code = write(&bytes);
            prop_assert_eq!(code.len(), 39);
            prop_assert_eq!(read::<18>(&code), Ok(bytes));
            let sloppy = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            prop_assert_eq!(read::<18>(&sloppy), Ok(bytes));
        }

        #[test]
        fn one_wrong_character_is_noticed(
            bytes in any::<[u8; 16]>(), at in any::<prop::sample::Index>(), by in 1..32usize
        ) {
            let mut code: Vec<char> = write(&bytes).replace('-', "").chars().collect();
            let at = at.index(code.len());
            let symbols: Vec<char> = SYMBOLS.chars().collect();
            let old = symbols.iter().position(|c| *c == code[at]).unwrap();
            code[at] = symbols[(old + by) % 32];
            let code: String = code.into_iter().collect();
            // Two check characters let one slip in 1,024 pass; none may decode to the same bytes.
            prop_assert_ne!(read::<16>(&code), Ok(bytes));
        }
    }

    #[test]
    fn a_short_code_says_how_long_it_should_be() {
        assert_eq!(
            read::<16>("K7QM"),
            Err(GroupedError::Length {
                expected: 28,
                got: 4
            })
        );
    }
}
