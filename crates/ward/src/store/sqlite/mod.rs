//! The store in one SQLite file: `ward.db`, WAL, `synchronous=FULL`.
//!
//! One thread writes; what waits for it is committed together (group commit), each piece under
//! its own savepoint. Batches of which more follow at once wait for the disk with the last of them. Readers take connections of their own and never wait for the writer.
//! Commands of other processes share the file through WAL and the busy timeout.

mod audit;
mod authority;
mod column;
mod documents;
mod enrolment;
mod full;
mod ingest;
mod joins;
mod migrate;
mod orgs;
mod pull;
mod reports;
mod room;
mod settings;
mod users;
mod writer;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
    time::Duration,
};

use rusqlite::{Connection, config::DbConfig};
use serde_json::Value;
use sochibo_journal::{CellId, DeviceId, DeviceKey, Directory, Hash};
use sochibo_wire::{Page, VerifiedBatch, api::DeviceEnd, join::Join};
use uuid::Uuid;

use self::writer::Writer;
use super::{
    Answering, Commit, Device, Enrolling, Enrolment, HeldDevice, ListedReport, Look, NewDocument,
    NewJoin, Org, ReceivedReport, RejectedReport, Renewal, Renewing, SecretHash, SentDocument,
    StoreError, StoredUser, Taking, WardStore,
};
use crate::{audit::Audit, private, report::Fold};

const FILE: &str = "ward.db";
const LOG: &str = "ward.db-wal";
const BUSY: Duration = Duration::from_secs(30);
/// Connections kept open between reads.
const IDLE_READERS: usize = 8;

/// The embedded store.
pub(crate) struct SqliteStore {
    file: PathBuf,
    writer: Writer,
    readers: Mutex<Vec<Connection>>,
}

impl SqliteStore {
    /// Opens the store in `dir`, making and migrating it as needed.
    pub(crate) fn open(dir: &Path) -> Result<Self, StoreError> {
        private::make_dir(dir)?;
        let file = dir.join(FILE);
        private::touch(&file)?;
        // Whoever closes the file last takes the log away.
        let log = fs::metadata(dir.join(LOG)).is_ok_and(|log| log.len() > 0);
        let db = opened(&file).map_err(|error| error.seen_at(&file))?;
        Ok(Self {
            file,
            writer: Writer::start(db, log)?,
            readers: Mutex::new(Vec::new()),
        })
    }

    /// Runs `work` in a transaction and returns once it is on disk.
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.write_until(Commit::OnDisk, work)
    }

    /// Runs `work` in a transaction and returns once it is committed so.
    fn write_until<T: Send + 'static>(
        &self,
        commit: Commit,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let done = self.writer.run(commit, work);
        done.map_err(|error| error.seen_at(&self.file))
    }

    /// Runs `work` on one snapshot of what is on the disk: what is told to others must stay so.
    fn read_settled<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.writer.is_behind() {
            self.write(|_| Ok(()))?;
        }
        self.read(work)
    }

    /// Runs `work` on one snapshot.
    fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let done = self.snapshot(work);
        done.map_err(|error| error.seen_at(&self.file))
    }

    fn snapshot<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.readers.lock().ok().and_then(|mut all| all.pop());
        let mut db = match idle {
            Some(db) => db,
            None => connect(&self.file)?,
        };
        let snapshot = db.transaction()?;
        let result = work(&snapshot);
        drop(snapshot);
        if let Ok(mut all) = self.readers.lock()
            && all.len() < IDLE_READERS
        {
            all.push(db);
        }
        result
    }
}

/// How many pages of 4 KiB the write-ahead log holds before they are moved into the file.
const LOG_PAGES: i64 = 4_000;

fn opened(file: &Path) -> Result<Connection, StoreError> {
    let mut db = connect(file)?;
    migrate::migrate(&mut db)?;
    Ok(db)
}

