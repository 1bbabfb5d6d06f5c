//! What a ward writes itself. It sends things down in a chain of its own for each cell, which is
//! carried, compared and mended like a device's. What is the ward's and what is the cell's is told
//! apart by names alone, so that every version of the program, and every walk over a book, judges
//! the same:
//!
//! - the **chain** is named after cell and key of the ward: nobody else can sign it;
//! - the **things** that it writes have ids of one shape, which the cell's never have, so that it
//!   can't touch what the cell wrote, nor the cell what it did;
//! - their **kinds** begin with `ward_`.

use uuid::{Builder, Uuid};

use crate::{CellId, Change, DeviceId, Hash, PublicKey};

/// Ends every id of a ward.
const MARK: [u8; 6] = *b"phuong";
/// Begins every kind of thing that is a ward's to write.
const KIND: &str = "ward_";
/// An id of version 8: nothing else here makes any.
const VERSION: usize = 8;

/// An id of a thing that a ward writes, made of random bytes.
#[must_use]
pub fn ward_id(random: [u8; 10]) -> Uuid {
    let mut bytes = [0; 16];
    let (head, tail) = bytes.split_at_mut(10);
    head.copy_from_slice(&random);
    tail.copy_from_slice(&MARK);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// Whether an id is of the shape that only a ward's have.
#[must_use]
pub fn is_ward_id(id: Uuid) -> bool {
    id.get_version_num() == VERSION && id.as_bytes().ends_with(&MARK)
}

/// Whether a kind of thing is a ward's to write.
#[must_use]
pub fn is_ward_kind(kind: &str) -> bool {
    kind.starts_with(KIND)
}

impl DeviceId {
    /// The name of the chain that the ward of `key` writes for a cell.
    #[must_use]
    pub fn of_ward(cell: CellId, key: &PublicKey) -> Self {
        let hash = Hash::of("sochibo 2026 ward chain", &[cell.0.as_bytes(), &key.0]);
        let mut head = [0; 10];
        head.copy_from_slice(&hash.0[..10]);
        Self(ward_id(head))
    }

    /// Whether the chain is a ward's. Whether it is that of the cell's own ward, its key says.
    #[must_use]
    pub fn is_ward(self) -> bool {
        is_ward_id(self.0)
    }
}

/// Why something does not count: it is not its author's to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trespass {
    /// A ward wrote what is the cell's.
    OfWard,
    /// A device of the cell wrote what is the ward's.
    OfCell,
}

/// Whether `author` wrote what is not its own to write.
#[must_use]
pub fn trespass(author: DeviceId, change: &Change) -> Option<Trespass> {
    let (kind, id) = (is_ward_kind(&change.kind), is_ward_id(change.id));
    match author.is_ward() {
        true if !(kind && id) => Some(Trespass::OfWard),
        false if kind || id => Some(Trespass::OfCell),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const CELL: CellId = CellId(Uuid::from_u128(1));
    const DEVICE: DeviceId = DeviceId(Uuid::from_u128(2));

    #[test]
    fn a_ward_has_another_chain_in_every_cell_and_under_every_key() {
        let (one, two) = (PublicKey([1; 32]), PublicKey([2; 32]));
        let chain = DeviceId::of_ward(CELL, &one);
        assert!(chain.is_ward());
        assert_eq!(chain, DeviceId::of_ward(CELL, &one));
        assert_ne!(chain, DeviceId::of_ward(CELL, &two));
        assert_ne!(chain, DeviceId::of_ward(CellId(DEVICE.0), &one));
    }

    #[test]
    fn each_side_writes_only_what_is_its_own() {
        let ward = DeviceId::of_ward(CELL, &PublicKey([1; 32]));
        let (theirs, ours) = (ward_id([9; 10]), Uuid::from_u128(3));
        let judged = |author, kind: &str, id| {
            let change = Change::new(kind, id, BTreeMap::new());
            trespass(author, &change)
        };
        assert_eq!(judged(ward, "ward_document", theirs), None);
        // A kind of a later version, too.
        assert_eq!(judged(ward, "ward_rating", theirs), None);
        assert_eq!(judged(DEVICE, "statement", ours), None);
        for (kind, id) in [
            ("ward_document", ours),
            ("statement", theirs),
            ("grant", theirs),
        ] {
            assert_eq!(judged(ward, kind, id), Some(Trespass::OfWard), "{kind}");
        }
        for (kind, id) in [
            ("ward_document", ours),
            ("statement", theirs),
            ("ward_document", theirs),
        ] {
            assert_eq!(judged(DEVICE, kind, id), Some(Trespass::OfCell), "{kind}");
        }
    }

    #[test]
    fn no_id_of_another_making_passes_for_a_wards() {
        for id in [
            Uuid::new_v5(&DEVICE.0, b"statement/1"),
            Uuid::from_u128(u128::MAX),
            Uuid::from_bytes(*b"0123456789phuong"),
        ] {
            assert!(!is_ward_id(id), "{id}");
        }
    }
}
