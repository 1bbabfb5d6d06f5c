//! Giải lao.

use chrono::{DateTime, FixedOffset};
use sochibo_domain::{
    AgendaItem, Break, Timing,
    id::{BreakId, MeetingId},
};
use sochibo_store::{Gate, Listed, Reader};

use crate::{Book, BookError, pen::writable};

/// The breaks of a meeting in the order in which they were taken.
pub(crate) fn breaks(
    reader: &Reader<'_>,
    meeting: MeetingId,
) -> Result<Vec<Listed<Break>>, BookError> {
    Ok(reader.list_under::<Break>(meeting.0)?)
}

impl Book {
    /// A break begins: the item at hand stands still.
    ///
    /// # Errors
    /// [`BookError`]: not running, a break already, adopted, no pen, the disk.
    pub fn begin_break(&mut self, meeting: MeetingId) -> Result<(), BookError> {
        let id: BreakId = self.fresh()?;
        self.transact(|gate, now| {
            let found = writable(gate, meeting)?;
            if found.started_at.is_none() || found.ended_at.is_some() {
                return Err(BookError::NotNow("Kỳ này không đang họp."));
            }
            if breaks(gate, meeting)?
                .iter()
                .any(|one| one.entity.to.is_none())
            {
                return Err(BookError::NotNow("Đang giải lao rồi."));
            }
            let pause = Break {
                meeting,
                from: now,
                to: None,
            };
            gate.put::<Break>(id, &pause)?;
            at_hand(gate, meeting, |timing| timing.stop(now))
        })
    }

    /// The meeting goes on.
    ///
    /// # Errors
    /// [`BookError`]: no break, adopted, no pen, the disk.
    pub fn end_break(&mut self, meeting: MeetingId) -> Result<(), BookError> {
        self.transact(|gate, now| {
            writable(gate, meeting)?;
            if !resume(gate, meeting, now)? {
                return Err(BookError::NotNow("Không đang giải lao."));
            }
            at_hand(gate, meeting, |timing| timing.run(now))
        })
    }
}

/// Ends the break that goes on, if one does.
pub(crate) fn resume(
    gate: &mut Gate<'_>,
    meeting: MeetingId,
    now: DateTime<FixedOffset>,
) -> Result<bool, BookError> {
    let going_on = breaks(gate, meeting)?
        .into_iter()
        .find(|one| one.entity.to.is_none());
    let Some(Listed { id, entity }) = going_on else {
        return Ok(false);
    };
    // A clock that was set back meanwhile makes no break of less than nothing.
    let to = Some(now.max(entity.from));
    gate.put::<Break>(id, &Break { to, ..entity })?;
    Ok(true)
}

/// Sets the clock of the item at hand.
fn at_hand(
    gate: &mut Gate<'_>,
    meeting: MeetingId,
    set: impl Fn(Timing) -> Timing,
) -> Result<(), BookError> {
    for Listed { id, entity } in gate.list_under::<AgendaItem>(meeting.0)? {
        if entity.is_open() {
            let timing = set(entity.timing);
            gate.put::<AgendaItem>(id, &AgendaItem { timing, ..entity })?;
        }
    }
    Ok(())
}
