//! What opens the book by hand: another passphrase, another recovery code.

use sochibo_domain::{AuditAct, text::normalise};
use sochibo_journal::{Act, RecoverySecrets, Retired, grouped};
use sochibo_store::StoreError;

use super::keys::escrow;
use crate::{
    Book, BookError,
    audit::Note,
    entropy::{fresh_id, random},
    passphrase::{PassphraseView, judge, passphrase_of},
};

const NONE_WAITS: BookError = BookError::NotNow("Không có mã khôi phục mới nào đang chờ.");

impl Book {
    /// How a passphrase would do for this book, whose names whoever finds it knows.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn judge_passphrase(&self, typed: &str) -> Result<PassphraseView, BookError> {
        let cell = self.cell()?;
        Ok(judge(typed, &[&cell.name, &cell.ward]))
    }

    /// Gives the book another passphrase. The old one no longer opens it; the recovery code does.
    ///
    /// # Errors
    /// [`BookError`]: the old one is wrong, the new one weak, the disk; the old one then stands.
    pub fn change_passphrase(&mut self, old: &str, new: &str) -> Result<(), BookError> {
        let cell = self.cell()?;
        let new = passphrase_of(new, &[&cell.name, &cell.ward])?;
        self.store
            .change_passphrase(&normalise(old), &new, &random()?)?;
        self.note(Note::new(AuditAct::Rekey, "passphrase", None));
        Ok(())
    }

    /// Makes another recovery code, and answers it. Until [`Book::keep_recovery_code`] the one on
    /// paper works as before, and both open this file: nobody is left without a sheet by a crash
    /// or an empty printer.
    ///
    /// # Errors
    /// [`BookError`]: a wrong passphrase, not the secretary's device, the disk.
    pub fn begin_recovery_code(&mut self, passphrase: &str) -> Result<String, BookError> {
        self.as_secretary()?;
        let recovery = random()?;
        self.store
            .begin_recovery(&normalise(passphrase), &recovery)?;
        Ok(grouped::write(&recovery))
    }

    /// Whether a new recovery code waits for a person to put its sheet away.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn recovery_code_waits(&self) -> Result<bool, BookError> {
        Ok(self.store.waiting_recovery()?.is_some())
    }

    /// The new recovery code that waits, once more: for whoever knows the passphrase, not for
    /// whoever sits down at an open book.
    ///
    /// # Errors
    /// [`BookError`]: a wrong passphrase, none waits.
    pub fn show_recovery_code(&self, passphrase: &str) -> Result<String, BookError> {
        if !self.store.is_passphrase(&normalise(passphrase))? {
            return Err(StoreError::WrongPassphrase.into());
        }
        let waiting = self.store.waiting_recovery()?.ok_or(NONE_WAITS)?;
        Ok(grouped::write(&*waiting))
    }

    /// Notes that the sheet with the code goes to a printer.
    pub fn note_recovery_printed(&self) {
        self.note(Note::new(AuditAct::Print, "recovery", None));
    }

    /// The sheet with the new code is put away. The old one opens nothing any more: neither this
    /// file, nor, from the next exchange on, what the ward keeps, nor may a device let itself in
    /// by it.
    ///
    /// # Errors
    /// [`BookError`]: no code waits, not the secretary's device, the disk; what was cut off is done
    /// when the book is opened again.
    pub fn keep_recovery_code(&mut self) -> Result<(), BookError> {
        self.as_secretary()?;
        let waiting = self.store.waiting_recovery()?.ok_or(NONE_WAITS)?;
        let new = RecoverySecrets::of_code(&*waiting).public();
        let directory = self.store.directory()?;
        let told = directory
            .escrow()
            .is_some_and(|escrow| escrow.claims == new.claims);
        if let (Some(_), Some(founder), false) = (directory.escrow(), self.store.founder(), told) {
            let old = self.store.recovery_keys(&directory)?;
            let retires = old
                .map(|old| Retired::from(old.claims))
                .into_iter()
                .collect();
            let (keys, cell) = (self.store.ring_keys(), self.store.cell());
            let escrow = escrow(keys, cell, founder, &new, retires, &directory)?;
            self.transact(|gate, now| {
                Ok(gate.say_of_devices(fresh_id(now)?, &Act::Escrow(escrow))?)
            })?;
        }
        self.store.finish_recovery()?;
        self.note(Note::new(AuditAct::Rekey, "recovery", None));
        Ok(())
    }
}
