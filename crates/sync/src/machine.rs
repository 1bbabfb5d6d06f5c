use std::collections::BTreeSet;

use sochibo_journal::DeviceId;
use sochibo_wire::MAX_BATCH_LEN;

/// How often one exchange may take a new identity or hear of a fork before it gives up: a device
/// that forks again and again has a twin that sends at this very moment.
const PATIENCE: u8 = 4;

/// What comparing both sides showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The last operation of this device's chain.
    pub last: u64,
    /// The last that the ward holds of it.
    pub held: u64,
    /// Whether both mean the same operation by `held`. Never where `held` is past `last`.
    pub same: bool,
    /// Whether the ward knows this device only by a former identity.
    pub former: bool,
    /// Whether what waits to be sent is dated far ahead of the ward's clock.
    pub ahead: bool,
    /// Whether what was written under an identity that the ward doesn't know yet is dated so.
    pub next_ahead: bool,
    /// The ward's number to take from.
    pub cursor: u64,
    /// Whether the ward's order goes on after it.
    pub news: bool,
    /// The other devices of which the two sides hold different ends.
    pub differing: Vec<Differing>,
    /// Whether the ward can give a new identity.
    pub can_renew: bool,
    /// Whether the ward can be asked for one device's chain.
    pub can_chains: bool,
}

/// A device of which the two sides hold different ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The device.
    pub device: DeviceId,
    /// The last operation held here.
    pub here: u64,
    /// The last that the ward holds.
    pub there: u64,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The exchange begins.
    Began,
    /// Both sides have been compared.
    Compared(Comparison),
    /// The ward answered whether its chain stood where ours did.
    Probed {
        /// Whether both mean the same operation by the number asked.
        same: bool,
    },
    /// The device has taken a new identity, here.
    Moved,
    /// The ward knows the new identity.
    Renewed,
    /// The ward has taken a batch up to `seq`: for good where the driver holds a receipt, else
    /// until its power fails, and then the next comparison shows it.
    Sent {
        /// The last number taken.
        seq: u64,
    },
    /// The ward misses what comes before the batch.
    Missing {
        /// The number it expects.
        expected: u64,
    },
    /// The ward refused a batch for a reason that sending it again won't mend.
    Refused {
        /// How many operations it had.
        count: u64,
    },
    /// The ward holds another operation under a number of ours.
    Forked,
    /// A page is kept.
    Took {
        /// Where to go on.
        next: u64,
        /// Whether there is more.
        more: bool,
    },
    /// A page of one device's chain is kept.
    Refetched {
        /// Where to go on.
        next: u64,
        /// Whether there is more.
        more: bool,
        /// Whether anything of it was new here.
        new: bool,
    },
    /// The line was cut or the ward did not answer.
    Lost,
    /// A person, or the program's end, stops the exchange.
    Stopped,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask the ward for the ends of its chains, and compare.
    Compare,
    /// Ask where a chain of the ward stood at `seq`, and compare.
    Probe {
        /// Whose; `None` for this device's own.
        device: Option<DeviceId>,
        /// The number.
        seq: u64,
    },
    /// Take a new identity; what comes after `common` moves to it.
    Move {
        /// The last number that both sides agree on.
        common: u64,
    },
    /// Tell the ward of the new identity.
    Renew,
    /// Send a batch of what comes after.
    Send {
        /// The number before the first to send.
        after: u64,
        /// At most so many operations.
        limit: usize,
    },
    /// Ask for a page and keep it.
    Take {
        /// The ward's number to take from.
        after: u64,
    },
    /// Ask for a page of one device's chain, and keep it in place of what is here.
    Refetch {
        /// Whose.
        device: DeviceId,
        /// The number before the first to fetch.
        after: u64,
        /// Whether what is here after that number is set aside.
        anew: bool,
    },
    /// Nothing more.
    End(End),
}

/// How an exchange ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Both sides hold the same.
    Agreed,
    /// Both sides hold the same but for these devices' chains, which stay as they are.
    Differs(Vec<DeviceId>),
    /// Everything else is exchanged, but the ward refused this operation, alone in its batch.
    Refused {
        /// Its number in this device's chain.
        seq: u64,
    },
    /// This device's chain has forked, and the ward can't give it a new identity.
    Forked,
    /// The line was cut; the next exchange goes on from here.
    Lost,
    /// Stopped; the next exchange goes on from here.
    Stopped,
    /// The ward answered something that makes no sense here.
    Confused,
}

