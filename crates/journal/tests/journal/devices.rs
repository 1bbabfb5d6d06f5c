//! Who is in and who reads what.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sochibo_journal::{
    Act, BoxFor, BoxedKey, CellId, DeviceId, DeviceKey, Directory, Epoch, Escrow, Fact, Founder,
    Grant, Hlc, Identity, Proof, RecoverySecrets, Retired, Revocation, Ring, RingKey, SealedBox,
    Stamp, Void,
};
use uuid::Uuid;

const CELL: CellId = CellId(Uuid::from_u128(1));

/// Devices 1, 2, 3, …; the first began the book.
fn key(n: u8) -> DeviceKey {
    DeviceKey::from_secret(&[n; 32])
}

fn device(n: u8) -> DeviceId {
    DeviceId(Uuid::from_u128(100 + u128::from(n)))
}

fn identity(n: u8) -> Identity {
    Identity::of(device(n), &key(n))
}

fn founder() -> Founder {
    Founder {
        device: device(1),
        sign_key: key(1).public(),
    }
}

fn code(n: u8) -> RecoverySecrets {
    RecoverySecrets::of_code(&[n; 16])
}

/// Facts in the order in which they are written, each device with its own numbers.
#[derive(Default)]
struct Said(Vec<Fact>);

impl Said {
    fn say(&mut self, by: u8, act: Act) -> &mut Self {
        let seq = 1 + self
            .0
            .iter()
            .filter(|fact| fact.stamp.device == device(by))
            .count() as u64;
        let stamp = Stamp {
            at: Hlc(1000 + self.0.len() as u64),
            device: device(by),
            seq,
        };
        self.0.push(Fact {
            stamp,
            author_key: key(by).public(),
            act,
        });
        self
    }

    fn fold(&self) -> Directory {
        Directory::fold(CELL, founder(), self.0.clone())
    }

    fn last(&self) -> sochibo_journal::OpRef {
        self.0.last().unwrap().stamp.op()
    }
}

fn boxed(to: u8, ring: Ring, epoch: u32) -> BoxedKey {
    let epoch = Epoch(epoch);
    let what = BoxFor::Key(CELL, device(to), ring, epoch);
    BoxedKey {
        ring,
        epoch,
        name: None,
        sealed: SealedBox::seal(&identity(to).box_key, what, [7; 32], &[ring.code(); 32]),
    }
}

fn grant(to: u8, rings: &[Ring], epoch: u32) -> Act {
    Act::Grant(Grant {
        to: identity(to),
        rings: rings.iter().copied().collect(),
        founder: None,
        keys: rings.iter().map(|ring| boxed(to, *ring, epoch)).collect(),
        proof: None,
    })
}

fn prove(to: u8, proof: Proof) -> Act {
    Act::Grant(Grant {
        to: identity(to),
        rings: BTreeSet::new(),
        founder: None,
        keys: Vec::new(),
        proof: Some(proof),
    })
}

fn claim(to: u8, by: &RecoverySecrets) -> Act {
    prove(to, Proof::recovery(CELL, &identity(to), &by.claims))
}

fn escrow(code: &RecoverySecrets, retires: &[&RecoverySecrets], admitted: &[u8]) -> Act {
    let keys = code.public();
    Act::Escrow(Escrow {
        claims: keys.claims,
        retires: retires
            .iter()
            .map(|old| Retired::from(old.public().claims))
            .collect(),
        admitted: admitted.iter().map(|n| device(*n)).collect(),
        founder: SealedBox::seal(
            &keys.boxes,
            BoxFor::EscrowFounder(CELL),
            [8; 32],
            &founder().encode(),
        ),
        keys: Ring::SEALED
            .map(|ring| BoxedKey {
                ring,
                epoch: Epoch(1),
                name: None,
                sealed: SealedBox::seal(
                    &keys.boxes,
                    BoxFor::EscrowKey(CELL, ring, Epoch(1)),
                    [9; 32],
                    &[ring.code(); 32],
                ),
            })
            .into(),
        boxes: Escrow::hide_boxes(CELL, &keys.boxes, &RingKey([3; 32])),
        epoch: Epoch(1),
    })
}

