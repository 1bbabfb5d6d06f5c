//! Mẫu chương trình: what a new meeting may begin from. The rule pack's templates, the cell's own,
//! and the agenda of a meeting that was held.

use std::str::FromStr;

use sochibo_domain::{
    AgendaItem, Meeting, MeetingKind, Month, OwnItem, OwnTemplate,
    agenda::renumber,
    id::{MeetingId, OwnTemplateId},
    name::compare,
    rules::Pack,
};
use sochibo_store::{Listed, StoreError};
use uuid::Uuid;

use crate::{
    Book, BookError, agenda,
    given::required,
    view::{InsertLine, TemplateLine, TemplateOrigin},
};

/// What a meeting begins from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The rule pack's own for this kind of meeting and type of cell.
    #[default]
    Usual,
    /// The template of this id: the pack's, or one of the cell's own.
    Template(String),
    /// The agenda of this meeting: its items, presenters and minutes, nothing of its record.
    Meeting(MeetingId),
}

impl Book {
    /// What a meeting of this kind in this month may begin from: the usual template first, then the
    /// pack's others, the cell's own, and the last agenda before that month.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn starts(&self, kind: MeetingKind, month: Month) -> Result<Vec<TemplateLine>, BookError> {
        let cell = self.cell()?.cell_type;
        let day = month.first_day().unwrap_or_else(|| self.today_date());
        let pack = self.packs.for_day(day);
        let usual = pack
            .template(kind, cell)
            .map(|template| template.id.as_str());
        let mut lines: Vec<TemplateLine> = pack
            .templates_for(kind, cell)
            .map(|template| TemplateLine {
                id: template.id.clone(),
                origin: TemplateOrigin::Pack,
                kind,
                title: template.title.clone(),
                minutes: u32::from(template.minutes),
                items: template
                    .items
                    .iter()
                    .map(|item| item.text.clone())
                    .collect(),
            })
            .collect();
        lines.sort_by_key(|line| Some(line.id.as_str()) != usual);
        lines.extend(self.own_templates()?.into_iter().filter(|t| t.kind == kind));
        if let Some(last) = self.last_of(kind, month)? {
            lines.push(self.as_start(&last)?);
        }
        Ok(lines)
    }

    /// Every template: the pack's that is in force today, then the cell's own.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn templates(&self) -> Result<Vec<TemplateLine>, BookError> {
        let today = Month::of(self.today_date());
        let mut lines = Vec::new();
        for kind in MeetingKind::ALL {
            let starts = self.starts(kind, today)?;
            lines.extend(
                starts
                    .into_iter()
                    .filter(|line| line.origin == TemplateOrigin::Pack),
            );
        }
        lines.extend(self.own_templates()?);
        Ok(lines)
    }

    fn own_templates(&self) -> Result<Vec<TemplateLine>, BookError> {
        let mut own = self.read().list::<OwnTemplate>()?;
        own.sort_by(|a, b| compare(&a.entity.name, &b.entity.name));
        Ok(own.into_iter().map(own_line).collect())
    }

    /// The last meeting of a kind before a month, where there is one with an agenda.
    fn last_of(
        &self,
        kind: MeetingKind,
        month: Month,
    ) -> Result<Option<Listed<Meeting>>, BookError> {
        let mut meetings = self.read().list::<Meeting>()?;
        meetings.retain(|row| row.entity.kind == kind && row.entity.month < month);
        meetings.sort_by_key(|row| (row.entity.month, row.entity.planned_at));
        Ok(meetings.pop())
    }

    fn as_start(&self, meeting: &Listed<Meeting>) -> Result<TemplateLine, BookError> {
        let items = agenda::items(&self.read(), meeting.id)?;
        Ok(TemplateLine {
            id: meeting.id.to_string(),
            origin: TemplateOrigin::Meeting,
            kind: meeting.entity.kind,
            title: meeting.entity.title(),
            minutes: items
                .iter()
                .map(|item| u32::from(item.entity.minutes))
                .sum(),
            items: items.into_iter().map(|item| item.entity.title).collect(),
        })
    }

    /// The items that a meeting begins with, and the id of the template that it was made from;
    /// empty for one that was made from another meeting.
    ///
    /// # Errors
    /// [`BookError`]: no such template or meeting.
    pub(crate) fn begin_with(
        &self,
        start: &Start,
        id: MeetingId,
        kind: MeetingKind,
        pack: &Pack,
    ) -> Result<(Vec<AgendaItem>, String), BookError> {
        let cell = self.cell()?.cell_type;
        match start {
            Start::Usual => Ok(match pack.template(kind, cell) {
                Some(template) => (pack.agenda(template, id, cell), template.id.clone()),
                None => (Vec::new(), String::new()),
            }),
            Start::Template(wanted) => {
                if let Some(template) = pack.template_by_id(wanted) {
                    if template.kind != kind {
                        return Err(BookError::NotNow(
                            "Mẫu này dành cho loại kỳ khác. Chọn lại loại kỳ hoặc mẫu.",
                        ));
                    }
                    return Ok((pack.agenda(template, id, cell), template.id.clone()));
                }
                let own = self.own_template(wanted)?;
                let template: OwnTemplate = self.read().get(own)?;
                Ok((on_agenda(template.items, id), own.to_string()))
            }
            Start::Meeting(other) => {
                self.read().get::<Meeting>(*other)?;
                let items = agenda::items(&self.read(), *other)?;
                let items = items.iter().map(|item| OwnItem::of(&item.entity)).collect();
                Ok((on_agenda(items, id), String::new()))
            }
        }
    }

    /// The own template that `text` names: its id, the beginning of it, or its whole name.
    ///
    /// # Errors
    /// [`BookError`]: no such template.
    pub fn own_template(&self, text: &str) -> Result<OwnTemplateId, BookError> {
        let named = self.read().list::<OwnTemplate>()?;
        if let Some(found) = named.iter().find(|row| row.entity.name == text.trim()) {
            return Ok(found.id);
        }
        match self.resolve::<OwnTemplate>(text) {
            Err(BookError::Unreadable(text, _)) => Err(BookError::Unreadable(text, "mẫu đã có")),
            found => found,
        }
    }

    /// What a form says that a meeting begins from: the id of a template or of a meeting.
    #[must_use]
    pub fn start_from(&self, id: &str) -> Start {
        let meeting = Uuid::from_str(id).map(MeetingId).ok().filter(|id| {
            let found = self.read().find::<Meeting>(*id);
            matches!(found, Ok(Some(_)))
        });
        match meeting {
            Some(meeting) => Start::Meeting(meeting),
            None if id.is_empty() => Start::Usual,
            None => Start::Template(id.to_owned()),
        }
    }

    /// Keeps the agenda of a meeting as a template of the cell's own.
    ///
    /// # Errors
    /// [`BookError`]: no name, one that is taken, an agenda without items, the disk.
    pub fn save_template(
        &mut self,
        meeting: MeetingId,
        name: &str,
    ) -> Result<OwnTemplateId, BookError> {
        let name = required(name, "tên mẫu")?;
        let id: OwnTemplateId = self.fresh()?;
        self.transact(|gate, _| {
            let from = gate.get::<Meeting>(meeting)?;
            let items = agenda::items(gate, meeting)?;
            if items.is_empty() {
                return Err(BookError::NotNow("Chương trình chưa có mục nào để lưu."));
            }
            free_name(&gate.list::<OwnTemplate>()?, None, &name)?;
            let template = OwnTemplate {
                name,
                kind: from.kind,
                items: items.iter().map(|item| OwnItem::of(&item.entity)).collect(),
            };
            gate.put::<OwnTemplate>(id, &template)?;
            Ok(id)
        })
    }

    /// Gives an own template another name.
    ///
    /// # Errors
    /// [`BookError`]: no such template, no name, one that is taken, the disk.
    pub fn rename_template(&mut self, id: OwnTemplateId, name: &str) -> Result<(), BookError> {
        let name = required(name, "tên mẫu")?;
        self.transact(|gate, _| {
            let template = gate.get::<OwnTemplate>(id)?;
            free_name(&gate.list::<OwnTemplate>()?, Some(id), &name)?;
            gate.put::<OwnTemplate>(id, &OwnTemplate { name, ..template })?;
            Ok(())
        })
    }

    /// Removes an own template. Meetings that were made from it stay as they are.
    ///
    /// # Errors
    /// [`BookError`]: no such template, the disk.
    pub fn remove_template(&mut self, id: OwnTemplateId) -> Result<(), BookError> {
        self.transact(|gate, _| Ok(gate.remove::<OwnTemplate>(id)?))
    }

    /// Brings a removed template back.
    ///
    /// # Errors
    /// [`BookError`]: there never was such a template, the disk.
    pub fn restore_template(&mut self, id: OwnTemplateId) -> Result<(), BookError> {
        self.transact(|gate, _| {
            let known = gate.list_with_removed::<OwnTemplate>()?;
            let found = known
                .into_iter()
                .find(|row| row.id == id)
                .ok_or_else(|| StoreError::NotFound(id.to_string()))?;
            gate.put::<OwnTemplate>(id, &found.entity)?;
            Ok(())
        })
    }

    /// The items of the rule pack that may be put into the agenda of a meeting, each with the
    /// number that it goes after.
    ///
    /// # Errors
    /// [`BookError`]: no such meeting.
    pub fn insertables(&self, id: MeetingId) -> Result<Vec<InsertLine>, BookError> {
        let meeting = self.meeting_of(id)?;
        let items = agenda::items(&self.read(), id)?;
        let after = |wanted: Option<&str>| {
            let found = items
                .iter()
                .position(|row| Some(row.entity.item.as_str()) == wanted);
            let last = items
                .iter()
                .position(|row| CLOSING.contains(&row.entity.item.as_str()));
            let no = found.map(|at| at + 1).or(last).unwrap_or(items.len());
            u32::try_from(no).unwrap_or(u32::MAX)
        };
        Ok(self
            .pack_of(&meeting)
            .insertable
            .iter()
            .map(|item| InsertLine {
                id: item.id.clone(),
                title: item.text.clone(),
                minutes: item.minutes,
                vote: item.vote,
                prompt: item.prompt.clone(),
                after: after(item.after.as_deref()),
            })
            .collect())
    }
}

/// The items that close a meeting: what is put in goes before them, where its own place is missing.
const CLOSING: [&str; 2] = ["cham_diem", "bien_ban"];

fn own_line(Listed { id, entity }: Listed<OwnTemplate>) -> TemplateLine {
    TemplateLine {
        id: id.to_string(),
        origin: TemplateOrigin::Own,
        kind: entity.kind,
        title: entity.name,
        minutes: entity
            .items
            .iter()
            .map(|item| u32::from(item.minutes))
            .sum(),
        items: entity.items.into_iter().map(|item| item.title).collect(),
    }
}

fn on_agenda(items: Vec<OwnItem>, meeting: MeetingId) -> Vec<AgendaItem> {
    renumber(items.len())
        .zip(items)
        .map(|(rank, item)| item.on(meeting, rank))
        .collect()
}

fn free_name(
    known: &[Listed<OwnTemplate>],
    own: Option<OwnTemplateId>,
    name: &str,
) -> Result<(), BookError> {
    let taken = known
        .iter()
        .any(|row| Some(row.id) != own && row.entity.name == name);
    if taken {
        return Err(BookError::NotNow(
            "Đã có mẫu mang tên này. Đặt tên khác rồi lưu lại.",
        ));
    }
    Ok(())
}
