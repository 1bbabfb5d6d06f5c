//! Sao lưu: automatic copies of the book in a folder or on a USB stick, and the way back.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use sochibo_domain::{AuditAct, text::normalise};
use sochibo_journal::{DeviceId, grouped};
use sochibo_store::{
    BACKUP_EXTENSION, BackedUp, BackupSource, Ends, NewIdentity, Opener, Progress, Store,
    StoreError,
};

use crate::{
    Book, BookError, Clock,
    audit::Note,
    entropy::{fresh_id, random},
    shared::{Shared, hold},
    view::{BackupFile, BackupView},
};

/// How the names of automatic backups begin. Files with other names are a person's own: they are
/// listed nowhere and never removed.
const PREFIX: &str = "so-chi-bo";
const FOLDER: &str = "backup-folder";
const KEEP: &str = "backup-keep";
const AUTO: &str = "backup-auto";
const LAST: &str = "backup-last";
const FAULT: &str = "backup-fault";

/// How many automatic backups are kept unless the person says otherwise.
const DEFAULT_KEEP: usize = 10;
/// Older than so many days they go even before there are that many; three always stay.
const MAX_AGE_DAYS: u64 = 400;
const ALWAYS_KEPT: usize = 3;

/// The last backup that was proved.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Last {
    file: String,
    at: DateTime<FixedOffset>,
    bytes: u64,
    /// A hash of the ends of the chains that it holds.
    ends: String,
}

/// A backup to be made. It holds nothing of the book: the book stays free for writing.
pub struct BackupJob {
    source: BackupSource,
    to: Target,
    ends: String,
    at: DateTime<FixedOffset>,
}

enum Target {
    File(PathBuf),
    Rotating {
        chosen: PathBuf,
        /// Beside the book, where the chosen folder isn't there (a stick that was pulled out).
        fallback: PathBuf,
        keep: usize,
    },
}

/// What a job did.
#[derive(Clone, Debug)]
pub struct BackupDone {
    backed_up: BackedUp,
    ends: String,
    at: DateTime<FixedOffset>,
    /// The chosen folder could not be written, and why.
    elsewhere: Option<String>,
}

impl BackupDone {
    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.backed_up.file
    }

    /// Its size.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.backed_up.bytes
    }

    /// How many operations it holds.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.backed_up.operations
    }
}

impl BackupJob {
    /// Makes the backup; where it is one of a row, the oldest beyond the number to keep are
    /// removed once the new one is proved.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn run(&self, progress: Progress<'_>) -> Result<BackupDone, BookError> {
        let (backed_up, elsewhere) = match &self.to {
            Target::File(file) => (self.source.write(file, progress)?, None),
            Target::Rotating {
                chosen,
                fallback,
                keep,
            } => self.rotate(chosen, fallback, *keep, progress)?,
        };
        Ok(BackupDone {
            backed_up,
            ends: self.ends.clone(),
            at: self.at,
            elsewhere,
        })
    }

    fn rotate(
        &self,
        chosen: &Path,
        fallback: &Path,
        keep: usize,
        progress: Progress<'_>,
    ) -> Result<(BackedUp, Option<String>), BookError> {
        let name = format!(
            "{PREFIX}-{}.{BACKUP_EXTENSION}",
            self.at.format("%Y-%m-%d-%H%M%S")
        );
        // A stick that isn't plugged in must not be mistaken for a folder to be made.
        let there = chosen == fallback || chosen.is_dir();
        let first = if there {
            self.source.write(&chosen.join(&name), progress)
        } else {
            Err(StoreError::NotFound(chosen.display().to_string()))
        };
        let (made, elsewhere) = match first {
            Ok(made) => (made, None),
            Err(why) if chosen != fallback => {
                let made = self.source.write(&fallback.join(&name), progress)?;
                (made, Some(why.to_string()))
            }
            Err(why) => return Err(why.into()),
        };
        if let Some(folder) = made.file.parent() {
            prune(folder, &made.file, keep, self.at.date_naive());
        }
        Ok((made, elsewhere))
    }
}

/// Removes the oldest automatic backups of a folder, never `newest`.
fn prune(folder: &Path, newest: &Path, keep: usize, today: NaiveDate) {
    let mut files: Vec<PathBuf> = rotating(folder)
        .into_iter()
        .filter(|file| file != newest)
        .collect();
    // Names carry their time; the newest first.
    files.sort();
    files.reverse();
    let oldest = today
        .checked_sub_days(Days::new(MAX_AGE_DAYS))
        .unwrap_or(today)
        .format("%Y-%m-%d")
        .to_string();
    for (place, file) in (1..).zip(&files) {
        let day = day_of(file).unwrap_or_default();
        if place >= keep.max(1) || (place >= ALWAYS_KEPT && day < oldest) {
            // One that can't be removed is in nobody's way.
            let _ = fs::remove_file(file);
        }
    }
}

