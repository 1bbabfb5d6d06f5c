//! Ý kiến phát biểu.

use sochibo_domain::{
    AgendaItem, Member, RaisedHand, Statement,
    agenda::{rank_between, renumber},
    id::{AgendaItemId, MeetingId, MemberId, StatementId},
};
use sochibo_store::{Gate, Listed, Reader};

use crate::{
    Book, BookError,
    given::{optional, required},
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

/// The statements of an item in order.
pub(crate) fn of_item(
    reader: &Reader<'_>,
    meeting: MeetingId,
    item: AgendaItemId,
) -> Result<Vec<Listed<Statement>>, BookError> {
    let mut rows = reader.list_under::<Statement>(meeting.0)?;
    rows.retain(|row| row.entity.item == item);
    sort(&mut rows);
    Ok(rows)
}

/// Puts statements into their order; two devices may have given two of them one rank.
pub(crate) fn sort(rows: &mut [Listed<Statement>]) {
    rows.sort_by_key(|row| (row.entity.order(), row.id));
}

impl Book {
    /// Keeps a statement, and drops the draft that it came from, in one transaction. Whoever had
    /// asked to speak has spoken.
    ///
    /// # Errors
    /// [`BookError`]: no text, no speaker, no such member, a meeting that hasn't started or is
    /// adopted, no pen, the disk.
    pub fn say(
        &mut self,
        meeting: MeetingId,
        new: &NewStatement,
        draft: Option<&str>,
    ) -> Result<StatementId, BookError> {
        let text = required(&new.text, "nội dung phát biểu")?;
        let (member, guest) = speaker(new.member, new.guest.as_deref())?;
        let id = self.fresh()?;
        self.transact(|gate, now| {
            if writable(gate, meeting)?.started_at.is_none() {
                return Err(BookError::NotNow(
                    "Kỳ này chưa bắt đầu nên chưa ghi ý kiến được.",
                ));
            }
            known(gate, member)?;
            of_meeting(gate, meeting, new.item)?;
            let hand = RaisedHand::id(meeting, member, guest.as_deref());
            // After all that was said in the meeting is after all that was said under the item: one
            // look, however much that is.
            let last = gate.last_place::<Statement>(meeting.0)?;
            let statement = Statement {
                meeting,
                item: new.item,
                member,
                guest,
                text,
                at: now,
                rank: rank_between(last, None).unwrap_or(i64::MAX),
            };
            gate.put::<Statement>(id, &statement)?;
            if gate.find::<RaisedHand>(hand)?.is_some() {
                gate.remove::<RaisedHand>(hand)?;
            }
            if let Some(slot) = draft {
                gate.drop_draft(slot)?;
            }
            Ok(id)
        })
    }

    /// A statement.
    ///
    /// # Errors
    /// [`BookError`]: no such statement.
    pub fn statement(&self, id: StatementId) -> Result<Statement, BookError> {
        Ok(self.read().get::<Statement>(id)?)
    }

    /// Changes what was said.
    ///
    /// # Errors
    /// [`BookError`]: no such statement, no text, adopted, no pen, the disk.
    pub fn set_statement(&mut self, id: StatementId, text: &str) -> Result<(), BookError> {
        let text = required(text, "nội dung phát biểu")?;
        self.transact(|gate, _| {
            let statement = gate.get::<Statement>(id)?;
            writable(gate, statement.meeting)?;
            gate.put::<Statement>(id, &Statement { text, ..statement })?;
            Ok(())
        })
    }

    /// Changes who said it.
    ///
    /// # Errors
    /// [`BookError`]: no such statement or member, nobody named, adopted, no pen, the disk.
    pub fn set_speaker(
        &mut self,
        id: StatementId,
        member: Option<MemberId>,
        guest: Option<&str>,
    ) -> Result<(), BookError> {
        let (member, guest) = speaker(member, guest)?;
        self.transact(|gate, _| {
            let statement = gate.get::<Statement>(id)?;
            writable(gate, statement.meeting)?;
            known(gate, member)?;
            let statement = Statement {
                member,
                guest,
                ..statement
            };
            gate.put::<Statement>(id, &statement)?;
            Ok(())
        })
    }

    /// Puts a statement under another item, as its last; or at the place `to` (1, 2, 3, …) of an
    /// item, its own or another.
    ///
    /// # Errors
    /// [`BookError`]: no such statement, item or place, adopted, no pen, the disk.
    pub fn move_statement(
        &mut self,
        id: StatementId,
        item: AgendaItemId,
        to: Option<u32>,
    ) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let statement = gate.get::<Statement>(id)?;
            let meeting = statement.meeting;
            writable(gate, meeting)?;
            of_meeting(gate, meeting, item)?;
            let mut order = of_item(gate, meeting, item)?;
            order.retain(|row| row.id != id);
            let last = order.len();
            let at = match to {
                None => last,
                Some(to) => usize::try_from(to)
                    .ok()
                    .and_then(|to| to.checked_sub(1))
                    .filter(|at| *at <= last)
                    .ok_or(BookError::NoSuchPlace(to))?,
            };
            place(gate, &order, id, Statement { item, ..statement }, at)
        })
    }

    /// Cuts a statement in two: `first` stays where it was, `rest` stands after it with the same
    /// speaker and time.
    ///
    /// # Errors
    /// [`BookError`]: no such statement, nothing on one side of the cut, adopted, no pen, the disk.
    pub fn split_statement(
        &mut self,
        id: StatementId,
        first: &str,
        rest: &str,
    ) -> Result<StatementId, BookError> {
        let first = required(first, "chữ trước chỗ tách")?;
        let rest = required(rest, "chữ sau chỗ tách")?;
        let second = self.fresh()?;
        self.transact(|gate, _| {
            let statement = gate.get::<Statement>(id)?;
            let meeting = statement.meeting;
            writable(gate, meeting)?;
            let shortened = Statement {
                text: first,
                ..statement.clone()
            };
            gate.put::<Statement>(id, &shortened)?;
            let order = of_item(gate, meeting, statement.item)?;
            let at = order.iter().position(|row| row.id == id).unwrap_or(0) + 1;
            let new = Statement {
                text: rest,
                ..statement
            };
            place(gate, &order, second, new, at)?;
            Ok(second)
        })
    }

    /// Removes a statement; its operations stay.
    ///
    /// # Errors
    /// [`BookError`]: no such statement, adopted, no pen, the disk.
    pub fn remove_statement(&mut self, id: StatementId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let statement = gate.get::<Statement>(id)?;
            writable(gate, statement.meeting)?;
            Ok(gate.remove::<Statement>(id)?)
        })
    }
}

