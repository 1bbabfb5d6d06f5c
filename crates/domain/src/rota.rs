//! Phiên phân công: who presents what in turn, month by month [found: S34].

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity, Month,
    id::{MemberId, RotaId, derived},
};

/// Việc luân phiên.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RotaRole {
    /// Thông tin thời sự.
    ThoiSu,
    /// Học tập và làm theo Bác.
    HocBac,
    /// Tự phê bình và phê bình: who goes first.
    PheBinh,
}

impl RotaRole {
    /// Every role, in the order of the agenda.
    pub const ALL: [Self; 3] = [Self::ThoiSu, Self::HocBac, Self::PheBinh];

    /// The code used in files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ThoiSu => "thoi_su",
            Self::HocBac => "hoc_bac",
            Self::PheBinh => "phe_binh",
        }
    }

    /// The words that a person reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ThoiSu => "Thông tin thời sự",
            Self::HocBac => "Học tập và làm theo Bác",
            Self::PheBinh => "Tự phê bình và phê bình",
        }
    }

    /// The agenda item that the turn belongs to.
    #[must_use]
    pub const fn item(self) -> &'static str {
        match self {
            Self::ThoiSu => "thoi_su",
            Self::HocBac => "hoc_bac",
            Self::PheBinh => "tu_tuong",
        }
    }
}

/// Phiên phân công của một việc.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Rota {
    /// Việc.
    pub role: RotaRole,
    /// Who, in order.
    #[serde(default)]
    pub members: Vec<MemberId>,
    /// The month in which the first of them has the turn.
    pub begins: Month,
    /// Người trình bày tháng sau là người thảo luận tháng này.
    #[serde(default)]
    pub next_discusses: bool,
}

impl Rota {
    /// The one id of the rota of a role in a cell.
    #[must_use]
    pub fn id(cell: Uuid, role: RotaRole) -> RotaId {
        RotaId(derived(Self::KIND, cell, role.code()))
    }

    /// Whose turn it is in a month, before the rota began too. One who can't take it (moved away,
    /// exempt) is passed over for the next who can; `None` where nobody can.
    #[must_use]
    pub fn turn(&self, month: Month, able: impl Fn(MemberId) -> bool) -> Option<MemberId> {
        let count = i64::try_from(self.members.len())
            .ok()
            .filter(|count| *count > 0)?;
        let since = month.months_since(self.begins).rem_euclid(count);
        let first = usize::try_from(since).ok()?;
        let from_there = self.members.iter().cycle().skip(first);
        from_there
            .take(self.members.len())
            .copied()
            .find(|member| able(*member))
    }

    /// Who opens the discussion in a month: the one whose turn comes next, where the cell does so
    /// and that is somebody else.
    #[must_use]
    pub fn discussant(&self, month: Month, able: impl Fn(MemberId) -> bool) -> Option<MemberId> {
        if !self.next_discusses {
            return None;
        }
        let now = self.turn(month, &able);
        self.turn(month.next(), &able)
            .filter(|next| Some(*next) != now)
    }
}

impl Entity for Rota {
    const KIND: &'static str = "rota";
    type Id = RotaId;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn member(n: u128) -> MemberId {
        MemberId(Uuid::from_u128(n))
    }

    fn rota(count: u128) -> Rota {
        Rota {
            role: RotaRole::ThoiSu,
            members: (0..count).map(member).collect(),
            begins: "2026-10".parse().unwrap(),
            next_discusses: true,
        }
    }

    #[test]
    fn the_turn_goes_round_month_by_month_and_next_months_presenter_discusses() {
        let rota = rota(3);
        for (month, turn) in [
            ("2026-08", 1),
            ("2026-09", 2),
            ("2026-10", 0),
            ("2026-11", 1),
            ("2026-12", 2),
            ("2027-01", 0),
        ] {
            let month: Month = month.parse().unwrap();
            assert_eq!(rota.turn(month, |_| true), Some(member(turn)), "{month}");
            assert_eq!(
                rota.discussant(month, |_| true),
                Some(member((turn + 1) % 3))
            );
        }
    }

    #[test]
    fn one_who_cannot_take_the_turn_is_passed_over() {
        let rota = rota(3);
        let october: Month = "2026-10".parse().unwrap();
        assert_eq!(rota.turn(october, |who| who != member(0)), Some(member(1)));
        // Both turns fall on one: nobody discusses with himself.
        assert_eq!(rota.discussant(october, |who| who != member(0)), None);
        assert_eq!(rota.turn(october, |_| false), None);
        let nobody = super::Rota {
            members: Vec::new(),
            ..rota
        };
        assert_eq!(nobody.turn(october, |_| true), None);
    }

    proptest! {
        #[test]
        fn in_as_many_months_as_people_everyone_has_the_turn_once(count in 1u128..9, begin in 0i64..600) {
            let rota = rota(count);
            let mut month: Month = "1990-01".parse().unwrap();
            for _ in 0..begin {
                month = month.next();
            }
            let mut seen = std::collections::HashSet::new();
            for _ in 0..count {
                seen.insert(rota.turn(month, |_| true).unwrap());
                month = month.next();
            }
            prop_assert_eq!(seen.len(), rota.members.len());
        }
    }
}
