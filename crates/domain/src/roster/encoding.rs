//! From bytes to text. Unicode only: what an old encoding meant is never guessed.

use super::RosterError;

/// The text of a file.
pub(super) fn decode(bytes: &[u8]) -> Result<String, RosterError> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest)?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        bytes => utf8(bytes)?,
    };
    // Workbooks and pictures hold zeros; no list does.
    if text.contains('\0') {
        Err(RosterError::NotText)
    } else {
        Ok(text)
    }
}

fn utf8(bytes: &[u8]) -> Result<String, RosterError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) if bytes.contains(&0) => Err(RosterError::NotText),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(RosterError::NotUnicode {
                line: u32::try_from(line).unwrap_or(u32::MAX),
            })
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, RosterError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(RosterError::NotText);
    }
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16(&units).map_err(|_| RosterError::NotText)
}
