//! Votes against a second account of the same rules, written from `domain.md` §4.2 without a look
//! at `vote.rs`: it counts classes of people with fractions, where the rules count people in
//! integers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use sochibo_domain::{
    Explain, MemberKind, MemberStatus, Standing, VoteKind,
    vote::{Base, Tally, Voter, decide},
};

/// How many people of each class sit in the room or do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Mix {
    official: [u32; 2],
    probationary: [u32; 2],
    exempt: [u32; 2],
    visiting_out: [u32; 2],
    visiting_in: [u32; 2],
    suspended: [u32; 2],
    residence: [u32; 2],
}

const HERE: usize = 0;
const AWAY: usize = 1;

impl Mix {
    fn classes(&self) -> [(MemberStatus, Standing, MemberKind, [u32; 2]); 7] {
        use MemberKind::{Regular, Residence};
        use MemberStatus as S;
        use Standing::{ChinhThuc, DuBi};
        [
            (S::Official, ChinhThuc, Regular, self.official),
            (S::Probationary, DuBi, Regular, self.probationary),
            (S::Exempt, ChinhThuc, Regular, self.exempt),
            (S::VisitingOut, ChinhThuc, Regular, self.visiting_out),
            (S::VisitingIn, ChinhThuc, Regular, self.visiting_in),
            (S::Suspended, ChinhThuc, Regular, self.suspended),
            (S::Official, ChinhThuc, Residence, self.residence),
        ]
    }

    fn people(&self) -> Vec<Voter> {
        let mut people = Vec::new();
        for (status, standing, kind, counts) in self.classes() {
            for (place, count) in counts.into_iter().enumerate() {
                let voter = Voter {
                    standing,
                    status,
                    kind,
                    present: place == HERE,
                };
                people.extend(std::iter::repeat_n(voter, count as usize));
            }
        }
        people
    }

    /// N: all official members summoned; those exempt or on temporary transfer elsewhere only
    /// where they came; nobody else.
    fn base(&self) -> u32 {
        self.official[HERE] + self.official[AWAY] + self.exempt[HERE] + self.visiting_out[HERE]
    }

    fn hands(&self) -> u32 {
        self.official[HERE] + self.exempt[HERE] + self.visiting_out[HERE]
    }
}

