//! One author with fixed keys, and what the tests write with it.

use std::collections::BTreeMap;

use serde_json::Value;
use sochibo_journal::{
    Author, CellId, Change, DeviceId, Envelope, Epoch, KeyRing, OpRef, Ring, RingKey,
};
use uuid::Uuid;

pub(crate) fn cell(n: u128) -> CellId {
    CellId(Uuid::from_u128(n))
}

pub(crate) fn device(n: u128) -> DeviceId {
    DeviceId(Uuid::from_u128(n))
}

pub(crate) fn keys() -> KeyRing {
    let mut keys = KeyRing::default();
    keys.insert(Ring::Internal, Epoch(1), RingKey([3; 32]));
    keys
}

/// Sets `fields` of record 1; replaces nothing.
pub(crate) fn change<const N: usize>(fields: [(&str, Value); N]) -> Change {
    let set = fields.map(|(name, value)| (name.to_owned(), value));
    Change::new("statement", Uuid::from_u128(1), BTreeMap::from(set))
}

/// Like [`change`] of one field, over the operations in `over`.
pub(crate) fn change_over(name: &str, value: Value, over: Vec<OpRef>) -> Change {
    let mut change = change([(name, value)]);
    change.over.insert(name.to_owned(), over);
    change
}

pub(crate) fn write(author: &mut Author, text: &str) -> Envelope {
    author
        .write(
            &change([("text", text.into())]),
            Ring::Internal,
            &keys(),
            1_790_000_000_000,
        )
        .unwrap()
        .unwrap()
}

/// The first `count` envelopes of device 2 of cell 1, with its author.
pub(crate) fn series(count: usize) -> (Author, Vec<Envelope>) {
    let mut author = Author::new(cell(1), device(2));
    let envelopes = (0..count)
        .map(|n| write(&mut author, &format!("câu {n}")))
        .collect();
    (author, envelopes)
}
