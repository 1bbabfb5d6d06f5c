//! Biểu quyết.

use sochibo_domain::{
    AgendaItem, Vote, VoteForm, VoteKind,
    id::{AgendaItemId, MeetingId, VoteId},
    vote::{Base, Tally, VoteError, decide},
};
use sochibo_store::Listed;

use crate::{
    Book, BookError,
    facts::{Facts, base, voters},
    given::optional,
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
    /// The second count, on the electronic handbook.
    pub handbook: Option<Tally>,
}

/// What may be corrected of a vote: `None` leaves it alone.
#[derive(Clone, Debug, Default)]
pub struct VoteChange {
    /// What was voted on.
    pub kind: Option<VoteKind>,
    /// Nội dung; empty for the item's own title.
    pub subject: Option<String>,
    /// Hình thức.
    pub form: Option<VoteForm>,
    /// The count.
    pub tally: Option<Tally>,
    /// Ý kiến bảo lưu; empty for none.
    pub reserved: Option<String>,
    /// The second count; `Some(None)` takes it away.
    pub handbook: Option<Option<Tally>>,
}

impl Book {
    /// Decides a vote and keeps it with the N of this moment and those who could vote.
    ///
    /// # Errors
    /// [`BookError::Vote`] where it can't be right; no such item, not begun, adopted, no pen, the
    /// disk.
    pub fn vote(&mut self, new: &NewVote) -> Result<VoteLine, BookError> {
        let roster = self.roster()?;
        let id: VoteId = self.fresh()?;
        let meeting = self.transact(|gate, now| {
            let item = gate.get::<AgendaItem>(new.item)?;
            let meeting = writable(gate, item.meeting)?;
            if meeting.started_at.is_none() {
                return Err(BookError::NotNow(
                    "Kỳ này chưa bắt đầu nên chưa biểu quyết được.",
                ));
            }
            let called = attendance(gate, item.meeting)?;
            let counted = base(meeting.kind, &roster, &called);
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
                voters: voters(meeting.kind, &roster, &called)
                    .filter(|(_, voter)| voter.votes_now())
                    .map(|(id, _)| id)
                    .collect(),
                handbook: on_the_handbook(new.handbook, &counted)?,
            };
            gate.put::<Vote>(id, &vote)?;
            Ok(item.meeting)
        })?;
        self.vote_line(meeting, id)
    }

    /// Corrects a vote that was counted or written down wrong, before adoption. N stays the one of
    /// the moment of the vote; what stood before stays in the history.
    ///
    /// # Errors
    /// [`BookError::Vote`] where it can't be right; no such vote, adopted, no pen, the disk.
    pub fn correct_vote(&mut self, id: VoteId, new: &VoteChange) -> Result<VoteLine, BookError> {
        let meeting = self.transact(|gate, _| {
            let vote = gate.get::<Vote>(id)?;
            writable(gate, vote.meeting)?;
            let kind = new.kind.unwrap_or(vote.kind);
            let tally = new.tally.unwrap_or(vote.tally);
            let vote = Vote {
                kind,
                tally,
                form: new.form.unwrap_or(vote.form),
                subject: match &new.subject {
                    Some(subject) => optional(Some(subject)),
                    None => vote.subject,
                },
                reserved: match &new.reserved {
                    Some(reserved) => optional(Some(reserved)),
                    None => vote.reserved,
                },
                outcome: decide(kind, &vote.counted, tally)?,
                handbook: match new.handbook {
                    Some(handbook) => on_the_handbook(handbook, &vote.counted)?,
                    None => vote.handbook,
                },
                ..vote
            };
            gate.put::<Vote>(id, &vote)?;
            Ok(vote.meeting)
        })?;
        self.vote_line(meeting, id)
    }

    /// A vote.
    ///
    /// # Errors
    /// [`BookError`]: no such vote.
    pub fn vote_of(&self, id: VoteId) -> Result<Vote, BookError> {
        Ok(self.read().get::<Vote>(id)?)
    }

    fn vote_line(&self, meeting: MeetingId, id: VoteId) -> Result<VoteLine, BookError> {
        let entity = self.read().get::<Vote>(id)?;
        Ok(Facts::gather(self, meeting)?.vote_line(&Listed { id, entity }))
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

/// The second count is taken later and from home, too: it may not exceed N.
fn on_the_handbook(count: Option<Tally>, base: &Base) -> Result<Option<Tally>, BookError> {
    if let Some(tally) = count {
        let cast = tally.cast();
        if cast > u64::from(base.base) {
            return Err(VoteError::TooManyOnHandbook {
                cast,
                base: base.base,
            }
            .into());
        }
    }
    Ok(count)
}
