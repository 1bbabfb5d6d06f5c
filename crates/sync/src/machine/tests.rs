use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn device(n: u128) -> DeviceId {
    DeviceId(Uuid::from_u128(n))
}

/// Both sides hold the same `held` of `last`.
fn found(last: u64, held: u64) -> Comparison {
    Comparison {
        last,
        held,
        same: true,
        cursor: 7,
        can_renew: true,
        can_chains: true,
        ..Comparison::default()
    }
}

fn differing(here: u64, there: u64) -> Comparison {
    Comparison {
        differing: vec![Differing {
            device: device(3),
            here,
            there,
        }],
        ..found(5, 5)
    }
}

fn forked(last: u64, held: u64) -> Comparison {
    Comparison {
        same: false,
        ..found(last, held)
    }
}

/// An exchange after these events; every one of them went on.
fn after(events: &[Event]) -> (Exchange, Step) {
    let mut exchange = Exchange::default();
    let mut step = Step::End(End::Confused);
    for event in events {
        step = exchange.on(event.clone());
    }
    (exchange, step)
}

fn compared(comparison: Comparison) -> Vec<Event> {
    vec![Event::Began, Event::Compared(comparison)]
}

fn then(mut events: Vec<Event>, more: &[Event]) -> Vec<Event> {
    events.extend_from_slice(more);
    events
}

#[test]
fn sends_what_the_ward_misses_then_takes_what_others_wrote_then_compares_again() {
    let (mut exchange, step) = after(&compared(found(300, 0)));
    assert_eq!(
        step,
        Step::Send {
            after: 0,
            limit: 256
        }
    );
    assert_eq!(
        exchange.on(Event::Sent { seq: 256 }),
        Step::Send {
            after: 256,
            limit: 256
        }
    );
    assert_eq!(
        exchange.on(Event::Sent { seq: 300 }),
        Step::Take { after: 7 }
    );
    assert_eq!(
        exchange.on(Event::Took {
            next: 9,
            more: true
        }),
        Step::Take { after: 9 }
    );
    assert_eq!(
        exchange.on(Event::Took {
            next: 10,
            more: false
        }),
        Step::Compare
    );
    assert_eq!(
        exchange.on(Event::Compared(found(300, 300))),
        Step::End(End::Agreed)
    );
}

#[test]
fn where_nothing_differs_one_comparison_is_all() {
    assert_eq!(after(&compared(found(5, 5))).1, Step::End(End::Agreed));
}

#[test]
fn a_ward_that_lost_some_gets_them_again_and_one_that_asks_twice_ends_it() {
    let (mut exchange, _) = after(&compared(found(10, 4)));
    let again = Step::Send {
        after: 2,
        limit: 256,
    };
    assert_eq!(exchange.on(Event::Missing { expected: 3 }), again);
    assert_eq!(
        exchange.on(Event::Missing { expected: 3 }),
        Step::End(End::Confused)
    );
}

/// The last number at which both sides agree, found as the machine asks for it.
fn search(exchange: &mut Exchange, mut step: Step, common: u64) -> (Step, usize) {
    let mut asked = 0;
    while let Step::Probe { seq, .. } = step {
        asked += 1;
        step = exchange.on(Event::Probed {
            same: seq <= common,
        });
    }
    (step, asked)
}

#[test]
fn a_fork_is_bisected_and_what_comes_after_it_moves_to_a_new_identity() {
    for (last, held, common) in [
        (5_000, 6_000, 3_210),
        (5_000, 4_000, 3_999),
        (5_000, 6_000, 5_000),
        (1, 1, 0),
        (3, 900, 3),
        (900, 3, 0),
    ] {
        let (mut exchange, step) = after(&compared(forked(last, held)));
        let (step, asked) = search(&mut exchange, step, common);
        assert_eq!(step, Step::Move { common }, "{last} {held}");
        assert!(asked <= 14, "{asked} questions");
        assert_eq!(exchange.on(Event::Moved), Step::Renew);
        assert_eq!(exchange.on(Event::Renewed), Step::Compare);
        let (moved, none) = (last - common, 0);
        assert_eq!(
            exchange.on(Event::Compared(found(moved, none))),
            match moved {
                0 => Step::End(End::Agreed),
                _ => Step::Send {
                    after: 0,
                    limit: 256
                },
            }
        );
    }
}

