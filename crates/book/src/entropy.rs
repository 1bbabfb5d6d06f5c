use chrono::{DateTime, FixedOffset};
use uuid::{Builder, Uuid};

use crate::BookError;

/// Fresh random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], BookError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| BookError::NoRandomness)?;
    Ok(bytes)
}

/// A fresh id. Version 7: ids of one device come in the order in which they were made.
pub(crate) fn fresh_id(now: DateTime<FixedOffset>) -> Result<Uuid, BookError> {
    let ms = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    Ok(Builder::from_unix_timestamp_millis(ms, &random()?).into_uuid())
}