fn connect(file: &Path) -> Result<Connection, StoreError> {
    let db = Connection::open(file)?;
    db.busy_timeout(BUSY)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    // Moved into the file less often: each time waits for the disk twice.
    db.pragma_update_and_check(None, "wal_autocheckpoint", LOG_PAGES, |_| Ok(()))?;
    db.pragma_update(None, "foreign_keys", true)?;
    // Statements of every room of this store stay prepared, whatever they are asked with.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

impl WardStore for SqliteStore {
    fn ping(&self) -> Result<(), StoreError> {
        self.read(|db| Ok(db.query_row("SELECT 1", [], |_| Ok(()))?))
    }

    fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|db| settings::get(db, name))
    }

    fn set_setting(&self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.write(move |db| settings::set(db, &name, &value))
    }

    fn setting_or(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.write(move |db| settings::get_or_set(db, &name, value))
    }

    fn orgs(&self) -> Result<Vec<Org>, StoreError> {
        self.read(orgs::all)
    }

    fn add_org(&self, org: &Org, at: i64) -> Result<(), StoreError> {
        let org = org.clone();
        self.write(move |db| orgs::add(db, &org, at))
    }

    fn add_code(&self, hash: SecretHash, org: Uuid, expires_at: i64) -> Result<(), StoreError> {
        self.write(move |db| enrolment::add_code(db, hash, org, expires_at))
    }

    fn enrol(&self, device: &Enrolling, at: i64) -> Result<Enrolment, StoreError> {
        let device = device.clone();
        self.write(move |db| enrolment::enrol(db, &device, at))
    }

    fn renew(&self, renewing: &Renewing, at: i64) -> Result<Renewal, StoreError> {
        let renewing = renewing.clone();
        self.write(move |db| enrolment::renew(db, &renewing, at))
    }

    fn look(&self, code: SecretHash, at: i64) -> Result<Look, StoreError> {
        self.read(|db| joins::look(db, code, at))
    }

    fn join(&self, new: &NewJoin, at: i64) -> Result<Enrolment, StoreError> {
        let new = new.clone();
        self.write(move |db| joins::join(db, &new, at))
    }

    fn joins(&self, cell: CellId) -> Result<Vec<Join>, StoreError> {
        self.read(|db| joins::all(db, cell))
    }

    fn answer_join(&self, answering: &Answering) -> Result<bool, StoreError> {
        let answering = *answering;
        self.write(move |db| joins::answer(db, &answering))
    }

    fn show_join(&self, cell: CellId, device: DeviceId, nonce: Hash) -> Result<bool, StoreError> {
        self.write(move |db| joins::show(db, cell, device, nonce))
    }

    fn refuse_join(&self, cell: CellId, device: DeviceId, at: i64) -> Result<bool, StoreError> {
        self.write(move |db| joins::refuse(db, cell, device, at))
    }

    fn directory(&self, cell: CellId) -> Result<Directory, StoreError> {
        self.read(|db| authority::directory(db, cell, &[]))
    }

    fn device_of(&self, token: SecretHash) -> Result<Option<Device>, StoreError> {
        self.read(|db| enrolment::device_of(db, token))
    }

    fn devices(&self) -> Result<Vec<HeldDevice>, StoreError> {
        self.read(enrolment::devices)
    }

    fn revoke(&self, device: DeviceId, at: i64) -> Result<bool, StoreError> {
        self.write(move |db| enrolment::revoke(db, device, at))
    }

    fn take(
        &self,
        batch: VerifiedBatch,
        folds: Vec<Fold>,
        at: i64,
        commit: Commit,
    ) -> Result<Taking, StoreError> {
        self.write_until(commit, move |db| ingest::take(db, &batch, folds, at))
    }

    fn rooms(&self) -> Result<Vec<(CellId, u64)>, StoreError> {
        self.read(room::all)
    }

    fn page(&self, cell: CellId, asking: DeviceId, after: u64) -> Result<Page, StoreError> {
        self.read_settled(|db| pull::page(db, cell, asking, after))
    }

    fn chain_page(&self, cell: CellId, device: DeviceId, after: u64) -> Result<Page, StoreError> {
        self.read_settled(|db| pull::chain_page(db, cell, device, after))
    }

    fn head_at(
        &self,
        cell: CellId,
        device: DeviceId,
        seq: u64,
    ) -> Result<Option<Hash>, StoreError> {
        self.read_settled(|db| pull::head_at(db, cell, device, seq))
    }

    fn ends(&self, cell: CellId) -> Result<(u64, Vec<DeviceEnd>), StoreError> {
        self.read_settled(|db| pull::ends(db, cell))
    }

    fn send_document(&self, new: &NewDocument, key: &DeviceKey, at: i64) -> Result<(), StoreError> {
        let (new, key) = (new.clone(), key.clone());
        self.write(move |db| documents::send(db, &new, &key, at))
    }

    fn withdraw_document(
        &self,
        id: Uuid,
        on: &Value,
        key: &DeviceKey,
        at: i64,
    ) -> Result<Option<i64>, StoreError> {
        let (on, key) = (on.clone(), key.clone());
        self.write(move |db| documents::withdraw(db, id, &on, &key, at))
    }

    fn documents(&self) -> Result<Vec<SentDocument>, StoreError> {
        self.read(documents::all)
    }

    fn audit(&self) -> Result<Audit, StoreError> {
        self.read(audit::walk)
    }

    fn newest_reports(
        &self,
        cell: Option<CellId>,
        year: Option<i32>,
    ) -> Result<Vec<ListedReport>, StoreError> {
        self.read(|db| reports::newest(db, cell, year))
    }

    fn report_years(&self) -> Result<Vec<i32>, StoreError> {
        self.read(reports::years)
    }

    fn versions(&self, cell: CellId, meeting: Uuid) -> Result<Vec<ReceivedReport>, StoreError> {
        self.read(|db| reports::versions(db, cell, meeting))
    }

    fn rejected(&self, cell: CellId) -> Result<Vec<RejectedReport>, StoreError> {
        self.read(|db| reports::rejected(db, cell))
    }

    fn add_user(&self, user: &StoredUser) -> Result<bool, StoreError> {
        let user = user.clone();
        self.write(move |db| users::add(db, &user))
    }

    fn user(&self, name: &str) -> Result<Option<StoredUser>, StoreError> {
        self.read(|db| users::get(db, name))
    }

    fn open_session(
        &self,
        token: SecretHash,
        user: &str,
        expires_at: i64,
        now: i64,
    ) -> Result<(), StoreError> {
        let user = user.to_owned();
        self.write(move |db| users::open_session(db, token, &user, expires_at, now))
    }

    fn session_user(&self, token: SecretHash, now: i64) -> Result<Option<StoredUser>, StoreError> {
        self.read(|db| users::session_user(db, token, now))
    }

    fn close_session(&self, token: SecretHash) -> Result<(), StoreError> {
        self.write(move |db| users::close_session(db, token))
    }
}
