//! The fields of the book and their values as a person says them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sochibo_domain::{
    AssignmentState, AttendanceStatus, CriticismKind, MeetingKind, MemberKind, MemberStatus,
    PetitionState, Visibility, VoteForm, VoteKind, id::MemberId,
};
use sochibo_journal::DELETED;

use crate::called;

const NOTHING: &str = "(để trống)";

/// Who is who.
pub(super) struct Names {
    pub(super) members: HashMap<MemberId, String>,
}

/// A value, in the words of the screens.
pub(super) fn spoken(kind: &str, field: &str, value: &Value, names: &Names) -> String {
    let word = match (kind, field) {
        (_, DELETED) if value.is_boolean() => Some(if value == &Value::Bool(true) {
            "Đã bỏ".to_owned()
        } else {
            "Còn".to_owned()
        }),
        ("member", "status") => read(value, |status: MemberStatus| status.words()),
        ("member", "kind") => read(value, |kind: MemberKind| match kind {
            MemberKind::Regular => "sinh hoạt tại chi bộ",
            MemberKind::Residence => "giới thiệu về nơi cư trú (213)",
        }),
        ("meeting", "kind") => read(value, |kind: MeetingKind| kind.title()),
        ("attendance", "status") => read(value, |status: AttendanceStatus| status.words()),
        ("assignment", "state") => read(value, |state: AssignmentState| state.words()),
        ("petition", "state") => read(value, |state: PetitionState| match state {
            PetitionState::New => "mới ghi nhận",
            PetitionState::Answered => "đã trả lời",
            PetitionState::Escalated => "đã chuyển cấp trên",
            PetitionState::Resolved => "đã giải quyết",
        }),
        ("criticism", "kind") => read(value, |kind: CriticismKind| kind.words()),
        (_, "visibility") => read(value, |visibility: Visibility| match visibility {
            Visibility::Internal => "nội bộ chi bộ",
            Visibility::Committee => "trong chi ủy",
            Visibility::Secretary => "chỉ bí thư",
        }),
        (_, "vote") => read(value, |kind: VoteKind| kind.words()),
        (_, "form") => read(value, |form: VoteForm| match form {
            VoteForm::Hand => "giơ tay",
            VoteForm::Secret => "phiếu kín",
        }),
        (_, "tally" | "handbook") if value.is_object() => Some(tally(value)),
        (_, "member" | "by" | "chair" | "scribe" | "holder") => member(value, names),
        _ => None,
    };
    word.unwrap_or_else(|| plain(value, names))
}

/// `18 tán thành, 1 không tán thành, 0 không biểu quyết`.
pub(super) fn tally(value: &Value) -> String {
    let count = |name: &str| value.get(name).and_then(Value::as_u64).unwrap_or(0);
    format!(
        "{} tán thành, {} không tán thành, {} không biểu quyết",
        count("for"),
        count("against"),
        count("abstain")
    )
}

fn read<T: DeserializeOwned>(value: &Value, words: impl Fn(T) -> &'static str) -> Option<String> {
    let value = serde_json::from_value::<T>(value.clone()).ok()?;
    Some(words(value).to_owned())
}

fn member(value: &Value, names: &Names) -> Option<String> {
    let id: uuid::Uuid = value.as_str()?.parse().ok()?;
    names.members.get(&MemberId(id)).cloned()
}

fn plain(value: &Value, names: &Names) -> String {
    match value {
        Value::Null => NOTHING.to_owned(),
        Value::Bool(true) => "Có".to_owned(),
        Value::Bool(false) => "Không".to_owned(),
        Value::String(text) if text.trim().is_empty() => NOTHING.to_owned(),
        Value::String(text) => day_or_time(text)
            .or_else(|| member(value, names))
            .unwrap_or_else(|| text.clone()),
        Value::Number(number) => number.to_string().replace('.', ","),
        Value::Array(values) if values.is_empty() => NOTHING.to_owned(),
        Value::Array(values) => {
            let values = values.iter().map(|value| plain(value, names));
            values.collect::<Vec<_>>().join("\n")
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                format!("{}: {}", called::field("", name), plain(value, names))
            });
            fields.collect::<Vec<_>>().join("; ")
        }
    }
}

/// `05/10/2026`, `19:30 ngày 05/10/2026`.
fn day_or_time(text: &str) -> Option<String> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(day.format("%d/%m/%Y").to_string());
    }
    let time = DateTime::parse_from_rfc3339(text).ok()?;
    Some(time.format("%H:%M ngày %d/%m/%Y").to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_said_as_a_person_says_them() {
        let id = MemberId(uuid::Uuid::from_u128(7));
        let names = Names {
            members: HashMap::from([(id, "Lê Thị Cúc".to_owned())]),
        };
        for (kind, field, value, said) in [
            ("member", "status", json!("du_bi"), "dự bị"),
            ("member", "birth", json!("1960-03-21"), "21/03/1960"),
            ("member", "phone", json!(null), "(để trống)"),
            ("meeting", "chair", json!(id.to_string()), "Lê Thị Cúc"),
            (
                "meeting",
                "planned_at",
                json!("2026-10-05T19:30:00+07:00"),
                "19:30 ngày 05/10/2026",
            ),
            ("assignment", "state", json!("dang_lam"), "đang làm"),
            ("attendance", "status", json!("excused"), "vắng có lý do"),
            ("petition", "wants_reply", json!(true), "Có"),
            ("criticism", "visibility", json!("chi_uy"), "trong chi ủy"),
            (
                "vote",
                "tally",
                json!({ "for": 18, "against": 1, "abstain": 0 }),
                "18 tán thành, 1 không tán thành, 0 không biểu quyết",
            ),
            ("score_entry", "points", json!(8.5), "8,5"),
            ("statement", DELETED, json!(true), "Đã bỏ"),
            // What a later version writes is shown as it is.
            ("member", "status", json!("moi_la"), "moi_la"),
        ] {
            assert_eq!(spoken(kind, field, &value, &names), said, "{kind}.{field}");
        }
    }
}
