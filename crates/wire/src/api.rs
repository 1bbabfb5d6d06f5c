//! The JSON around the batches. Every path begins with `/v1`.
//!
//! | request | body | answer |
//! |---|---|---|
//! | `POST /v1/enrol` | [`EnrolRequest`] | [`Enrolled`] |
//! | `POST /v1/cells/{cell}/push?more=1` | a batch | [`Pushed`]; 409 [`Refusal`] with `expected_seq` or `fork` |
//! | `GET /v1/cells/{cell}/pull?after=REV` | – | a page |
//! | `GET /v1/cells/{cell}/digest` | – | [`Digest`] |
//! | `GET /v1/cells/{cell}/chains/{device}/head?at=SEQ` | – | [`ChainHead`]; 404 `not_held` |
//! | `GET /v1/cells/{cell}/chains/{device}?after=SEQ` | – | a page of that chain |
//! | `POST /v1/cells/{cell}/renew` | [`RenewRequest`] | [`Renewed`] |
//!
//! All but the first carry `Authorization: Bearer TOKEN`.

use serde::{Deserialize, Serialize};
use sochibo_journal::{CellId, DeviceId, DeviceKey, Hash, PublicKey, SignError};

use crate::{
    Receipt,
    hex::{hex, unhex},
};

/// What a side can do beyond the first version of the protocol, by name. An unknown name is
/// passed over: it is of a later version.
pub mod ability {
    /// `POST …/renew`.
    pub const RENEW: &str = "renew";
    /// `GET …/chains/…`.
    pub const CHAINS: &str = "chains";
    /// Everything that this build can do.
    pub const ALL: [&str; 2] = [RENEW, CHAINS];
}

/// What a side speaks: a range of protocol versions and its abilities. Both sides name theirs in
/// every comparison, so either may be upgraded first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speech {
    /// The oldest version.
    pub oldest: u32,
    /// The newest version.
    pub newest: u32,
    /// Names of [`ability`].
    #[serde(default)]
    pub can: Vec<String>,
}

impl Speech {
    /// What this build speaks.
    #[must_use]
    pub fn ours() -> Self {
        Self {
            oldest: crate::PROTOCOL,
            newest: crate::PROTOCOL,
            can: ability::ALL.map(str::to_owned).to_vec(),
        }
    }

    /// What a side speaks that says nothing of it: the first version.
    #[must_use]
    pub fn first() -> Self {
        Self {
            oldest: 1,
            newest: 1,
            can: Vec::new(),
        }
    }

    /// The newest version that both speak.
    #[must_use]
    pub fn common(&self, other: &Self) -> Option<u32> {
        let newest = self.newest.min(other.newest);
        (newest >= self.oldest.max(other.oldest)).then_some(newest)
    }

    /// Whether the side has an ability.
    #[must_use]
    pub fn can(&self, ability: &str) -> bool {
        self.can.iter().any(|name| name == ability)
    }
}

/// The first device of a cell binds its book to the ward, or a device that is known asks for a new
/// token. Every other one joins by [`crate::join`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The version of the protocol that the device speaks.
    pub protocol: u32,
    /// The code's secret, in hexadecimal.
    pub secret: String,
    /// The book. The first device of a cell binds it; one that comes back must name the same.
    pub cell: CellId,
    /// The device.
    pub device: DeviceId,
    /// Its signing key.
    pub public_key: PublicKey,
    /// The device's signature over all of it, in hexadecimal (64 bytes): whoever knows no more than
    /// the public key of a device must not get a token of it.
    #[serde(default)]
    pub signature: String,
    /// What the device speaks, where it is more than `protocol`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speech: Option<Speech>,
}

impl EnrolRequest {
    /// Signed by the device that asks.
    #[must_use]
    pub fn sign(
        secret: &[u8; 8],
        cell: CellId,
        (device, key): (DeviceId, &DeviceKey),
        speech: Option<Speech>,
    ) -> Self {
        let mut request = Self {
            protocol: crate::PROTOCOL,
            secret: hex(secret),
            cell,
            device,
            public_key: key.public(),
            signature: String::new(),
            speech,
        };
        request.signature = hex(&key.sign(request.hash()));
        request
    }

    /// Verifies that the device of the key asks, with this code.
    ///
    /// # Errors
    /// [`SignError`] where the signature is not of that key and this request.
    pub fn verify(&self) -> Result<(), SignError> {
        let signature = unhex(&self.signature).ok_or(SignError)?;
        self.public_key.verify(self.hash(), &signature)
    }

