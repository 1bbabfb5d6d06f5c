use std::{
    path::Path,
    str::FromStr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, FixedOffset, NaiveDate};
use sochibo_domain::{
    AuditAct, Cell, CellType, Entity, Meeting, MeetingState, NotSecret, id::CellRef,
    rules::PackSet, text::normalise,
};
use sochibo_journal::{CellId, DeviceId, grouped};
use sochibo_store::{CheckReport, Draft, Gate, NewBook, Reader, Store, StoreError};
use sochibo_sync::Stopper;
use uuid::Uuid;

use crate::{
    BookError, Clock,
    audit::{self, Note, Notes},
    clock::by_the_wards_clock,
    entropy::{fresh_id, random},
    given::required,
    passphrase::passphrase_of,
    view::{BookState, CheckedLine, DoctorView, DraftView, FrameView, HitLine},
};

/// Sổ Chi bộ, open.
pub struct Book {
    pub(crate) store: Store,
    pub(crate) packs: PackSet,
    clock: Box<dyn Clock>,
    notes: Mutex<Notes>,
    /// The texts that were last refused for the mark of a state secret.
    refused: Mutex<Vec<String>>,
    /// In how many meetings something was changed after their adoption, and how often the book had
    /// turned ([`Store::turned`]) when that was found.
    late: Mutex<Option<(u64, usize)>>,
    /// How much an exchange under way has taken, of how much. The exchange tells it while the book
    /// keeps what came.
    pub(crate) taking: Arc<Mutex<Option<(u64, u64)>>>,
    /// What stops it.
    pub(crate) stopper: Option<Stopper>,
    /// Whom the ward has revoked, as it last said.
    pub(crate) revoked_by_ward: Vec<DeviceId>,
}

/// What waits to be written into the audit trail is written before the book is closed.
impl Drop for Book {
    fn drop(&mut self) {
        // Nobody is left to be told; the trail's own gap is in the journal's order of time.
        let _ = self.keep_notes();
    }
}

/// What the first run asks for.
#[derive(Clone, Debug)]
pub struct NewCell {
    /// Tên chi bộ: `Khu phố 12`.
    pub name: String,
    /// Loại hình.
    pub cell_type: CellType,
    /// Đảng bộ cấp trên: `Phường Tân Thới Hòa`.
    pub ward: String,
    /// Nơi sinh hoạt thường dùng.
    pub place: String,
    /// Có chi ủy.
    pub has_committee: bool,
}

impl Book {
    /// Whether there is a book at `path`, without opening it.
    #[must_use]
    pub fn state(path: &Path) -> BookState {
        let shown = path.display().to_string();
        if Store::exists(path) {
            BookState::Locked { path: shown }
        } else {
            BookState::None { path: shown }
        }
    }

    /// Makes a book, and answers the recovery code, which is shown once and kept nowhere.
    ///
    /// # Errors
    /// [`BookError`]: a weak passphrase, a missing name, a book that is there already, the disk.
    pub fn create(
        path: &Path,
        passphrase: &str,
        cell: NewCell,
        clock: Box<dyn Clock>,
    ) -> Result<(Self, String), BookError> {
        let passphrase = passphrase_of(passphrase, &[&cell.name, &cell.ward])?;
        let cell = Cell {
            name: required(&cell.name, "tên chi bộ")?,
            cell_type: cell.cell_type,
            ward: required(&cell.ward, "tên đảng bộ cấp trên")?,
            place: normalise(&cell.place),
            has_committee: cell.has_committee,
            minimum_minutes: None,
            missing_4c: None,
            score_gate: None,
        };
        let packs = sochibo_domain::rules::shipped()?;
        let now = clock.now();
        let id = CellId(fresh_id(now)?);
        let new = NewBook {
            cell: id,
            device: DeviceId(fresh_id(now)?),
            device_secret: random()?,
            book_key: random()?,
            ring_keys: [random()?, random()?, random()?],
            recovery: random()?,
            salt: random()?,
        };
        let code = grouped::write(&new.recovery);
        let store = Store::create(path, &passphrase, &new)?;
        let mut book = Self::over(store, packs, clock);
        book.transact(|gate, _| Ok(gate.put::<Cell>(CellRef(id.0), &cell)?))?;
        Ok((book, code))
    }

