//! Sửa sau khi thông qua: what the record says otherwise than the adopted minutes, as happens where
//! another device had not heard of the adoption.

use sochibo_domain::{
    Meeting, MeetingState,
    id::MeetingId,
    minutes::{OpenMinutes, compare_words},
};

use crate::{
    Book, BookError,
    facts::Facts,
    view::{LateChange, LateLine},
};

impl Book {
    /// Meetings whose record was changed after their minutes were adopted. The adopted version
    /// stands; a person amends it, or leaves it ([`Book::keep_adopted`]).
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn late_changes(&self) -> Result<Vec<LateChange>, BookError> {
        let mut found = Vec::new();
        for listed in self.read().list::<Meeting>()? {
            let meeting = &listed.entity;
            if meeting.state() != MeetingState::Adopted || meeting.amending.is_some() {
                continue;
            }
            let lines = self.late_lines(listed.id, meeting.adopted_version)?;
            let left = self.store.setting(&late_setting(listed.id))?;
            if !lines.is_empty() && left.as_deref() != Some(mark_of(&lines).as_str()) {
                found.push(LateChange {
                    meeting: listed.id.to_string(),
                    title: meeting.title(),
                    version: meeting.adopted_version,
                    lines,
                });
            }
        }
        Ok(found)
    }

    /// In how many meetings. The frame asks after every command, and gathering all that was ever
    /// adopted takes a while: what was found counts until the book has turned by something else
    /// than what is written here, or this device has answered.
    pub(crate) fn late_count(&self) -> Result<usize, BookError> {
        if self.store.held_of_others()? == 0 {
            // Nobody else ever wrote in this book.
            return Ok(0);
        }
        let turned = self.store.turned();
        let mut known = self.late();
        if let Some((at, count)) = *known
            && at == turned
        {
            return Ok(count);
        }
        let count = self.late_changes()?.len();
        *known = Some((turned, count));
        Ok(count)
    }

    /// A person has seen the late changes of a meeting and leaves the adopted minutes as they are.
    /// It is asked again only where more changes come.
    ///
    /// # Errors
    /// [`BookError`] where the disk refuses.
    pub fn keep_adopted(&mut self, meeting: MeetingId) -> Result<(), BookError> {
        let version = self.read().get::<Meeting>(meeting)?.adopted_version;
        let lines = self.late_lines(meeting, version)?;
        *self.late() = None;
        Ok(self
            .store
            .set_setting(&late_setting(meeting), &mark_of(&lines))?)
    }

    fn late_lines(&self, id: MeetingId, version: u32) -> Result<Vec<LateLine>, BookError> {
        let Some((adopted, _)) = self.adopted_minutes(id, version)? else {
            return Ok(Vec::new());
        };
        let facts = Facts::gather(self, id)?;
        let now = self.minutes_of(&facts, version, adopted.open.amended_because.clone())?;
        Ok(differences(&adopted.open, &now.open))
    }
}

fn late_setting(meeting: MeetingId) -> String {
    format!("late-change/{meeting}")
}

/// Tells one set of late changes from another.
fn mark_of(lines: &[LateLine]) -> String {
    let text: Vec<String> = lines
        .iter()
        .map(|line| format!("{}\n{}\n{}", line.what, line.adopted, line.now))
        .collect();
    sochibo_journal::Hash::of("sochibo 2026 late change", &[text.join("\n\n").as_bytes()]).to_hex()
}

/// What a late operation may change in the record of a meeting: what was said, concluded and voted.
/// Names, counts and points follow the roster of the day and say nothing of a late change.
fn differences(adopted: &OpenMinutes, now: &OpenMinutes) -> Vec<LateLine> {
    let mut lines = Vec::new();
    let mut compare = |what: String, adopted: String, now: String| {
        if adopted != now {
            let (before, after) = compare_words(&adopted, &now);
            lines.push(LateLine {
                what,
                adopted,
                now,
                before,
                after,
            });
        }
    };
    compare(
        "Địa điểm".to_owned(),
        adopted.place.clone(),
        now.place.clone(),
    );
    let items = adopted.items.len().max(now.items.len());
    for place in 0..items {
        let (old, new) = (adopted.items.get(place), now.items.get(place));
        let title = old
            .or(new)
            .map(|item| item.title.clone())
            .unwrap_or_default();
        let said = |item: Option<&sochibo_domain::minutes::MinutesItem>| {
            item.map(|item| {
                let texts = item.statements.iter().map(|said| said.text.as_str());
                texts.collect::<Vec<_>>().join("\n")
            })
            .unwrap_or_default()
        };
        compare(format!("Ý kiến — {title}"), said(old), said(new));
        let concluded = |item: Option<&sochibo_domain::minutes::MinutesItem>| {
            item.and_then(|item| item.conclusion.clone())
                .unwrap_or_default()
        };
        compare(
            format!("Kết luận — {title}"),
            concluded(old),
            concluded(new),
        );
        let voted = |item: Option<&sochibo_domain::minutes::MinutesItem>| {
            item.map(|item| {
                let votes = item.votes.iter().map(|vote| {
                    let tally = &vote.tally;
                    format!(
                        "{}: {} tán thành, {} không tán thành, {} không biểu quyết",
                        vote.subject, tally.r#for, tally.against, tally.abstain
                    )
                });
                votes.collect::<Vec<_>>().join("\n")
            })
            .unwrap_or_default()
        };
        compare(format!("Biểu quyết — {title}"), voted(old), voted(new));
    }
    lines
}
