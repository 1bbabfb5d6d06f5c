//! Kiến nghị: those that wait for an answer, and answers that came.

use sochibo_domain::{AgendaItem, Petition, PetitionState, date::short_day};
use sochibo_store::Listed;

use super::{Span, place};
use crate::{
    Book, BookError,
    view::{CarriedKind, CarriedLine},
};

/// The agenda items under which petitions are.
const PETITIONS: [&str; 1] = ["tiep_thu"];

impl Book {
    /// Petitions that wait for an answer, and answers that came since the last meeting.
    pub(super) fn carried_petitions(
        &self,
        span: &Span,
        items: &[Listed<AgendaItem>],
    ) -> Result<Vec<CarriedLine>, BookError> {
        let Some(place) = place(&span.meeting, items, &PETITIONS) else {
            return Ok(Vec::new());
        };
        let names = self.names()?;
        let since = span.since();
        let mut lines = Vec::new();
        for row in self.read().list::<Petition>()? {
            let petition = &row.entity;
            let raised = petition.at.date_naive();
            if petition.meeting == Some(span.id) || raised > span.day {
                continue;
            }
            let waits = petition.answer.is_none()
                && matches!(
                    petition.state,
                    PetitionState::New | PetitionState::Escalated
                );
            let told = petition
                .answered_on
                .is_some_and(|day| day <= span.day && since.is_none_or(|since| day >= since));
            let (kind, result) = match &petition.answer {
                Some(answer) if told => (CarriedKind::Answer, answer.clone()),
                _ if !waits => continue,
                _ if petition.state == PetitionState::Escalated => (
                    CarriedKind::Petition,
                    "đã chuyển cấp trên, chờ trả lời".to_owned(),
                ),
                _ => (CarriedKind::Petition, "chưa có trả lời".to_owned()),
            };
            lines.push(CarriedLine {
                key: format!("petition/{}", row.id),
                kind,
                source: format!("Nêu ngày {}", short_day(raised)),
                title: petition.text.clone(),
                person: petition.member.and_then(|id| names.get(&id).cloned()),
                start: None,
                result: Some(result),
                late: false,
                target: Some(row.id.to_string()),
                presenter: None,
                no: place.no,
                item: place.item,
            });
        }
        Ok(lines)
    }
}
