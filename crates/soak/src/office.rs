use std::time::Duration;

use sochibo_book::ward::Line as _;
use sochibo_store::Link;
use sochibo_sync::Asker;
use sochibo_ward::{Counter, OrgKind, Ward};
use sochibo_wire::{
    EnrolCode, PROTOCOL,
    api::{Digest, EnrolRequest, Enrolled},
};
use tempfile::TempDir;

use crate::{Desk, Direct, Over, Request, desk::folder};

/// A ward in a folder of its own, with one cell.
pub struct Office {
    dir: TempDir,
    org: String,
    ward: Ward,
    counter: Counter,
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
        let counter = Counter::open(dir.path()).unwrap();
        Self {
            dir,
            org,
            ward,
            counter,
        }
    }

    /// The ward stops without a warning, and starts again.
    pub fn restart(&mut self) {
        self.counter = Counter::open(self.dir.path()).unwrap();
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

    /// Where requests are handed over.
    #[must_use]
    pub fn counter(&self) -> &Counter {
        &self.counter
    }

    /// A line without fault.
    #[must_use]
    pub fn line(&self) -> Over<Direct> {
        Over(Direct(self.counter.clone()))
    }

    /// Lets a device join, as `ward::enrol` does over the network.
    pub async fn enrol(&self, desk: &Desk) {
        let code = EnrolCode::read(&self.code()).unwrap();
        let request = desk.with(|book| {
            let speaker = book.store().speaker();
            EnrolRequest {
                protocol: PROTOCOL,
                secret: code.secret.iter().map(|b| format!("{b:02x}")).collect(),
                cell: book.store().cell(),
                device: speaker.device,
                public_key: speaker.key.public(),
                speech: None,
            }
        });
        let request = Request {
            method: "POST",
            path: "/v1/enrol".to_owned(),
            token: String::new(),
            body: serde_json::to_vec(&request).unwrap(),
        };
        let (status, body) = request.deliver(&self.counter).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        let enrolled: Enrolled = serde_json::from_slice(&body).unwrap();
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
