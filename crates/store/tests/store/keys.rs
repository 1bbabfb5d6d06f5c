//! Keys: what opens the file, and who reads what of the book.

use std::{collections::BTreeSet, fs};

use sochibo_domain::{Criticism, Statement, Visibility};
use sochibo_journal::{
    Act, BoxFor, BoxedKey, Change, DeviceId, Envelope, Epoch, Grant, Identity, Revocation, Ring,
    RingKey, SealedBox,
};
use sochibo_store::{NewSeat, Store, StoreError};
use tempfile::TempDir;
use uuid::Uuid;

use crate::desk::{
    CELL, Desk, NOW, PASSPHRASE, assert_sound, criticism, new_book, put, receive, say, statement,
};

fn opens(desk: &Desk, passphrase: &str) -> bool {
    Store::open(&desk.path(), passphrase).is_ok()
}

#[test]
fn another_passphrase_opens_the_book_and_the_old_one_no_longer_does() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let wrong = store.change_passphrase("sai rồi", "câu mới của tôi", &[7; 16]);
    assert!(matches!(wrong, Err(StoreError::WrongPassphrase)));
    assert!(store.is_passphrase(PASSPHRASE).unwrap());
    store
        .change_passphrase(PASSPHRASE, "câu mới của tôi", &[7; 16])
        .unwrap();
    drop(store);
    assert!(!opens(&desk, PASSPHRASE));
    assert!(opens(&desk, "câu mới của tôi"));
    // The code on paper is the same as before.
    desk.open();
}

#[test]
fn a_change_that_is_broken_off_leaves_the_old_passphrase_whole() {
    let desk = Desk::new(1);
    let before = fs::read(Store::header_path(&desk.path())).unwrap();
    let mut store = desk.open();
    // A folder where the new header would be written: the disk refuses.
    fs::create_dir(desk.beside(".key.new")).unwrap();
    let broken = store.change_passphrase(PASSPHRASE, "câu mới của tôi", &[7; 16]);
    assert!(broken.is_err());
    drop(store);
    assert_eq!(fs::read(Store::header_path(&desk.path())).unwrap(), before);
    assert!(opens(&desk, PASSPHRASE));
}

/// Whether the code on paper opens the book, and whether the new one does.
fn codes(desk: &Desk) -> (bool, bool) {
    let opens = |code| Store::open_with_recovery(&desk.path(), code).is_ok();
    (opens(&new_book(1).recovery), opens(&[9; 16]))
}

#[test]
fn another_recovery_code_opens_the_book_and_the_old_one_no_longer_does() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let wrong = store.begin_recovery("sai rồi", &[9; 16]);
    assert!(matches!(wrong, Err(StoreError::WrongPassphrase)));
    store.begin_recovery(PASSPHRASE, &[9; 16]).unwrap();
    store.finish_recovery().unwrap();
    drop(store);
    assert_eq!(codes(&desk), (false, true));
    assert!(opens(&desk, PASSPHRASE));
}

#[test]
fn until_the_new_sheet_is_put_away_both_codes_open_the_book_and_it_can_be_read_again() {
    let desk = Desk::new(1);
    desk.open().begin_recovery(PASSPHRASE, &[9; 16]).unwrap();
    // A crash here loses nothing: closed, opened, both codes do.
    assert_eq!(codes(&desk), (true, true));
    let mut store = Store::open(&desk.path(), PASSPHRASE).unwrap();
    assert_eq!(*store.waiting_recovery().unwrap().unwrap(), [9; 16]);
    // A third code in the place of the one that nobody has put away.
    store.begin_recovery(PASSPHRASE, &[8; 16]).unwrap();
    drop(store);
    assert_eq!(codes(&desk), (true, false));
}

#[test]
fn a_new_code_that_nobody_can_have_seen_is_dropped() {
    let (desk, twin) = (Desk::new(1), Desk::new(1));
    let before = fs::read(Store::header_path(&desk.path())).unwrap();
    // The power goes between the header and the book: only the header has come to the disk.
    twin.open().begin_recovery(PASSPHRASE, &[9; 16]).unwrap();
    let begun = fs::read(Store::header_path(&twin.path())).unwrap();
    fs::write(Store::header_path(&desk.path()), begun).unwrap();
    drop(desk.open());
    assert_eq!(fs::read(Store::header_path(&desk.path())).unwrap(), before);
    assert_eq!(codes(&desk), (true, false));
}

#[test]
fn a_change_of_the_code_that_stops_before_the_header_is_brought_to_its_end() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    store.begin_recovery(PASSPHRASE, &[9; 16]).unwrap();
    // A folder where the new header would be written: the disk refuses.
    fs::create_dir(desk.beside(".key.new")).unwrap();
    assert!(store.finish_recovery().is_err());
    drop(store);
    assert_eq!(codes(&desk), (true, true));
    fs::remove_dir(desk.beside(".key.new")).unwrap();
    let mut store = desk.open();
    store.finish_recovery().unwrap();
    assert!(store.waiting_recovery().unwrap().is_none());
    drop(store);
    assert_eq!(codes(&desk), (false, true));
}

