//! The client of the ward: sends what a book has written, takes in what others wrote.
//!
//! The thinking is a pure state machine, [`Exchange`]: an [`Event`] in, one [`Step`] out. It does
//! no I/O and knows no clock. [`exchange`] is the thin driver that carries its steps out between
//! a [`Ledger`] (the book) and a [`Line`] to the ward ([`Ward`]: HTTPS with a pinned key).
//!
//! An exchange is a round: compare the ends of all chains, deal with what differs, compare again,
//! until nothing differs. Where nothing differs at once, the one comparison is all.
//!
//! | state | `Began` | `Compared` | `Probed` | `Moved` | `Renewed` | `Sent` | `Missing` | `Refused` | `Forked` | `Took` | `Refetched` |
//! |---|---|---|---|---|---|---|---|---|---|---|---|
//! | idle | compare | – | – | – | – | – | – | – | – | – | – |
//! | comparing | – | probe, move, renew, send, take, end | – | – | – | – | – | – | – | – | – |
//! | probing | – | – | probe, move, renew, refetch, end | – | – | – | – | – | – | – | – |
//! | moving | – | – | – | renew | – | – | – | – | – | – | – |
//! | renewing | – | – | – | – | compare | – | – | – | – | – | – |
//! | sending | – | – | – | – | – | move, renew, send, take | send | send, take, end | compare | – | – |
//! | taking | – | – | – | – | – | – | – | – | – | take, compare | – |
//! | refetching | – | – | – | – | – | – | – | – | – | – | probe, refetch, compare, end |
//! | ended | – | – | – | – | – | – | – | – | – | – | – |
//!
//! `Lost` and `Stopped` end the exchange from every state; the next one goes on from there. A dash
//! means that the event can't happen there: it is answered with the end [`End::Confused`], so that
//! a wrong answer can neither loop nor hang. A test makes this table from the machine.
//!
//! Invariants, each held by a test:
//! 1. Nothing is sent before both sides have compared their ends.
//! 2. What the ward has given no receipt for is sent again; what it has is not.
//! 3. Only what this device holds is sent, in order, from where the ward's copy ends.
//! 4. A refused batch is halved until the one operation that is refused stands alone. It ends the
//!    sending, never the taking.
//! 5. A step that brings nothing forward is not repeated: the same gap told twice, a page without
//!    end, a comparison that shows what the round before should have mended end the exchange.
//! 6. A fork is bisected; what comes after the last agreement moves to a new identity, and nothing
//!    of either history is overwritten. The ward's word alone never makes this device give up an
//!    operation of its own.
//! 7. Another device's chain that differs is bisected and fetched anew after the last agreement.
//!    Where that brings nothing, the device is named at the end and holds nothing else up.
//! 8. An exchange takes a new identity a bounded number of times.
//! 9. Pages are kept in their order, one at a time. While one is kept the next is fetched and proven;
//!    the last is waited for, and so is one under way when the exchange ends, however it ends.

mod backoff;
mod client;
mod driver;
mod error;
mod join;
mod keeping;
mod ledger;
mod line;
mod machine;
mod pin;
mod progress;

pub use backoff::Backoff;
pub use client::Ward;
pub use driver::{Report, exchange};
pub use error::SyncError;
pub use ledger::{Kept, Ledger, Speaker};
pub use line::{Answer, Asker, Line};
pub use machine::{Comparison, Differing, End, Event, Exchange, Step};
pub use progress::{Phase, Progress, Stop, Stopper, Watch};
