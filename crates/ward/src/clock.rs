use chrono::{DateTime, FixedOffset, Utc};

/// The ward's clock, in milliseconds since 1970.
pub(crate) fn now() -> i64 {
    Utc::now().timestamp_millis()
}

/// An instant as Vietnam reads it: RFC 3339 at +07:00.
pub(crate) fn local(ms: i64) -> DateTime<FixedOffset> {
    let utc = DateTime::<Utc>::from_timestamp_millis(ms).unwrap_or_default();
    match FixedOffset::east_opt(7 * 3600) {
        Some(hanoi) => utc.with_timezone(&hanoi),
        None => utc.fixed_offset(),
    }
}
