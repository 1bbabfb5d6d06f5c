use serde::Serialize;
use sochibo_domain::{DeviceRole, id::MemberId};
use ts_rs::TS;

/// Các máy của chi bộ: those that are in, and those that ask to come in.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DevicesView {
    /// Whether this device may let others in and out.
    pub secretary: bool,
    /// The ward was asked just now; else the requests are not known.
    pub online: bool,
    pub devices: Vec<DeviceLine>,
    pub requests: Vec<RequestLine>,
    /// A secretary's device was revoked after the recovery code was made: a new one is due.
    pub recovery_due: bool,
}

/// One device of the cell.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DeviceLine {
    pub id: String,
    /// `Máy của phó bí thư`.
    pub name: String,
    #[ts(optional)]
    pub holder: Option<MemberId>,
    #[ts(optional)]
    pub holder_name: Option<String>,
    pub role: DeviceRole,
    /// This one.
    pub this: bool,
    pub revoked: bool,
    /// How many operations of it the book holds.
    #[ts(type = "number")]
    pub operations: u64,
}

/// A device that asks to come in.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RequestLine {
    pub id: String,
    /// RFC 3339.
    pub asked_at: String,
    /// `482 913`, once both devices can show it.
    pub number: Option<String>,
    pub state: RequestState,
}

/// How a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// The new device has not yet shown what it committed itself to.
    Answering,
    /// Both show the number.
    Comparing,
    /// Another device of the secretary deals with it.
    Elsewhere,
    /// What arrived is not what the new device committed itself to: somebody is in between.
    Altered,
}

/// How far this device has come that joins a cell.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct JoiningView {
    pub state: JoiningState,
    pub ward: String,
    pub cell: String,
    /// `482 913`.
    pub number: Option<String>,
    /// The person said that the numbers are the same.
    pub matches: bool,
    /// How much of the book has come, of how much.
    #[ts(type = "number")]
    pub taken: u64,
    #[ts(type = "number")]
    pub total: u64,
}

/// How far this device has come that joins a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum JoiningState {
    /// The ward has not answered yet.
    Asking,
    /// A device of the secretary has not answered yet.
    Waiting,
    /// Both show a number.
    Comparing,
    /// Let in; the book is on its way.
    Taking,
    /// Someone said no.
    Refused,
    /// In, with the whole book.
    In,
}

/// What this device does with the keys it holds, after an exchange.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KeptKeys {
    /// Operations written.
    pub written: usize,
    /// Rings that got a new key.
    pub rotated: usize,
}