fn revoke(whom: u8, after: u64) -> Act {
    Act::Revocation(Revocation {
        device: device(whom),
        after,
        spares: BTreeSet::new(),
    })
}

fn rings(directory: &Directory, n: u8) -> Option<Vec<Ring>> {
    let known = directory.device(device(n))?;
    (!known.revoked).then(|| known.rings.iter().copied().collect())
}

#[test]
fn only_a_device_with_the_secretarys_ring_lets_others_in() {
    let mut said = Said::default();
    said.say(1, grant(2, &[Ring::Internal, Ring::Committee], 1))
        .say(2, grant(3, &[Ring::Internal], 1));
    let directory = said.fold();
    assert_eq!(directory.void(said.last()), Some(Void::NotSecretary));
    assert_eq!(rings(&directory, 3), None);
    // Once it has the ring, what it said before counts for nothing still, and what it says now does.
    said.say(1, grant(2, &Ring::SEALED, 1))
        .say(2, grant(3, &[Ring::Internal], 1));
    assert_eq!(rings(&said.fold(), 3), Some(vec![Ring::Internal]));
    said.say(9, grant(4, &Ring::SEALED, 1));
    assert_eq!(said.fold().void(said.last()), Some(Void::Stranger));
}

#[test]
fn a_ward_lets_nobody_in_and_nobody_lets_it_in() {
    let ward = DeviceId::of_ward(CELL, &key(7).public());
    let let_in = |to: Identity| {
        Act::Grant(Grant {
            to,
            rings: Ring::SEALED.into(),
            founder: None,
            keys: Vec::new(),
            proof: None,
        })
    };
    let mut said = Said::default();
    said.say(1, let_in(Identity::of(ward, &key(7))));
    let directory = said.fold();
    assert_eq!(directory.void(said.last()), Some(Void::Ward));
    assert_eq!(directory.device(ward), None);
    // By its own word, too, even where a book held it for the founder.
    let stamp = Stamp {
        at: Hlc(9999),
        device: ward,
        seq: 1,
    };
    said.0.push(Fact {
        stamp,
        author_key: key(7).public(),
        act: let_in(identity(2)),
    });
    let founder = Founder {
        device: ward,
        sign_key: key(7).public(),
    };
    for directory in [said.fold(), Directory::fold(CELL, founder, said.0.clone())] {
        assert_eq!(directory.void(stamp.op()), Some(Void::Ward));
        assert_eq!(directory.device(device(2)), None);
    }
}

#[test]
fn an_act_verified_with_another_key_counts_for_nothing() {
    let mut said = Said::default();
    said.say(1, grant(2, &Ring::SEALED, 1))
        .say(2, grant(3, &[Ring::Internal], 1));
    said.0[1].author_key = key(9).public();
    assert_eq!(said.fold().void(said.last()), Some(Void::OtherKey));
}

#[test]
fn what_a_device_says_after_it_was_taken_out_counts_for_nothing_whatever_hour_it_claims() {
    let mut said = Said::default();
    said.say(1, grant(2, &Ring::SEALED, 1))
        .say(2, grant(3, &[Ring::Internal], 1))
        .say(2, grant(4, &[Ring::Internal], 1))
        .say(1, revoke(2, 1));
    // The second grant claims an hour before the revocation, but the secretary had not seen it.
    let directory = said.fold();
    assert_eq!(rings(&directory, 3), Some(vec![Ring::Internal]));
    assert_eq!(rings(&directory, 4), None);
    assert_eq!(rings(&directory, 2), None);
    said.say(1, grant(2, &Ring::SEALED, 1));
    assert_eq!(said.fold().void(said.last()), Some(Void::TargetRevoked));
}

#[test]
fn a_key_that_somebody_outside_holds_is_told_from_one_that_nobody_does() {
    let mut said = Said::default();
    said.say(1, grant(2, &[Ring::Internal], 1))
        .say(1, grant(3, &[Ring::Internal, Ring::Committee], 1));
    let leaks = |said: &Said, ring: Ring, epoch| {
        said.fold()
            .leaks(ring, Epoch(epoch), &RingKey([ring.code(); 32]))
    };
    assert!(!leaks(&said, Ring::Internal, 1));
    said.say(1, revoke(2, 0));
    assert!(leaks(&said, Ring::Internal, 1) && !leaks(&said, Ring::Committee, 1));
    said.say(1, grant(3, &[Ring::Internal, Ring::Committee], 2));
    assert!(!leaks(&said, Ring::Internal, 2));
    // A narrower role counts like a revocation of the ring.
    said.say(1, grant(3, &[Ring::Internal], 3));
    assert!(leaks(&said, Ring::Committee, 2));
}

