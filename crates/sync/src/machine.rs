/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The book stands at these numbers.
    Began {
        /// The last operation that this device has written.
        last: u64,
        /// The ward's number to take from.
        cursor: u64,
    },
    /// The ward holds this device's chain up to `held`, and it is our chain.
    Compared {
        /// The last number that the ward holds.
        held: u64,
    },
    /// A batch has a receipt up to `seq`.
    Sent {
        /// The last number covered.
        seq: u64,
    },
    /// The ward misses what comes before the batch.
    Missing {
        /// The number it expects.
        expected: u64,
    },
    /// The ward refused the batch for a reason that sending again won't mend.
    Refused,
    /// The ward holds another operation under a number of ours.
    Forked,
    /// A page is kept.
    Took {
        /// Where to go on.
        next: u64,
        /// Whether there is more.
        more: bool,
    },
    /// The line was cut or the ward did not answer.
    Lost,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask the ward for the ends of its chains.
    Compare,
    /// Send a batch of what comes after.
    Send {
        /// The number before the first to send.
        after: u64,
    },
    /// Ask for a page and keep it.
    Take {
        /// The ward's number to take from.
        after: u64,
    },
    /// Nothing more.
    End(End),
}

/// How an exchange ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Both sides hold the same.
    Agreed,
    /// Taken in, but the ward refused a batch of ours.
    Refused,
    /// This device's chain has forked: it has to join anew under another identity.
    Forked,
    /// The line was cut; the next exchange goes on from here.
    Lost,
    /// The ward answered something that makes no sense here.
    Confused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Comparing {
        last: u64,
        cursor: u64,
    },
    Sending {
        last: u64,
        cursor: u64,
        after: u64,
        rewound: Option<u64>,
    },
    Taking {
        refused: bool,
    },
    Ended(End),
}

/// One exchange with the ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    state: State,
}

impl Default for Exchange {
    fn default() -> Self {
        Self { state: State::Idle }
    }
}

impl Exchange {
    /// Takes in what happened and says what to do next.
    pub fn on(&mut self, event: Event) -> Step {
        let (state, step) = next(self.state, event);
        self.state = state;
        step
    }
}

fn next(state: State, event: Event) -> (State, Step) {
    match (state, event) {
        (State::Ended(end), _) => (state, Step::End(end)),
        (_, Event::Lost) => ended(End::Lost),
        (State::Idle, Event::Began { last, cursor }) => {
            (State::Comparing { last, cursor }, Step::Compare)
        }
        (State::Comparing { .. } | State::Sending { .. }, Event::Forked) => ended(End::Forked),
        // The ward holds more of our chain than we do: our book was restored from a copy.
        (State::Comparing { last, .. }, Event::Compared { held }) if held > last => {
            ended(End::Forked)
        }
        (State::Comparing { last, cursor }, Event::Compared { held }) => {
            send_or_take(last, cursor, held, None)
        }
        (
            State::Sending {
                last,
                cursor,
                after,
                ..
            },
            Event::Sent { seq },
        ) if seq > after && seq <= last => send_or_take(last, cursor, seq, None),
        (
            State::Sending {
                last,
                cursor,
                rewound,
                ..
            },
            Event::Missing { expected },
        ) if expected >= 1 && expected <= last && rewound != Some(expected) => {
            send_or_take(last, cursor, expected - 1, Some(expected))
        }
        (State::Sending { cursor, .. }, Event::Refused) => (
            State::Taking { refused: true },
            Step::Take { after: cursor },
        ),
        (State::Taking { .. }, Event::Took { next, more: true }) => {
            (state, Step::Take { after: next })
        }
        (State::Taking { refused }, Event::Took { more: false, .. }) => {
            ended(if refused { End::Refused } else { End::Agreed })
        }
        _ => ended(End::Confused),
    }
}

fn ended(end: End) -> (State, Step) {
    (State::Ended(end), Step::End(end))
}

