//! Máy: the devices of a cell, as people know them. What a device may read is decided by the keys
//! that it was granted (`journal::Directory`), never by what is written here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Entity, Visibility,
    id::{DeviceRef, MemberId},
};

/// Vai trò của máy: what its holder may read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum DeviceRole {
    /// Bí thư: everything, and lets other devices in and out.
    #[serde(rename = "bi_thu")]
    Secretary,
    /// Chi ủy viên: what is internal, and what stays within the cell committee.
    #[serde(rename = "chi_uy")]
    Committee,
    /// Thư ký ghi biên bản: what is internal.
    #[serde(rename = "thu_ky")]
    Scribe,
    /// Đảng viên: what is internal.
    #[default]
    #[serde(rename = "dang_vien")]
    Member,
}

impl DeviceRole {
    /// Every role, the widest first.
    pub const ALL: [Self; 4] = [Self::Secretary, Self::Committee, Self::Scribe, Self::Member];

    /// The code in files and commands.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Secretary => "bi_thu",
            Self::Committee => "chi_uy",
            Self::Scribe => "thu_ky",
            Self::Member => "dang_vien",
        }
    }

    /// Whether its holder may read what is kept for `visibility`.
    #[must_use]
    pub const fn reads(self, visibility: Visibility) -> bool {
        match visibility {
            Visibility::Internal => true,
            Visibility::Committee => matches!(self, Self::Secretary | Self::Committee),
            Visibility::Secretary => matches!(self, Self::Secretary),
        }
    }
}

/// Máy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Device {
    /// What people call it: `Máy của phó bí thư`.
    #[serde(default)]
    pub name: String,
    /// Người giữ.
    #[serde(default)]
    #[ts(optional)]
    pub holder: Option<MemberId>,
    /// What it was let in as, in words; the keys decide.
    #[serde(default)]
    pub role: DeviceRole,
}

impl Entity for Device {
    const KIND: &'static str = "device";
    type Id = DeviceRef;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_read_what_is_exactly_this_table() {
        use Visibility::{Committee, Internal, Secretary};
        let table = DeviceRole::ALL.map(|role| {
            let reads = [Internal, Committee, Secretary].map(|seen| role.reads(seen));
            (role.code(), reads)
        });
        assert_eq!(
            table,
            [
                ("bi_thu", [true, true, true]),
                ("chi_uy", [true, true, false]),
                ("thu_ky", [true, false, false]),
                ("dang_vien", [true, false, false]),
            ]
        );
    }
}