    /// Opens a book.
    ///
    /// # Errors
    /// [`BookError`]: no book, a wrong passphrase, in use, newer, damaged.
    pub fn open(path: &Path, passphrase: &str, clock: Box<dyn Clock>) -> Result<Self, BookError> {
        let packs = sochibo_domain::rules::shipped()?;
        let store = Store::open(path, &normalise(passphrase))?;
        Ok(Self::over(store, packs, clock))
    }

    /// Opens a book by the recovery code on paper, and gives it a new passphrase.
    ///
    /// # Errors
    /// [`BookError`]: a weak passphrase, a code mistyped or of another book, in use, damaged.
    pub fn recover(
        path: &Path,
        code: &str,
        passphrase: &str,
        clock: Box<dyn Clock>,
    ) -> Result<Self, BookError> {
        let passphrase = passphrase_of(passphrase, &[])?;
        let recovery = grouped::read(code).map_err(|_| StoreError::WrongRecoveryCode)?;
        let packs = sochibo_domain::rules::shipped()?;
        let store = Store::recover(path, &recovery, &passphrase, &random()?)?;
        let mut book = Self::over(store, packs, clock);
        book.note(Note::new(AuditAct::Rekey, "recovery", None));
        book.keep_notes()?;
        Ok(book)
    }

    pub(crate) fn over(store: Store, packs: PackSet, clock: Box<dyn Clock>) -> Self {
        Self {
            store,
            packs,
            clock,
            notes: Mutex::default(),
            refused: Mutex::default(),
            late: Mutex::default(),
            taking: Arc::default(),
            stopper: None,
            revoked_by_ward: Vec::new(),
        }
    }

    pub(crate) fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn late(&self) -> MutexGuard<'_, Option<(u64, usize)>> {
        self.late.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refused(&self) -> MutexGuard<'_, Vec<String>> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A book whose file the caller has opened: a test that can't wait for a passphrase.
    ///
    /// # Errors
    /// [`BookError`] where the rule packs can't be read.
    pub fn with(store: Store, clock: Box<dyn Clock>) -> Result<Self, BookError> {
        Ok(Self::over(store, sochibo_domain::rules::shipped()?, clock))
    }

