//! A device with a later version of the program among devices of this one: what it writes in words
//! that nobody else knows goes through the ward and through them, and comes back byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{collections::BTreeMap, sync::Mutex};

use serde_json::{Value, json};
use sochibo_book::BookError;
use sochibo_domain::{Entity, Statement};
use sochibo_journal::{
    Author, Change, DeviceId, DeviceKey, Envelope, Epoch, Header, Identity, KeyRing, OpRef, Record,
    Ring, RingKey, Stamp, open,
};
use sochibo_soak::{Carrier, Desk, Direct, Office, Over, Request, T0, statement};
use sochibo_sync::SyncError;
use sochibo_wire::{
    Batch, Page,
    api::{Pushed, Refusal, RefusalCode},
};
use uuid::Uuid;

/// A device that writes what this version does not know.
struct Later {
    author: Author,
    keys: KeyRing,
    key: DeviceKey,
    token: String,
    written: Vec<Envelope>,
}

impl Later {
    async fn join(office: &Office, keeper: &Desk) -> Self {
        let mut keys = KeyRing::default();
        keys.insert(Ring::Internal, Epoch(1), RingKey([1; 32]));
        let device = DeviceId(Uuid::from_u128(0xFEED));
        let key = DeviceKey::from_secret(&[0x99; 32]);
        let enrolled = office.admit(keeper, Identity::of(device, &key)).await;
        Self {
            author: Author::new(keeper.with(|book| book.store().cell()), device),
            keys,
            key,
            token: enrolled.token,
            written: Vec::new(),
        }
    }

    fn write(&mut self, ring: Ring, kind: &str, id: u128, set: Value) {
        let set: BTreeMap<String, Value> = serde_json::from_value(set).unwrap();
        let change = Change::new(kind, Uuid::from_u128(id), set);
        let envelope = self
            .author
            .write(&change, ring, &self.keys, T0)
            .unwrap()
            .unwrap();
        self.written.push(envelope);
    }

    /// A body that this version can't read as a change.
    fn write_raw(&mut self, body: &[u8]) {
        let header = Header {
            cell: self.author.cell,
            device: self.author.device,
            seq: self.author.seq + 1,
            at: self.author.clock.next(T0),
            prev: self.author.head,
            ring: Ring::Published,
            epoch: Epoch(0),
            body_hash: Header::hash_body(body),
        };
        (self.author.seq, self.author.head, self.author.clock) =
            (header.seq, header.hash(), header.at);
        self.written.push(Envelope {
            header,
            body: body.to_vec(),
        });
    }

    async fn push(&self, office: &Office) {
        let batch = Batch::sign(self.written.clone(), &self.key).unwrap();
        let request = Request {
            method: "POST",
            path: format!("/v1/cells/{}/push", self.author.cell),
            token: self.token.clone(),
            body: batch.encode().unwrap(),
        };
        let (status, body) = request.deliver(&office.counter()).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        let Pushed::Receipt(receipt) = serde_json::from_slice(&body).unwrap() else {
            panic!("held without a receipt");
        };
        assert_eq!(receipt.seq, self.author.seq);
    }

    /// Everything that others have sent.
    async fn pull(&self, office: &Office) -> Vec<Envelope> {
        let mut found = Vec::new();
        let mut after = 0;
        loop {
            let request = Request {
                method: "GET",
                path: format!("/v1/cells/{}/pull?after={after}", self.author.cell),
                token: self.token.clone(),
                body: Vec::new(),
            };
            let (status, body) = request.deliver(&office.counter()).await;
            assert_eq!(status, 200);
            let page = Page::decode(&body).unwrap();
            for entry in &page.entries {
                found.extend(entry.batch.envelopes().iter().cloned());
            }
            after = page.next;
            if !page.more {
                return found;
            }
        }
    }

