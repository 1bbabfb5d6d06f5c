use serde::{Deserialize, Serialize};
use sochibo_domain::WardDocument;
use sochibo_journal::{BoxKey, CellId, DeviceId, Envelope, Hash, Identity, PublicKey};
use ts_rs::TS;
use uuid::Uuid;

use super::{Held, SecretHash};
use crate::report::{FoldedReport, Summary};

/// Loại tổ chức.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgKind {
    /// Đảng bộ cơ sở: a ward's party committee, or a branch of it.
    DangBoCoSo,
    /// Chi bộ.
    ChiBo,
}

impl OrgKind {
    /// The code used in files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DangBoCoSo => "dang_bo_co_so",
            Self::ChiBo => "chi_bo",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::DangBoCoSo, Self::ChiBo]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// Tổ chức đảng in the ward's tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Org {
    /// Its id.
    pub id: Uuid,
    /// Its name without "Chi bộ" or "Đảng bộ": `Khu phố 12`.
    pub name: String,
    /// Loại.
    pub kind: OrgKind,
    /// The organisation above it.
    pub parent: Option<Uuid>,
    /// The book that it is bound to.
    #[serde(skip)]
    pub cell: Option<CellId>,
}

/// A device that asks to join, with the hashes of its code and of the token it will get.
#[derive(Clone, Debug)]
pub struct Enrolling {
    /// The hash of the code's secret.
    pub code: SecretHash,
    /// The hash of the token that it will get.
    pub token: SecretHash,
    /// The book.
    pub cell: CellId,
    /// The device.
    pub device: DeviceId,
    /// Its key.
    pub public_key: PublicKey,
}

/// What came of an enrolment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enrolment {
    /// The device is in; the organisation's id and name.
    Joined {
        /// The organisation.
        org: Uuid,
        /// Its name.
        name: String,
    },
    /// No such code.
    CodeUnknown,
    /// Spent before.
    CodeUsed,
    /// Its time is over.
    CodeExpired,
    /// The organisation is bound to another book, or the book to another organisation.
    OtherBook,
    /// The organisation has a book, and the device is not one of those that it knows.
    MustJoin,
    /// The device was revoked; it must come back under a new identity.
    Revoked,
    /// The identity is enrolled with another key: a copy of another machine.
    IdentityTaken,
}

/// A device that goes on under a new identity, with the hash of the token that it will get.
#[derive(Clone, Debug)]
pub struct Renewing {
    /// The book.
    pub cell: CellId,
    /// The identity that it had.
    pub old: DeviceId,
    /// The one that it takes.
    pub device: DeviceId,
    /// Its key.
    pub public_key: PublicKey,
    /// The hash of the token that it will get.
    pub token: SecretHash,
}

/// What came of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The new identity is known.
    Known,
    /// The old identity is not enrolled.
    NotEnrolled,
    /// One of the two was revoked.
    Revoked,
    /// The new identity is somebody else's.
    IdentityTaken,
}

/// An enrolled device as a request shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its book.
    pub cell: CellId,
    /// The device.
    pub device: DeviceId,
    /// Its key.
    pub public_key: PublicKey,
    /// Whether the ward has revoked it.
    pub revoked: bool,
    /// Whether it waits to be let in by a device of its cell.
    pub waiting: bool,
}

/// A device that asks to join a cell with a book.
#[derive(Clone, Debug)]
pub struct NewJoin {
    /// The hash of the code's secret.
    pub code: SecretHash,
    /// The hash of the token that it will get.
    pub token: SecretHash,
    /// The book.
    pub cell: CellId,
    /// Who asks.
    pub identity: Identity,
    /// What it commits itself to.
    pub commitment: Hash,
}

/// The answer of a device of the cell to one that asks to join.
#[derive(Clone, Copy, Debug)]
pub struct Answering {
    /// The book.
    pub cell: CellId,
    /// Who asks.
    pub newcomer: DeviceId,
    /// Who answers.
    pub keeper: DeviceId,
    /// What keys are sealed to for it.
    pub box_key: BoxKey,
    /// Its random value.
    pub nonce: Hash,
}

