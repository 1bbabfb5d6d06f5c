//! Biểu quyết.

use sochibo_domain::{
    AgendaItem, Vote, VoteForm, VoteKind,
    id::{AgendaItemId, VoteId},
    vote::{Tally, decide},
};
use sochibo_store::Listed;

use crate::{
    Book, BookError,
    book::optional,
    facts::{Facts, base},
    pen::writable,
    room::attendance,
    view::VoteLine,
};

/// A count as it was made in the room.
#[derive(Clone, Debug)]
pub struct NewVote {
    /// Mục chương trình.
    pub item: AgendaItemId,
    /// What is voted on.
    pub kind: VoteKind,
    /// Nội dung, where it is not the item's own title.
    pub subject: Option<String>,
    /// Hình thức.
    pub form: VoteForm,
    /// The count.
    pub tally: Tally,
    /// Ý kiến bảo lưu.
    pub reserved: Option<String>,
}

impl Book {
    /// Decides a vote and keeps it with the N of this moment.
    ///
    /// # Errors
    /// [`BookError::Vote`] where it can't be right; no such item, not begun, adopted, the disk.
    pub fn vote(&mut self, new: &NewVote) -> Result<VoteLine, BookError> {
        let roster = self.roster()?;
        let id: VoteId = self.fresh()?;
        let (meeting, vote) = self.transact(|gate, now| {
            let item = gate.get::<AgendaItem>(new.item)?;
            let meeting = writable(gate, item.meeting)?;
            if meeting.started_at.is_none() {
                return Err(BookError::NotNow(
                    "Kỳ này chưa bắt đầu nên chưa biểu quyết được.",
                ));
            }
            let counted = base(meeting.kind, &roster, &attendance(gate, item.meeting)?);
            let vote = Vote {
                meeting: item.meeting,
                item: new.item,
                kind: new.kind,
                subject: optional(new.subject.as_deref()),
                form: new.form,
                tally: new.tally,
                counted,
                outcome: decide(new.kind, &counted, new.tally)?,
                reserved: optional(new.reserved.as_deref()),
                at: now,
            };
            gate.put::<Vote>(id, &vote)?;
            Ok((item.meeting, vote))
        })?;
        Ok(Facts::gather(self, meeting)?.vote_line(&Listed { id, entity: vote }))
    }

    /// Removes a vote that was counted wrong, before adoption; its operations stay.
    ///
    /// # Errors
    /// [`BookError`]: no such vote, adopted, the disk.
    pub fn remove_vote(&mut self, id: VoteId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let vote = gate.get::<Vote>(id)?;
            writable(gate, vote.meeting)?;
            Ok(gate.remove::<Vote>(id)?)
        })
    }
}