fn send_or_take(last: u64, cursor: u64, after: u64, rewound: Option<u64>) -> (State, Step) {
    if after < last {
        (
            State::Sending {
                last,
                cursor,
                after,
                rewound,
            },
            Step::Send { after },
        )
    } else {
        (
            State::Taking { refused: false },
            Step::Take { after: cursor },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn began(last: u64) -> Exchange {
        let mut exchange = Exchange::default();
        assert_eq!(exchange.on(Event::Began { last, cursor: 7 }), Step::Compare);
        exchange
    }

    #[test]
    fn sends_what_the_ward_misses_then_takes_what_others_wrote() {
        let mut exchange = began(300);
        assert_eq!(
            exchange.on(Event::Compared { held: 0 }),
            Step::Send { after: 0 }
        );
        assert_eq!(
            exchange.on(Event::Sent { seq: 256 }),
            Step::Send { after: 256 }
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
            Step::End(End::Agreed)
        );
    }

    #[test]
    fn nothing_to_send_goes_straight_to_taking() {
        assert_eq!(
            began(5).on(Event::Compared { held: 5 }),
            Step::Take { after: 7 }
        );
    }

    #[test]
    fn a_ward_that_lost_some_gets_them_again() {
        let mut exchange = began(10);
        assert_eq!(
            exchange.on(Event::Compared { held: 4 }),
            Step::Send { after: 4 }
        );
        assert_eq!(
            exchange.on(Event::Missing { expected: 3 }),
            Step::Send { after: 2 }
        );
        assert_eq!(
            exchange.on(Event::Missing { expected: 3 }),
            Step::End(End::Confused)
        );
    }

    #[test]
    fn a_ward_that_holds_more_than_we_wrote_means_a_fork() {
        assert_eq!(
            began(5).on(Event::Compared { held: 6 }),
            Step::End(End::Forked)
        );
    }

    #[test]
    fn a_refused_batch_does_not_stop_the_taking() {
        let mut exchange = began(5);
        exchange.on(Event::Compared { held: 0 });
        assert_eq!(exchange.on(Event::Refused), Step::Take { after: 7 });
        assert_eq!(
            exchange.on(Event::Took {
                next: 8,
                more: false
            }),
            Step::End(End::Refused)
        );
    }

    #[test]
    fn a_receipt_that_covers_nothing_new_does_not_loop() {
        let mut exchange = began(5);
        exchange.on(Event::Compared { held: 2 });
        assert_eq!(
            exchange.on(Event::Sent { seq: 2 }),
            Step::End(End::Confused)
        );
    }

    /// The table of the crate's documentation is total: every event has an answer in every state,
    /// and only the right ones go on.
    #[test]
    fn every_event_in_every_state_has_an_answer() {
        let states = [
            State::Idle,
            State::Comparing { last: 9, cursor: 0 },
            State::Sending {
                last: 9,
                cursor: 0,
                after: 3,
                rewound: None,
            },
            State::Taking { refused: false },
            State::Ended(End::Agreed),
        ];
        let events = [
            Event::Began { last: 9, cursor: 0 },
            Event::Compared { held: 3 },
            Event::Sent { seq: 9 },
            Event::Missing { expected: 2 },
            Event::Refused,
            Event::Forked,
            Event::Took {
                next: 1,
                more: true,
            },
            Event::Lost,
        ];
        let goes_on = |state, event| !matches!(next(state, event).1, Step::End(_));
        let table: Vec<Vec<bool>> = states
            .iter()
            .map(|s| events.iter().map(|e| goes_on(*s, *e)).collect())
            .collect();
        assert_eq!(
            table,
            [
                [true, false, false, false, false, false, false, false],
                [false, true, false, false, false, false, false, false],
                [false, false, true, true, true, false, false, false],
                [false, false, false, false, false, false, true, false],
                [false; 8],
            ]
        );
    }
}