    /// The file below the use cases: a test that looks at chains and operations.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The file below the use cases, to be written: a test that writes what no use case does.
    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// Now, by the clock that the book was opened with.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.clock.now()
    }

    /// Today.
    #[must_use]
    pub fn today_date(&self) -> NaiveDate {
        self.now().date_naive()
    }

    pub(crate) fn read(&self) -> Reader<'_> {
        self.store.read()
    }

    /// What operations are dated by: the ward's clock once that is known. A laptop that believes it
    /// is 2046 must not win against everything that is written until then.
    pub(crate) fn wall_ms(&self) -> Result<i64, BookError> {
        let known = self.store.link_state()?;
        Ok(by_the_wards_clock(self.now().timestamp_millis(), &known))
    }

    /// One change of the book: what `work` puts stands or falls together.
    pub(crate) fn transact<T>(
        &mut self,
        work: impl FnOnce(&mut Gate<'_>, DateTime<FixedOffset>) -> Result<T, BookError>,
    ) -> Result<T, BookError> {
        let now = self.now();
        let wall_ms = self.wall_ms()?;
        let mut notes = std::mem::take(&mut self.notes().waiting);
        let (device, visibility) = (self.store.device().0, audit::visibility(&self.store));
        let done = self.store.transact(wall_ms, |gate| {
            let done = work(gate, now)?;
            let removed = gate.removed().iter();
            let removed = removed.map(|(kind, id)| Note::new(AuditAct::Delete, kind, Some(*id)));
            let declared = gate.declared().iter();
            let declared = declared
                .map(|id| Note::new(AuditAct::DeclareNotSecret, NotSecret::KIND, Some(id.0)));
            let also: Vec<Note> = removed.chain(declared).collect();
            audit::write(gate, &notes, device, visibility, now)?;
            audit::write(gate, &also, device, visibility, now)?;
            Ok(done)
        });
        if let Err(error) = &done {
            if let Some(rule) = self.remember_refused(error) {
                notes.push(Note::new(AuditAct::RefuseSecret, rule, None));
            }
            self.notes().waiting.append(&mut notes);
        }
        done
    }

    /// Remembers which texts were refused for a mark, so that the person can answer for them
    /// without typing them again; the rule that found it.
    fn remember_refused(&self, error: &BookError) -> Option<&'static str> {
        let BookError::Store(StoreError::SecretMark(marked)) = error else {
            return None;
        };
        self.refused().clone_from(&marked.texts);
        Some(marked.rule.id())
    }

    /// The person answers for everything that is written until the book is closed, for scripts
    /// that can't be asked.
    pub fn declare_all_not_secret(&mut self) {
        self.store.answer_for_all();
    }

    /// The person answers for the texts that were last refused: they are no state secrets. Said
    /// again, they are taken, and the declaration stands in the audit trail. Returns how many.
    pub fn declare_not_secret(&mut self) -> usize {
        let texts = std::mem::take(&mut *self.refused());
        for text in &texts {
            self.store.answer_for(text);
        }
        texts.len()
    }

    /// A fresh id.
    pub(crate) fn fresh<I: From<Uuid>>(&self) -> Result<I, BookError> {
        Ok(I::from(fresh_id(self.now())?))
    }

    /// Chi bộ.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn cell(&self) -> Result<Cell, BookError> {
        Ok(self.read().get::<Cell>(CellRef(self.store.cell().0))?)
    }

    /// Changes the cell's own data.
    ///
    /// # Errors
    /// [`BookError`]: an empty name, the disk.
    pub fn set_cell(&mut self, cell: &Cell) -> Result<(), BookError> {
        let id = CellRef(self.store.cell().0);
        let cell = Cell {
            name: required(&cell.name, "tên chi bộ")?,
            ward: required(&cell.ward, "tên đảng bộ cấp trên")?,
            place: normalise(&cell.place),
            ..cell.clone()
        };
        self.transact(|gate, _| Ok(gate.put::<Cell>(id, &cell)?))
            .map(|_| ())
    }

    /// The frame around every screen.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn frame(&self) -> Result<FrameView, BookError> {
        let cell = self.cell()?;
        let due = self
            .assignments()?
            .iter()
            .filter(|task| task.overdue)
            .count();
        let open = self
            .petitions()?
            .iter()
            .filter(|petition| petition.answer.is_none())
            .count();
        Ok(FrameView {
            cell: cell.name,
            cell_type: cell.cell_type,
            ward: cell.ward,
            assignments_due: u32::try_from(due).unwrap_or(u32::MAX),
            petitions_open: u32::try_from(open).unwrap_or(u32::MAX),
            documents_unread: self.unread_documents()?,
            in_session: self
                .read()
                .list::<Meeting>()?
                .iter()
                .any(|meeting| meeting.entity.state() == MeetingState::Running),
            sync: self.sync_words()?,
        })
    }

    /// Finds things by words without accents.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<HitLine>, BookError> {
        let reader = self.read();
        let mut lines = Vec::new();
        for hit in reader.search(words, limit)? {
            let meeting = (hit.kind == sochibo_domain::Meeting::KIND)
                .then_some(hit.id)
                .or(hit.parent);
            let title = if hit.title.is_empty() {
                self.speaker_of(&hit.kind, hit.id)?
            } else {
                hit.title
            };
            lines.push(HitLine {
                kind: hit.kind,
                id: hit.id.to_string(),
                title,
                snippet: hit.snippet,
                meeting: meeting.map(|id| id.to_string()),
            });
        }
        Ok(lines)
    }

    /// The title of a hit that has none of its own: who said it.
    fn speaker_of(&self, kind: &str, id: Uuid) -> Result<String, BookError> {
        if kind != sochibo_domain::Statement::KIND {
            return Ok(String::new());
        }
        let statement = self.read().get::<sochibo_domain::Statement>(id.into())?;
        match statement.member {
            Some(member) => Ok(format!("đ/c {}", self.member_name(member)?)),
            None => Ok(statement.guest.unwrap_or_default()),
        }
    }

    /// Looks through the whole book; `deep` authenticates every page of the file too.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read at all.
    pub fn doctor(&self, deep: bool) -> Result<DoctorView, BookError> {
        Ok(doctor_view(&self.store.check(deep)?))
    }

    /// Builds everything that is derived from operations anew. Deletes no operation.
    ///
    /// # Errors
    /// [`BookError`] where the operations can't be read.
    pub fn repair(&mut self) -> Result<DoctorView, BookError> {
        Ok(doctor_view(&self.store.repair()?))
    }

    /// Keeps what is being typed. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn save_draft(&self, slot: &str, value: &str) -> Result<DraftView, BookError> {
        let draft = Draft {
            slot: slot.to_owned(),
            value: value.to_owned(),
            saved_at: self.now().timestamp_millis(),
        };
        if let Err(error) = self.store.save_draft(&draft).map_err(BookError::from) {
            if let Some(rule) = self.remember_refused(&error) {
                self.note_refused(slot, rule);
            }
            return Err(error);
        }
        self.note_taken(slot);
        Ok(self.draft_view(draft))
    }

    /// What was being typed in the places that begin with `prefix`.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn drafts(&self, prefix: &str) -> Result<Vec<DraftView>, BookError> {
        Ok(self
            .store
            .drafts(prefix)?
            .into_iter()
            .map(|draft| self.draft_view(draft))
            .collect())
    }

    fn draft_view(&self, draft: Draft) -> DraftView {
        let offset = *self.now().offset();
        let at = DateTime::from_timestamp_millis(draft.saved_at)
            .unwrap_or_default()
            .with_timezone(&offset);
        DraftView {
            slot: draft.slot,
            value: draft.value,
            saved_at: at.format("%H:%M:%S").to_string(),
        }
    }

    /// Drops what was being typed.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn drop_draft(&self, slot: &str) -> Result<(), BookError> {
        Ok(self.store.drop_draft(slot)?)
    }

    /// A setting of this device.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, BookError> {
        Ok(self.store.setting(name)?)
    }

    /// Changes a setting of this device.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), BookError> {
        Ok(self.store.set_setting(name, value)?)
    }

    /// The id that `text` names: a whole UUID or an unambiguous prefix of one of this kind.
    ///
    /// # Errors
    /// [`BookError::Ambiguous`], or not found.
    pub fn resolve<E: Entity>(&self, text: &str) -> Result<E::Id, BookError> {
        if let Ok(id) = Uuid::from_str(text) {
            self.read().get::<E>(id.into())?;
            return Ok(id.into());
        }
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_hexdigit() || c == '-') {
            return Err(BookError::Unreadable(text.to_owned(), "mã số"));
        }
        match self.read().ids_with_prefix(E::KIND, text)?.as_slice() {
            [] => Err(sochibo_store::StoreError::NotFound(text.to_owned()).into()),
            [one] => Ok((*one).into()),
            several => Err(BookError::Ambiguous {
                prefix: text.to_owned(),
                count: several.len(),
            }),
        }
    }
}

fn doctor_view(report: &CheckReport) -> DoctorView {
    DoctorView {
        ok: report.ok(),
        checks: report
            .checks
            .iter()
            .map(|check| CheckedLine {
                name: check.name.to_owned(),
                ok: check.ok,
                detail: check.detail.clone(),
            })
            .collect(),
    }
}