fn rotating(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| day_of(path).is_some())
        .collect()
}

/// The day in the name of an automatic backup.
fn day_of(path: &Path) -> Option<String> {
    let stem = path
        .file_name()?
        .to_str()?
        .strip_suffix(&format!(".{BACKUP_EXTENSION}"))?;
    let time = stem.strip_prefix(PREFIX)?.strip_prefix('-')?;
    let shape = time.len() == 17 && time.chars().all(|c| c.is_ascii_digit() || c == '-');
    shape.then(|| time[..10].to_owned())
}

impl Book {
    /// A backup into a file of the person's choice.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn backup_to(&self, file: &Path) -> Result<BackupJob, BookError> {
        self.job(Target::File(file.to_owned()))
    }

    /// The next of the automatic backups.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn backup_next(&self) -> Result<BackupJob, BookError> {
        let fallback = self.backup_default();
        let chosen = self
            .setting(FOLDER)?
            .filter(|folder| !folder.is_empty())
            .map_or_else(|| fallback.clone(), PathBuf::from);
        let keep = self.backup_keep()?;
        self.job(Target::Rotating {
            chosen,
            fallback,
            keep,
        })
    }

    fn job(&self, to: Target) -> Result<BackupJob, BookError> {
        Ok(BackupJob {
            source: self.store.backup_source(),
            to,
            ends: summary(&self.store.ends()?),
            at: self.now(),
        })
    }

    /// Whether an automatic backup is due: something has changed since the last one, and, unless
    /// `now_or_never` (the book is being closed, minutes were adopted), the last one is not of
    /// today.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn backup_due(&self, now_or_never: bool) -> Result<bool, BookError> {
        if self.setting(AUTO)?.as_deref() == Some("0") {
            return Ok(false);
        }
        let Some(last) = self.last_backup()? else {
            return Ok(true);
        };
        if !Path::new(&last.file).exists() {
            return Ok(true);
        }
        let fresh = last.ends != summary(&self.store.ends()?);
        Ok(fresh && (now_or_never || last.at.date_naive() != self.today_date()))
    }

    /// Keeps that a backup was made.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn backed_up(&mut self, done: &BackupDone) -> Result<(), BookError> {
        let last = Last {
            file: done.backed_up.file.display().to_string(),
            at: done.at,
            bytes: done.backed_up.bytes,
            ends: done.ends.clone(),
        };
        self.set_setting(LAST, &serde_json::to_string(&last).unwrap_or_default())?;
        self.set_setting(FAULT, done.elsewhere.as_deref().unwrap_or_default())
    }

    /// Keeps why the last automatic backup failed, until one succeeds.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn backup_failed(&mut self, why: &str) -> Result<(), BookError> {
        self.set_setting(FAULT, why)
    }

    /// Notes in the audit trail that the person made a copy into a file.
    pub fn note_backup(&mut self) {
        self.note(Note::new(AuditAct::Backup, "", None));
    }

    /// How backups stand.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn backups(&self) -> Result<BackupView, BookError> {
        let fallback = self.backup_default();
        let folder = self
            .setting(FOLDER)?
            .filter(|folder| !folder.is_empty())
            .map_or_else(|| fallback.clone(), PathBuf::from);
        let mut files = rotating(&folder);
        if folder != fallback {
            files.extend(rotating(&fallback));
        }
        files.sort();
        files.reverse();
        let last = self.last_backup()?;
        Ok(BackupView {
            folder: folder.display().to_string(),
            folder_there: folder.is_dir() || folder == fallback,
            default_folder: folder == fallback,
            keep: self.backup_keep()?,
            auto: self.setting(AUTO)?.as_deref() != Some("0"),
            last: last.map(|last| BackupFile {
                there: Path::new(&last.file).exists(),
                file: last.file,
                at: last.at.to_rfc3339(),
                bytes: last.bytes,
            }),
            files: files.len(),
            fault: self.setting(FAULT)?.filter(|fault| !fault.is_empty()),
        })
    }

    /// Chooses where automatic backups go (empty: beside the book), how many are kept, and whether
    /// they are made.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn set_backups(&mut self, folder: &str, keep: usize, auto: bool) -> Result<(), BookError> {
        let folder = normalise(folder).trim().to_owned();
        self.set_setting(FOLDER, &folder)?;
        self.set_setting(KEEP, &keep.clamp(1, 99).to_string())?;
        self.set_setting(AUTO, if auto { "1" } else { "0" })
    }

    fn backup_default(&self) -> PathBuf {
        let book = self.store.path();
        book.parent().unwrap_or(Path::new("")).join("sao-luu")
    }

    fn backup_keep(&self) -> Result<usize, BookError> {
        let kept = self.setting(KEEP)?.and_then(|keep| keep.parse().ok());
        Ok(kept.unwrap_or(DEFAULT_KEEP))
    }

    fn last_backup(&self) -> Result<Option<Last>, BookError> {
        Ok(self
            .setting(LAST)?
            .and_then(|last| serde_json::from_str(&last).ok()))
    }

    /// Makes a book of a backup file, under a new device identity, so that the old machine and
    /// this one never continue the same chain.
    ///
    /// # Errors
    /// [`BookError`]: not a backup, cut short, damaged, a wrong passphrase or code, a book there.
    pub fn restore(
        file: &Path,
        path: &Path,
        key: &RestoreKey<'_>,
        clock: Box<dyn Clock>,
    ) -> Result<Self, BookError> {
        Self::restore_watched(file, path, key, clock, &mut |_, _| {})
    }

    /// The same, telling how far it has come.
    ///
    /// # Errors
    /// As [`Book::restore`].
    pub fn restore_watched(
        file: &Path,
        path: &Path,
        key: &RestoreKey<'_>,
        clock: Box<dyn Clock>,
        progress: Progress<'_>,
    ) -> Result<Self, BookError> {
        let now = clock.now();
        let packs = sochibo_domain::rules::shipped()?;
        let identity = NewIdentity {
            device: DeviceId(fresh_id(now)?),
            secret: random()?,
        };
        let store = match key {
            RestoreKey::Passphrase(typed) => {
                let typed = normalise(typed);
                let opener = Opener::Passphrase(&typed);
                Store::restore_watched(file, path, &opener, &identity, progress)?
            }
            RestoreKey::RecoveryCode(code) => {
                let code = grouped::read(code).map_err(|_| StoreError::WrongRecoveryCode)?;
                let opener = Opener::Recovery(&code);
                Store::restore_watched(file, path, &opener, &identity, progress)?
            }
        };
        let mut book = Self::over(store, packs, clock);
        book.note(Note::new(AuditAct::Restore, "", None));
        book.keep_notes()?;
        Ok(book)
    }
}

