//! The JSON around the batches. Every path begins with `/v1`.
//!
//! | request | body | answer |
//! |---|---|---|
//! | `POST /v1/enrol` | [`EnrolRequest`] | [`Enrolled`] |
//! | `POST /v1/cells/{cell}/push` | a batch | [`Pushed`]; 409 [`Refusal`] with `expected_seq` or `fork` |
//! | `GET /v1/cells/{cell}/pull?after=REV` | – | a page |
//! | `GET /v1/cells/{cell}/digest` | – | [`Digest`] |
//!
//! All but the first carry `Authorization: Bearer TOKEN`.

use serde::{Deserialize, Serialize};
use sochibo_journal::{CellId, DeviceId, Hash, PublicKey};

use crate::Receipt;

/// A device asks to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The version of the protocol that the device speaks.
    pub protocol: u32,
    /// The code's secret, in hexadecimal.
    pub secret: String,
    /// The book. The first device of a cell binds it; every later one must name the same.
    pub cell: CellId,
    /// The device.
    pub device: DeviceId,
    /// Its signing key.
    pub public_key: PublicKey,
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
}

/// A batch was taken, or was known already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pushed {
    /// The ward's signed word.
    pub receipt: Receipt,
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
    /// No or an unknown token.
    NotEnrolled,
    /// The ward has revoked the device.
    Revoked,
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
    /// The ward failed.
    Internal,
    /// A code of a later version.
    #[serde(other)]
    Unknown,
}