#[test]
fn a_former_identity_sends_what_is_left_of_it_before_the_ward_hears_of_the_new_one() {
    let former = |last, held| Comparison {
        former: true,
        ..found(last, held)
    };
    let (mut exchange, step) = after(&compared(former(9, 7)));
    assert_eq!(
        step,
        Step::Send {
            after: 7,
            limit: 256
        }
    );
    assert_eq!(exchange.on(Event::Sent { seq: 9 }), Step::Renew);
    assert_eq!(after(&compared(former(9, 9))).1, Step::Renew);
    // The original went on: nothing here contradicts it, so nothing moves.
    let went_on = Comparison {
        former: true,
        ..forked(9, 12)
    };
    let (mut exchange, step) = after(&compared(went_on.clone()));
    assert_eq!(search(&mut exchange, step, 9).0, Step::Renew);
    let (mut exchange, step) = after(&compared(went_on));
    assert_eq!(search(&mut exchange, step, 4).0, Step::Move { common: 4 });
}

#[test]
fn what_a_wrong_clock_dated_years_ahead_moves_before_it_is_sent() {
    let ahead = Comparison {
        ahead: true,
        ..found(9, 7)
    };
    assert_eq!(after(&compared(ahead.clone())).1, Step::Move { common: 7 });
    let old_ward = Comparison {
        can_renew: false,
        ..ahead
    };
    assert_eq!(
        after(&compared(old_ward)).1,
        Step::Send {
            after: 7,
            limit: 256
        }
    );
}

#[test]
fn what_a_restored_book_dated_years_ahead_moves_before_the_ward_hears_of_its_new_identity() {
    let restored = |last, held| Comparison {
        former: true,
        next_ahead: true,
        ..found(last, held)
    };
    // What the backup had not sent stays where it stands.
    let (mut exchange, step) = after(&compared(restored(9, 7)));
    assert_eq!(
        step,
        Step::Send {
            after: 7,
            limit: 256
        }
    );
    let step = exchange.on(Event::Sent { seq: 9 });
    assert_eq!(step, Step::Move { common: 9 });
    assert_eq!(exchange.on(Event::Moved), Step::Renew);
    let nothing_left = after(&compared(restored(9, 9))).1;
    assert_eq!(nothing_left, Step::Move { common: 9 });
    // Also where the original went on meanwhile.
    let went_on = Comparison {
        former: true,
        next_ahead: true,
        ..forked(9, 12)
    };
    let (mut exchange, step) = after(&compared(went_on));
    let step = search(&mut exchange, step, 9).0;
    assert_eq!(step, Step::Move { common: 9 });
}

#[test]
fn a_ward_that_holds_nothing_and_calls_it_another_history_costs_a_name_and_no_fall() {
    let step = after(&compared(forked(3, 0))).1;
    assert_eq!(step, Step::Move { common: 0 });
}

#[test]
fn what_is_dated_anew_once_is_not_dated_anew_again_in_the_same_exchange() {
    let still = Comparison {
        ahead: true,
        ..found(3, 0)
    };
    let (mut exchange, step) = after(&compared(still.clone()));
    assert_eq!(step, Step::Move { common: 0 });
    assert_eq!(exchange.on(Event::Moved), Step::Renew);
    assert_eq!(exchange.on(Event::Renewed), Step::Compare);
    assert_eq!(
        exchange.on(Event::Compared(still)),
        Step::Send {
            after: 0,
            limit: 256
        }
    );
}

