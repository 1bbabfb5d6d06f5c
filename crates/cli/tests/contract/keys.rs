//! The keys of answers that more than one test holds.

/// `meeting show`.
pub(crate) const MEETING: &[&str] = &[
    "id",
    "kind",
    "month",
    "rules",
    "agenda",
    "state",
    "started_at",
    "ended_at",
    "place",
    "attendance",
    "statements",
    "conclusions",
    "votes",
    "assignments",
    "criticism_counts",
    "score",
    "version",
    "fingerprint",
];
/// `status`.
pub(crate) const STATUS: &[&str] = &[
    "device",
    "pending",
    "last_sync",
    "server",
    "conflicts",
    "quarantined",
    "clock_offset_ms",
];
/// A line of `outbox`.
pub(crate) const WAITING: &[&str] = &["seq", "kind", "published", "summary", "fields"];
/// A hit of `search`.
pub(crate) const HIT: &[&str] = &["kind", "id", "title", "snippet"];
