//! Cụm từ viết tắt: phrases that a scribe writes at every meeting.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    Entity,
    id::{SnippetId, derived},
    text::fold,
};

/// Một cụm từ and the few letters that stand for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Snippet {
    /// Chữ tắt: `nt`.
    pub short: String,
    /// What it stands for.
    pub text: String,
}

/// The phrases that every book begins with. A cell changes or removes them as its own.
pub const SHIPPED: [(&str, &str); 12] = [
    ("nt", "Nhất trí với nội dung báo cáo."),
    (
        "ntdt",
        "Nhất trí với dự thảo nghị quyết, không có ý kiến bổ sung.",
    ),
    ("bs", "Đề nghị bổ sung thêm nội dung: "),
    ("dn", "Đề nghị chi bộ quan tâm "),
    ("dng", "Đề nghị đảng ủy phường xem xét, giải quyết "),
    ("kn", "Kiến nghị cấp trên "),
    ("nv", "Nhận nhiệm vụ và cam kết hoàn thành đúng thời hạn."),
    ("tpb", "Tự nhận thấy còn hạn chế: "),
    (
        "tt",
        "Tiếp thu ý kiến góp ý của các đồng chí và sẽ khắc phục ",
    ),
    ("nd", "Phản ánh ý kiến của nhân dân: "),
    ("bd", "Biểu dương tinh thần trách nhiệm của đồng chí "),
    ("kq", "Kết quả thực hiện nhiệm vụ được giao: "),
];

impl Snippet {
    /// The one id of the phrase that a few letters stand for in a cell: the shipped one, and what
    /// the cell made of it.
    #[must_use]
    pub fn id(cell: Uuid, short: &str) -> SnippetId {
        SnippetId(derived(Self::KIND, cell, &fold(short)))
    }
}

impl Entity for Snippet {
    const KIND: &'static str = "snippet";
    type Id = SnippetId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_shipped_phrases_stand_behind_the_same_letters() {
        let shorts: std::collections::HashSet<_> =
            SHIPPED.iter().map(|(short, _)| fold(short)).collect();
        assert_eq!(shorts.len(), SHIPPED.len());
    }
}
