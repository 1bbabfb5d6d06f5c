//! A ward that listens on this machine.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use sochibo_book::{
    SystemClock,
    devices::{join, recover},
    ward::{Shared, enrol},
};
use sochibo_ward::{OrgKind, Running, ServeConfig, Tls, Ward, serve};

use crate::fixture::PASSPHRASE;

/// A ward with one cell.
pub(crate) struct Office {
    running: Running,
    ward: Ward,
    org: String,
}

impl Office {
    pub(crate) async fn open(data: PathBuf) -> Self {
        let running = serve(ServeConfig {
            data: data.clone(),
            listen: "127.0.0.1:0".into(),
            tls: Tls::SelfSigned,
        })
        .await
        .unwrap();
        let ward = Ward::open(&data).unwrap();
        let org = ward.add_org("Khu phố 12", OrgKind::ChiBo, None).unwrap();
        Self {
            running,
            ward,
            org: org.to_string(),
        }
    }

    /// Over TLS.
    pub(crate) fn url(&self) -> &str {
        &self.running.url
    }

    /// A fresh enrolment code.
    pub(crate) fn code(&self) -> String {
        let hour = Duration::from_secs(3600);
        self.ward.enrol_code(&self.org, hour).unwrap().code
    }

    pub(crate) async fn enrol(&self, book: &Shared) {
        enrol(book, self.url(), &self.code()).await.unwrap();
    }

    /// How many operations it holds.
    pub(crate) fn holds(&self) -> u64 {
        let devices = self.ward.devices().unwrap();
        devices.iter().map(|device| device.seq).sum()
    }

    pub(crate) async fn close(self) {
        self.running.stop().await.unwrap();
    }
}

/// A folder beside the build, not one that may lie in memory.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(Path::new("target")).unwrap()
}

/// Another device of the cell with the whole book, in by the recovery code.
pub(crate) async fn second_device(office: &Office, folder: &Path, recovery: &str) -> Shared {
    let path = folder.join("may-hai.sochibo");
    let (url, code, clock) = (office.url(), office.code(), Box::new(SystemClock));
    let book = recover::begin(&path, PASSPHRASE, url, &code, recovery, clock);
    let book: Shared = Arc::new(Mutex::new(book.await.unwrap()));
    join::advance(&book).await.unwrap();
    book
}
