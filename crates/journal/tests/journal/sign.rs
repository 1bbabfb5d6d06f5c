//! A signature holds for exactly one end of one chain, and for one key.

use proptest::prelude::*;
use sochibo_journal::{Chain, DeviceKey, Hash, PublicKey, SignError};

use crate::hand::{cell, device};

fn end() -> Chain {
    Chain {
        seq: 7,
        head: Hash([5; 32]),
        ..Chain::new(cell(1), device(2))
    }
}

#[test]
fn the_signature_of_a_chain_s_end_holds_for_that_end_only() {
    let key = DeviceKey::from_secret(&[9; 32]);
    let signature = key.sign_head(&end());
    assert_eq!(signature.verify(&key.public(), &end()), Ok(()));
    let others = [
        Chain { seq: 8, ..end() },
        Chain { seq: 6, ..end() },
        Chain {
            head: Hash([6; 32]),
            ..end()
        },
        Chain {
            cell: cell(3),
            ..end()
        },
        Chain {
            device: device(3),
            ..end()
        },
    ];
    for other in others {
        assert_eq!(signature.verify(&key.public(), &other), Err(SignError));
    }
}

#[test]
fn another_key_s_signature_does_not_hold() {
    let signature = DeviceKey::from_secret(&[9; 32]).sign_head(&end());
    let other = DeviceKey::from_secret(&[8; 32]).public();
    assert_eq!(signature.verify(&other, &end()), Err(SignError));
    // Bytes that are no point of the curve.
    assert_eq!(
        signature.verify(&PublicKey([0xFF; 32]), &end()),
        Err(SignError)
    );
}

#[test]
fn a_key_survives_being_kept() {
    let key = DeviceKey::from_secret(&[9; 32]);
    let again = DeviceKey::from_secret(&key.secret());
    assert_eq!(again.public(), key.public());
    let json = serde_json::to_string(&key.public()).unwrap();
    assert_eq!(
        serde_json::from_str::<PublicKey>(&json).unwrap(),
        key.public()
    );
    assert!(!format!("{key:?}").contains(&Hash(key.secret()).to_hex()));
}

#[test]
fn bytes_hashed_for_one_purpose_are_not_passed_off_for_another() {
    assert_ne!(Hash::of("a", &[b"x"]), Hash::of("b", &[b"x"]));
    assert_ne!(Hash::of("a", &[b"xy", b"z"]), Hash::of("a", &[b"x", b"yz"]));
}

proptest! {
    #[test]
    fn an_altered_signature_does_not_hold(at in 0..64usize, by in 1..=255u8) {
        let key = DeviceKey::from_secret(&[9; 32]);
        let mut signature = key.sign_head(&end());
        signature.0[at] ^= by;
        prop_assert_eq!(signature.verify(&key.public(), &end()), Err(SignError));
    }
}