#[test]
fn the_code_on_paper_lets_a_device_in_and_the_retired_one_does_not() {
    let (old, new) = (code(1), code(2));
    let mut said = Said::default();
    said.say(3, claim(3, &old));
    assert_eq!(said.fold().void(said.last()), Some(Void::Unproven));

    let mut said = Said::default();
    said.say(1, escrow(&old, &[], &[1])).say(3, claim(3, &old));
    assert_eq!(rings(&said.fold(), 3), Some(Ring::SEALED.into()));
    // The device that was let in makes a new code; it stays, and a thief with the old sheet is out
    // even where the thief's clock stands before the change.
    said.say(3, escrow(&new, &[&old], &[1, 3]))
        .say(4, claim(4, &old));
    said.0.last_mut().unwrap().stamp.at = Hlc(1001);
    let directory = said.fold();
    assert_eq!(rings(&directory, 3), Some(Ring::SEALED.into()));
    assert_eq!(rings(&directory, 4), None);
    assert_eq!(directory.escrow().unwrap().claims, new.public().claims);
    // Another may renew the escrow in the meantime: the retired code does not come back.
    said.say(1, escrow(&old, &[], &[1]));
    assert_eq!(said.fold().escrow().unwrap().claims, new.public().claims);
    said.say(5, claim(5, &new));
    assert_eq!(rings(&said.fold(), 5), Some(Ring::SEALED.into()));
}

#[test]
fn a_claim_for_another_device_or_of_another_cell_proves_nothing() {
    let code = code(1);
    let foreign = Proof::recovery(CellId(Uuid::from_u128(9)), &identity(3), &code.claims);
    let borrowed = Proof::recovery(CELL, &identity(4), &code.claims);
    for proof in [foreign, borrowed] {
        let mut said = Said::default();
        said.say(1, escrow(&code, &[], &[1]))
            .say(3, prove(3, proof));
        assert_eq!(said.fold().void(said.last()), Some(Void::Unproven));
    }
    // Nor may another device bring a claim in.
    let mut said = Said::default();
    said.say(1, escrow(&code, &[], &[1]))
        .say(4, claim(3, &code));
    assert_eq!(said.fold().void(said.last()), Some(Void::Unproven));
}

#[test]
fn a_new_identity_keeps_the_role_and_does_not_dodge_a_revocation() {
    let renewal = |to: u8, of: u8| {
        prove(
            to,
            Proof::renewal(CELL, &identity(to), device(of), &key(of)),
        )
    };
    let mut said = Said::default();
    said.say(1, grant(2, &[Ring::Internal], 1))
        .say(3, renewal(3, 2));
    assert_eq!(rings(&said.fold(), 3), Some(vec![Ring::Internal]));
    // The secretary who knows of it takes the old identity out, and means that one only.
    let mut spared = Said(said.0.clone());
    spared.say(
        1,
        Act::Revocation(Revocation {
            device: device(2),
            after: 0,
            spares: BTreeSet::from([device(3)]),
        }),
    );
    assert_eq!(rings(&spared.fold(), 3), Some(vec![Ring::Internal]));
    assert_eq!(rings(&spared.fold(), 2), None);
    // Who does not know of it means the machine.
    said.say(1, revoke(2, 0));
    assert_eq!(rings(&said.fold(), 3), None);
    // A signature of somebody else renews nothing.
    let mut said = Said::default();
    said.say(1, grant(2, &[Ring::Internal], 1)).say(
        3,
        prove(3, Proof::renewal(CELL, &identity(3), device(2), &key(9))),
    );
    assert_eq!(said.fold().void(said.last()), Some(Void::Unproven));
}

#[test]
fn what_was_moved_over_before_the_new_identity_was_let_in_still_counts() {
    let mut said = Said::default();
    said.say(2, grant(3, &[Ring::Internal], 1)).say(
        2,
        prove(2, Proof::renewal(CELL, &identity(2), device(1), &key(1))),
    );
    assert_eq!(rings(&said.fold(), 3), Some(vec![Ring::Internal]));
}

