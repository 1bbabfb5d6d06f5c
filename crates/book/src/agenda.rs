//! Mục chương trình.

use chrono::{DateTime, FixedOffset, TimeDelta};
use sochibo_domain::{
    AgendaItem, Timing, VoteKind,
    agenda::{rank_between, renumber},
    id::{AgendaItemId, MeetingId},
    name::compare,
    rules::Insertable,
    text::normalise,
};
use sochibo_store::{Gate, Listed, Reader};

use crate::{
    Book, BookError,
    given::{optional, required},
    pause,
    pen::writable,
    view::AgendaLine,
};

/// An item of one's own.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// Nội dung.
    pub title: String,
    /// Thời lượng, in minutes.
    pub minutes: u16,
    /// Người trình bày.
    pub presenter: String,
    /// The kind of vote it takes.
    pub vote: Option<VoteKind>,
    /// The id of an insertable item of the rule pack, where it is one.
    pub item: Option<String>,
}

/// What may be changed of an item: `None` leaves it alone.
#[derive(Clone, Debug, Default)]
pub struct ItemChange {
    /// Nội dung.
    pub title: Option<String>,
    /// Thời lượng, in minutes.
    pub minutes: Option<u16>,
    /// Người trình bày.
    pub presenter: Option<String>,
    /// The kind of vote it takes.
    pub vote: Option<Option<VoteKind>>,
}

/// The items of a meeting in order. Two devices may have given two items one rank: the words then
/// decide, so that both show one order.
pub(crate) fn items(
    reader: &Reader<'_>,
    meeting: MeetingId,
) -> Result<Vec<Listed<AgendaItem>>, BookError> {
    let mut items = reader.list_under::<AgendaItem>(meeting.0)?;
    items.sort_by(|a, b| {
        (a.entity.rank.cmp(&b.entity.rank))
            .then_with(|| compare(&a.entity.title, &b.entity.title))
            .then_with(|| a.id.cmp(&b.id))
    });
    Ok(items)
}

/// The agenda as the faces show it, with the clock running from `start`.
pub(crate) fn lines(
    items: &[Listed<AgendaItem>],
    start: Option<DateTime<FixedOffset>>,
    now: DateTime<FixedOffset>,
) -> Vec<AgendaLine> {
    let mut at = start;
    (1..)
        .zip(items)
        .map(|(no, Listed { id, entity })| {
            let clock = at.map(|at| at.format("%H:%M").to_string());
            at = at.map(|at| at + TimeDelta::minutes(i64::from(entity.minutes)));
            AgendaLine {
                id: *id,
                no,
                item: entity.item.clone(),
                section: entity.section.clone(),
                title: entity.title.clone(),
                minutes: entity.minutes,
                presenter: entity.presenter.clone(),
                prompt: entity.prompt.clone(),
                vote: entity.vote,
                opened_at: entity.opened_at.map(|at| at.to_rfc3339()),
                closed_at: entity.closed_at.map(|at| at.to_rfc3339()),
                seconds: entity.seconds(now),
                clock,
            }
        })
        .collect()
}