/// What opens a backup: what a person types.
pub enum RestoreKey<'a> {
    /// The passphrase that the book had then.
    Passphrase(&'a str),
    /// The recovery code on paper.
    RecoveryCode(&'a str),
}

/// Makes an automatic backup if one is due, and keeps how it went. The book is free meanwhile.
///
/// # Errors
/// [`BookError`] where no backup could be made.
pub fn backup_if_due(
    book: &Shared,
    now_or_never: bool,
    progress: Progress<'_>,
) -> Result<Option<BackupDone>, BookError> {
    let job = hold(book, |book| {
        if book.backup_due(now_or_never)? {
            book.backup_next().map(Some)
        } else {
            Ok(None)
        }
    })?;
    job.map(|job| run(book, &job, progress)).transpose()
}

/// Makes the next automatic backup now.
///
/// # Errors
/// [`BookError`] where no backup could be made.
pub fn backup_now(book: &Shared, progress: Progress<'_>) -> Result<BackupDone, BookError> {
    let job = hold(book, |book| book.backup_next())?;
    run(book, &job, progress)
}

fn run(book: &Shared, job: &BackupJob, progress: Progress<'_>) -> Result<BackupDone, BookError> {
    let done = job.run(progress);
    hold(book, |book| match &done {
        Ok(done) => book.backed_up(done),
        Err(error) => book.backup_failed(&error.to_string()),
    })?;
    done
}

fn summary(ends: &Ends) -> String {
    let mut hasher = blake3::Hasher::new();
    for (device, seq, head) in ends {
        hasher.update(device.0.as_bytes());
        hasher.update(&seq.to_le_bytes());
        hasher.update(&head.0);
    }
    hasher.finalize().to_hex().to_string()
}

/// Whether a file begins like a backup, so that the wrong file is refused before anything is
/// asked.
///
/// # Errors
/// [`BookError::File`] where it can't be read.
pub fn looks_like_backup(file: &Path) -> Result<bool, BookError> {
    let failed = BookError::file(file);
    let mut start = Vec::new();
    fs::File::open(file)
        .and_then(|file| file.take(4).read_to_end(&mut start))
        .map_err(failed)?;
    Ok(start == b"SCBK")
}