/// Where a bisection looks: the two sides agree at `low` and differ at `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Search {
    /// Whose chain; `None` for this device's own.
    of: Option<Differing>,
    low: u64,
    high: u64,
    asked: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Comparing,
    Probing(Search),
    Moving,
    Renewing,
    Sending {
        after: u64,
        limit: usize,
        rewound: Option<u64>,
    },
    Taking {
        after: u64,
    },
    Refetching(DeviceId),
    Ended(End),
}

/// One exchange with the ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    state: State,
    /// What the last comparison showed; its parts are dealt with one after the other.
    plan: Comparison,
    /// Whether anything has gone forward since the last comparison.
    progress: bool,
    /// How often the device has taken a new identity or heard of a fork.
    turns: u8,
    /// Whether it has taken one because of a wrong clock.
    redated: bool,
    /// The operation that the ward refused.
    refused: Option<u64>,
    /// Devices whose chains could not be brought together.
    stuck: BTreeSet<DeviceId>,
}

impl Default for Exchange {
    fn default() -> Self {
        Self {
            state: State::Idle,
            plan: Comparison::default(),
            progress: true,
            turns: 0,
            redated: false,
            refused: None,
            stuck: BTreeSet::new(),
        }
    }
}

impl Exchange {
    /// Takes in what happened and says what to do next.
    pub fn on(&mut self, event: Event) -> Step {
        let (state, step) = self.next(event);
        self.state = state;
        step
    }

    fn next(&mut self, event: Event) -> (State, Step) {
        match (self.state.clone(), event) {
            (State::Ended(end), _) => (State::Ended(end.clone()), Step::End(end)),
            (_, Event::Lost) => ended(End::Lost),
            (_, Event::Stopped) => ended(End::Stopped),
            (State::Idle, Event::Began) => (State::Comparing, Step::Compare),
            (State::Comparing, Event::Compared(found)) => self.compared(found),
            (State::Probing(search), Event::Probed { same }) => self.probed(search, same),
            (State::Moving, Event::Moved) => (State::Renewing, Step::Renew),
            (State::Renewing, Event::Renewed) => self.compare_again(),
            (State::Sending { after, limit, .. }, Event::Sent { seq })
                if seq > after && seq <= self.plan.last =>
            {
                self.progress = true;
                self.plan.held = seq;
                // The ward's order has gone on by what was sent; others may lie between.
                self.plan.news = true;
                // A batch that had to be halved grows back once the refused part is behind.
                self.send(seq, (limit * 2).min(MAX_BATCH_LEN), None)
            }
            (State::Sending { limit, rewound, .. }, Event::Missing { expected })
                if expected >= 1 && expected <= self.plan.last && rewound != Some(expected) =>
            {
                self.send(expected - 1, limit, Some(expected))
            }
            (State::Sending { after, .. }, Event::Refused { count }) => {
                if count > 1 {
                    let half = usize::try_from(count / 2).unwrap_or(MAX_BATCH_LEN);
                    self.send(after, half.clamp(1, MAX_BATCH_LEN), None)
                } else {
                    self.refused = Some(after + 1);
                    self.go_on()
                }
            }
            (State::Sending { .. }, Event::Forked) => {
                // The next comparison shows where.
                self.turns += 1;
                self.compare_again()
            }
            (State::Taking { after }, Event::Took { next, more: true }) if next > after => {
                self.progress = true;
                (State::Taking { after: next }, Step::Take { after: next })
            }
            (State::Taking { after }, Event::Took { next, more: false }) if next >= after => {
                self.progress |= next > after;
                self.plan.news = false;
                self.compare_again()
            }
            (State::Refetching(device), Event::Refetched { next, more, new }) => {
                self.progress |= new;
                if more && new {
                    let step = Step::Refetch {
                        device,
                        after: next,
                        anew: false,
                    };
                    return (State::Refetching(device), step);
                }
                if !new {
                    self.stuck.insert(device);
                }
                self.go_on()
            }
            _ => ended(End::Confused),
        }
    }

    /// Looks at a fresh comparison. What one round did not bring forward, another won't.
    fn compared(&mut self, found: Comparison) -> (State, Step) {
        let went_forward = std::mem::replace(&mut self.progress, false);
        self.plan = found;
        if self.turns > PATIENCE {
            return ended(End::Confused);
        }
        let unsent = self.plan.held < self.plan.last && self.refused.is_none();
        if !went_forward && (unsent || self.plan.news) {
            return ended(End::Confused);
        }
        self.go_on()
    }

