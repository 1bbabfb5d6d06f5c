//! One pack.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AgendaItem, CellType, MeetingKind,
    agenda::renumber,
    check::Rule,
    id::MeetingId,
    rules::{
        ChecklistStep, CriticismPrompts, Deadlines, Durations, Frequency, Insertable, Limits,
        Prompts, ScoreRules, Template, TemplateItem,
    },
};

/// How far a value can be trusted. What is not [`Confidence::Found`] never blocks anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Confidence {
    /// Seen in the sources that it names.
    Found,
    /// Remembered, not verified.
    Memory,
    /// Our own choice.
    Design,
}

/// A value with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The ids of its sources in [`Pack::sources`], with commas: `S2,S27`.
    #[serde(default)]
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// Nguồn của một quy định.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// `S2`.
    pub id: String,
    /// What it is.
    pub what: String,
    /// Whether it is the official text itself.
    pub official: bool,
}

/// Bộ quy định. Read one with [`Pack::load`], which also checks that it makes sense.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The id that meetings keep: `HD42-2025`. Never reused for other contents.
    pub id: String,
    /// Số hiệu: `42-HD/BTCTW`.
    pub number: String,
    /// Tên đầy đủ.
    pub title: String,
    /// Ngày có hiệu lực: meetings from this day on use it.
    pub effective: NaiveDate,
    /// Nguồn.
    pub sources: Vec<Source>,
    /// Thời lượng, in minutes.
    pub durations: Durations,
    /// Thời hạn, in calendar days.
    pub deadlines: Deadlines,
    /// Định kỳ.
    pub frequency: Frequency,
    /// Ngưỡng nhắc.
    pub limits: Limits,
    /// Khung chương trình.
    pub templates: Vec<Template>,
    /// Mục có thể chèn thêm.
    #[serde(default)]
    pub insertable: Vec<Insertable>,
    /// Các bước chuẩn bị.
    #[serde(default)]
    pub checklist: Vec<ChecklistStep>,
    /// Những điều được kiểm tra.
    #[serde(default)]
    pub checks: Vec<CheckOrigin>,
    /// Gợi ý theo loại hình chi bộ.
    #[serde(default)]
    pub prompts: Vec<Prompts>,
    /// Gợi ý tự phê bình và phê bình.
    pub criticism: CriticismPrompts,
    /// Phiếu chấm điểm.
    pub score: ScoreRules,
}

/// Where a check comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckOrigin {
    /// Its number.
    pub rule: Rule,
    /// What it asks, in a few words.
    pub title: String,
    /// The ids of its sources.
    #[serde(default)]
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

impl Pack {
    /// Where a check comes from; `None` where the pack does not know it.
    #[must_use]
    pub fn check(&self, rule: Rule) -> Option<&CheckOrigin> {
        self.checks.iter().find(|check| check.rule == rule)
    }

    /// What the sources with these ids (`S2,S27`) are.
    pub fn sources_of<'a>(&'a self, ids: &'a str) -> impl Iterator<Item = &'a Source> {
        ids.split(',')
            .filter_map(|id| self.sources.iter().find(|source| source.id == id.trim()))
    }

    /// The agenda template for a kind of meeting in a cell of this type: one made for the type,
    /// else the first for every type. A model meeting is only ever chosen.
    #[must_use]
    pub fn template(&self, kind: MeetingKind, cell: CellType) -> Option<&Template> {
        let usual = || self.templates_for(kind, cell).filter(|one| !one.model);
        usual()
            .find(|one| !one.cell_types.is_empty())
            .or_else(|| usual().next())
    }

    /// Every template for a kind of meeting in a cell of this type.
    pub fn templates_for(
        &self,
        kind: MeetingKind,
        cell: CellType,
    ) -> impl Iterator<Item = &Template> {
        self.templates
            .iter()
            .filter(move |template| template.kind == kind && template.suits(cell))
    }

    /// The template with this id.
    #[must_use]
    pub fn template_by_id(&self, id: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }

    /// The prompts for a type of cell; `None` where the pack has none.
    #[must_use]
    pub fn prompts_for(&self, cell_type: CellType) -> Option<&Prompts> {
        self.prompts
            .iter()
            .find(|prompts| prompts.cell_types.contains(&cell_type))
    }

    /// Gợi ý for one item of an agenda in a cell of this type, one line each; often empty.
    #[must_use]
    pub fn prompt(&self, item: &TemplateItem, cell_type: CellType) -> String {
        let mut lines: Vec<&str> = Vec::new();
        if !item.prompt.is_empty() {
            lines.push(&item.prompt);
        }
        if let Some(prompts) = self.prompts_for(cell_type)
            && prompts.items.contains(&item.id)
        {
            lines.extend(prompts.lines.iter().map(String::as_str));
            lines.extend(prompts.caution.as_deref());
        }
        if self.criticism.items.contains(&item.id) {
            lines.extend(self.criticism.lines.iter().map(String::as_str));
        }
        lines.join("\n")
    }

    /// A fresh agenda from a template, with room between the ranks.
    #[must_use]
    pub fn agenda(
        &self,
        template: &Template,
        meeting: MeetingId,
        cell: CellType,
    ) -> Vec<AgendaItem> {
        renumber(template.items.len())
            .zip(&template.items)
            .map(|(rank, item)| AgendaItem {
                meeting,
                rank,
                item: item.id.clone(),
                section: item.section.clone(),
                title: item.text.clone(),
                minutes: item.minutes,
                presenter: String::new(),
                prompt: self.prompt(item, cell),
                vote: item.vote,
                conclusion: None,
                opened_at: None,
                closed_at: None,
                timing: crate::Timing::default(),
            })
            .collect()
    }
}