/// The founder's book, and the empty one of a device that joins.
struct Cell {
    founder: Store,
    _desk: Desk,
    newcomer: Store,
    path: std::path::PathBuf,
    _dir: TempDir,
}

impl Cell {
    fn new() -> Self {
        let desk = Desk::new(1);
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book");
        let seat = NewSeat {
            cell: CELL,
            device: DeviceId(Uuid::from_u128(300)),
            device_secret: [30; 32],
            book_key: [31; 32],
            salt: [32; 16],
        };
        Self {
            founder: desk.open(),
            _desk: desk,
            newcomer: Store::take_seat(&path, "câu của máy kia", &seat, None).unwrap(),
            path,
            _dir: dir,
        }
    }

    /// Everything of `rings` that the founder holds, boxed for the newcomer.
    fn grant(&self, rings: &[Ring]) -> Act {
        let to = self.newcomer.identity();
        let seal = |what, plain: &[u8]| SealedBox::seal(&to.box_key, what, [5; 32], plain);
        let keys = self
            .founder
            .ring_keys()
            .iter()
            .filter(|(ring, _, _)| rings.contains(ring))
            .map(|(ring, epoch, key)| BoxedKey {
                ring,
                epoch,
                name: Some(key.name()),
                sealed: seal(BoxFor::Key(CELL, to.device, ring, epoch), &key.0),
            })
            .collect();
        let founder = self.founder.founder().unwrap().encode();
        Act::Grant(Grant {
            to,
            rings: rings.iter().copied().collect(),
            founder: Some(seal(BoxFor::Founder(CELL, to.device), &founder)),
            keys,
            proof: None,
        })
    }

    fn act(&mut self, act: &Act) {
        self.founder
            .transact(NOW, |gate| gate.say_of_devices(Uuid::now_v7(), act))
            .unwrap();
    }

    /// The newcomer takes whatever it has not yet of the founder's chain, as a ward that obeys
    /// nobody would hand it out.
    fn pass_on(&mut self) {
        let after = self.newcomer.chain_of(self.founder.device()).unwrap().seq;
        let envelopes = self
            .founder
            .envelopes_after(after, 256, usize::MAX)
            .unwrap();
        receive(&mut self.newcomer, &envelopes, self.founder.device_key()).unwrap();
    }

    fn reads(&self) -> (usize, usize) {
        let reader = self.newcomer.read();
        (
            reader.list::<Statement>().unwrap().len(),
            reader.list::<Criticism>().unwrap().len(),
        )
    }

    fn trust(&mut self) {
        let Identity {
            device, sign_key, ..
        } = self.founder.identity();
        self.newcomer.trust_keeper(device, sign_key).unwrap();
    }
}

#[test]
fn a_newcomer_reads_exactly_what_its_rings_open_once_the_grant_has_come() {
    let mut cell = Cell::new();
    say(&mut cell.founder, 1, "nội bộ");
    for (n, seen) in [(2, Visibility::Committee), (3, Visibility::Secretary)] {
        put(&mut cell.founder, |gate| {
            gate.put::<Criticism>(Uuid::from_u128(n).into(), &criticism("kín", seen))
        });
    }
    cell.pass_on();
    assert_eq!(cell.reads(), (0, 0));
    // A grant of somebody that this device was not compared with brings nothing.
    let act = cell.grant(&[Ring::Internal, Ring::Committee]);
    cell.act(&act);
    cell.pass_on();
    assert_eq!(cell.reads(), (0, 0));
    assert!(cell.newcomer.founder().is_none());
    cell.trust();
    let act = cell.grant(&[Ring::Internal, Ring::Committee]);
    cell.act(&act);
    cell.pass_on();
    assert_eq!(cell.reads(), (1, 1));
    assert_eq!(cell.newcomer.founder(), cell.founder.founder());
    assert_sound(&cell.newcomer);
    let device = cell.newcomer.device();
    let directory = cell.newcomer.directory().unwrap();
    assert_eq!(
        directory.device(device).unwrap().rings,
        BTreeSet::from([Ring::Internal, Ring::Committee])
    );
    // What it may not read it can't write either.
    let refused = cell.newcomer.transact(NOW, |gate| {
        gate.put::<Criticism>(
            Uuid::from_u128(9).into(),
            &criticism("kín", Visibility::Secretary),
        )
    });
    assert!(matches!(refused, Err(StoreError::NoKey)));
    // Keys and directory are there after the book was closed, too.
    drop(std::mem::replace(&mut cell.newcomer, Desk::new(2).open()));
    cell.newcomer = Store::open(&cell.path, "câu của máy kia").unwrap();
    assert_eq!(cell.reads(), (1, 1));
    assert!(matches!(
        {
            drop(std::mem::replace(&mut cell.newcomer, Desk::new(2).open()));
            Store::open_with_recovery(&cell.path, &[0x81; 16])
        },
        Err(StoreError::NoRecovery)
    ));
}