#[test]
fn a_refused_batch_is_halved_down_to_the_one_operation_and_the_rest_is_taken() {
    let (mut exchange, mut step) = after(&compared(found(300, 0)));
    let mut sent = 0;
    let mut batches = 0;
    while let Step::Send { after, limit } = step {
        let count = (limit as u64).min(300 - after);
        batches += 1;
        step = if (after + 1..=after + count).contains(&201) {
            exchange.on(Event::Refused { count })
        } else {
            sent = after + count;
            exchange.on(Event::Sent { seq: sent })
        };
    }
    assert_eq!(sent, 200);
    assert!(batches < 24, "{batches} batches");
    assert_eq!(step, Step::Take { after: 7 });
    assert_eq!(
        exchange.on(Event::Took {
            next: 8,
            more: false
        }),
        Step::Compare
    );
    assert_eq!(
        exchange.on(Event::Compared(found(300, 200))),
        Step::End(End::Refused { seq: 201 })
    );
}

#[test]
fn a_chain_that_differs_is_bisected_and_fetched_anew_after_the_last_agreement() {
    for (here, there, common, anew) in [
        (40, 90, 40, false),
        (90, 40, 12, true),
        (40, 40, 39, true),
        (0, 9, 0, false),
    ] {
        let (mut exchange, step) = after(&compared(differing(here, there)));
        let (step, _) = search(&mut exchange, step, common);
        let after = common;
        assert_eq!(
            step,
            Step::Refetch {
                device: device(3),
                after,
                anew
            }
        );
        let some = |next, more| Event::Refetched {
            next,
            more,
            new: true,
        };
        assert_eq!(
            exchange.on(some(after + 1, true)),
            Step::Refetch {
                device: device(3),
                after: after + 1,
                anew: false
            }
        );
        assert_eq!(exchange.on(some(there, false)), Step::Compare);
        assert_eq!(
            exchange.on(Event::Compared(found(5, 5))),
            Step::End(End::Agreed)
        );
    }
}

#[test]
fn a_chain_that_can_not_be_brought_together_is_named_and_holds_nothing_else_up() {
    let (mut exchange, step) = after(&compared(differing(4, 9)));
    let (step, _) = search(&mut exchange, step, 4);
    assert!(matches!(step, Step::Refetch { .. }));
    let nothing = Event::Refetched {
        next: 4,
        more: false,
        new: false,
    };
    assert_eq!(
        exchange.on(nothing),
        Step::End(End::Differs(vec![device(3)]))
    );
}

#[test]
fn a_ward_of_the_first_version_can_not_renew_nor_be_asked_for_chains() {
    let first = |comparison| Comparison {
        can_renew: false,
        can_chains: false,
        ..comparison
    };
    assert_eq!(
        after(&compared(first(forked(5, 6)))).1,
        Step::End(End::Forked)
    );
    assert_eq!(
        after(&compared(first(differing(4, 9)))).1,
        Step::End(End::Differs(vec![device(3)]))
    );
}

#[test]
fn a_receipt_or_a_page_that_brings_nothing_forward_ends_it() {
    let (mut exchange, _) = after(&compared(found(5, 2)));
    assert_eq!(
        exchange.on(Event::Sent { seq: 2 }),
        Step::End(End::Confused)
    );
    let news = Comparison {
        news: true,
        ..found(5, 5)
    };
    let (mut exchange, _) = after(&compared(news.clone()));
    assert_eq!(
        exchange.on(Event::Took {
            next: 7,
            more: true
        }),
        Step::End(End::Confused)
    );
    let (mut exchange, _) = after(&compared(news.clone()));
    exchange.on(Event::Took {
        next: 7,
        more: false,
    });
    assert_eq!(exchange.on(Event::Compared(news)), Step::End(End::Confused));
}

#[test]
fn a_twin_that_sends_at_this_very_moment_can_not_keep_the_exchange_for_ever() {
    let (mut exchange, mut step) = after(&compared(found(5, 0)));
    for _ in 0..20 {
        step = match step {
            Step::Send { .. } => exchange.on(Event::Forked),
            Step::Compare => exchange.on(Event::Compared(found(5, 0))),
            _ => break,
        };
    }
    assert_eq!(step, Step::End(End::Confused));
}