    fn hash(&self) -> Hash {
        Hash::of(
            "sochibo 2026 enrolment",
            &[
                self.secret.as_bytes(),
                self.cell.0.as_bytes(),
                self.device.0.as_bytes(),
                &self.public_key.0,
            ],
        )
    }
}

/// The ward's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The version of the protocol that the ward speaks.
    pub protocol: u32,
    /// What the device shows on every later request; kept in the book.
    pub token: String,
    /// The key with which the ward signs receipts.
    pub ward_key: PublicKey,
    /// The name of the ward's committee: `Đảng ủy phường Tân Thới Hòa`.
    pub ward_name: String,
    /// The name under which the ward lists this cell.
    pub cell_name: String,
    /// What the ward speaks. A ward of the first version says nothing of it.
    #[serde(default = "Speech::first")]
    pub speech: Speech,
}

/// A device asks for a new identity. It shows the token of its old one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewRequest {
    /// The version of the protocol that the device speaks.
    pub protocol: u32,
    /// The new identity.
    pub device: DeviceId,
    /// Its signing key.
    pub public_key: PublicKey,
    /// The old identity's signature, in hexadecimal (64 bytes).
    pub signature: String,
}

impl RenewRequest {
    /// Signs with the key of the old identity.
    #[must_use]
    pub fn sign(
        cell: CellId,
        (old, old_key): (DeviceId, &DeviceKey),
        (device, public_key): (DeviceId, PublicKey),
    ) -> Self {
        let mut request = Self {
            protocol: crate::PROTOCOL,
            device,
            public_key,
            signature: String::new(),
        };
        request.signature = hex(&old_key.sign(request.hash(cell, old)));
        request
    }

    /// Verifies that the old identity asks.
    ///
    /// # Errors
    /// [`SignError`] where it doesn't.
    pub fn verify(
        &self,
        cell: CellId,
        old: DeviceId,
        old_key: &PublicKey,
    ) -> Result<(), SignError> {
        let signature = unhex(&self.signature).ok_or(SignError)?;
        old_key.verify(self.hash(cell, old), &signature)
    }

    fn hash(&self, cell: CellId, old: DeviceId) -> Hash {
        Hash::of(
            "sochibo 2026 renewal",
            &[
                cell.0.as_bytes(),
                old.0.as_bytes(),
                self.device.0.as_bytes(),
                &self.public_key.0,
            ],
        )
    }
}

/// The ward knows the new identity. The same request again gets the same answer, however late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewed {
    /// The version of the protocol that the ward speaks.
    pub protocol: u32,
    /// What the device shows from now on.
    pub token: String,
}

/// Where a device's chain stands at the ward at some number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// The number.
    pub seq: u64,
    /// The hash of its header.
    pub head: Hash,
}

/// A batch was taken, or was known already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pushed {
    /// The ward's signed word.
    Receipt(Receipt),
    /// The number up to which it is taken, without a promise: more was announced, and the ward has
    /// not waited for its disk.
    Held(u64),
}

/// The end of a device's chain as the ward holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceEnd {
    /// The device.
    pub device: DeviceId,
    /// Its signing key, as enrolled.
    pub public_key: PublicKey,
    /// The last number held; 0 for none.
    pub seq: u64,
    /// Its hash, or the genesis hash.
    pub head: Hash,
    /// Whether the ward has revoked it.
    pub revoked: bool,
}

/// What the ward holds of a cell, for comparing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// The ward's clock, in milliseconds since 1970.
    pub now: i64,
    /// The ward's last number in the cell's order.
    pub rev: u64,
    /// The end of each device's chain.
    pub devices: Vec<DeviceEnd>,
    /// What the ward speaks. A ward of the first version says nothing of it.
    #[serde(default = "Speech::first")]
    pub speech: Speech,
}

/// Why the ward said no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The reason.
    pub error: RefusalBody,
}

/// The inside of a [`Refusal`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalBody {
    /// What happened.
    pub code: RefusalCode,
    /// A Vietnamese sentence.
    pub message: String,
    /// What to do, or empty.
    #[serde(default)]
    pub hint: String,
    /// With [`RefusalCode::Gap`]: the number that the ward expects next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_seq: Option<u64>,
}