/// What a code leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// To this cell.
    Found {
        /// The name under which the ward lists it.
        cell_name: String,
        /// Its book, where there is one.
        cell: Option<CellId>,
        /// The operation with the escrow that stands.
        escrow: Option<Envelope>,
    },
    /// No such code.
    CodeUnknown,
    /// Spent before.
    CodeUsed,
    /// Its time is over.
    CodeExpired,
}

/// An enrolled device as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldDevice {
    /// The device.
    pub device: DeviceId,
    /// Its book.
    pub cell: CellId,
    /// Its organisation.
    pub org: Uuid,
    /// The organisation's name.
    pub org_name: String,
    /// When it joined.
    pub enrolled_at: i64,
    /// When it was let in; not yet while it waits.
    pub admitted_at: Option<i64>,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
    /// The identity that it goes on from, where it is a copy that took a new one.
    pub renewed_from: Option<DeviceId>,
    /// The device that revoked it; none where the ward did.
    pub revoked_by: Option<DeviceId>,
    /// The last number held.
    pub seq: u64,
    /// Its hash.
    pub head: Hash,
}

/// What came of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// Held, whether new or known already.
    Held(Held),
    /// Numbers are missing.
    Gap {
        /// The number that comes next.
        expected: u64,
    },
    /// Another history stands at a known number.
    Fork,
    /// The device was revoked.
    Revoked,
    /// The device waits to be let in.
    Waiting,
    /// The device is not enrolled.
    NotEnrolled,
    /// The cell has all the room that it may have.
    NoRoom,
}

/// A report as it was received.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceivedReport {
    /// The book it came from.
    pub cell: CellId,
    /// The report.
    pub report: FoldedReport,
    /// When it came.
    pub received_at: i64,
}

/// What a list shows of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedReport {
    /// The book it came from.
    pub cell: CellId,
    /// Kỳ sinh hoạt.
    pub meeting: Uuid,
    /// The version of its minutes.
    pub version: u32,
    /// The figures.
    pub summary: Summary,
    /// When the minutes were adopted, RFC 3339.
    pub adopted_at: String,
    /// When it came.
    pub received_at: i64,
    /// When the first version of this meeting's report came.
    pub first_received_at: i64,
}

/// A report that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedReport {
    /// Who sent it.
    pub device: DeviceId,
    /// Its number there.
    pub seq: u64,
    /// Why, as a Vietnamese sentence.
    pub reason: String,
    /// When it came.
    pub received_at: i64,
}

/// Vai trò của người dùng trang phường.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, export_to = "ward/")]
pub enum Role {
    /// Quản trị.
    Admin,
    /// Văn phòng đảng ủy.
    VanPhong,
    /// Cấp ủy viên theo dõi: reads the cells given to them.
    CapUy,
    /// Chỉ đọc: reads the cells given to them.
    Doc,
}

impl Role {
    /// The code used in files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::VanPhong => "van_phong",
            Self::CapUy => "cap_uy",
            Self::Doc => "doc",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Admin, Self::VanPhong, Self::CapUy, Self::Doc]
            .into_iter()
            .find(|role| role.code() == code)
    }

    /// Whether the role reads every cell, not only those given to it.
    #[must_use]
    pub const fn reads_all(self) -> bool {
        matches!(self, Self::Admin | Self::VanPhong)
    }
}

/// A user as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredUser {
    /// Tên đăng nhập.
    pub name: String,
    /// Vai trò.
    pub role: Role,
    /// The Argon2id hash of the password, in PHC form.
    pub password: String,
    /// The organisations that a limited role may read.
    pub orgs: Vec<Uuid>,
}

/// A document on its way to cells that have a book.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// The same in every cell.
    pub id: Uuid,
    /// What they get.
    pub document: WardDocument,
    /// Whom it goes to.
    pub cells: Vec<CellId>,
}

/// A document that was sent.
#[derive(Clone, Debug)]
pub struct SentDocument {
    /// The same in every cell.
    pub id: Uuid,
    /// What they got.
    pub document: WardDocument,
    /// When.
    pub sent_at: i64,
    /// When it was taken back.
    pub withdrawn_at: Option<i64>,
    /// Whom it went to.
    pub cells: Vec<CellId>,
}