/// One exchange in every state that the table names, and the ways to get there.
fn states() -> Vec<(&'static str, Vec<Vec<Event>>)> {
    let news = Comparison {
        news: true,
        ..found(5, 5)
    };
    let renewing = then(compared(forked(1, 1)), &[Event::Moved]);
    let refetching = then(compared(differing(4, 9)), &[Event::Probed { same: true }]);
    let former = Comparison {
        former: true,
        ..found(9, 7)
    };
    let restored_ahead = Comparison {
        next_ahead: true,
        ..former.clone()
    };
    let more_to_find = Comparison {
        differing: vec![
            differing(4, 9).differing[0],
            Differing {
                device: device(4),
                here: 1,
                there: 2,
            },
        ],
        ..found(5, 5)
    };
    vec![
        ("idle", vec![vec![]]),
        ("comparing", vec![vec![Event::Began]]),
        (
            "probing",
            vec![
                compared(forked(9, 9)),
                compared(forked(2, 3)),
                compared(Comparison {
                    former: true,
                    ..forked(1, 2)
                }),
                compared(differing(4, 9)),
                compared(differing(9, 4)),
                compared(differing(1, 1)),
            ],
        ),
        ("moving", vec![compared(forked(1, 1))]),
        ("renewing", vec![renewing]),
        (
            "sending",
            vec![
                compared(found(9, 3)),
                compared(former),
                compared(restored_ahead),
                compared(Comparison {
                    news: true,
                    ..found(9, 3)
                }),
            ],
        ),
        ("taking", vec![compared(news)]),
        (
            "refetching",
            vec![
                refetching,
                then(compared(more_to_find), &[Event::Probed { same: true }]),
            ],
        ),
        ("ended", vec![compared(found(5, 5))]),
    ]
}

fn events() -> Vec<(&'static str, Vec<Event>)> {
    let compared = [
        found(5, 5),
        found(9, 3),
        forked(9, 9),
        forked(1, 1),
        differing(4, 9),
        Comparison {
            former: true,
            ..found(5, 5)
        },
        Comparison {
            news: true,
            ..found(5, 5)
        },
    ];
    let both = [true, false];
    vec![
        ("`Began`", vec![Event::Began]),
        ("`Compared`", compared.map(Event::Compared).to_vec()),
        ("`Probed`", both.map(|same| Event::Probed { same }).to_vec()),
        ("`Moved`", vec![Event::Moved]),
        ("`Renewed`", vec![Event::Renewed]),
        ("`Sent`", [5, 9].map(|seq| Event::Sent { seq }).to_vec()),
        ("`Missing`", vec![Event::Missing { expected: 2 }]),
        (
            "`Refused`",
            [1, 6].map(|count| Event::Refused { count }).to_vec(),
        ),
        ("`Forked`", vec![Event::Forked]),
        (
            "`Took`",
            both.map(|more| Event::Took { next: 9, more }).to_vec(),
        ),
        (
            "`Refetched`",
            [(true, true), (true, false), (false, false)]
                .map(|(new, more)| Event::Refetched { next: 9, more, new })
                .to_vec(),
        ),
    ]
}

fn word(step: &Step) -> Option<&'static str> {
    Some(match step {
        Step::Compare => "compare",
        Step::Probe { .. } => "probe",
        Step::Move { .. } => "move",
        Step::Renew => "renew",
        Step::Send { .. } => "send",
        Step::Take { .. } => "take",
        Step::Refetch { .. } => "refetch",
        Step::End(End::Confused) => return None,
        Step::End(_) => "end",
    })
}