/// Who speaks: a member, or a guest by name.
pub(crate) fn speaker(
    member: Option<MemberId>,
    guest: Option<&str>,
) -> Result<(Option<MemberId>, Option<String>), BookError> {
    let guest = optional(guest).filter(|_| member.is_none());
    if member.is_none() && guest.is_none() {
        return Err(BookError::Missing("người phát biểu"));
    }
    Ok((member, guest))
}

pub(crate) fn known(gate: &Gate<'_>, member: Option<MemberId>) -> Result<(), BookError> {
    if let Some(member) = member {
        gate.parent::<Member>(member)?;
    }
    Ok(())
}

fn of_meeting(gate: &Gate<'_>, meeting: MeetingId, item: AgendaItemId) -> Result<(), BookError> {
    if gate.parent::<AgendaItem>(item)? != Some(meeting.0) {
        return Err(BookError::NotNow(
            "Mục chương trình thuộc kỳ sinh hoạt khác.",
        ));
    }
    Ok(())
}

/// Writes a statement at position `at` among `order`, which lacks it. Writes that one only,
/// unless no room is left between its neighbours.
fn place(
    gate: &mut Gate<'_>,
    order: &[Listed<Statement>],
    id: StatementId,
    mut statement: Statement,
    at: usize,
) -> Result<(), BookError> {
    let rank = |n: Option<usize>| n.and_then(|n| order.get(n)).map(|row| row.entity.rank);
    if let Some(between) = rank_between(rank(at.checked_sub(1)), rank(Some(at))) {
        statement.rank = between;
        gate.put::<Statement>(id, &statement)?;
        return Ok(());
    }
    let mut all = order.to_vec();
    all.insert(
        at,
        Listed {
            id,
            entity: statement,
        },
    );
    for (fresh, mut row) in renumber(all.len()).zip(all) {
        row.entity.rank = fresh;
        gate.put::<Statement>(row.id, &row.entity)?;
    }
    Ok(())
}
