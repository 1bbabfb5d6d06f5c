//! Phiên phân công: whose turn it is by the rota.

use std::collections::HashMap;

use sochibo_domain::{
    AgendaItem, Member, MemberKind, MemberStatus, Month, Rota, RotaRole,
    id::{AgendaItemId, MemberId},
};
use sochibo_store::{Gate, Listed};

use super::Span;
use crate::{
    Book, BookError,
    view::{CarriedKind, CarriedLine},
};

impl Book {
    /// Whose turn it is by the rota.
    pub(super) fn carried_turns(
        &self,
        span: &Span,
        items: &[Listed<AgendaItem>],
    ) -> Result<Vec<CarriedLine>, BookError> {
        let turns = self.turns(span.meeting.month)?;
        let lines = turns.into_iter().filter_map(|turn| {
            let (at, item) = items
                .iter()
                .enumerate()
                .find(|(_, row)| row.entity.item == turn.role.item())?;
            let discussant = turn
                .discussant
                .map(|name| format!("đ/c {name} thảo luận, tháng sau trình bày"));
            Some(CarriedLine {
                key: format!("rota/{}", turn.role.code()),
                kind: CarriedKind::Rota,
                source: "Phiên phân công".to_owned(),
                title: format!("Đến lượt đ/c {}", turn.name),
                person: None,
                start: None,
                result: discussant,
                late: false,
                target: None,
                presenter: Some(presenter(&turn.name)),
                no: u32::try_from(at + 1).ok(),
                item: Some(item.id),
            })
        });
        Ok(lines.collect())
    }

    /// Whose turn it is in a month, role by role.
    pub(crate) fn turns(&self, month: Month) -> Result<Vec<Turn>, BookError> {
        let roster: HashMap<MemberId, Member> = self
            .roster()?
            .into_iter()
            .map(|row| (row.id, row.entity))
            .collect();
        let able = |id: MemberId| {
            roster.get(&id).is_some_and(|member| {
                member.status.is_current()
                    && member.status != MemberStatus::Exempt
                    && member.status != MemberStatus::VisitingOut
                    && member.kind == MemberKind::Regular
            })
        };
        let name = |id: MemberId| roster.get(&id).map(|member| member.name.clone());
        let mut turns: Vec<Turn> = self
            .read()
            .list::<Rota>()?
            .into_iter()
            .filter_map(|row| {
                Some(Turn {
                    role: row.entity.role,
                    name: row.entity.turn(month, able).and_then(name)?,
                    discussant: row.entity.discussant(month, able).and_then(name),
                })
            })
            .collect();
        turns.sort_by_key(|turn| turn.role);
        Ok(turns)
    }
}

/// Whose turn it is.
pub(crate) struct Turn {
    pub(crate) role: RotaRole,
    pub(crate) name: String,
    pub(crate) discussant: Option<String>,
}

/// How an agenda names a member who presents.
pub(crate) fn presenter(name: &str) -> String {
    format!("đ/c {name}")
}

/// Writes who presents an item, where nobody is named yet.
pub(super) fn present(
    gate: &mut Gate<'_>,
    id: AgendaItemId,
    presenter: String,
) -> Result<(), BookError> {
    let item = gate.get::<AgendaItem>(id)?;
    if item.presenter.is_empty() {
        gate.put::<AgendaItem>(id, &AgendaItem { presenter, ..item })?;
    }
    Ok(())
}
