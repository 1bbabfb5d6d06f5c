//! Errors are part of the product: each has a stable code to read out on the phone, a sentence
//! that says what happened and what was not lost, and a hint at what to do.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of fault it is; decides the exit code of `scb` and the tone of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FaultClass {
    /// Wrong usage or input that can't be read.
    Invalid,
    /// No such thing.
    NotFound,
    /// Wrong passphrase, or the book is in use or locked.
    Locked,
    /// A rule says no.
    Refused,
    /// The network or the server.
    Network,
    /// The book is damaged.
    Damaged,
    /// Anything else.
    Other,
}

impl FaultClass {
    /// The exit code that `docs/cli.md` promises.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Invalid => 2,
            Self::NotFound => 3,
            Self::Locked => 4,
            Self::Refused => 5,
            Self::Network => 6,
            Self::Damaged => 7,
            Self::Other => 1,
        }
    }
}

/// An error that can be shown to a person. Its `Display` is a Vietnamese sentence.
pub trait Explain: std::error::Error {
    /// A stable code such as `SO-04`, the same in every later version.
    fn code(&self) -> &'static str;
    /// What kind of fault.
    fn class(&self) -> FaultClass;
    /// What the person can do, as a Vietnamese sentence; empty where nothing sensible is known.
    fn hint(&self) -> String;
}
