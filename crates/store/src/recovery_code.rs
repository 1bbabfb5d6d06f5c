//! Another recovery code in the place of the one on paper. Paper is slow: until a person has said
//! that the new sheet is put away, both codes open the book, and the new one can be shown again.
//!
//! | step | the header opens by | `recovery_next` | after a crash here |
//! |---|---|---|---|
//! | begun: header | old, new | – | the new one, which nobody has seen, is dropped |
//! | begun: kept | old, new | the new code | it waits for the person, and is shown again |
//! | finished: the escrow is an operation | old, new | the new code | the rest is done when the book is opened |
//! | finished: header | new | the new code | the rest is done when the book is opened |
//! | finished: kept | new | – | |
//!
//! The escrow stands between: it is the caller's to write, since it is an operation like others.

use rusqlite::params;
use sochibo_journal::RecoverySecrets;
use zeroize::Zeroizing;

use crate::{
    RECOVERY_BYTES, Store, StoreError,
    kept::{find_bytes, put_bytes, recovery_bytes},
    key_header::KeyHeader,
};

const NEXT: &str = "recovery_next";

impl Store {
    /// Lets another recovery code open the book beside the one on paper, until
    /// [`Store::finish_recovery`].
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`], or the disk refuses; the old code is then the only one.
    pub fn begin_recovery(
        &mut self,
        passphrase: &str,
        recovery: &[u8; RECOVERY_BYTES],
    ) -> Result<(), StoreError> {
        let path = Self::header_path(self.path());
        let header = KeyHeader::read(&path)?;
        let key = header.unwrap_passphrase(passphrase)?;
        header.with_next_recovery(&key, recovery).write(&path)?;
        put_bytes(&self.connection, NEXT, recovery)
    }

    /// The code that waits for a person to put its sheet away.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn waiting_recovery(&self) -> Result<Option<Zeroizing<[u8; RECOVERY_BYTES]>>, StoreError> {
        Ok(find_bytes::<RECOVERY_BYTES>(&self.connection, NEXT)?.map(Zeroizing::new))
    }

    /// The sheet is put away: from now on only the new code opens the book.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses; what is missing is then done when the book is opened
    /// again.
    pub fn finish_recovery(&mut self) -> Result<(), StoreError> {
        let Some(recovery) = self.waiting_recovery()? else {
            return Ok(());
        };
        let path = Self::header_path(self.path());
        let header = KeyHeader::read(&path)?;
        if header.has_next_recovery() {
            header.with_next_alone().write(&path)?;
        }
        let keys = RecoverySecrets::of_code(&*recovery).public();
        let kept = self.connection.transaction()?;
        put_bytes(&kept, "recovery", &recovery_bytes(&keys))?;
        kept.execute("DELETE FROM book WHERE name = ?1", params![NEXT])?;
        Ok(kept.commit()?)
    }

    /// Brings a change of the code that was cut off to its end, or to where it waits for a person.
    pub(crate) fn settle_recovery(&mut self) -> Result<(), StoreError> {
        let path = Self::header_path(self.path());
        let header = KeyHeader::read(&path)?;
        match self.waiting_recovery()? {
            None if header.has_next_recovery() => header.without_next().write(&path),
            None => Ok(()),
            Some(recovery) => {
                let claims = RecoverySecrets::of_code(&*recovery).public().claims;
                let told = self
                    .directory()?
                    .escrow()
                    .is_some_and(|escrow| escrow.claims == claims);
                if told || !header.has_next_recovery() {
                    self.finish_recovery()
                } else {
                    Ok(())
                }
            }
        }
    }
}
