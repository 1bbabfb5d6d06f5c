//! R13: chấm điểm.

use super::{Found, Level, Place, Rule};

/// How the meeting scored itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoringFacts {
    /// The number of the item on the agenda, from 1.
    pub no: u32,
    /// Điểm đã được biểu quyết.
    pub voted: bool,
    /// Hạn chế đã được nêu và ghi.
    pub weakness_recorded: bool,
}

pub(super) fn check(score: ScoringFacts, found: &mut Found<'_>) {
    let no = score.no;
    if !score.voted {
        let text = "Điểm tự chấm chưa được chi bộ biểu quyết.".to_owned();
        found.add(Rule::R13, Level::Warn, Place::Ballot { no }, text);
    }
    if !score.weakness_recorded {
        let text = "Chưa ghi hạn chế và cách khắc phục của kỳ sinh hoạt.".to_owned();
        found.add(Rule::R13, Level::Warn, Place::Conclusion { no }, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{MeetingFacts, tests::whole};

    #[test]
    fn a_score_is_voted_and_names_a_weakness() {
        let (ballot, conclusion) = (Place::Ballot { no: 16 }, Place::Conclusion { no: 16 });
        for (voted, weakness_recorded, places) in [
            (true, true, vec![]),
            (true, false, vec![conclusion]),
            (false, true, vec![ballot]),
            (false, false, vec![ballot, conclusion]),
        ] {
            let facts = MeetingFacts {
                score: Some(ScoringFacts {
                    no: 16,
                    voted,
                    weakness_recorded,
                }),
                ..MeetingFacts::default()
            };
            let found = whole(&facts);
            assert!(
                found
                    .iter()
                    .all(|one| (one.rule, one.level) == (Rule::R13, Level::Warn))
            );
            assert_eq!(
                found.iter().map(|one| one.place).collect::<Vec<_>>(),
                places
            );
        }
    }
}