#[test]
fn after_a_rotation_a_revoked_device_opens_nothing_newer_even_where_the_ward_hands_it_out() {
    let mut cell = Cell::new();
    cell.trust();
    let act = cell.grant(&Ring::SEALED);
    cell.act(&act);
    say(&mut cell.founder, 1, "trước");
    cell.pass_on();
    assert_eq!(cell.reads(), (1, 0));

    let newcomer = cell.newcomer.device();
    cell.act(&Act::Revocation(Revocation {
        device: newcomer,
        after: 0,
        spares: BTreeSet::new(),
    }));
    let directory = cell.founder.directory().unwrap();
    assert!(
        Ring::SEALED
            .iter()
            .all(|ring| directory.leaks(*ring, Epoch(1), &RingKey([0; 32])))
    );
    cell.founder
        .transact(NOW, |gate| -> Result<(), StoreError> {
            for ring in Ring::SEALED {
                gate.add_key(ring, Epoch(2), RingKey([60 + ring.code(); 32]))?;
            }
            // What is written in the same breath is sealed under the new key already.
            gate.put::<Statement>(Uuid::from_u128(2).into(), &statement("sau"))?;
            Ok(())
        })
        .unwrap();
    put(&mut cell.founder, |gate| {
        gate.put::<Criticism>(
            Uuid::from_u128(3).into(),
            &criticism("kín", Visibility::Committee),
        )
    });
    // Real ciphertexts, and every key that the revoked device holds.
    let sealed: Vec<Envelope> = cell
        .founder
        .envelopes_after(0, 256, usize::MAX)
        .unwrap()
        .into_iter()
        .filter(|envelope| envelope.header.epoch == Epoch(2))
        .collect();
    assert_eq!(sealed.len(), 2);
    for envelope in &sealed {
        let aad = envelope.header.associated_data();
        for (_, _, key) in cell.newcomer.ring_keys().iter() {
            assert!(sochibo_journal::open(key, &aad, &envelope.body).is_err());
        }
    }
    cell.pass_on();
    assert_eq!(cell.reads(), (1, 0));
    let directory = cell.newcomer.directory().unwrap();
    assert!(directory.device(newcomer).unwrap().revoked);
    // The founder goes on reading everything.
    assert_eq!(cell.founder.read().list::<Statement>().unwrap().len(), 2);
    assert_sound(&cell.founder);
}

#[test]
fn a_grant_by_a_device_that_is_no_secretary_is_set_aside_with_the_reason() {
    let mut cell = Cell::new();
    cell.trust();
    let act = cell.grant(&[Ring::Internal]);
    cell.act(&act);
    cell.pass_on();
    let stranger = Identity {
        device: DeviceId(Uuid::from_u128(400)),
        ..cell.newcomer.identity()
    };
    let act = Act::Grant(Grant {
        to: stranger,
        rings: Ring::SEALED.into(),
        founder: None,
        keys: Vec::new(),
        proof: None,
    });
    cell.newcomer
        .transact(NOW, |gate| gate.say_of_devices(Uuid::now_v7(), &act))
        .unwrap();
    let envelopes = cell.newcomer.envelopes_after(0, 9, usize::MAX).unwrap();
    let key = cell.newcomer.device_key().clone();
    receive(&mut cell.founder, &envelopes, &key).unwrap();
    let aside = cell.founder.quarantined().unwrap();
    assert_eq!(aside.len(), 1);
    assert!(aside[0].why.contains("bí thư"), "{}", aside[0].why);
    assert!(
        cell.founder
            .directory()
            .unwrap()
            .device(stranger.device)
            .is_none()
    );
}

#[test]
fn who_has_no_key_can_write_nothing_into_the_book() {
    let desk = Desk::new(1);
    let mut store = desk.open();
    let change = Change::new(
        "statement",
        Uuid::from_u128(1),
        [("text".to_owned(), "bịa".into())].into(),
    );
    let mut author = sochibo_journal::Author::new(CELL, DeviceId(Uuid::from_u128(200)));
    let envelope = author
        .write(&change, Ring::Published, &Default::default(), NOW)
        .unwrap()
        .unwrap();
    let key = sochibo_journal::DeviceKey::from_secret(&[200; 32]);
    let received = receive(&mut store, &[envelope], &key).unwrap();
    assert_eq!((received.new, received.quarantined), (1, 1));
    assert!(store.read().list::<Statement>().unwrap().is_empty());
}