/// What the rules say, by fractions: `None` where the vote can't be.
fn oracle(kind: VoteKind, mix: &Mix, tally: Tally) -> Option<bool> {
    let (base, hands) = (mix.base(), mix.hands());
    let cast = tally.r#for + tally.against + tally.abstain;
    if base < 3 || cast > hands {
        return None;
    }
    let share = f64::from(tally.r#for) / f64::from(base);
    Some(match kind {
        VoteKind::Admission | VoteKind::Recognition | VoteKind::MajorDiscipline => {
            share > 2.0 / 3.0 - 1e-9
        }
        _ => share > 0.5 + 1e-9,
    })
}

fn agrees(mix: &Mix, kind: VoteKind, tally: Tally) {
    let base = Base::count(mix.people());
    assert_eq!(
        (base.base, base.voters_present),
        (mix.base(), mix.hands()),
        "{mix:?}"
    );
    let decided = decide(kind, &base, tally);
    let expected = oracle(kind, mix, tally);
    assert_eq!(
        decided.as_ref().ok().map(|outcome| outcome.passed),
        expected,
        "{mix:?} {kind:?} {tally:?}"
    );
    match decided {
        // One vote fewer than needed never passes, and the needed number always does.
        Ok(outcome) => assert_eq!(outcome.passed, tally.r#for >= outcome.needed),
        // R06 and R08: refused with the reason and what to do.
        Err(refused) => {
            let few = mix.base() < 3;
            assert_eq!(refused.code(), if few { "BQ-08" } else { "BQ-06" });
            assert!(!refused.hint().is_empty());
        }
    }
}

fn tally(r#for: u32, against: u32, abstain: u32) -> Tally {
    Tally {
        r#for,
        against,
        abstain,
    }
}

/// The example of `domain.md` §4.2.
#[test]
fn of_twenty_official_members_with_three_away_the_base_is_twenty() {
    let mix = Mix {
        official: [17, 3],
        ..Mix::default()
    };
    let base = Base::count(mix.people());
    assert_eq!(base.base, 20);
    for (yes, passes) in [(10, false), (11, true)] {
        let outcome = decide(VoteKind::Ordinary, &base, tally(yes, 0, 0)).unwrap();
        assert_eq!((outcome.needed, outcome.passed), (11, passes));
    }
    for (yes, passes) in [(13, false), (14, true)] {
        let outcome = decide(VoteKind::Admission, &base, tally(yes, 0, 0)).unwrap();
        assert_eq!((outcome.needed, outcome.passed), (14, passes));
    }
}

/// Every cell of up to 40 official members, however many of them came, every number of votes.
#[test]
fn official_members_alone_agree_for_every_number_up_to_forty() {
    for all in 0..=40 {
        for here in 0..=all {
            let mix = Mix {
                official: [here, all - here],
                ..Mix::default()
            };
            for kind in VoteKind::ALL {
                for yes in 0..=here + 1 {
                    agrees(&mix, kind, tally(yes, 0, 0));
                }
            }
        }
    }
}

/// Every mix of up to five people in classes that the rules tell apart.
#[test]
fn small_cells_agree_for_every_mix() {
    const CLASSES: usize = 9;
    let mut counts = [0_u32; CLASSES];
    loop {
        let [of, oa, p, eh, ea, vh, va, vi, s] = counts;
        let mix = Mix {
            official: [of, oa],
            probationary: [p, 0],
            exempt: [eh, ea],
            visiting_out: [vh, va],
            visiting_in: [vi, 0],
            suspended: [s, 0],
            residence: [0, 0],
        };
        for kind in [VoteKind::Ordinary, VoteKind::Admission] {
            for yes in 0..=mix.hands() + 1 {
                agrees(&mix, kind, tally(yes, 0, 0));
            }
        }
        // The next mix in counting order whose sum is at most five.
        let mut at = 0;
        loop {
            if at == CLASSES {
                return;
            }
            counts[at] += 1;
            if counts.iter().sum::<u32>() <= 5 {
                break;
            }
            counts[at] = 0;
            at += 1;
        }
    }
}

fn mix() -> impl Strategy<Value = Mix> {
    let class = || (0..12_u32, 0..6_u32).prop_map(|(here, away)| [here, away]);
    let few = || (0..4_u32, 0..4_u32).prop_map(|(here, away)| [here, away]);
    (class(), class(), few(), few(), few(), few(), few())
        .prop_map(
            |(official, probationary, exempt, visiting_out, visiting_in, suspended, residence)| {
                Mix {
                    official,
                    probationary,
                    exempt,
                    visiting_out,
                    visiting_in,
                    suspended,
                    residence,
                }
            },
        )
        .prop_filter("at most forty", |mix| mix.people().len() <= 40)
}

fn rounds() -> u32 {
    let given = std::env::var("SOCHIBO_VOTE_ROUNDS").ok();
    given.and_then(|n| n.parse().ok()).unwrap_or(2000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: rounds(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_mix_of_up_to_forty_agrees(
        mix in mix(), kind in prop::sample::select(VoteKind::ALL.to_vec()),
        yes in 0..42_u32, no in 0..42_u32, none in 0..42_u32, whole in any::<bool>(),
    ) {
        // Half of them are counts that may be right, the other half whatever was typed.
        let tally = if whole {
            let hands = mix.hands();
            let yes = yes % (hands + 1);
            let no = no % (hands - yes + 1);
            tally(yes, no, none % (hands - yes - no + 1))
        } else {
            tally(yes, no, none)
        };
        agrees(&mix, kind, tally);
        // Who is probationary, visiting, suspended or here by Quy định 213 changes nothing.
        let without = Mix {
            probationary: [0, 0], visiting_in: [0, 0], suspended: [0, 0], residence: [0, 0], ..mix
        };
        let (all, some) = (Base::count(mix.people()), Base::count(without.people()));
        prop_assert_eq!((all.base, all.voters_present), (some.base, some.voters_present));
    }
}