impl Book {
    /// The agenda of a meeting.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn agenda(&self, meeting: MeetingId) -> Result<Vec<AgendaLine>, BookError> {
        Ok(lines(&items(&self.read(), meeting)?, None, self.now()))
    }

    /// The item of a number.
    ///
    /// # Errors
    /// [`BookError::NoSuchItem`].
    pub fn agenda_item(&self, meeting: MeetingId, no: u32) -> Result<AgendaItemId, BookError> {
        let items = items(&self.read(), meeting)?;
        let at = usize::try_from(no).ok().and_then(|no| no.checked_sub(1));
        at.and_then(|at| items.get(at))
            .map(|item| item.id)
            .ok_or(BookError::NoSuchItem(no))
    }

    /// Adds an item after the number `after`; 0 puts it first, a number past the end last.
    ///
    /// # Errors
    /// [`BookError`]: no title, adopted, the disk.
    pub fn add_item(
        &mut self,
        meeting: MeetingId,
        new: &NewItem,
        after: u32,
    ) -> Result<AgendaItemId, BookError> {
        let title = required(&new.title, "nội dung mục")?;
        let id: AgendaItemId = self.fresh()?;
        let pack = self.pack_of(&self.meeting_of(meeting)?);
        let known = |item: &&Insertable| Some(&item.id) == new.item.as_ref();
        let prompt = pack
            .insertable
            .iter()
            .find(known)
            .map(|item| item.prompt.clone())
            .unwrap_or_default();
        self.transact(|gate, _| {
            writable(gate, meeting)?;
            let order: Vec<_> = items(gate, meeting)?;
            let at = usize::try_from(after)
                .unwrap_or(usize::MAX)
                .min(order.len());
            let neighbour = at.checked_sub(1).or(Some(0)).and_then(|n| order.get(n));
            let section = neighbour
                .map(|item| item.entity.section.clone())
                .unwrap_or_default();
            let item = AgendaItem {
                meeting,
                rank: 0,
                item: new.item.clone().unwrap_or_else(|| "khac".to_owned()),
                section,
                title,
                minutes: new.minutes,
                presenter: normalise(&new.presenter),
                prompt,
                vote: new.vote,
                conclusion: None,
                opened_at: None,
                closed_at: None,
                timing: Timing::default(),
            };
            place(gate, &order, Listed { id, entity: item }, at)?;
            Ok(id)
        })
    }

    /// Changes an item.
    ///
    /// # Errors
    /// [`BookError`]: no such item, no title, adopted, the disk.
    pub fn set_item(&mut self, id: AgendaItemId, change: &ItemChange) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let mut item = gate.get::<AgendaItem>(id)?;
            writable(gate, item.meeting)?;
            if let Some(title) = &change.title {
                item.title = required(title, "nội dung mục")?;
            }
            if let Some(minutes) = change.minutes {
                item.minutes = minutes;
            }
            if let Some(presenter) = &change.presenter {
                item.presenter = normalise(presenter);
            }
            if let Some(vote) = change.vote {
                item.vote = vote;
            }
            gate.put::<AgendaItem>(id, &item)?;
            Ok(())
        })
    }

    /// Puts an item at the number `to`. Writes that item only, unless there is no room left
    /// between its new neighbours. An item takes on the section of the place it comes to.
    ///
    /// # Errors
    /// [`BookError`]: no such item or number, adopted, the disk.
    pub fn move_item(&mut self, id: AgendaItemId, to: u32) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let item = gate.get::<AgendaItem>(id)?;
            writable(gate, item.meeting)?;
            let mut order = items(gate, item.meeting)?;
            let from = order
                .iter()
                .position(|listed| listed.id == id)
                .ok_or(BookError::NoSuchItem(to))?;
            let at = usize::try_from(to)
                .ok()
                .and_then(|to| to.checked_sub(1))
                .ok_or(BookError::NoSuchItem(to))?;
            let section = order
                .get(at)
                .ok_or(BookError::NoSuchItem(to))?
                .entity
                .section
                .clone();
            order.remove(from);
            place(
                gate,
                &order,
                Listed {
                    id,
                    entity: AgendaItem { section, ..item },
                },
                at,
            )
        })
    }

    /// Removes an item that nothing was said under.
    ///
    /// # Errors
    /// [`BookError`]: statements or votes hang on it, adopted, the disk.
    pub fn remove_item(&mut self, id: AgendaItemId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let item = gate.get::<AgendaItem>(id)?;
            writable(gate, item.meeting)?;
            let said = gate.list_under::<sochibo_domain::Statement>(item.meeting.0)?;
            let voted = gate.list_under::<sochibo_domain::Vote>(item.meeting.0)?;
            if said.iter().any(|row| row.entity.item == id)
                || voted.iter().any(|row| row.entity.item == id)
            {
                return Err(BookError::NotNow(
                    "Mục này đã có ý kiến hoặc biểu quyết; chuyển chúng sang mục khác trước.",
                ));
            }
            Ok(gate.remove::<AgendaItem>(id)?)
        })
    }

    /// The meeting comes to this item; the one that was open is closed.
    ///
    /// # Errors
    /// [`BookError`]: the meeting has not begun, adopted, the disk.
    pub fn open_item(&mut self, id: AgendaItemId) -> Result<(), BookError> {
        self.transact(|gate, now| {
            let item = gate.get::<AgendaItem>(id)?;
            let meeting = writable(gate, item.meeting)?;
            if meeting.started_at.is_none() {
                return Err(BookError::NotNow("Kỳ này chưa bắt đầu."));
            }
            // To come to an item ends a break, too.
            pause::resume(gate, item.meeting, now)?;
            for other in items(gate, item.meeting)? {
                if other.id != id && other.entity.is_open() {
                    gate.put::<AgendaItem>(other.id, &other.entity.closed(now))?;
                }
            }
            gate.put::<AgendaItem>(id, &item.opened(now))?;
            Ok(())
        })
    }

    /// The chair's conclusion on an item; an empty one removes it.
    ///
    /// # Errors
    /// [`BookError`]: no such item, adopted, the disk.
    pub fn conclude(&mut self, id: AgendaItemId, text: &str) -> Result<(), BookError> {
        let conclusion = optional(Some(text));
        self.transact(|gate, _| {
            let item = gate.get::<AgendaItem>(id)?;
            writable(gate, item.meeting)?;
            gate.put::<AgendaItem>(id, &AgendaItem { conclusion, ..item })?;
            Ok(())
        })
    }
}

/// Writes `item` at position `at` among `order`, which lacks it.
fn place(
    gate: &mut Gate<'_>,
    order: &[Listed<AgendaItem>],
    mut item: Listed<AgendaItem>,
    at: usize,
) -> Result<(), BookError> {
    let rank = |n: Option<usize>| {
        n.and_then(|n| order.get(n))
            .map(|listed| listed.entity.rank)
    };
    if let Some(between) = rank_between(rank(at.checked_sub(1)), rank(Some(at))) {
        item.entity.rank = between;
        gate.put::<AgendaItem>(item.id, &item.entity)?;
        return Ok(());
    }
    let mut all: Vec<Listed<AgendaItem>> = order.to_vec();
    all.insert(at, item);
    for (fresh, mut listed) in renumber(all.len()).zip(all) {
        listed.entity.rank = fresh;
        gate.put::<AgendaItem>(listed.id, &listed.entity)?;
    }
    Ok(())
}
