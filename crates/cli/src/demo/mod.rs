//! `scb demo`: a made-up cell lives two months with a clock that we set, and reports to a ward
//! that we run. Everything goes through [`Book`] and [`sochibo_ward::Ward`] as it would in life;
//! the texts are in `assets/demo`.

mod clock;
mod data;
mod exchange;
mod life;
mod made;
mod months;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, FixedOffset};
use sochibo_book::{Book, NewCell};

use self::{
    clock::DemoClock,
    data::{CellData, Script},
    life::Life,
    made::{Made, MadeMeeting},
};
use crate::fault::Fault;

/// Where everything goes.
struct Places {
    book: PathBuf,
    passphrase: PathBuf,
    recovery: PathBuf,
    papers: PathBuf,
    ward: PathBuf,
    ward_password: PathBuf,
}

impl Places {
    fn in_empty(dir: &Path) -> Result<Self, Fault> {
        fs::create_dir_all(dir).map_err(Fault::file(dir))?;
        if fs::read_dir(dir)
            .map_err(Fault::file(dir))?
            .next()
            .is_some()
        {
            return Err(Fault::NotEmpty(dir.to_owned()));
        }
        let dir = dir.canonicalize().map_err(Fault::file(dir))?;
        let papers = dir.join("papers");
        fs::create_dir(&papers).map_err(Fault::file(&papers))?;
        Ok(Self {
            book: dir.join("book").join("chibo.sochibo"),
            passphrase: dir.join("passphrase.txt"),
            recovery: dir.join("recovery-code.txt"),
            papers,
            ward: dir.join("ward"),
            ward_password: dir.join("ward-password.txt"),
        })
    }
}

/// Makes the demo in `dir`.
pub(crate) fn run(dir: &Path) -> Result<Made, Fault> {
    let now = now()?;
    let (cell, scripts) = data::read(now.date_naive())?;
    let places = Places::in_empty(dir)?;
    let clock = DemoClock::at(scripts.first().map_or(now, |script| script.before(now)));
    let mut book = begin(&cell, &places, &clock)?;
    let mut meetings = Vec::new();
    let mut papers = Vec::new();
    for script in &scripts {
        let id = Life {
            book: &mut book,
            clock: &clock,
            script,
            now,
        }
        .live()?;
        meetings.push(MadeMeeting::of(&book, id)?);
        papers.extend(life::print(
            &book,
            id,
            script,
            &cell.papers,
            &places.papers,
        )?);
    }
    clock.release();
    let book = Arc::new(Mutex::new(book));
    let exchanged = exchange::run(&book, &cell, &places)?;
    let status = book
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .status()?;
    Ok(Made {
        cell: format!("{}, {}", cell.name, cell.ward_org),
        book: places.book,
        passphrase_file: places.passphrase,
        recovery_file: places.recovery,
        ward_data: places.ward,
        ward_listen: exchanged.listen,
        ward_user: cell.ward_user.name,
        ward_password_file: places.ward_password,
        papers,
        meetings,
        synced: exchanged.synced,
        pending: status.pending,
    })
}

/// The computer's time, or the time of `SCB_NOW`.
fn now() -> Result<DateTime<FixedOffset>, Fault> {
    Ok(crate::clock::of_environment()?.now())
}

fn begin(cell: &CellData, places: &Places, clock: &DemoClock) -> Result<Book, Fault> {
    let new = NewCell {
        name: cell.name.clone(),
        cell_type: cell.cell_type,
        ward: cell.ward.clone(),
        place: cell.place.clone(),
        has_committee: true,
    };
    let (mut book, code) =
        Book::create(&places.book, &cell.passphrase, new, Box::new(clock.clone()))?;
    note(&places.passphrase, &cell.passphrase)?;
    note(&places.recovery, &code)?;
    for member in &cell.members {
        book.add_member(member)?;
    }
    Ok(book)
}

/// Writes one line to a file.
fn note(file: &Path, line: &str) -> Result<(), Fault> {
    fs::write(file, format!("{line}\n")).map_err(Fault::file(file))
}

impl Script {
    /// When the book begins: well before the meeting.
    fn before(&self, now: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        months::at(self.day - chrono::Days::new(20), months::MORNING, now)
    }
}