    fn read(&self, envelope: &Envelope) -> Option<Change> {
        if envelope.header.ring == Ring::Published {
            return Change::decode(&envelope.body).ok();
        }
        let keys = self.keys.get(envelope.header.ring, envelope.header.epoch);
        let associated = envelope.header.associated_data();
        let plain = keys
            .iter()
            .find_map(|key| open(key, &associated, &envelope.body).ok())?;
        Change::decode(&plain).ok()
    }

    /// The record under `id` as the later version sees it after everything.
    fn fold(&self, id: u128, others: &[Envelope]) -> Record {
        let mut record = Record::default();
        for envelope in self.written.iter().chain(others) {
            if let Some(change) = self.read(envelope)
                && change.id == Uuid::from_u128(id)
            {
                record.apply(Stamp::from(&envelope.header), &change);
            }
        }
        record
    }
}

/// What a device keeps of another's chain.
fn kept(desk: &Desk, device: DeviceId) -> Vec<Envelope> {
    desk.with(|book| {
        book.store()
            .envelopes_of_after(device, 0, usize::MAX >> 1, usize::MAX)
    })
    .unwrap()
}

#[tokio::test]
async fn unknown_kinds_and_fields_go_through_the_ward_and_older_devices_and_come_back_whole() {
    let office = Office::new();
    let (older, third) = (Desk::new(0), Desk::new(1));
    office.enrol(&older).await;
    office.let_in(&older, &third).await;
    let mut later = Later::join(&office, &older).await;

    let mood = json!({"calm": 7, "nested": [1, 2.5, null, "ơ"]});
    let mut remark = serde_json::to_value(statement("trước khi sửa")).unwrap();
    remark["mood"] = mood.clone();
    remark.as_object_mut().unwrap().retain(|_, v| !v.is_null());
    later.write(
        Ring::Internal,
        "dream",
        50,
        json!({"of": "một chi bộ không giấy"}),
    );
    later.write(Ring::Internal, Statement::KIND, 51, remark);
    later.write(Ring::Published, "greeting", 52, json!({"to": "phường"}));
    later.write_raw(b"\x02a body of the next century");
    later.push(&office).await;

    // The older device takes it in, goes on with what it knows, and is sound.
    older.sync(&office.line()).await.unwrap();
    assert_eq!(kept(&older, later.author.device), later.written);
    assert_eq!(older.statements()[0].1, "trước khi sửa");
    older.say(51, "máy cũ sửa");
    older.say(53, "câu của máy cũ");
    older.assert_sound();
    older.with(|book| book.store_mut().repair()).unwrap();
    older.assert_sound();
    older.sync(&office.line()).await.unwrap();

    // The later one sees the edit, and its own field is untouched by it.
    let others = later.pull(&office).await;
    let record = later.fold(51, &others);
    assert_eq!(record.values()["text"], "máy cũ sửa");
    assert_eq!(record.values()["mood"], mood);
    assert!(record.conflicts().next().is_none());
    let dream = later.fold(50, &others);
    assert_eq!(dream.values()["of"], "một chi bộ không giấy");
    // The edit names the write that it replaces, so nothing of the later version is lost to it.
    let edit = others
        .iter()
        .filter_map(|envelope| later.read(envelope))
        .find(|change| change.set.get("text") == Some(&"máy cũ sửa".into()))
        .unwrap();
    assert_eq!(edit.set.len(), 1, "{edit:?}");
    assert_eq!(edit.over["text"], [OpRef(later.author.device, 2)]);

    // A third device gets the same bytes from the ward.
    third.sync(&office.line()).await.unwrap();
    assert_eq!(kept(&third, later.author.device), later.written);
    assert_eq!(third.statements(), older.statements());
    assert!(office.ward().verify().unwrap().ok);
}

