//! Ý kiến phát biểu.

use sochibo_domain::{
    AgendaItem, Member, Statement,
    id::{AgendaItemId, MeetingId, MemberId, StatementId},
};

use crate::{
    Book, BookError,
    book::{optional, required},
    pen::writable,
};

/// What somebody said.
#[derive(Clone, Debug)]
pub struct NewStatement {
    /// Mục chương trình.
    pub item: AgendaItemId,
    /// Đảng viên phát biểu; empty for a guest.
    pub member: Option<MemberId>,
    /// The guest's name where the speaker is no member.
    pub guest: Option<String>,
    /// Nội dung.
    pub text: String,
}

impl Book {
    /// Keeps a statement, and drops the draft that it came from, in one transaction.
    ///
    /// # Errors
    /// [`BookError`]: no text, no speaker, no such member, a meeting that hasn't started or is adopted, the disk.
    pub fn say(
        &mut self,
        meeting: MeetingId,
        new: &NewStatement,
        draft: Option<&str>,
    ) -> Result<StatementId, BookError> {
        let text = required(&new.text, "nội dung phát biểu")?;
        let guest = optional(new.guest.as_deref());
        if new.member.is_none() && guest.is_none() {
            return Err(BookError::Missing("người phát biểu"));
        }
        let id = self.fresh()?;
        self.transact(|gate, now| {
            if writable(gate, meeting)?.started_at.is_none() {
                return Err(BookError::NotNow(
                    "Kỳ này chưa bắt đầu nên chưa ghi ý kiến được.",
                ));
            }
            if let Some(member) = new.member {
                gate.get::<Member>(member)?;
            }
            let item = gate.get::<AgendaItem>(new.item)?;
            if item.meeting != meeting {
                return Err(BookError::NotNow(
                    "Mục chương trình thuộc kỳ sinh hoạt khác.",
                ));
            }
            let statement = Statement {
                meeting,
                item: new.item,
                member: new.member,
                guest,
                text,
                at: now,
            };
            gate.put::<Statement>(id, &statement)?;
            if let Some(slot) = draft {
                gate.drop_draft(slot)?;
            }
            Ok(id)
        })
    }

    /// Changes what was said.
    ///
    /// # Errors
    /// [`BookError`]: no such statement, no text, adopted, the disk.
    pub fn set_statement(&mut self, id: StatementId, text: &str) -> Result<(), BookError> {
        let text = required(text, "nội dung phát biểu")?;
        self.transact(|gate, _| {
            let statement = gate.get::<Statement>(id)?;
            writable(gate, statement.meeting)?;
            gate.put::<Statement>(id, &Statement { text, ..statement })?;
            Ok(())
        })
    }

    /// Removes a statement; its operations stay.
    ///
    /// # Errors
    /// [`BookError`]: no such statement, adopted, the disk.
    pub fn remove_statement(&mut self, id: StatementId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let statement = gate.get::<Statement>(id)?;
            writable(gate, statement.meeting)?;
            Ok(gate.remove::<Statement>(id)?)
        })
    }
}