    fn compare_again(&self) -> (State, Step) {
        (State::Comparing, Step::Compare)
    }

    /// What comes next of the plan.
    fn go_on(&mut self) -> (State, Step) {
        let plan = &self.plan;
        if !plan.same {
            return self.forked();
        }
        if plan.held < plan.last && self.refused.is_none() {
            if plan.ahead && plan.can_renew && !self.redated {
                let held = plan.held;
                self.redated = true;
                return self.renew_after(held);
            }
            return self.send(plan.held, MAX_BATCH_LEN, None);
        }
        if plan.former && self.refused.is_none() {
            return self.renew();
        }
        if plan.news {
            let after = plan.cursor;
            return (State::Taking { after }, Step::Take { after });
        }
        let next = plan
            .differing
            .iter()
            .find(|differing| !self.stuck.contains(&differing.device))
            .copied();
        match next {
            Some(differing) if plan.can_chains => {
                self.plan.differing.retain(|other| *other != differing);
                self.look_into(differing)
            }
            _ if self.progress => self.compare_again(),
            _ => self.end(),
        }
    }

    fn end(&self) -> (State, Step) {
        if let Some(seq) = self.refused {
            return ended(End::Refused { seq });
        }
        let mut differing: BTreeSet<DeviceId> = self.stuck.clone();
        differing.extend(self.plan.differing.iter().map(|differing| differing.device));
        if differing.is_empty() {
            ended(End::Agreed)
        } else {
            ended(End::Differs(differing.into_iter().collect()))
        }
    }

    /// The two sides hold different histories of this device's own chain.
    fn forked(&mut self) -> (State, Step) {
        if !self.plan.can_renew || !self.plan.can_chains {
            return ended(End::Forked);
        }
        let (last, held) = (self.plan.last, self.plan.held);
        // Where the ward holds more, nothing is known yet of the last that is held here. A ward that
        // holds nothing and calls that another history makes no sense, and is not worth a fall.
        let high = if held > last { last + 1 } else { held.max(1) };
        self.search(Search {
            of: None,
            low: 0,
            high,
            asked: last.min(high - 1),
        })
    }

    /// Another device's chain differs: it is either only longer at the ward, or another.
    fn look_into(&mut self, differing: Differing) -> (State, Step) {
        let shorter = differing.here.min(differing.there);
        self.search(Search {
            of: Some(differing),
            low: 0,
            high: shorter + 1,
            asked: shorter,
        })
    }

    /// Asks in the middle, or ends the search.
    fn search(&mut self, search: Search) -> (State, Step) {
        if search.low + 1 < search.high {
            let step = Step::Probe {
                device: search.of.map(|differing| differing.device),
                seq: search.asked,
            };
            return (State::Probing(search), step);
        }
        let common = search.low;
        match search.of {
            None if self.plan.former && common == self.plan.last => self.renew(),
            None => self.renew_after(common),
            Some(differing) if common < differing.there => {
                let step = Step::Refetch {
                    device: differing.device,
                    after: common,
                    anew: common < differing.here,
                };
                (State::Refetching(differing.device), step)
            }
            // The ward holds less than we do, and nothing else: whoever wrote it sends it again.
            Some(_) => self.go_on(),
        }
    }

    fn probed(&mut self, search: Search, same: bool) -> (State, Step) {
        let (low, high) = if same {
            (search.asked, search.high)
        } else {
            (search.low, search.asked)
        };
        self.search(Search {
            low,
            high,
            asked: low + (high - low) / 2,
            ..search
        })
    }

    fn renew_after(&mut self, common: u64) -> (State, Step) {
        self.turns += 1;
        self.progress = true;
        (State::Moving, Step::Move { common })
    }

    /// The ward hears of the identity that this device has taken; of yet another one, where what
    /// was written under this one has to be dated anew before anybody sees it.
    fn renew(&mut self) -> (State, Step) {
        if self.plan.next_ahead && !self.redated {
            self.redated = true;
            return self.renew_after(self.plan.last);
        }
        self.turns += 1;
        self.progress = true;
        (State::Renewing, Step::Renew)
    }

    fn send(&mut self, after: u64, limit: usize, rewound: Option<u64>) -> (State, Step) {
        if after >= self.plan.last {
            return self.go_on();
        }
        let state = State::Sending {
            after,
            limit,
            rewound,
        };
        (state, Step::Send { after, limit })
    }
}

fn ended(end: End) -> (State, Step) {
    (State::Ended(end.clone()), Step::End(end))
}

#[cfg(test)]
mod tests;