#[test]
fn an_escrow_opens_with_its_code_only_and_hides_what_it_is_sealed_to() {
    let Act::Escrow(escrow) = escrow(&code(1), &[], &[1]) else {
        unreachable!()
    };
    assert_eq!(escrow.open_founder(CELL, &code(1).opens), Ok(founder()));
    let keys = escrow.open(CELL, &code(1).opens);
    let found: Vec<_> = keys
        .iter()
        .map(|(ring, epoch, key)| (*ring, *epoch, key.0[0]))
        .collect();
    assert_eq!(
        found,
        Ring::SEALED.map(|ring| (ring, Epoch(1), ring.code()))
    );
    assert!(escrow.open_founder(CELL, &code(2).opens).is_err());
    assert!(escrow.open(CELL, &code(2).opens).is_empty());
    let boxes = code(1).public().boxes;
    assert_eq!(escrow.show_boxes(CELL, &RingKey([3; 32])), Ok(boxes));
    assert!(escrow.show_boxes(CELL, &RingKey([4; 32])).is_err());
    let text = serde_json::to_string(&escrow).unwrap();
    let hidden = serde_json::to_string(&boxes).unwrap();
    assert!(!text.contains(hidden.trim_matches('"')));
}

#[test]
fn acts_survive_the_way_through_an_operation() {
    for act in [
        grant(2, &Ring::SEALED, 1),
        claim(3, &code(1)),
        prove(3, Proof::renewal(CELL, &identity(3), device(2), &key(2))),
        escrow(&code(1), &[&code(2)], &[1, 2]),
        revoke(2, 7),
    ] {
        let change = act.to_change(Uuid::from_u128(5));
        assert!(Act::is_kind(&change.kind));
        let read = sochibo_journal::Change::decode(&change.encode()).unwrap();
        assert_eq!(Act::of_change(&read), Some(act));
    }
}

fn an_act() -> impl Strategy<Value = (u8, Act)> {
    let some = prop::sample::subsequence(Ring::SEALED.to_vec(), 0..=3);
    let who = 1..5u8;
    prop_oneof![
        4 => (who.clone(), who.clone(), some, 1..3u32).prop_map(|(by, to, rings, epoch)| (by, grant(to, &rings, epoch))),
        2 => (who.clone(), who.clone(), 0..4u64).prop_map(|(by, whom, after)| (by, revoke(whom, after))),
        2 => (who.clone(), 1..3u8, any::<bool>()).prop_map(|(by, n, retire)| {
            let other = code(3 - n);
            let retired: Vec<_> = retire.then_some(&other).into_iter().collect();
            (by, escrow(&code(n), &retired, &[1, 2]))
        }),
        1 => (2..5u8, 1..3u8).prop_map(|(by, n)| (by, claim(by, &code(n)))),
        1 => (2..5u8, 1..5u8).prop_map(|(by, of)| (by, prove(by, Proof::renewal(CELL, &identity(by), device(of), &key(of))))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Every device ends with the same directory, in whatever order the acts came; and nobody who
    /// is no secretary changed anything.
    #[test]
    fn the_directory_depends_on_the_set_of_acts_only(
        acts in prop::collection::vec(an_act(), 0..14), seed in any::<u64>()
    ) {
        let mut said = Said::default();
        for (by, act) in acts {
            said.say(by, act);
        }
        let directory = said.fold();
        let mut shuffled = said.0.clone();
        let mut state = seed | 1;
        for at in (1..shuffled.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            shuffled.swap(at, usize::try_from(state % (at as u64 + 1)).unwrap());
        }
        prop_assert_eq!(&Directory::fold(CELL, founder(), shuffled), &directory);

        let counted: Vec<Fact> = said.0.iter().filter(|fact| directory.void(fact.stamp.op()).is_none()).cloned().collect();
        for fact in &counted {
            let author = directory.device(fact.stamp.device);
            prop_assert!(author.is_some(), "a stranger was heard");
            prop_assert_eq!(author.unwrap().sign_key, fact.author_key);
        }
    }
}
