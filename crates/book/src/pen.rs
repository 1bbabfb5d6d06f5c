//! Bút: whether the record of a meeting may be written here. This is the one place that says so.
//!
//! While a meeting runs, one device holds the pen and the others follow. Whoever begins a meeting
//! holds it; another device takes it over, which is an operation like any other and reaches the
//! first with the next exchange. Before and after the sitting nobody needs it.
//!
//! Two devices that begin one meeting, or take its pen, without knowing of each other both hold it
//! until they exchange. Then the one rule of every field decides: the write with the later clock
//! stands, on equal clocks that of the greater device. Nobody is asked (`conflicts` leaves [`PEN`]
//! out): what both wrote meanwhile is kept, and whoever wants the pen takes it.

use sochibo_domain::{
    Device, Meeting, MeetingState,
    id::{DeviceRef, MeetingId},
};
use sochibo_journal::DeviceId;
use sochibo_store::Gate;
use uuid::Uuid;

use crate::{Book, BookError, view::PenView, view::PulseView};

/// The meeting, where its record may be written through this gate: adopted minutes are changed
/// only by an amendment, and a running meeting only by the device that holds the pen.
pub(crate) fn writable(gate: &Gate<'_>, id: MeetingId) -> Result<Meeting, BookError> {
    let meeting = gate.get::<Meeting>(id)?;
    if meeting.adopted_version > 0 && meeting.amending.is_none() {
        return Err(BookError::Adopted);
    }
    if elsewhere(&meeting, gate.device()).is_some() {
        return Err(BookError::PenElsewhere);
    }
    Ok(meeting)
}

/// The other device that holds the pen of a running meeting.
fn elsewhere(meeting: &Meeting, own: DeviceId) -> Option<Uuid> {
    meeting
        .pen
        .filter(|pen| *pen != own.0 && meeting.state() == MeetingState::Running)
}

/// [`Meeting::pen`] in the journal.
pub(crate) const PEN: &str = "pen";

impl Book {
    /// Takes the pen of a meeting over to this device.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting, the disk.
    pub fn take_pen(&mut self, id: MeetingId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let meeting = gate.get::<Meeting>(id)?;
            let own = gate.device().0;
            if meeting.pen != Some(own) {
                // Over every value that stands: two that took it at once are no conflict to show.
                gate.settle::<Meeting>(id, PEN, own.to_string().into())?;
            }
            Ok(())
        })
    }

    /// Who holds the pen of a meeting.
    pub(crate) fn pen(&self, meeting: &Meeting) -> Result<PenView, BookError> {
        let holder = elsewhere(meeting, self.store.device());
        Ok(PenView {
            here: holder.is_none(),
            device: holder.map(|device| self.device_words(device)).transpose()?,
        })
    }

    /// How a device is called; `máy 3f2a` where it has no name.
    fn device_words(&self, device: Uuid) -> Result<String, BookError> {
        let named = self.read().find::<Device>(DeviceRef(device))?;
        let name = named.map(|device| device.name).unwrap_or_default();
        if !name.is_empty() {
            return Ok(name);
        }
        let short: String = device.simple().to_string().chars().take(4).collect();
        Ok(format!("máy {short}"))
    }

    /// How far the book has come, and who holds the pen: what a window that follows asks again and
    /// again.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting.
    pub fn pulse(&self, id: MeetingId) -> Result<PulseView, BookError> {
        let meeting = self.meeting_of(id)?;
        Ok(PulseView {
            mark: self.store.mark()?,
            pen: self.pen(&meeting)?,
        })
    }
}
