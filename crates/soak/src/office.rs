use std::{sync::Mutex, time::Duration};

use serde::de::DeserializeOwned;
use sochibo_book::ward::Line as _;
use sochibo_journal::{Act, Grant, Hash, Identity, Ring};
use sochibo_store::Link;
use sochibo_sync::Asker;
use sochibo_ward::{Counter, DocumentDraft, OrgKind, Ward};
use sochibo_wire::{
    EnrolCode, PROTOCOL,
    api::{Digest, EnrolRequest, Enrolled},
    join::{JoinRequest, LookRequest, Looked, commitment},
};
use tempfile::TempDir;

use crate::{Desk, Direct, Over, Request, desk::folder};

/// A ward in a folder of its own, with one cell.
pub struct Office {
    dir: TempDir,
    org: String,
    ward: Ward,
    counter: Mutex<Counter>,
}

impl Default for Office {
    fn default() -> Self {
        Self::new()
    }
}

impl Office {
    /// With one committee and one cell.
    #[must_use]
    pub fn new() -> Self {
        let dir = folder();
        let ward = Ward::open(dir.path()).unwrap();
        let root = ward
            .add_org("Phường Tân Thới Hòa", OrgKind::DangBoCoSo, None)
            .unwrap();
        let org = ward
            .add_org("Khu phố 12", OrgKind::ChiBo, Some(&root.to_string()))
            .unwrap()
            .to_string();
        let counter = Mutex::new(Counter::open(dir.path()).unwrap());
        Self {
            dir,
            org,
            ward,
            counter,
        }
    }

    /// The ward stops without a warning, and starts again.
    pub fn restart(&self) {
        *self.counter.lock().unwrap() = Counter::open(self.dir.path()).unwrap();
    }

    /// Where it is kept.
    #[must_use]
    pub fn dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// A fresh enrolment code.
    #[must_use]
    pub fn code(&self) -> String {
        let valid = Duration::from_secs(3600);
        self.ward.enrol_code(&self.org, valid).unwrap().code
    }

    /// What a clerk does.
    #[must_use]
    pub fn ward(&self) -> &Ward {
        &self.ward
    }

    /// A clerk sends a document down.
    pub fn send_document(&self, title: &str) {
        let draft = DocumentDraft {
            title: title.to_owned(),
            ..DocumentDraft::default()
        };
        let to = std::slice::from_ref(&self.org);
        self.ward.send_document(to, &draft).unwrap();
    }

    /// Where requests are handed over.
    #[must_use]
    pub fn counter(&self) -> Counter {
        self.counter.lock().unwrap().clone()
    }

    /// The same, as long as the ward stands: it may fall and start again.
    pub(crate) fn standing(&self) -> &Mutex<Counter> {
        &self.counter
    }

    /// A line without fault.
    #[must_use]
    pub fn line(&self) -> Over<Direct> {
        Over(Direct(self.counter()))
    }

    /// The first device binds its book to the cell, as `ward::enrol` does over the network.
    pub async fn enrol(&self, desk: &Desk) {
        let code = EnrolCode::read(&self.code()).unwrap();
        let request = desk.with(|book| {
            let speaker = book.store().speaker();
            let who = (speaker.device, &speaker.key);
            EnrolRequest::sign(&code.secret, book.store().cell(), who, None)
        });
        let body = serde_json::to_vec(&request).unwrap();
        Self::link(desk, self.ask("/v1/enrol", body).await);
    }

    /// A further device comes in, let in by `keeper`.
    pub async fn let_in(&self, keeper: &Desk, desk: &Desk) {
        let identity = desk.with(|book| book.store().identity());
        Self::link(desk, self.admit(keeper, identity).await);
    }

    /// A laptop takes the place of a lost one by the code on paper; `None` where the ward has no keys
    /// for that yet.
    pub async fn recover(&self, seed: u64, now: i64) -> Option<Desk> {
        let code = EnrolCode::read(&self.code()).unwrap();
        let secret: String = code.secret.iter().map(|b| format!("{b:02x}")).collect();
        let look = LookRequest {
            protocol: PROTOCOL,
            secret: secret.clone(),
        };
        let looked: Looked = self
            .ask("/v1/look", serde_json::to_vec(&look).unwrap())
            .await;
        looked.escrow.as_ref()?;
        let desk = Desk::recovered(&looked, seed, now);
        let (cell, identity) = desk.with(|book| (book.store().cell(), book.store().identity()));
        let request = JoinRequest {
            protocol: PROTOCOL,
            secret,
            cell,
            commitment: commitment(cell, &identity, Hash([5; 32])),
            identity,
        };
        let body = serde_json::to_vec(&request).unwrap();
        Self::link(&desk, self.ask("/v1/join", body).await);
        Some(desk)
    }

    /// A device asks to join, and `keeper` lets it in, as a person would who has compared the
    /// numbers (`tests/second_device.rs` compares them).
    pub async fn admit(&self, keeper: &Desk, identity: Identity) -> Enrolled {
        let code = EnrolCode::read(&self.code()).unwrap();
        let cell = keeper.with(|book| book.store().cell());
        let request = JoinRequest {
            protocol: PROTOCOL,
            secret: code.secret.iter().map(|b| format!("{b:02x}")).collect(),
            cell,
            commitment: commitment(cell, &identity, Hash([5; 32])),
            identity,
        };
        let body = serde_json::to_vec(&request).unwrap();
        let enrolled = self.ask("/v1/join", body).await;
        let grant = Act::Grant(Grant {
            to: identity,
            rings: Ring::SEALED.into(),
            founder: None,
            keys: Vec::new(),
            proof: None,
        });
        let now = keeper.now();
        keeper
            .with(|book| {
                book.store_mut()
                    .transact(now, |gate| gate.say_of_devices(identity.device.0, &grant))
            })
            .unwrap();
        keeper.sync(&self.line()).await.unwrap();
        enrolled
    }

    async fn ask<T: DeserializeOwned>(&self, path: &str, body: Vec<u8>) -> T {
        let request = Request {
            method: "POST",
            path: path.to_owned(),
            token: String::new(),
            body,
        };
        let (status, body) = request.deliver(&self.counter()).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap()
    }

    fn link(desk: &Desk, enrolled: Enrolled) {
        let link = Link {
            server: "https://127.0.0.1".to_owned(),
            pin: "00".repeat(10),
            token: enrolled.token,
            ward_key: enrolled.ward_key,
            ward_name: enrolled.ward_name,
            cell_name: enrolled.cell_name,
        };
        desk.with(|book| book.store_mut().set_link(&link)).unwrap();
    }

    /// What the ward holds, as the device of `desk` may ask.
    pub async fn digest(&self, desk: &Desk) -> Digest {
        let asker = desk.with(|book| Asker {
            cell: book.store().cell(),
            token: book.store().link().unwrap().unwrap().token,
        });
        self.line().digest(&asker).await.unwrap().says
    }
}
