//! How a device joins a cell that has a book, over a ward that neither side needs to trust.
//!
//! | request | who | body | answer |
//! |---|---|---|---|
//! | `POST /v1/look` | whoever has a code | [`LookRequest`] | [`Looked`]; the code is not spent |
//! | `POST /v1/join` | whoever has a code | [`JoinRequest`] | [`crate::api::Enrolled`]; the code is spent |
//! | `GET /v1/cells/{cell}/joins` | devices of the cell; a waiting one sees itself only | – | [`Joins`] |
//! | `POST /v1/cells/{cell}/joins/{device}/answer` | a secretary's device | [`Shown`] | – |
//! | `POST /v1/cells/{cell}/joins/{device}/show` | the waiting device | [`Shown`] | – |
//! | `POST /v1/cells/{cell}/joins/{device}/refuse` | a secretary's device | – | – |
//!
//! Both sides show a number of six digits. It is made of both identities and of two random values,
//! in an order that leaves a forger one guess: the newcomer *commits* itself to its value before it
//! sees the other's, and shows it only after. Whoever stands between them has to commit itself to
//! false keys towards each side before either value is known, and is right once in a million.

use std::fmt;

use serde::{Deserialize, Serialize};
use sochibo_journal::{BoxKey, CellId, DeviceId, Hash, Identity, PublicKey};

/// What does a code lead to?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookRequest {
    /// The version of the protocol that the device speaks.
    pub protocol: u32,
    /// The code's secret, in hexadecimal.
    pub secret: String,
}

/// What a code leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The version of the protocol that the ward speaks.
    pub protocol: u32,
    /// The book; none while no device has joined.
    pub cell: Option<CellId>,
    /// The name under which the ward lists the cell.
    pub cell_name: String,
    /// The name of the ward's committee.
    pub ward_name: String,
    /// What the ward's clock shows, in milliseconds since 1970. Earlier versions didn't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<i64>,
    /// The operation with the escrow that stands: header and body, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escrow: Option<String>,
}

/// A device asks to join a cell that has a book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequest {
    /// The version of the protocol that the device speaks.
    pub protocol: u32,
    /// The code's secret, in hexadecimal.
    pub secret: String,
    /// The book, as [`Looked`] said.
    pub cell: CellId,
    /// Who asks.
    #[serde(flatten)]
    pub identity: Identity,
    /// See [`commitment`].
    pub commitment: Hash,
}

/// The devices that ask to join a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joins {
    /// The longest waiting first.
    pub joins: Vec<Join>,
}

/// A device that asks to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// Who asks.
    #[serde(flatten)]
    pub identity: Identity,
    /// What it committed itself to.
    pub commitment: Hash,
    /// When it asked, in milliseconds since 1970 by the ward's clock.
    pub asked_at: i64,
    /// Who answered, with what.
    #[serde(default)]
    pub answer: Option<Answer>,
    /// What the newcomer has shown since.
    #[serde(default)]
    pub shown: Option<Hash>,
    /// How it stands.
    pub state: JoinState,
}

/// The answer of a device of the cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which.
    pub device: DeviceId,
    /// What its chain is verified with.
    pub sign_key: PublicKey,
    /// What keys are sealed to for it.
    pub box_key: BoxKey,
    /// Its random value.
    pub nonce: Hash,
}

impl Answer {
    /// Who answered.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            device: self.device,
            sign_key: self.sign_key,
            box_key: self.box_key,
        }
    }
}

/// How a join stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinState {
    /// It waits for a person.
    Waiting,
    /// It was let in.
    Admitted,
    /// A person said no.
    Refused,
    /// In words of a later version.
    #[serde(other)]
    Unknown,
}

/// A random value that is told now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The value.
    pub nonce: Hash,
    /// Of the device that answers: what keys are sealed to for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub box_key: Option<BoxKey>,
}

/// What a newcomer commits itself to before it has seen the other side's value.
#[must_use]
pub fn commitment(cell: CellId, newcomer: &Identity, nonce: Hash) -> Hash {
    Hash::of(
        "sochibo 2026 join commitment",
        &[cell.0.as_bytes(), &newcomer.bytes(), &nonce.0],
    )
}

/// The number that both sides show: `482 913`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinNumber(u32);

impl JoinNumber {
    /// Of the newcomer with its value and of the device that answered with its own.
    #[must_use]
    pub fn of(
        cell: CellId,
        (newcomer, shown): (&Identity, Hash),
        (keeper, answered): (&Identity, Hash),
    ) -> Self {
        let hash = Hash::of(
            "sochibo 2026 join number",
            &[
                cell.0.as_bytes(),
                &newcomer.bytes(),
                &shown.0,
                &keeper.bytes(),
                &answered.0,
            ],
        );
        let number = hash
            .0
            .iter()
            .take(8)
            .fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
        Self(u32::try_from(number % 1_000_000).unwrap_or(0))
    }

    /// Whether a person typed this number.
    #[must_use]
    pub fn is(self, typed: &str) -> bool {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        digits == format!("{:06}", self.0)
    }
}

impl fmt::Display for JoinNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03} {:03}", self.0 / 1000, self.0 % 1000)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sochibo_journal::DeviceKey;
    use uuid::Uuid;

    use super::*;

    const CELL: CellId = CellId(Uuid::from_u128(1));

    fn identity(n: u8) -> Identity {
        Identity::of(
            DeviceId(Uuid::from_u128(u128::from(n))),
            &DeviceKey::from_secret(&[n; 32]),
        )
    }

    proptest! {
        #[test]
        fn the_number_and_the_commitment_are_of_everything_they_should_be(
            shown in any::<[u8; 32]>(), answered in any::<[u8; 32]>()
        ) {
            let (new, keeper) = (identity(2), identity(3));
            let (shown, answered) = (Hash(shown), Hash(answered));
            let number = JoinNumber::of(CELL, (&new, shown), (&keeper, answered));
            let said = number.to_string();
            prop_assert_eq!(said.len(), 7);
            prop_assert!(number.is(&said) && number.is(&said.replace(' ', "")));
            let longer = format!("{said}0");
            prop_assert!(!number.is("") && !number.is(&longer));
            let told = commitment(CELL, &new, shown);
            for other in [
                commitment(CellId(Uuid::from_u128(9)), &new, shown),
                commitment(CELL, &identity(9), shown),
                commitment(CELL, &Identity { box_key: keeper.box_key, ..new }, shown),
                commitment(CELL, &new, answered),
            ] {
                prop_assert_ne!(told, other);
            }
        }
    }

    /// A number of other keys is the same once in a million; over a thousand forgeries none is.
    #[test]
    fn other_keys_make_another_number() {
        let (new, keeper, nonce) = (identity(2), identity(3), Hash([1; 32]));
        let number = JoinNumber::of(CELL, (&new, nonce), (&keeper, nonce));
        for n in 4..=255 {
            let forged = identity(n);
            assert_ne!(
                number,
                JoinNumber::of(CELL, (&forged, nonce), (&keeper, nonce))
            );
            assert_ne!(
                number,
                JoinNumber::of(CELL, (&new, nonce), (&forged, nonce))
            );
            let value = Hash([n; 32]);
            assert_ne!(
                number,
                JoinNumber::of(CELL, (&new, value), (&keeper, nonce))
            );
            assert_ne!(
                number,
                JoinNumber::of(CELL, (&new, nonce), (&keeper, value))
            );
        }
    }
}
