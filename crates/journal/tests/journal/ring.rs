//! Which key writes and which one reads.

use sochibo_journal::{Epoch, KeyRing, Ring, RingKey};

fn ring() -> KeyRing {
    let mut keys = KeyRing::default();
    for (ring, epoch, byte) in [
        (Ring::Internal, 1, 11),
        (Ring::Committee, 3, 23),
        (Ring::Committee, 1, 21),
        (Ring::Committee, 2, 22),
    ] {
        keys.insert(ring, Epoch(epoch), RingKey([byte; 32]));
    }
    keys
}

#[test]
fn the_newest_epoch_of_a_ring_writes() {
    let keys = ring();
    let newest = |ring| keys.newest(ring).map(|(epoch, key)| (epoch.0, key.0[0]));
    assert_eq!(newest(Ring::Internal), Some((1, 11)));
    assert_eq!(newest(Ring::Committee), Some((3, 23)));
    assert_eq!(newest(Ring::Secretary), None);
    assert_eq!(newest(Ring::Published), None);
}

#[test]
fn an_older_epoch_still_reads() {
    let keys = ring();
    let key = |ring, epoch| keys.get(ring, Epoch(epoch)).first().map(|key| key.0[0]);
    assert_eq!(key(Ring::Committee, 1), Some(21));
    assert_eq!(key(Ring::Committee, 4), None);
    assert_eq!(key(Ring::Secretary, 1), None);
}

#[test]
fn a_key_is_never_printed() {
    let printed = format!("{:?}", ring());
    assert!(!printed.contains("11, 11"), "{printed}");
}
