//! Xóa hơn nửa sổ: removals that another device made, and that wait until a person agrees.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Book, BookError, called, view::WaitingRemovals};

impl Book {
    /// The removals that wait: another device would have taken away more than half of the book.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn waiting_removals(&self) -> Result<Option<WaitingRemovals>, BookError> {
        let waiting = self.store.waiting_removals()?;
        if waiting.is_empty() {
            return Ok(None);
        }
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        let mut devices = BTreeSet::new();
        let mut things = Vec::new();
        for removal in &waiting {
            *kinds.entry(called::kind(&removal.kind)).or_default() += 1;
            devices.insert(removal.op.0.0);
            things.push(self.called(&removal.kind, removal.record)?);
        }
        let devices = devices
            .into_iter()
            .map(|device| self.device_name(device))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Some(WaitingRemovals {
            count: waiting.len(),
            words: format!(
                "{} xóa {} mục, hơn nửa những gì sổ đang có. Chưa có gì bị xóa trên máy này.",
                devices.join(", "),
                waiting.len()
            ),
            devices,
            kinds: kinds
                .into_iter()
                .map(|(kind, count)| format!("{kind}: {count}"))
                .collect(),
            things,
        }))
    }

    /// A person agrees: what waited to be removed is removed.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn accept_removals(&mut self) -> Result<usize, BookError> {
        *self.late() = None;
        Ok(self.store.accept_removals()?)
    }

    /// A person refuses: everything comes back, on all devices.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn refuse_removals(&mut self) -> Result<usize, BookError> {
        let wall_ms = self.wall_ms()?;
        Ok(self.store.refuse_removals(wall_ms)?)
    }
}