#[tokio::test]
async fn a_copy_that_takes_a_new_identity_moves_unknown_words_whole() {
    let office = Office::new();
    let mut older = Desk::new(0);
    office.enrol(&older).await;
    let mut later = Later::join(&office, &older).await;
    let mut remark = serde_json::to_value(statement("gốc")).unwrap();
    remark["mood"] = json!("lạ");
    remark.as_object_mut().unwrap().retain(|_, v| !v.is_null());
    later.write(Ring::Internal, Statement::KIND, 51, remark);
    later.push(&office).await;
    older.sync(&office.line()).await.unwrap();
    let copy = older.copy();
    older.say(60, "máy gốc viết");
    older.sync(&office.line()).await.unwrap();
    copy.say(51, "bản chép sửa");
    let moved = copy.sync(&office.line()).await.unwrap();
    assert!(moved.renewals > 0);
    let record = later.fold(51, &later.pull(&office).await);
    assert_eq!(record.values()["text"], "bản chép sửa");
    assert_eq!(record.values()["mood"], "lạ");
    assert_eq!(kept(&copy, later.author.device), later.written);
    copy.assert_sound();
}

/// A ward that speaks another range of versions; what it is asked is counted.
struct Speaking {
    office: Direct,
    oldest: u32,
    newest: u32,
    asked: Mutex<Vec<String>>,
}

impl Carrier for Speaking {
    async fn carry(&self, request: Request) -> Result<(u16, Vec<u8>), SyncError> {
        self.asked.lock().unwrap().push(request.path.clone());
        let is_digest = request.path.contains("/digest");
        let (status, body) = self.office.carry(request).await?;
        if !is_digest {
            return Ok((status, body));
        }
        let mut digest: Value = serde_json::from_slice(&body).unwrap();
        digest["speech"] = json!({"oldest": self.oldest, "newest": self.newest, "can": ["fly"]});
        Ok((status, serde_json::to_vec(&digest).unwrap()))
    }
}

#[tokio::test]
async fn a_ward_of_another_age_is_left_alone_with_a_sentence_and_nothing_is_sent() {
    let office = Office::new();
    let desk = Desk::new(0);
    office.enrol(&desk).await;
    desk.say(1, "câu");
    for (oldest, newest, speaks) in [(2, 9, false), (1, 9, true)] {
        let line = Over(Speaking {
            office: Direct(office.counter()),
            oldest,
            newest,
            asked: Mutex::default(),
        });
        let done = desk.sync(&line).await;
        let asked = line.0.asked.lock().unwrap();
        let sent = asked.iter().any(|path| path.contains("/push"));
        assert_eq!(sent, speaks, "{asked:?}");
        match done {
            Ok(_) => assert!(speaks),
            Err(error) => {
                assert!(!speaks && matches!(error, BookError::Sync(SyncError::OtherVersion)));
                assert!(error.to_string().contains("khác phiên bản"), "{error}");
                // Nothing has changed, and nothing is wedged.
                assert_eq!(
                    desk.with(|book| book.store().pending_counts()).unwrap().0,
                    1
                );
            }
        }
    }
}

#[tokio::test]
async fn a_device_of_another_age_is_told_so_by_the_ward_and_one_with_more_abilities_is_not() {
    let office = Office::new();
    let desk = Desk::new(0);
    office.enrol(&desk).await;
    let (cell, token) = desk.with(|book| {
        let token = book.store().link().unwrap().unwrap().token;
        (book.store().cell(), token)
    });
    for (query, status) in [
        ("", 200),
        ("?oldest=1&newest=7&can=renew,fly&more=1", 200),
        ("?oldest=2&newest=7", 400),
        ("?oldest=0&newest=0", 400),
    ] {
        let request = Request {
            method: "GET",
            path: format!("/v1/cells/{cell}/digest{query}"),
            token: token.clone(),
            body: Vec::new(),
        };
        let (found, body) = request.deliver(&office.counter()).await;
        assert_eq!(found, status, "{query}");
        if found != 200 {
            let refusal: Refusal = serde_json::from_slice(&body).unwrap();
            assert_eq!(refusal.error.code, RefusalCode::Protocol);
            assert!(refusal.error.message.contains("khác phiên bản"));
            assert!(!refusal.error.hint.is_empty());
        }
    }
}
