//! The codes that flags take, as `docs/cli.md` has them: the names that books carry.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sochibo_domain::{
    AssignmentState, AttendanceStatus, CellType, CriticismKind, DeviceRole, MeetingKind,
    MemberKind, MemberStatus, ResolutionPart, Visibility, VoteKind,
};

fn coded<T>(codes: impl IntoIterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(codes).try_map(|code| serde_json::from_value(Value::String(code)))
}

pub(crate) fn cell_type() -> impl TypedValueParser<Value = CellType> {
    coded([
        "khu_pho",
        "co_quan_su_nghiep",
        "truong_hoc",
        "dn_nha_nuoc",
        "dn_tu_nhan_fdi",
        "sinh_vien",
        "luc_luong_vu_trang",
    ])
}

pub(crate) fn member_status() -> impl TypedValueParser<Value = MemberStatus> {
    coded(MemberStatus::ALL.map(MemberStatus::code))
}

pub(crate) fn member_kind() -> impl TypedValueParser<Value = MemberKind> {
    coded(["sinh_hoat", "gioi_thieu_213"])
}

pub(crate) fn meeting_kind() -> impl TypedValueParser<Value = MeetingKind> {
    coded(MeetingKind::ALL.map(MeetingKind::code))
}

pub(crate) fn attendance() -> impl TypedValueParser<Value = AttendanceStatus> {
    coded(["present", "late", "excused", "unexcused"])
}

pub(crate) fn vote_kind() -> impl TypedValueParser<Value = VoteKind> {
    coded(VoteKind::ALL.map(VoteKind::code))
}

pub(crate) fn criticism_kind() -> impl TypedValueParser<Value = CriticismKind> {
    coded(CriticismKind::ALL.map(CriticismKind::code))
}

pub(crate) fn visibility() -> impl TypedValueParser<Value = Visibility> {
    coded(["noi_bo", "chi_uy", "bi_thu"])
}

pub(crate) fn assignment_state() -> impl TypedValueParser<Value = AssignmentState> {
    coded(["moi", "dang_lam", "xong", "tre", "huy"])
}

pub(crate) fn resolution_part() -> impl TypedValueParser<Value = ResolutionPart> {
    coded(ResolutionPart::ALL.map(ResolutionPart::code))
}

/// Every code must be one that its type reads.
pub(crate) fn device_role() -> impl TypedValueParser<Value = DeviceRole> {
    coded(DeviceRole::ALL.map(DeviceRole::code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;

    fn all_read<T: Clone + Send + Sync>(parser: impl TypedValueParser<Value = T>) {
        let command = clap::Command::new("scb");
        let codes: Vec<_> = parser.possible_values().into_iter().flatten().collect();
        assert!(!codes.is_empty());
        for code in codes {
            parser
                .parse_ref(&command, None, OsStr::new(code.get_name()))
                .unwrap();
        }
    }

    #[test]
    fn every_code_is_read() {
        all_read(cell_type());
        all_read(member_status());
        all_read(member_kind());
        all_read(meeting_kind());
        all_read(attendance());
        all_read(vote_kind());
        all_read(criticism_kind());
        all_read(visibility());
        all_read(assignment_state());
        all_read(resolution_part());
        all_read(device_role());
    }
}