/// Why the ward said no, for the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// No such code.
    CodeUnknown,
    /// The code was used before.
    CodeUsed,
    /// The code's time is over.
    CodeExpired,
    /// The code's cell is bound to another book.
    OtherBook,
    /// The cell has a book: a further device joins, and waits to be let in.
    MustJoin,
    /// No or an unknown token.
    NotEnrolled,
    /// The ward has revoked the device.
    Revoked,
    /// The device waits to be let in by a device of the cell.
    Waiting,
    /// No device of the code's cell has joined yet: there is no book to join.
    NoBook,
    /// Only a device of the secretary may.
    NotSecretary,
    /// Numbers are missing; see `expected_seq`.
    Gap,
    /// Another envelope stands at a number already known.
    Fork,
    /// The batch is not what its device signed.
    BadBatch,
    /// The batch or request is over a limit.
    TooLarge,
    /// The ward speaks another version of the protocol.
    Protocol,
    /// Too many attempts; try later.
    Slow,
    /// The ward holds nothing there.
    NotHeld,
    /// The ward has no room for more: its disk is full, or the cell has all that it may have.
    NoRoom,
    /// The ward failed.
    Internal,
    /// A code of a later version.
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speech(oldest: u32, newest: u32) -> Speech {
        Speech {
            oldest,
            newest,
            can: Vec::new(),
        }
    }

    #[test]
    fn two_sides_speak_the_newest_version_that_both_know() {
        for (ours, theirs, common) in [
            ((1, 1), (1, 1), Some(1)),
            ((1, 3), (2, 5), Some(3)),
            ((2, 5), (1, 3), Some(3)),
            ((1, 1), (2, 3), None),
            ((2, 3), (1, 1), None),
        ] {
            let ours = speech(ours.0, ours.1);
            let theirs = speech(theirs.0, theirs.1);
            assert_eq!(ours.common(&theirs), common);
        }
    }

    #[test]
    fn a_side_of_the_first_version_says_nothing_and_is_understood() {
        let digest = r#"{"now":1,"rev":0,"devices":[]}"#;
        let digest: Digest = serde_json::from_str(digest).unwrap();
        assert_eq!(digest.speech, Speech::first());
        assert!(!digest.speech.can(ability::RENEW));
        let later = r#"{"now":1,"rev":0,"devices":[],"speech":{"oldest":1,"newest":9,"can":["renew","fly"],"x":1}}"#;
        let later: Digest = serde_json::from_str(later).unwrap();
        assert_eq!(Speech::ours().common(&later.speech), Some(crate::PROTOCOL));
        assert!(later.speech.can(ability::RENEW) && !later.speech.can(ability::CHAINS));
    }

    #[test]
    fn an_enrolment_is_signed_by_its_device_for_exactly_this_code_and_book() {
        let id = |n| DeviceId(uuid::Uuid::from_u128(n));
        let cell = CellId(uuid::Uuid::from_u128(1));
        let (key, other) = (
            DeviceKey::from_secret(&[1; 32]),
            DeviceKey::from_secret(&[2; 32]),
        );
        let request = EnrolRequest::sign(&[7; 8], cell, (id(1), &key), None);
        request.verify().unwrap();
        for altered in [
            EnrolRequest {
                secret: hex(&[8; 8]),
                ..request.clone()
            },
            EnrolRequest {
                cell: CellId(uuid::Uuid::from_u128(2)),
                ..request.clone()
            },
            EnrolRequest {
                device: id(2),
                ..request.clone()
            },
            EnrolRequest {
                public_key: other.public(),
                ..request.clone()
            },
            EnrolRequest {
                signature: String::new(),
                ..request
            },
        ] {
            assert!(altered.verify().is_err(), "{altered:?}");
        }
    }

    #[test]
    fn a_renewal_is_signed_by_the_old_identity_for_exactly_this_new_one() {
        let id = |n| DeviceId(uuid::Uuid::from_u128(n));
        let cell = CellId(uuid::Uuid::from_u128(1));
        let (old, new) = (
            DeviceKey::from_secret(&[1; 32]),
            DeviceKey::from_secret(&[2; 32]),
        );
        let request = RenewRequest::sign(cell, (id(1), &old), (id(2), new.public()));
        request.verify(cell, id(1), &old.public()).unwrap();
        assert!(request.verify(cell, id(1), &new.public()).is_err());
        assert!(request.verify(cell, id(3), &old.public()).is_err());
        let stolen = RenewRequest {
            device: id(9),
            ..request.clone()
        };
        assert!(stolen.verify(cell, id(1), &old.public()).is_err());
        let swapped = RenewRequest {
            public_key: old.public(),
            ..request
        };
        assert!(swapped.verify(cell, id(1), &old.public()).is_err());
    }
}