/// The table of the crate's documentation, made from the machine itself.
fn table() -> Vec<String> {
    let events = events();
    let mut lines = vec![
        format!(
            "//! | state | {} |",
            events
                .iter()
                .map(|(name, _)| *name)
                .collect::<Vec<_>>()
                .join(" | ")
        ),
        format!("//! |{}", "---|".repeat(events.len() + 1)),
    ];
    const ORDER: [&str; 8] = [
        "probe", "move", "renew", "send", "take", "refetch", "compare", "end",
    ];
    for (name, ways) in states() {
        let mut cells = Vec::new();
        for (_, variants) in &events {
            let mut words = BTreeSet::new();
            for way in &ways {
                for event in variants {
                    let (mut exchange, _) = after(way);
                    words.extend(word(&exchange.on(event.clone())));
                }
            }
            let words: Vec<&str> = ORDER
                .into_iter()
                .filter(|word| words.contains(word))
                .collect();
            cells.push(if words.is_empty() || name == "ended" {
                "–".to_owned()
            } else {
                words.join(", ")
            });
        }
        lines.push(format!("//! | {name} | {} |", cells.join(" | ")));
    }
    lines
}

#[test]
fn the_table_of_the_documentation_is_the_machine() {
    let documented: Vec<&str> = include_str!("../lib.rs")
        .lines()
        .filter(|line| line.starts_with("//! |"))
        .collect();
    let table = table();
    assert_eq!(documented, table, "\n{}", table.join("\n"));
}

#[test]
fn a_lost_line_or_a_stop_ends_it_in_every_state_and_nothing_begins_again_after_the_end() {
    for (name, ways) in states() {
        for way in ways {
            for (event, end) in [(Event::Lost, End::Lost), (Event::Stopped, End::Stopped)] {
                let (mut exchange, step) = after(&way);
                let end = match (name, step) {
                    ("ended", Step::End(end)) => end,
                    _ => end,
                };
                assert_eq!(exchange.on(event), Step::End(end.clone()), "{name}");
                for (_, variants) in events() {
                    for event in variants {
                        assert_eq!(exchange.on(event), Step::End(end.clone()));
                    }
                }
            }
        }
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    let number = 0..6_u64;
    let comparison = (
        (number.clone(), number.clone(), number.clone()),
        prop::collection::vec((0..3_u128, number.clone(), number.clone()), 0..3),
        any::<[bool; 7]>(),
    )
        .prop_map(|((last, held, cursor), others, flags)| Comparison {
            last,
            held,
            same: flags[0] && held <= last,
            former: flags[1],
            ahead: flags[2],
            next_ahead: flags[6],
            cursor,
            news: flags[3],
            differing: others
                .into_iter()
                .map(|(n, here, there)| Differing {
                    device: device(n),
                    here,
                    there,
                })
                .collect(),
            can_renew: flags[4],
            can_chains: flags[5],
        });
    prop_oneof![
        1 => Just(Event::Began),
        6 => comparison.prop_map(Event::Compared),
        6 => any::<bool>().prop_map(|same| Event::Probed { same }),
        3 => Just(Event::Moved),
        3 => Just(Event::Renewed),
        3 => number.clone().prop_map(|seq| Event::Sent { seq }),
        1 => number.clone().prop_map(|expected| Event::Missing { expected }),
        1 => number.clone().prop_map(|count| Event::Refused { count }),
        1 => Just(Event::Forked),
        3 => (number.clone(), any::<bool>()).prop_map(|(next, more)| Event::Took { next, more }),
        3 => (number, any::<[bool; 2]>())
            .prop_map(|(next, [more, new])| Event::Refetched { next, more, new }),
    ]
}

proptest! {
    /// Invariants 1, 3 and 5, whatever the ward answers.
    #[test]
    fn whatever_comes_it_compares_first_and_never_sends_past_its_end(
        events in prop::collection::vec(any_event(), 0..60)
    ) {
        let mut exchange = Exchange::default();
        let mut compared = false;
        let mut last = 0;
        for event in events {
            if let Event::Compared(comparison) = &event {
                compared = true;
                last = comparison.last;
            }
            match exchange.on(event) {
                Step::Send { after, limit } => {
                    prop_assert!(compared);
                    prop_assert!(after < last);
                    prop_assert!((1..=MAX_BATCH_LEN).contains(&limit));
                }
                Step::Move { common } => prop_assert!(common <= last),
                Step::Probe { seq, .. } => prop_assert!(seq >= 1),
                Step::End(_) => break,
                _ => {}
            }
        }
    }
}
