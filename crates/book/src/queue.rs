//! Xin phát biểu: the queue of those who have asked to speak.

use sochibo_domain::{
    RaisedHand,
    agenda::{rank_between, renumber},
    id::{MeetingId, MemberId, RaisedHandId},
};
use sochibo_store::{Listed, Reader};

use crate::{
    Book, BookError,
    pen::writable,
    statements::{known, speaker},
};

/// The queue in order.
pub(crate) fn queue(
    reader: &Reader<'_>,
    meeting: MeetingId,
) -> Result<Vec<Listed<RaisedHand>>, BookError> {
    let mut hands = reader.list_under::<RaisedHand>(meeting.0)?;
    hands.sort_by_key(|hand| (hand.entity.rank, hand.id));
    Ok(hands)
}

impl Book {
    /// Somebody asks to speak: last in the queue. Asking twice keeps the first place.
    ///
    /// # Errors
    /// [`BookError`]: nobody named, no such member, not begun, adopted, no pen, the disk.
    pub fn raise_hand(
        &mut self,
        meeting: MeetingId,
        member: Option<MemberId>,
        guest: Option<&str>,
    ) -> Result<RaisedHandId, BookError> {
        let (member, guest) = speaker(member, guest)?;
        let id = RaisedHand::id(meeting, member, guest.as_deref());
        self.transact(|gate, _| {
            if writable(gate, meeting)?.started_at.is_none() {
                return Err(BookError::NotNow("Kỳ này chưa bắt đầu."));
            }
            known(gate, member)?;
            if gate.find::<RaisedHand>(id)?.is_some() {
                return Ok(id);
            }
            let last = queue(gate, meeting)?.last().map(|hand| hand.entity.rank);
            let hand = RaisedHand {
                meeting,
                member,
                guest,
                rank: rank_between(last, None).unwrap_or(i64::MAX),
            };
            gate.put::<RaisedHand>(id, &hand)?;
            Ok(id)
        })
    }

    /// Somebody does not want to speak any more.
    ///
    /// # Errors
    /// [`BookError`]: not in the queue, adopted, no pen, the disk.
    pub fn lower_hand(&mut self, id: RaisedHandId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let hand = gate.get::<RaisedHand>(id)?;
            writable(gate, hand.meeting)?;
            Ok(gate.remove::<RaisedHand>(id)?)
        })
    }

    /// Puts somebody at the place `to` (1, 2, 3, …) of the queue.
    ///
    /// # Errors
    /// [`BookError`]: not in the queue, no such place, adopted, no pen, the disk.
    pub fn move_hand(&mut self, id: RaisedHandId, to: u32) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let hand = gate.get::<RaisedHand>(id)?;
            writable(gate, hand.meeting)?;
            let mut order = queue(gate, hand.meeting)?;
            order.retain(|row| row.id != id);
            let at = usize::try_from(to)
                .ok()
                .and_then(|to| to.checked_sub(1))
                .filter(|at| *at <= order.len())
                .ok_or(BookError::NoSuchPlace(to))?;
            order.insert(at, Listed { id, entity: hand });
            for (rank, mut row) in renumber(order.len()).zip(order) {
                row.entity.rank = rank;
                gate.put::<RaisedHand>(row.id, &row.entity)?;
            }
            Ok(())
        })
    }
}
